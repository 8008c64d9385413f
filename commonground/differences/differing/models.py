"""The lines of the lists. ``differences.models`` imports this."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.differing import Listed, Stand, listed
from commonground.procedures.terms import Side


class Point(BoundModel):
    """One line of the lists: its words stay as they were put; where each side stands on it may change.

    It keeps what it was drawn from: a view of a side (``came_from`` with the number, and its row), or nothing.
    ``version`` counts what was said of it, for two who speak at once.
    """

    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    side = models.CharField(max_length=20, choices=choices(Side))
    stage = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    came_from = models.CharField(max_length=20, blank=True)
    came_from_number = models.PositiveSmallIntegerField(null=True)
    came_from_row = models.CharField(max_length=20, blank=True)
    came_from_side = models.CharField(max_length=20, blank=True, choices=choices(Side))
    raising = models.CharField(max_length=20, blank=True, choices=choices(Stand))
    responding = models.CharField(max_length=20, blank=True, choices=choices(Stand))
    raising_why = models.TextField(blank=True)
    responding_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    taken_off_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "text": SPECIAL,
        "side": INTERNAL,
        "stage": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "came_from": NONE,
        "came_from_number": NONE,
        "came_from_row": NONE,
        "came_from_side": INTERNAL,
        "raising": INTERNAL,
        "responding": INTERNAL,
        "raising_why": SPECIAL,
        "responding_why": SPECIAL,
        "version": NONE,
        "taken_off_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="point_number_once")]

    @property
    def listed(self) -> Listed:
        """On which list it stands."""
        return listed(self.raising, self.responding)

    def stand_of(self, side: Side) -> str:
        """Return where a side stands on it; nothing before it has said."""
        return self.raising if side is Side.RAISING else self.responding

    def why_of(self, side: Side) -> str:
        """Return what a side says about where it stands."""
        return self.raising_why if side is Side.RAISING else self.responding_why
