"""A sheet as one side fills it in. ``differences.models`` imports this: Django finds the table there."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Agency, Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.sheets import Tool
from commonground.procedures.terms import Side


class SideSheet(BoundModel):
    """What one side lists about one child with one tool: its own until it is shared, and unchanged from then on.

    ``child`` is the child's number in the difference. Each of ``lines`` is words by the name of each of its fields,
    with the ``key`` that it has on the sheet: see the ``words`` of each tool. A later sheet stands beside it.
    """

    tool = models.CharField(max_length=20, choices=choices(Tool))
    side = models.CharField(max_length=20, choices=choices(Side))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField()
    lines = models.JSONField(default=list)
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
        "tool": INTERNAL,
        "side": INTERNAL,
        "agency": INTERNAL,
        "child": INTERNAL,
        "lines": SPECIAL,
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
            models.UniqueConstraint("difference", "number", name="side_sheet_number_once"),
            models.UniqueConstraint(
                fields=["difference", "tool", "side", "agency", "child"],
                condition=models.Q(shared_at=None),
                name="side_sheet_begun_once",
            ),
            models.CheckConstraint(
                condition=models.Q(shared_at=None, shared_by=None, number=None, stage=None)
                | models.Q(shared_at__isnull=False, shared_by__isnull=False, number__isnull=False, stage__isnull=False),
                name="side_sheet_shared_by_somebody",
            ),
        ]
