"""The tables of meetings. ``differences.models`` imports this."""

from typing import ClassVar, Self

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Agency, Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.meetings import Meets
from commonground.procedures.terms import Side


def called(person: Person, agency: Agency) -> str:
    """Return how pages and the record name somebody who comes for an agency."""
    return f"{person.titled}, {agency}"


class Meeting(BoundModel):
    """A meeting about a difference: proposed for some times, then set for one of them, then held or cancelled.

    ``times`` are those proposed, each its beginning and end in UTC. ``sequence`` counts the changes since a time was
    first set, as calendars do. ``place`` is where it is, or how one joins it, in words.
    """

    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=choices(Meets), default=Meets.PROPOSED)
    times = models.JSONField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    place = models.TextField()
    about = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    by_side = models.CharField(max_length=20, blank=True, choices=choices(Side))
    """For which side its times were proposed; empty where somebody did who helps both."""
    at = models.DateTimeField()
    read_out = models.BooleanField(null=True)
    """Whether the worry of the side that raised it was read out at the start; None before it was held."""
    apologies = models.TextField(blank=True)
    others = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)
    """When it was noted that it was held: a clock that counts by that started then."""
    agenda = models.JSONField(null=True)
    """The lines of what was not agreed, as the lists were when it was noted that it was held."""
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "state": INTERNAL,
        "times": INTERNAL,
        "starts_at": INTERNAL,
        "ends_at": INTERNAL,
        "sequence": NONE,
        "place": SPECIAL,
        "about": SPECIAL,
        "by": PERSONAL,
        "by_side": INTERNAL,
        "at": INTERNAL,
        "read_out": INTERNAL,
        "apologies": SPECIAL,
        "others": SPECIAL,
        "held_at": INTERNAL,
        "agenda": SPECIAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "number", name="meeting_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=("proposed", "cancelled"))
                | models.Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_it_begins",
            ),
        ]


class Invited(BoundModel):
    """Somebody who is asked to come to a meeting: for which agency and side; until they are no longer asked.

    ``came`` is whether they were there; None before it was held.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invited")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, blank=True, choices=choices(Side))
    asked = models.BooleanField(default=True)
    came = models.BooleanField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "meeting": NONE,
        "person": PERSONAL,
        "agency": INTERNAL,
        "side": INTERNAL,
        "asked": INTERNAL,
        "came": PERSONAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("meeting", "person", name="invited_once")]

    @property
    def key(self) -> str:
        """The value of this choice in a form: as ``Comer.key``."""
        return str(self.person_id)

    @property
    def name(self) -> str:
        """How pages and the record name them."""
        return called(self.person, self.agency)


class MinutesRows(BoundRows["Minutes"]):
    """Minutes of meetings: all that was ever written."""

    def newest(self) -> Self:
        """Return what stands of each meeting: the newest of its minutes. Whatever else is asked is asked before."""
        return self.order_by("meeting_id", "-number").distinct("meeting_id")


class Minutes(BoundModel):
    """What a meeting decided, who decided it and why, as it was written at one moment; a later one takes its place."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    decided_by = models.TextField()
    decision = models.TextField()
    reasons = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = MinutesRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "meeting": NONE,
        "number": NONE,
        "decided_by": SPECIAL,
        "decision": SPECIAL,
        "reasons": SPECIAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("meeting", "number", name="minutes_number_once")]


class MinutesAgreedRows(BoundRows["MinutesAgreed"]):
    """Agreement to minutes, by whichever agency was that side then."""

    def of_sides_now(self) -> Self:
        """Return what counts for a side today: whatever the agency agreed that is that side now."""
        raising = models.Q(side=Side.RAISING, agency=models.F("difference__raising_agency"))
        responding = models.Q(side=Side.RESPONDING, agency=models.F("difference__responding_agency"))
        return self.filter(raising | responding)


class MinutesAgreed(BoundModel):
    """One side agreed one text of the minutes, for the agency that it was then: once, by one person."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="agreed")
    side = models.CharField(max_length=20, choices=choices(Side))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = MinutesAgreedRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "minutes": NONE,
        "side": INTERNAL,
        "agency": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("minutes", "side", "agency", name="minutes_agreed_once_an_agency")
        ]


class Dissent(BoundModel):
    """Somebody does not agree with what a meeting decided, in their own words.

    ``read`` is the number of the minutes that they had read; 0 for none, while nothing was written down.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="dissents")
    read = models.PositiveSmallIntegerField(default=0)
    words = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "meeting": NONE,
        "read": NONE,
        "words": SPECIAL,
        "agency": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }
