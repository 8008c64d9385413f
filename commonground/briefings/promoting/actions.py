"""What leaders say, renew and end; whom they thank, and what that person answers; the calendar; pages of own sites."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from commonground.briefings.promoting.models import (
    LeaderThanks,
    LeaderWords,
    OwnPage,
    Promotion,
    Words,
    planned_for,
)
from commonground.briefings.promoting.terms import (
    DAYS_BEFORE,
    LEADERS,
    MONTH_BEFORE,
    PROMISE,
    Saying,
    Standing,
)
from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership, Person, Team
from commonground.directory.queries import Actor, holdings
from commonground.notices.actions import leave
from commonground.now import london_date

A_DAY = timedelta(days=1)
MOST_PAGES, MOST_THANKS = 20, 5
"""So many pages of its own site an agency lists at most: each is fetched every week. So often one thanks in a day."""

NOBODY_HERE = "Nobody in the agencies of your area has this address"
"""What is said of an address that nobody has, and of one in another area alike."""


def leads(actor: Actor) -> frozenset[UUID]:
    """Return the agencies for which somebody speaks in their own name: as a holder of the post, not as a deputy."""
    return frozenset(post.agency_id for post in actor.posts if post.role in LEADERS and not post.deputy)


def year_on(day: date) -> date:
    """Return the same day of the next year; of the 29 February the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


@transaction.atomic
def say(*, by: Actor, at: datetime, agency: UUID, kind: Saying, words: str, promise: str = "") -> LeaderWords:
    """Have a leader say something for a year. What they said before in its place is ended, and kept."""
    person = _leader(by, agency)
    _one_at_a_time(person)
    LeaderWords.objects.said_by(by).filter(agency=agency, kind=kind).update(ended_at=at, ended_by=person)
    given = (promise.strip() or PROMISE) if kind is Saying.STATEMENT else ""
    return LeaderWords.objects.create(
        agency_id=agency, by=person, kind=kind, words=words.strip(), promise=given, said_at=at,
        right_until=year_on(london_date(at)),
    )  # fmt: skip


@transaction.atomic
def renew(*, by: Actor, at: datetime, words: UUID) -> LeaderWords:
    """Say that one’s own words are still right: they stand for another year, and lose no day of this one."""
    row = _words(LeaderWords.objects.said_by(by), words)
    _leader(by, row.agency_id)
    if row.right_until > london_date(at) + MONTH_BEFORE:
        message = "They stand for a good while yet. You are asked a month before their year is over."
        raise RefusedError(message)
    row.right_until, row.told_at = year_on(max(london_date(at), row.right_until)), None
    row.save(update_fields=["right_until", "told_at"])
    return row


@transaction.atomic
def end_words(*, by: Actor, at: datetime, words: UUID) -> LeaderWords:
    """End one’s own words, or as an officer those of a leader of the area: nobody reads them here any more."""
    row = _words(LeaderWords.objects.may_be_ended_by(by), words)
    row.ended_at, row.ended_by = at, by.person
    row.save(update_fields=["ended_at", "ended_by"])
    return row


@transaction.atomic
def thank(*, by: Actor, at: datetime, agency: UUID, words: str, whom: Person | Team) -> LeaderThanks:
    """Thank a person of an agency of one’s areas, or a team of them, in one’s own name; they are told."""
    leader = _leader(by, agency)
    people = _thanked(whom, london_date(at))
    if leader in people and len(people) == 1:
        message = "You cannot thank yourself."
        raise RefusedError(message)
    area = _area_of(by, whom, london_date(at))
    if area is None or not people:
        message = f"{NOBODY_HERE}." if isinstance(whom, Person) else "Nobody of your area is in this team now."
        raise RefusedError(message)
    _one_at_a_time(leader)
    if LeaderThanks.objects.filter(by=leader, at__gt=at - A_DAY).count() >= MOST_THANKS:
        message = f"You have thanked {MOST_THANKS} times within a day. Please thank the others tomorrow."
        raise RefusedError(message)
    to: dict[str, Person | Team] = {"person": whom} if isinstance(whom, Person) else {"team": whom}
    row = LeaderThanks.objects.create(
        partnership=area, agency_id=agency, by=leader, words=words.strip(), at=at, **to
    )  # fmt: skip
    leave(
        partnership_id=area.pk, subject=row.pk, reference="", stage="", due=None, about="", at=at,
        kind="leader_thanks" if isinstance(whom, Person) else "leader_thanks_team",
        recipients=[(one.pk, one.email) for one in people if one != leader],
    )  # fmt: skip
    return row


