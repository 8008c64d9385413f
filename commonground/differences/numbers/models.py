"""The number that a side gives. ``differences.models`` imports this: Django finds the table there."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Agency, Person, choices
from commonground.privacy import INTERNAL, PERSONAL, SPECIAL, Classes
from commonground.procedures.terms import Side


class Number(BoundModel):
    """What one side gives on the scale of the edition: its own until both sides have given theirs. It does not change.

    It is what people of that side say on a day. It is nobody's risk, and nothing is reckoned with it.
    """

    side = models.CharField(max_length=20, choices=choices(Side))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField()
    figure = models.PositiveSmallIntegerField()
    why = models.TextField(blank=True)
    moves = models.TextField(blank=True)
    """What would move the side by one."""
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    hidden = models.BooleanField(default=False)
    """Whether the words that were said with it are hidden: see ``actions.masking``."""
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "side": INTERNAL,
        "agency": INTERNAL,
        "stage": INTERNAL,
        "figure": SPECIAL,
        "why": SPECIAL,
        "moves": SPECIAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "shown_at": INTERNAL,
        "hidden": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "side", "agency", name="number_once_a_side"),
            models.CheckConstraint(condition=models.Q(figure__lte=10), name="number_from_0_to_10"),
        ]
