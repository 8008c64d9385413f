"""A child's day as one side tells it. ``differences.models`` imports this: Django finds the table there."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Agency, Person, choices
from commonground.library.day.shape import DayType
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.terms import Side


class ChildDay(BoundModel):
    """What one side knows of one kind of day of one child: its own until it is shared, and unchanged from then on.

    ``child`` is the child's number in the difference, ``age`` the key of the version for children of an age, and
    ``answers`` what is said of each part of the day: see ``words.Answer``. A later one stands beside it.
    """

    side = models.CharField(max_length=20, choices=choices(Side))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField()
    day_type = models.CharField(max_length=40, choices=choices(DayType))
    age = models.CharField(max_length=40)
    answers = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    """How often it was saved, for whoever writes at the same time as a colleague."""
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    number = models.PositiveSmallIntegerField(null=True)
    stage = models.PositiveSmallIntegerField(null=True)
    shared_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    shared_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "side": INTERNAL,
        "agency": INTERNAL,
        "child": INTERNAL,
        "day_type": INTERNAL,
        "age": PERSONAL,
        "answers": SPECIAL,
        "version": NONE,
        "saved_by": PERSONAL,
        "saved_at": INTERNAL,
        "number": NONE,
        "stage": INTERNAL,
        "shared_by": PERSONAL,
        "shared_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "number", name="child_day_number_once"),
            models.UniqueConstraint(
                fields=["difference", "side", "agency", "child", "day_type"],
                condition=models.Q(shared_at=None),
                name="child_day_begun_once",
            ),
            models.CheckConstraint(
                condition=models.Q(shared_at=None, shared_by=None, number=None, stage=None)
                | models.Q(shared_at__isnull=False, shared_by__isnull=False, number__isnull=False, stage__isnull=False),
                name="child_day_shared_by_somebody",
            ),
        ]
