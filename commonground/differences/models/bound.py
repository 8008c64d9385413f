"""What is bound to one difference: the door to its rows, and the columns that each has."""

import uuid
from typing import Self, TypeVar

from django.db import models

from commonground.differences.models.difference import Difference
from commonground.differences.models.sight import Reader, in_office, seated
from commonground.directory.models import Partnership
from commonground.privacy import NONE, Classes
from commonground.questions import Blank

Row = TypeVar("Row", bound=models.Model)


class BoundRows(models.QuerySet[Row]):
    """Rows of a table bound to a difference."""

    def visible_to(self, actor: Reader) -> Self:
        """Return the rows of the differences that this actor may see."""
        table = self.model._meta.db_table  # noqa: SLF001 Django's documented name for it
        seen = seated(f'"{table}"."difference_id"', actor)
        if office := in_office(actor):
            told = Difference.objects.filter(officer_told=True, id=models.OuterRef("difference_id"))
            seen |= office & models.Q(models.Exists(told))
        return self.filter(seen)

    def of(self, difference: Difference | Blank) -> Self:
        """Return the rows of one difference, which the caller has found through its own ``visible_to``."""
        return self.filter(difference=difference)


class BoundModel(models.Model):
    """A row bound to one difference."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    difference = models.ForeignKey(Difference, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


BOUND: Classes = {"id": NONE, "partnership": NONE, "difference": NONE}
