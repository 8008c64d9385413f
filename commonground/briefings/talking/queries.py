"""What a manager has before them: briefings to talk over, sessions that were held, and those to look at again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commonground.briefings.models import Briefing, Recipient
from commonground.briefings.talking.models import TeamSession
from commonground.directory.models import Agency, Person, Team
from commonground.directory.queries import Actor, holdings, people_at
from commonground.procedures.terms import Role

MOST = 20
"""So many of each are listed, the newest first."""


def to_talk_over(actor: Actor) -> list[Briefing]:
    """Return the running briefings that somebody reads or keeps, which they can talk over with their team."""
    if actor.person is None:
        return []
    own = Recipient.objects.held_by(actor.person.pk).there().values("briefing")
    rows = Briefing.objects.running().filter(pk__in=own) | Briefing.objects.running().visible_to(actor)
    found = rows.filter(edition__retired_at=None).distinct().select_related("edition", "partnership")
    return list(found.defer("edition__text", "edition__shared").order_by("-at")[:MOST])


def briefing_to_talk_over(actor: Actor, briefing: UUID) -> Briefing | None:
    """Return a briefing that somebody read, or keeps; one that has ended too, as a session may be written down late."""
    if actor.person is None:
        return None
    own = Recipient.objects.held_by(actor.person.pk).values("briefing")
    rows = Briefing.objects.filter(pk__in=own) | Briefing.objects.visible_to(actor)
    return rows.distinct().select_related("edition__partnership").filter(pk=briefing).first()


def sessions_of(actor: Actor) -> list[TeamSession]:
    """Return the sessions that somebody held or may read, the newest first."""
    rows = TeamSession.objects.visible_to(actor).select_related("edition", "agency", "team", "held_by")
    return list(rows.defer("edition__text", "edition__shared").order_by("-held_on", "-at")[:MOST])


def to_look_at_again(actor: Actor, on: date) -> list[TeamSession]:
    """Return the sessions of which the day to look again has come, the first day first."""
    rows = TeamSession.objects.visible_to(actor).filter(looked_again_on=None, look_again_on__lte=on)
    return list(rows.select_related("agency", "team").order_by("look_again_on", "held_on")[:MOST])


@dataclass(frozen=True, slots=True)
class Room:
    """An agency in which somebody leads a team: its teams, the one that is theirs, and who may have been there."""

    agency: Agency
    teams: tuple[Team, ...]
    own_team: UUID | None
    people: tuple[Person, ...]


MOST_PEOPLE = 100
"""In an agency with more people than these only those of one's own team are offered; the others are counted."""

LEADING = (Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, Role.SENIOR_MANAGER, Role.EXECUTIVE_LEAD)


def rooms_of(actor: Actor, on: date) -> list[Room]:
    """Return the agencies in which somebody may write down a session, by name.

    Their own team’s people come first; where very many work there, they come alone.
    """
    if actor.person is None:
        return []
    posts = [post for post in actor.posts if post.role in LEADING]
    agencies = Agency.objects.filter(pk__in={post.agency_id for post in posts}).prefetch_related("teams")
    found = []
    for agency in agencies.order_by("name"):
        own = next((post.team_id for post in posts if post.agency_id == agency.pk and post.team_id), None)
        others = people_at(agency.pk, on).exclude(pk=actor.person.pk)
        near = list(others.filter(pk__in=holdings(on).filter(post__team=own).values("person"))) if own else []
        everybody = list(others[: MOST_PEOPLE + 1])
        people = near if len(everybody) > MOST_PEOPLE else [*near, *(one for one in everybody if one not in near)]
        teams = tuple(sorted(agency.teams.all(), key=lambda team: team.name))
        found.append(Room(agency, teams, own, tuple(people)))
    return found
