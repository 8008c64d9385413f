"""What was said back, and what the other side said of it. ``differences.models`` imports this."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.saying_back import Heard
from commonground.procedures.terms import Side


class SayBack(BoundModel):
    """How one side understands the other, in its own words; ``heard`` is what the other says of that, once.

    ``reply`` is the number of the view that came with it: an answer, or why it was taken further; None where none did.
    """

    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=choices(Side))
    stage = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()
    reply = models.PositiveSmallIntegerField(null=True)
    heard = models.CharField(max_length=20, blank=True, choices=choices(Heard))
    missing = models.TextField(blank=True)
    heard_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    heard_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "side": INTERNAL,
        "stage": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "words": SPECIAL,
        "reply": NONE,
        "heard": INTERNAL,
        "missing": SPECIAL,
        "heard_by": PERSONAL,
        "heard_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="say_back_number_once")]
