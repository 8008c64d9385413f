"""What leaders say, renew and end; whom they thank, and what that person answers; the calendar; pages of own sites."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from commonground.briefings.promoting.models import LeaderThanks, LeaderWords, OwnPage, Promotion, planned_for
from commonground.briefings.promoting.terms import LEADERS, PROMISE, Saying, Standing
from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership, Person, Team
from commonground.directory.queries import Actor, holdings
from commonground.notices.actions import leave
from commonground.now import london_date

A_YEAR = timedelta(days=365)
MOST_PAGES = 20
"""So many pages of its own site an agency lists at most: each is fetched every week."""


def leads(actor: Actor) -> frozenset[UUID]:
    """Return the agencies for which somebody speaks in their own name: as a holder of the post, not as a deputy."""
    return frozenset(post.agency_id for post in actor.posts if post.role in LEADERS and not post.deputy)


@transaction.atomic
def say(*, by: Actor, at: datetime, agency: UUID, kind: Saying, words: str, promise: str = "") -> LeaderWords:
    """Have a leader say something for a year. What they said before in its place is ended, and kept."""
    person = _leader(by, agency)
    Person.objects.select_for_update().get(pk=person.pk)
    LeaderWords.objects.said_by(by).filter(agency=agency, kind=kind).update(ended_at=at)
    given = (promise.strip() or PROMISE) if kind is Saying.STATEMENT else ""
    return LeaderWords.objects.create(
        agency_id=agency, by=person, kind=kind, words=words.strip(), promise=given, said_at=at,
        right_until=london_date(at) + A_YEAR,
    )  # fmt: skip


@transaction.atomic
def renew(*, by: Actor, at: datetime, words: UUID) -> LeaderWords:
    """Say that one’s own words are still right: they stand for another year."""
    row = _own(by, words)
    _leader(by, row.agency_id)
    row.right_until, row.told_at = london_date(at) + A_YEAR, None
    row.save(update_fields=["right_until", "told_at"])
    return row


@transaction.atomic
def end_words(*, by: Actor, at: datetime, words: UUID) -> LeaderWords:
    """End one’s own words: nobody reads them here any more."""
    row = _own(by, words)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
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
        message = "Nobody in the agencies of your area can be thanked so. Check the name or the address."
        raise RefusedError(message)
    to: dict[str, Person | Team] = {"person": whom} if isinstance(whom, Person) else {"team": whom}
    row = LeaderThanks.objects.create(agency_id=agency, by=leader, words=words.strip(), at=at, **to)
    leave(
        partnership_id=area.pk, subject=row.pk, reference="", kind="leader_thanks", stage="", due=None, about="",
        recipients=[(one.pk, one.email) for one in people if one != leader], at=at,
    )  # fmt: skip
    return row


@transaction.atomic
def answer_thanks(*, by: Actor, at: datetime, thanks: UUID, may_show: bool) -> LeaderThanks:
    """Say if others may read thanks to oneself, or to a team that one leads; it can be said anew."""
    found = LeaderThanks.objects.answered_by(by).filter(pk=thanks).first()
    if found is None or by.person is None:
        message = "Only whoever is thanked, or the manager of a team, says if others may read it."
        raise RefusedError(message)
    row = LeaderThanks.objects.select_for_update().get(pk=found.pk)
    row.may_show, row.answered_by, row.answered_at = may_show, by.person, at
    row.save(update_fields=["may_show", "answered_by", "answered_at"])
    return row


@transaction.atomic
def plan(*, by: Actor, at: datetime, agency: UUID, what: str, where: str, on: date) -> Promotion:
    """Put something into the calendar of an agency."""
    return Promotion.objects.create(
        agency_id=agency,
        what=what.strip(),
        where=where.strip(),
        due_on=on,
        planned_by=_planner(by, agency),
        planned_at=at,
    )


@transaction.atomic
def move(*, by: Actor, promotion: UUID, on: date) -> Promotion:
    """Move what is planned to another day; whoever planned it is told before that day."""
    row = _open(by, promotion)
    row.due_on, row.told_at = on, None
    row.save(update_fields=["due_on", "told_at"])
    return row


@transaction.atomic
def note_done(*, by: Actor, at: datetime, promotion: UUID, on: date, proof: str, link: str) -> Promotion:
    """Write down that it was done, on which day, and by what one can see that."""
    row = _open(by, promotion)
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
    if OwnPage.objects.filter(agency=agency, ended_at=None).count() >= MOST_PAGES:
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


def _own(by: Actor, words: UUID) -> LeaderWords:
    """Return one’s own words, locked; raises RefusedError for all others, and once they are ended."""
    row = LeaderWords.objects.said_by(by).select_for_update().filter(pk=words).first()
    if row is None:
        message = "These words are not yours, or they have ended already."
        raise RefusedError(message)
    return row


def _open(by: Actor, promotion: UUID) -> Promotion:
    """Return what is planned and not yet done, locked; raises RefusedError for all others."""
    row = Promotion.objects.select_for_update().filter(pk=promotion, agency__in=planned_for(by)).first()
    if row is None:
        message = "An agency’s executive lead, safeguarding partner or safeguarding lead keeps its calendar."
        raise RefusedError(message)
    if row.done_on or row.called_off_at:
        message = "It is done or called off already. Load the page again."
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