@transaction.atomic
def answer_thanks(*, by: Actor, at: datetime, thanks: UUID, may_show: bool) -> LeaderThanks:
    """Say if others may read thanks to oneself, or to a team that one leads; it can be said anew."""
    row = LeaderThanks.objects.select_for_update().filter(pk=thanks).first()
    if row is None or by.person is None or not LeaderThanks.objects.answered_by(by, [row]).exists():
        message = "Only whoever is thanked, or the manager of a team, says if others may read it."
        raise RefusedError(message)
    row.may_show, row.answered_by, row.answered_at = may_show, by.person, at
    row.save(update_fields=["may_show", "answered_by", "answered_at"])
    return row


@transaction.atomic
def end_thanks(*, by: Actor, at: datetime, thanks: UUID) -> LeaderThanks:
    """End thanks that one gave, or as an officer any of the area: nobody reads them here any more."""
    row = LeaderThanks.objects.may_be_ended_by(by).select_for_update().filter(pk=thanks).first()
    if row is None:
        message = "Only whoever thanked ends this, or an officer of the area; or it has ended already."
        raise RefusedError(message)
    row.ended_at, row.ended_by = at, by.person
    row.save(update_fields=["ended_at", "ended_by"])
    return row


@transaction.atomic
def plan(*, by: Actor, at: datetime, agency: UUID, what: str, where: str, on: date) -> Promotion:
    """Put something into the calendar of an agency; they are told before its day, unless that is near already."""
    return Promotion.objects.create(
        agency_id=agency,
        what=what.strip(),
        where=where.strip(),
        due_on=on,
        planned_by=_planner(by, agency),
        planned_at=at,
        told_at=at if _near(on, at) else None,
    )


@transaction.atomic
def move(*, by: Actor, at: datetime, promotion: UUID, on: date) -> Promotion:
    """Move what is planned to another day; whoever planned it is told before that day, unless they just moved it."""
    row = _open(by, promotion)
    row.due_on, row.told_at = on, at if _near(on, at) and row.planned_by == by.person else None
    row.save(update_fields=["due_on", "told_at"])
    return row


@transaction.atomic
def note_done(*, by: Actor, at: datetime, promotion: UUID, on: date, proof: str, link: str) -> Promotion:
    """Write down that it was done, on which day, and by what one can see that; said again, it puts that right."""
    row = _kept(by, promotion)
    if on > london_date(at):
        message = "It was done today or before."
        raise RefusedError(message)
    if not proof.strip() and not link.strip():
        message = "Say by what one can see that it was done, in words or by an address."
        raise RefusedError(message)
    row.done_on, row.noted_by, row.proof, row.link = on, by.person, proof.strip(), link.strip()
    row.save(update_fields=["done_on", "noted_by", "proof", "link"])
    return row


@transaction.atomic
def call_off(*, by: Actor, at: datetime, promotion: UUID) -> Promotion:
    """Take what is planned out of the calendar."""
    row = _open(by, promotion)
    row.called_off_at = at
    row.save(update_fields=["called_off_at"])
    return row


