"""Sharing a page with people to read, passing it on in an agency, and ending it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from commonground.briefings.asked import MOST_WORDS, longest
from commonground.briefings.models import Briefing, PassedOn
from commonground.briefings.terms import Joining, To, WhyEnded
from commonground.directory.actions import RefusedError
from commonground.directory.models import Agency, Person, Team
from commonground.directory.queries import Actor
from commonground.library.pages.models import PageEdition
from commonground.library.pages.queries import page_on
from commonground.now import london_date
from commonground.procedures.terms import Role

QUEUE, REACH = "briefings", "reach_people"
A_WEEK = timedelta(days=7)

STATEMENT = "I have read this, I know where to find it, and I will use it when I see things differently."
"""What readers agree to, unless whoever shares it writes another sentence."""


@dataclass(frozen=True, slots=True)
class NewBriefing:
    """What is shared: a page of an area, by its key, with whom, until when, and what is said above it.

    ``agency`` is the one whose own lead shares it; None is an officer who shares it in the area.
    """

    partnership: UUID
    key: str
    starts: date
    agency: UUID | None = None
    to: To = To.EVERYBODY
    joining: Joining = Joining.BOTH
    kinds: tuple[str, ...] = ()
    agencies: tuple[UUID, ...] = ()
    teams: tuple[UUID, ...] = ()
    roles: tuple[Role, ...] = ()
    people: tuple[UUID, ...] = ()
    required: bool = False
    until: date | None = None
    message: str = ""
    message_from: str = ""
    statement: str = STATEMENT
    asks_again: bool = True


@transaction.atomic
def share(*, by: Actor, at: datetime, new: NewBriefing) -> Briefing:
    """Share the edition of a page that is read today; from its first day on, the worker brings it to its recipients."""
    sender, today = _sharer(by, new.partnership, new.agency), london_date(at)
    edition = page_on(new.partnership, new.key, today)
    if edition is None:
        message = "This page cannot be read today, so it cannot be shared."
        raise RefusedError(message)
    _short_enough(edition)
    if new.required and new.until is None:
        message = "Say by which day it is to be read. Without a day, nobody owes it."
        raise RefusedError(message)
    if new.starts < today or (new.until and new.until < new.starts):
        message = "The first day is today or later, and the last day is not before the first."
        raise RefusedError(message)
    if new.to is To.NAMED and not new.people:
        message = "Name at least one person, by their work address."
        raise RefusedError(message)
    _of_its_own(new)
    row = Briefing.objects.create(
        partnership_id=new.partnership, agency_id=new.agency, edition=edition, to=new.to, joining=new.joining,
        kinds=list(new.kinds), agencies=[new.agency] if new.agency else list(new.agencies), teams=list(new.teams),
        roles=[str(one) for one in new.roles], people=list(new.people), required=new.required, starts=new.starts,
        until=new.until, message=new.message.strip(), message_from=new.message_from.strip(),
        statement=new.statement.strip() or STATEMENT, asks_again=new.asks_again, by=sender, at=at,
    )  # fmt: skip
    if row.starts <= today:
        have_it_reach(row.pk)
    return row


def have_it_reach(briefing: UUID) -> None:
    """Have the worker bring a briefing to its recipients, in the transaction of what asks for it."""
    job = Job(
        queue=QUEUE, lock=None, queueing_lock=None, task_name=REACH, task_kwargs={"briefing": str(briefing)}
    )  # fmt: skip
    JobManager(DjangoConnector()).defer_job(job)


@transaction.atomic
def pass_on(
    *, by: Actor, at: datetime, briefing: UUID, agency: UUID, words: str, teams: tuple[UUID, ...] = ()
) -> PassedOn:
    """Pass an area's briefing on in one's own agency: with a few words, and to more of its teams."""
    row = _kept(by, briefing)
    if row.agency_id or agency not in by.agencies_as(Role.SAFEGUARDING_LEAD) or by.person is None:
        message = "Only the safeguarding lead of an agency passes an area’s briefing on there."
        raise RefusedError(message)
    _still_asks(row)
    if Team.objects.filter(pk__in=teams, agency=agency).count() != len(set(teams)):
        message = "One of these teams is not of your agency any more. Load the page again."
        raise RefusedError(message)
    try:
        with transaction.atomic():
            made = PassedOn.objects.create(
                briefing=row, agency_id=agency, words=words.strip(), teams=list(teams), by=by.person, at=at
            )  # fmt: skip
    except IntegrityError:
        message = "It was passed on in your agency already."
        raise RefusedError(message) from None
    if teams and row.ready_at:
        Briefing.objects.filter(pk=row.pk).update(brought_up_on=None)
        have_it_reach(row.pk)
    return made


@transaction.atomic
def stop(*, by: Actor, at: datetime, briefing: UUID) -> Briefing:
    """End a briefing that one shared: it asks nobody any more. Who read it stays."""
    row = _kept(by, briefing)
    _sharer(by, row.partnership_id, row.agency_id)
    _still_asks(row)
    end(row, WhyEnded.STOPPED, at=at, by=by.person)
    return row


def end(row: Briefing, why: WhyEnded, *, at: datetime, by: Person | None = None) -> None:
    """Note that a briefing asks nobody any more, and why."""
    row.ended_at, row.why_ended, row.ended_by = at, why, by
    row.save(update_fields=["ended_at", "why_ended", "ended_by"])


@transaction.atomic
def ask_again(*, before: UUID, edition: PageEdition, at: datetime) -> Briefing | None:
    """Have a new edition of what was shared take the place of a briefing; None where that was done meanwhile.

    It goes to the same people. Where it is required, they have as many days as they had for the one before.
    """
    row = Briefing.objects.select_for_update().get(pk=before)
    if row.ended_at or longest(edition.page).too_long:
        return None
    end(row, WhyEnded.NEW_EDITION, at=at)
    today = london_date(at)
    until = today + max(row.until - row.starts, A_WEEK) if row.until else None
    made = Briefing.objects.create(
        partnership_id=row.partnership_id, agency_id=row.agency_id, edition=edition, after=row, to=row.to,
        joining=row.joining, kinds=row.kinds, agencies=row.agencies, teams=row.teams, roles=row.roles,
        people=row.people, required=row.required, starts=today, until=until, message=row.message,
        message_from=row.message_from, statement=row.statement, asks_again=True, by_id=row.by_id, at=at,
    )  # fmt: skip
    for one in PassedOn.objects.filter(briefing=row):
        PassedOn.objects.create(
            briefing=made, agency_id=one.agency_id, words=one.words, teams=one.teams, by_id=one.by_id, at=one.at
        )  # fmt: skip
    have_it_reach(made.pk)
    return made


@transaction.atomic
def begin_with(*, briefing: UUID, edition: PageEdition) -> None:
    """Have a newer edition take the place of what was shared, where nobody has been asked to read that yet."""
    row = Briefing.objects.select_for_update().get(pk=briefing)
    if row.ended_at or row.total or longest(edition.page).too_long:
        return
    row.edition = edition
    row.save(update_fields=["edition"])


def may_share(by: Actor, partnership: UUID, agency: UUID | None) -> bool:
    """Say whether somebody shares in an area, as its officer, or in an agency of it, as its safeguarding lead."""
    if agency is None:
        return partnership in by.offices
    return agency in by.agencies_as(Role.SAFEGUARDING_LEAD) and partnership in by.partnerships


def _sharer(by: Actor, partnership: UUID, agency: UUID | None) -> Person:
    """Return who shares: an officer in the area, a safeguarding lead in an agency; raises RefusedError for others."""
    if by.person is None or not may_share(by, partnership, agency):
        message = "An area’s officers share a briefing in it, and an agency’s safeguarding lead in the agency."
        raise RefusedError(message)
    return by.person


def _short_enough(edition: PageEdition) -> None:
    if (asked := longest(edition.page)).too_long:
        message = (
            f"This page asks people to read {asked.words:,} words. At most {MOST_WORDS:,} can be shared: that is five "
            "minutes on a telephone. Share its pack, or a shorter page."
        )
        raise RefusedError(message)


def _of_its_own(new: NewBriefing) -> None:
    """Raise RefusedError for agencies or teams where it is not shared: somebody may share in several."""
    if Agency.objects.filter(pk__in=new.agencies).exclude(partnerships=new.partnership).exists():
        message = "You ticked an agency that is not in this area. Tick only agencies of the area in which you share it."
        raise RefusedError(message)
    teams = Team.objects.filter(pk__in=new.teams)
    if new.agency and teams.exclude(agency=new.agency).exists():
        message = "You ticked a team of another agency. Tick only teams of the agency in which you share it."
        raise RefusedError(message)


def _kept(by: Actor, briefing: UUID) -> Briefing:
    """Return a briefing that somebody shares or passes on, locked; raises RefusedError for all others."""
    row = Briefing.objects.visible_to(by).filter(pk=briefing).first()
    if row is None:
        message = "This briefing is not yours to change."
        raise RefusedError(message)
    return Briefing.objects.select_for_update().get(pk=row.pk)


def _still_asks(row: Briefing) -> None:
    if row.ended_at:
        message = f"This briefing has ended: {WhyEnded(row.why_ended).label}."
        raise RefusedError(message)
