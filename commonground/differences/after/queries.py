"""What is read of how it went: one's own answer and thanks, whom one may thank, and an office's totals."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from commonground.differences import queries
from commonground.differences.after.models import Feedback, Thanks, WeeksAfter, WhatChanged
from commonground.differences.models import Difference, Proposal, Seat, Signature, View
from commonground.differences.totals import counted
from commonground.directory.models import Person
from commonground.directory.queries import Actor, actors_for
from commonground.procedures.after import TOOK_PART, USUAL_WEEKS, thanks_refusal
from commonground.procedures.situation import Standing
from commonground.questions import Blank, Question


def given(row: Difference, actor: Actor) -> Feedback | None:
    """Return how this actor found it, if they have said so since it ended last."""
    said = Feedback.objects.of(row).filter(by=actor.person, ended_at=row.ended_at) if row.ended_at else None
    return said.first() if said is not None else None


@Question
def _thanks(difference: Blank, to: Blank) -> QuerySet[Thanks]:
    return Thanks.objects.of(difference).filter(to=to).select_related("by").order_by("at", "id")


def thanks_for(row: Difference, actor: Actor) -> list[Thanks]:
    """Return the thanks that this actor was given here, in one query."""
    return _thanks(difference=row.pk, to=actor.person.pk) if actor.person else []


def took_part(row: Difference, seats: Collection[Seat], me: Person | None) -> list[Person]:
    """Return who took part by name, but for whoever asks and who takes no part any more: one query.

    They have a seat in person, it went through their hands, or they wrote or signed what both sides read.
    """
    out = queries.barred(seats) | ({me.pk} if me else frozenset())
    seated = {seat.person_id for seat in seats if seat.capacity in TOOK_PART and seat.person_id}
    took = (seated | {row.raised_by_id, row.picked_up_by_id, row.handed_to_id}) - {None}
    wrote = (one.objects.of(row).values("by") for one in (View, Proposal, Signature))
    found = Person.objects.filter(reduce(or_, (Q(pk__in=some) for some in wrote), Q(pk__in=took)), is_active=True)
    return list(found.exclude(pk__in=out).order_by("name", "id"))


def readers(people: Collection[Person], row: Difference, seats: Collection[Seat], on: date) -> list[Person]:
    """Return which of some people read a difference on a day, in their order: one query, or two with guests."""
    there = zip(people, actors_for(people, on), strict=True)
    return [person for person, actor in there if queries.reads(actor, row, seats)]


def people_to_thank(
    row: Difference, seats: Collection[Seat], own: Collection[Standing], me: Person | None, on: date
) -> list[Person]:
    """Return whom somebody may thank, in three queries at most; in none for whoever may thank nobody."""
    if thanks_refusal(own, took_part=True, reads=True):
        return []
    return readers(took_part(row, seats, me), row, seats, on)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the people of one area answered, in full fives by answer; None where too few people did.

    ``learn`` is how many differences are flagged to learn from.
    """

    heard: Mapping[str, int] | None = None
    child: Mapping[str, int] | None = None
    helped: Mapping[str, int] | None = None
    learn: int = 0


def totals(partnership: UUID) -> Totals:
    """Return the totals of an area; nothing for whoever is not its office."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked, answer, number FROM differences_after_totals(%s)", [partnership])
        found = counted(cursor.fetchall())
    learn = found.get("learn", {}).get("yes", 0)
    return Totals(found.get("heard"), found.get("child"), found.get("helped"), learn)


MOST = 20


def to_learn_from(actor: Actor, partnership: UUID) -> list[Difference]:
    """Return the differences of an area that somebody flagged to learn from, of those that its office sees."""
    flagged = Exists(WhatChanged.objects.of(OuterRef("pk")).filter(learn=True))
    rows = Difference.objects.visible_to(actor).filter(flagged, partnership=partnership, officer_told=True)
    return list(rows.order_by("-ended_at", "id")[:MOST])


def weeks_after(partnership: UUID) -> int:
    """Return after how many weeks both sides are asked in an area."""
    latest = WeeksAfter.objects.filter(partnership=partnership).order_by("-at", "-id").first()
    return latest.weeks if latest else USUAL_WEEKS
