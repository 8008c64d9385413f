"""Noting that a briefing was talked over: a team session with what the team will do, and a talk between colleagues."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from commonground.briefings.actions.reading import mark, own_rows, rows_of
from commonground.briefings.models import Briefing
from commonground.briefings.talking.models import Attended, PeerTalk, TeamSession
from commonground.directory.actions import RefusedError
from commonground.directory.models import Person, Team
from commonground.directory.queries import Actor, people_at
from commonground.now import london_date
from commonground.permissions import Permission


@dataclass(frozen=True, slots=True)
class Session:
    """What a manager writes down: where and when, who was there, what was said, what they will do until when."""

    agency: UUID
    team: UUID | None
    held_on: date
    people: tuple[UUID, ...]
    others: int
    said: str
    will_do: str
    look_again_on: date | None


@transaction.atomic
def hold_session(*, by: Actor, at: datetime, briefing: UUID, session: Session) -> TeamSession:
    """Write down a team session. Whoever held it or was there, and is asked to read it, has talked it over."""
    row, person = Briefing.objects.get(pk=briefing), by.person
    if person is None or Permission.LEAD_TEAM not in by.permissions or session.agency not in by.agencies:
        message = "Managers and safeguarding leads write down a session of a team in their own agency."
        raise RefusedError(message)
    today = london_date(at)
    if session.held_on > today or session.held_on < london_date(row.at):
        message = "The session was held today or before, and after this was shared."
        raise RefusedError(message)
    if session.look_again_on and session.look_again_on <= max(session.held_on, today):
        message = "You look again on a day that is still to come."
        raise RefusedError(message)
    came = {*session.people, person.pk}
    there = set(people_at(session.agency, today).filter(pk__in=came).values_list("pk", flat=True))
    if not set(session.people) <= there:
        message = "Somebody whom you ticked does not work in your agency any more. Look at the list again."
        raise RefusedError(message)
    if session.team and not Team.objects.filter(pk=session.team, agency=session.agency).exists():
        message = "This team is not of your agency any more. Load the page again."
        raise RefusedError(message)
    made = TeamSession.objects.create(
        partnership_id=row.partnership_id, briefing=row, edition_id=row.edition_id, agency_id=session.agency,
        team_id=session.team, held_by=person, held_on=session.held_on, others=session.others,
        said=session.said.strip(), will_do=session.will_do.strip(), look_again_on=session.look_again_on, at=at,
    )  # fmt: skip
    Attended.objects.bulk_create([Attended(session=made, person_id=one) for one in sorted(there)])
    mark(rows_of(there, row.pk), "talked", at=at)
    return made


@transaction.atomic
def look_again(*, by: Actor, at: datetime, session: UUID, came_of_it: str) -> TeamSession:
    """Write down what came of what a team said that it would do."""
    row = TeamSession.objects.visible_to(by).filter(pk=session).first()
    if row is None:
        message = "Whoever held a session, or leads on safeguarding there, writes down what came of it."
        raise RefusedError(message)
    row = TeamSession.objects.select_for_update().get(pk=row.pk)
    if row.looked_again_on:
        message = "It is written down already what came of it."
        raise RefusedError(message)
    row.came_of_it, row.looked_again_on = came_of_it.strip(), london_date(at)
    row.save(update_fields=["came_of_it", "looked_again_on"])
    return row


@transaction.atomic
def note_talk(*, person: Person, at: datetime, briefing: UUID, elsewhere: bool) -> PeerTalk:
    """Note that somebody talked a briefing over with a colleague today; once a day is enough."""
    rows = own_rows(person, briefing)
    if not rows:
        message = "This does not ask you any more. There is nothing more to do."
        raise RefusedError(message)
    made, _ = PeerTalk.objects.get_or_create(
        briefing_id=briefing, person=person, on=london_date(at), defaults={"elsewhere": elsewhere}
    )
    mark(rows, "talked", at=at)
    return made
