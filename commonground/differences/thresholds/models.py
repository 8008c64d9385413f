"""What each side placed on a threshold chart. ``differences.models`` imports this: Django finds the tables there."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Agency, Partnership, Person, choices
from commonground.library.models import ChartEdition
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.terms import Side


class Placement(BoundModel):
    """What one side places on the chart of an area: its own until it is shown, then both sides'.

    ``edition`` is the chart as it was when the side began; of a side that does not use the chart there need be none.
    It is shown once both sides have placed theirs, half of the clock has run that the stage ends by, or the stage is
    over. ``clock`` is that clock as of when it was placed.
    """

    side = models.CharField(max_length=20, choices=choices(Side))
    stage = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    area = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    edition = models.ForeignKey(ChartEdition, models.PROTECT, null=True, related_name="+")
    clock = models.ForeignKey("differences.Clock", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    unused = models.BooleanField(default=False)
    """Whether the side says that it does not use this chart: an equal answer."""
    why = models.TextField(blank=True)
    would_change = models.TextField(blank=True)
    placed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "side": INTERNAL,
        "stage": INTERNAL,
        "agency": INTERNAL,
        "area": INTERNAL,
        "edition": INTERNAL,
        "clock": INTERNAL,
        "version": NONE,
        "unused": INTERNAL,
        "why": SPECIAL,
        "would_change": SPECIAL,
        "placed_by": PERSONAL,
        "placed_at": INTERNAL,
        "shown_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["placed_at"],
                condition=models.Q(shown_at=None, placed_at__isnull=False),
                name="placement_to_show",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "side", "agency", name="placement_once_a_side"),
            models.CheckConstraint(
                condition=models.Q(shown_at=None) | models.Q(placed_at__isnull=False),
                name="placement_shown_once_placed",
            ),
            models.CheckConstraint(
                condition=models.Q(placed_at=None, placed_by=None)
                | models.Q(placed_at__isnull=False, placed_by__isnull=False),
                name="placement_placed_by_somebody",
            ),
        ]


class Mark(BoundModel):
    """One phrase that a side chose, or its own words, with what was seen and by whom.

    ``level`` and ``column`` say in which box of the chart; own words where the chart stands elsewhere are in none.
    """

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="marks")
    level = models.PositiveSmallIntegerField(null=True)
    column = models.CharField(max_length=60, blank=True)
    phrase = models.CharField(max_length=200)
    own = models.BooleanField(default=False)
    """Whether the side put it into its own words: the chart does not say it so, or it is not confirmed."""
    seen = models.TextField()
    seen_by = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    out_at = models.DateTimeField(null=True)
    """When the side took it out again, which it can until it has placed."""
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "placement": NONE,
        "level": INTERNAL,
        "column": INTERNAL,
        "phrase": SPECIAL,
        "own": INTERNAL,
        "seen": SPECIAL,
        "seen_by": PERSONAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "out_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["placement", "level"], name="mark_of_placement")]
