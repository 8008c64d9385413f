"""What is kept beside the tallies of a briefing: counted by the worker, and read by pages. ``insight.models`` has it.

A row is of an area where its agency is None. The office of the area reads all of them, a safeguarding lead their own.
"""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q

from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.terms import Role

if TYPE_CHECKING:
    from commonground.directory.queries import Actor

PERSON, AGENCY, BRIEFING = "directory.Person", "directory.Agency", "briefings.Briefing"
PARTNERSHIP = "directory.Partnership"


class Since(models.Model):
    """What has come of a briefing in one agency, counted each day; the row without an agency is the whole area's.

    ``asked`` people are asked to read its edition, and by no briefing that was shared before it: so those of all that
    run are all who are asked, each once. ``not_reached`` people work there and are not asked; ``away`` have not read it
    and are away that day. ``teams`` is that of each team, by its key, the empty one for people in no team.
    ``took_part`` people had a part in a difference since the briefing began, and ``settled`` times something was
    settled by talking: counted once, on ``used_on``, of all whom it was for together (see ``telling``), in full fives;
    None is kept back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(BRIEFING, models.PROTECT, related_name="+")
    partnership = models.ForeignKey(PARTNERSHIP, models.PROTECT, related_name="+")
    agency = models.ForeignKey(AGENCY, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    asked = models.PositiveIntegerField(default=0)
    not_reached = models.PositiveIntegerField()
    away = models.PositiveIntegerField()
    used_on = models.DateField(null=True)
    took_part = models.PositiveIntegerField(null=True)
    settled = models.PositiveIntegerField(null=True)
    teams = models.JSONField(default=dict)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "partnership": NONE,
        "agency": INTERNAL,
        "on": INTERNAL,
        "asked": INTERNAL,
        "not_reached": INTERNAL,
        "away": INTERNAL,
        "used_on": INTERNAL,
        "took_part": INTERNAL,
        "settled": INTERNAL,
        "teams": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["briefing", "agency"], nulls_distinct=False, name="since_once_in_agency")
        ]


class ReadOn(models.Model):
    """How many people of an agency agreed to a briefing on a day that is over. An edition counts once for a person.

    Whoever read it in another agency counts from the day on which they are asked in this one. Nothing that was counted
    is changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(BRIEFING, models.PROTECT, related_name="+")
    partnership = models.ForeignKey(PARTNERSHIP, models.PROTECT, related_name="+")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")
    day = models.DateField()
    people = models.PositiveIntegerField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "partnership": NONE,
        "agency": INTERNAL,
        "day": INTERNAL,
        "people": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("briefing", "agency", "day", name="read_on_once")]


class Nudges(models.QuerySet["Nudge"]):
    """Nudges: an office reads those of its area, a lead those of their agency."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return those that somebody may read."""
        own = actor.agencies_as(Role.SAFEGUARDING_LEAD)
        return self.filter(Q(partnership__in=actor.offices) | Q(agency__in=own))


class Nudge(models.Model):
    """Somebody asked that those who still owe a briefing be told; the worker tells them in working hours.

    Without an agency it was the office, and each agency's safeguarding lead is told. ``told`` is how many were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(BRIEFING, models.PROTECT, related_name="+")
    partnership = models.ForeignKey(PARTNERSHIP, models.PROTECT, related_name="+")
    agency = models.ForeignKey(AGENCY, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = models.PositiveIntegerField(null=True)
    told_at = models.DateTimeField(null=True)
    objects = Nudges.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "partnership": NONE,
        "agency": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "told": INTERNAL,
        "told_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["briefing", "agency", "-at"], name="nudge_latest"),
            models.Index(fields=["at"], condition=Q(told_at=None), name="nudge_to_tell"),
        ]
