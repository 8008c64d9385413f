"""When an agency is closed, such as in school holidays, and which post of another one answers for it meanwhile.

Whoever works there alone is away on these days, so the next in each line is asked as ever. Where that leads to nobody
of the agency, the stand-in is asked before the partnership's office, if they are free of the other side. Clocks run on.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from commonground.directory.actions import RefusedError
from commonground.directory.changes import on_days, write_down
from commonground.directory.models import Absence, Agency, Post
from commonground.directory.people.models import Closure
from commonground.directory.people.rules import belonging, held_ahead
from commonground.directory.queries import Actor, current, kept_agencies
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, Role
from commonground.questions import Blank, Question, one_of
from commonground.turns import wait_for_turn


def ahead(agency: UUID, on: date) -> QuerySet[Closure]:
    """Return when an agency is closed, on a day or later."""
    rows = Closure.objects.filter(agency=agency, ends__gte=on, ended_at=None)
    return rows.select_related("stand_in__agency").order_by("starts", "pk")


def closed_on(on: date) -> QuerySet[Closure]:
    """Return the closures that cover a day."""
    return Closure.objects.filter(starts__lte=on, ends__gte=on, ended_at=None)


@Question
def _closed(agencies: Blank, first: Blank, last: Blank) -> "QuerySet[Closure, Closure]":
    rows = Closure.objects.filter(one_of("agency", agencies), starts__lte=last, ends__gte=first, ended_at=None)
    return rows.select_related("agency", "stand_in__agency").order_by("starts", "pk")


def meanwhile(agencies: Collection[UUID], first: date, last: date) -> list[str]:
    """Say which of these agencies are closed on a day from the first to the last, and who answers for each then."""
    return [
        f"{row.agency} is closed {on_days(row.starts, row.ends)} ({row.name}). The time runs on. Where nobody of it is "
        f"there, {row.stand_in.title}, {row.stand_in.agency}, answers for it, or the partnership’s office where they "
        "cannot."
        for row in _closed(agencies=list(agencies), first=first, last=last)
    ]


def stand_ins(agency: Agency, on: date) -> QuerySet[Post]:
    """Return the posts that may stand in: desks and safeguarding leads of other agencies of its partnerships."""
    there = Agency.objects.filter(partnerships__in=agency.partnerships.all())
    posts = Post.objects.filter(Q(role=Role.SAFEGUARDING_LEAD) | Q(desk=True), current(on), agency__in=there)
    others = posts.exclude(agency=agency).exclude(agency__kind=AgencyKind.PARTNERSHIP)
    return others.select_related("agency", "team").order_by("agency__name", "title", "pk")


@transaction.atomic
def close(
    *, agency: Agency, name: str, starts: date, ends: date, stand_in: Post, by: Actor | None, at: datetime
) -> Closure:
    """Note that an agency is closed from the first day to the last, and who answers meanwhile.

    Raises RefusedError, in words, for an agency of others, days that are over or noted already, and a post that may not
    stand in.
    """
    today = london_date(at)
    _may(by, agency)
    if ends < starts or ends < today:
        message = "The last day is before the first, or has gone by."
        raise RefusedError(message)
    if not stand_ins(agency, today).filter(pk=stand_in.pk).exists():
        message = f"{stand_in} cannot stand in for {agency}. Choose a post of another agency."
        raise RefusedError(message)
    wait_for_turn(f"closures of {agency.pk}")
    if ahead(agency.pk, starts).filter(starts__lte=ends).exists():
        message = "It is noted already that it is closed on one of these days."
        raise RefusedError(message)
    row = Closure.objects.create(
        agency=agency, name=name.strip(), starts=starts, ends=ends, stand_in=stand_in, by=by.person if by else None,
        at=at,
    )  # fmt: skip
    elsewhere = held_ahead(today).filter(person=OuterRef("pk")).exclude(post__agency=agency)
    only_here = belonging([agency], today).filter(~Exists(elsewhere))
    Absence.objects.bulk_create([Absence(person=one, starts=starts, ends=ends, closure=row) for one in only_here])
    said = f"{agency} is closed {on_days(starts, ends)} ({row.name}). {stand_in}, {stand_in.agency}, answers meanwhile."
    write_down(agency=agency.pk, sentence=said, by=by, at=at)
    return row


@transaction.atomic
def open_again(*, closure: UUID, by: Actor | None, at: datetime) -> Closure:
    """Have an agency not be closed after all; its people are there again. Raises RefusedError once it is over."""
    row = Closure.objects.select_for_update(of=("self",)).select_related("agency").get(pk=closure)
    _may(by, row.agency)
    if row.ended_at or row.ends < london_date(at):
        message = "These days are over, or were taken back already."
        raise RefusedError(message)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    Absence.objects.filter(closure=row).delete()
    said = f"{row.agency} is not closed {on_days(row.starts, row.ends)} after all ({row.name})."
    write_down(agency=row.agency_id, sentence=said, by=by, at=at)
    return row


def _may(by: Actor | None, agency: Agency) -> None:
    if by is not None and not kept_agencies(by).filter(pk=agency.pk).exists():
        message = f"Only a safeguarding lead of {agency} or the partnership’s office can write this down."
        raise RefusedError(message)
