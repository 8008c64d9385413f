"""What is bound to one difference: its rows are read only of one that was found, and the columns that each has."""

import uuid
from typing import Self, TypeVar

from django.db import models

from commonground.differences.models.difference import Difference
from commonground.directory.models import Partnership
from commonground.privacy import NONE, Classes
from commonground.questions import Blank

Row = TypeVar("Row", bound=models.Model)


class BoundRows(models.QuerySet[Row]):
    """Rows of a table bound to a difference."""

    def of(self, difference: Difference | Blank | models.OuterRef) -> Self:
        """Return the rows of one difference, which the caller has found (or finds around it) through ``visible_to``."""
        return self.filter(difference=difference)


class BoundModel(models.Model):
    """A row bound to one difference."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    difference = models.ForeignKey(Difference, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


BOUND: Classes = {"id": NONE, "partnership": NONE, "difference": NONE}
