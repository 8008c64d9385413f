"""Team sessions and talks between colleagues. ``briefings.models`` imports this."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from commonground.directory.queries import Actor
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.terms import Role

PERSON = "directory.Person"


class TeamSessions(models.QuerySet["TeamSession"]):
    """Which sessions somebody may read."""

    def visible_to(self, actor: Actor) -> Self:
        """Return those that one held, and as a safeguarding lead those of one's agencies."""
        leads = actor.agencies_as(Role.SAFEGUARDING_LEAD)
        return (
            self.filter(Q(held_by=actor.person, agency__in=actor.agencies) | Q(agency__in=leads))
            if actor.person
            else self.none()
        )


class TeamSession(models.Model):
    """A team talked a briefing over: who held it, on which day, what was said, what they will do, when they look again.

    ``others`` is how many came who are not named. Nothing in it is about a child.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+")
    briefing = models.ForeignKey("briefings.Briefing", models.PROTECT, null=True, blank=True, related_name="sessions")
    edition = models.ForeignKey("library.PageEdition", models.PROTECT, related_name="+")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    team = models.ForeignKey("directory.Team", models.PROTECT, null=True, blank=True, related_name="+")
    held_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    held_on = models.DateField()
    others = models.PositiveSmallIntegerField(default=0)
    said = models.TextField(max_length=1000)
    will_do = models.TextField(max_length=1000)
    look_again_on = models.DateField(null=True, blank=True)
    came_of_it = models.TextField(max_length=1000, blank=True)
    looked_again_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    """When whoever held it was told that its day to look again has come."""
    objects = TeamSessions.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "briefing": NONE,
        "edition": NONE,
        "agency": INTERNAL,
        "team": INTERNAL,
        "held_by": PERSONAL,
        "held_on": INTERNAL,
        "others": INTERNAL,
        "said": SPECIAL,
        "will_do": SPECIAL,
        "look_again_on": INTERNAL,
        "came_of_it": SPECIAL,
        "looked_again_on": INTERNAL,
        "at": INTERNAL,
        "told_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(look_again_on=None) | Q(look_again_on__gt=F("held_on")), name="session_looks_again_later"
            ),
            models.CheckConstraint(
                condition=Q(looked_again_on=None, came_of_it="") | Q(looked_again_on__isnull=False) & ~Q(came_of_it=""),
                name="session_says_what_came_of_it",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "-held_on"], name="session_of_agency"),
            models.Index(
                fields=["look_again_on"],
                condition=Q(looked_again_on=None, told_at=None, look_again_on__isnull=False),
                name="session_to_tell_of",
            ),
            models.Index(
                fields=["held_by", "look_again_on"], condition=Q(looked_again_on=None), name="session_to_look_again"
            ),
        ]


class Attended(models.Model):
    """Somebody of the team was there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(TeamSession, models.PROTECT, related_name="attended")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    privacy: ClassVar[Classes] = {"id": NONE, "session": NONE, "person": PERSONAL}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("session", "person", name="attended_once")]


class PeerTalk(models.Model):
    """Somebody notes that they talked a briefing over with a colleague, on which day; not with whom, and not what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey("briefings.Briefing", models.PROTECT, related_name="talks")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    on = models.DateField()
    elsewhere = models.BooleanField()
    """Whether the colleague works in another agency."""
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "person": PERSONAL,
        "on": PERSONAL,
        "elsewhere": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("briefing", "person", "on", name="peer_talk_once_a_day")]
