"""Which child or family member it is about: sealed with a key outside the database and bound to its difference."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.privacy import IDENTITY, INTERNAL, NONE, Classes


class Child(BoundModel):
    """Which child, sealed with a key outside the database and bound to this difference; or which family member.

    Children are numbered from 1. Number 0 is the family member whom it is about, kept as a child is.
    Inside: both agencies' references, initials, year of birth or due date. ``named`` is whether a first name and date
    of birth were given besides (see ``ChildName``), and ``name_wiped_at`` when they were removed.
    """

    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    named = models.BooleanField(default=False)
    name_wiped_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "sealed": IDENTITY,
        "named": INTERNAL,
        "name_wiped_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="child_number_once")]

    @property
    def sealed_as(self) -> str:
        """What the sealed part is bound to: it opens in this difference only."""
        return f"child {self.difference_id}"

    @property
    def name_kept(self) -> bool:
        """Whether a first name and date of birth are here now."""
        return self.named and self.name_wiped_at is None


class ChildName(BoundModel):
    """A child's first name and full date of birth, where no number was known: sealed, and here for a while only.

    Only the two who deal with it read this row, by a policy of its own. It is removed, not emptied, as soon as both
    agencies' references are in, or else when the difference ends.
    """

    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {"number": NONE, "sealed": IDENTITY}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="child_name_number_once")]

    @property
    def sealed_as(self) -> str:
        """What the sealed part is bound to: it opens as this child's of this difference only."""
        return f"name of child {self.number} of {self.difference_id}"