@transaction.atomic
def place(*, by: Actor, at: datetime, agency: UUID, address: str, what: Standing) -> OwnPage:
    """List a page of an agency’s own site on which something of ours stands; the worker looks at it within the hour."""
    person = _planner(by, agency)
    listed = OwnPage.objects.filter(agency=agency, ended_at=None)
    list(listed.select_for_update(no_key=True).values_list("pk").order_by("pk"))  # two at once wait for each other
    if listed.count() >= MOST_PAGES:
        message = f"An agency lists up to {MOST_PAGES} pages. Take one off first."
        raise RefusedError(message)
    try:
        with transaction.atomic():
            return OwnPage.objects.create(agency_id=agency, address=address.strip(), what=what, by=person, at=at)
    except IntegrityError as error:
        message = "This page is listed already."
        raise RefusedError(message) from error


@transaction.atomic
def take_place_off(*, by: Actor, at: datetime, page: UUID) -> OwnPage:
    """Take a page off the list: it is looked at no more."""
    rows = OwnPage.objects.select_for_update().filter(ended_at=None, agency__in=planned_for(by))
    row = rows.filter(pk=page).first()
    if row is None:
        message = "This page is not on your list any more."
        raise RefusedError(message)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return row


def _leader(by: Actor, agency: UUID) -> Person:
    """Return who speaks for an agency in their own name; raises RefusedError for all others."""
    if by.person is None or agency not in leads(by):
        message = "Only an executive lead or a safeguarding partner of the agency says this, in their own name."
        raise RefusedError(message)
    return by.person


def _planner(by: Actor, agency: UUID) -> Person:
    if by.person is None or agency not in planned_for(by):
        message = "An agency’s executive lead, safeguarding partner or safeguarding lead keeps this."
        raise RefusedError(message)
    return by.person


def _one_at_a_time(leader: Person) -> None:
    """Have what a leader does in two windows at once be done one after the other."""
    Person.objects.select_for_update(no_key=True).get(pk=leader.pk)


def _near(on: date, at: datetime) -> bool:
    return on <= london_date(at) + DAYS_BEFORE


def _words(rows: Words, words: UUID) -> LeaderWords:
    """Return the one of some words, locked; raises RefusedError where it is not among them, or has ended."""
    row = rows.select_for_update().filter(pk=words).first()
    if row is None:
        message = "These words are not yours, or they have ended already."
        raise RefusedError(message)
    return row


def _kept(by: Actor, promotion: UUID) -> Promotion:
    """Return what stands in a calendar that somebody keeps, locked; raises RefusedError for all others."""
    row = Promotion.objects.select_for_update().filter(pk=promotion, agency__in=planned_for(by)).first()
    if row is None:
        message = "An agency’s executive lead, safeguarding partner or safeguarding lead keeps its calendar."
        raise RefusedError(message)
    if row.called_off_at:
        message = "It is called off already. Load the page again."
        raise RefusedError(message)
    return row


def _open(by: Actor, promotion: UUID) -> Promotion:
    """Return the same of what is not yet done."""
    row = _kept(by, promotion)
    if row.done_on:
        message = "It is done already. Load the page again."
        raise RefusedError(message)
    return row


def _thanked(whom: Person | Team, on: date) -> list[Person]:
    """Return who is thanked: a person, or everybody of a team on a day."""
    if isinstance(whom, Person):
        return [whom] if whom.is_active and not whom.guest else []
    there = holdings(on).filter(post__team=whom, deputy=False)
    return list(Person.objects.filter(pk__in=there.values("person"), guest=False).order_by("name", "id"))


def _area_of(by: Actor, whom: Person | Team, on: date) -> Partnership | None:
    """Return an area that a leader shares with who is thanked; None where there is none."""
    there = {whom.agency_id} if isinstance(whom, Team) else set(_agencies_of(whom, on))
    areas = Partnership.objects.filter(pk__in=by.partnerships, agencies__in=there)
    return areas.order_by("name").first()


def _agencies_of(person: Person, on: date) -> "QuerySet[Any, UUID]":
    return holdings(on).filter(person=person).values_list("post__agency", flat=True)
