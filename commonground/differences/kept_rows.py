"""What tables and record hold of some differences, read together to be compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from commonground.differences.models import (
    AgencyAction,
    Child,
    ChildDay,
    ChildName,
    Clock,
    Difference,
    Dissent,
    FreshEyes,
    Invited,
    Link,
    Meeting,
    Minutes,
    MinutesAgreed,
    Point,
    Proposal,
    Ring,
    SayBack,
    SideSheet,
    SideView,
    Signature,
    Undertaking,
    View,
)
from commonground.differences.numbers.models import Number
from commonground.differences.thresholds.models import Mark, Placement
from commonground.record.models import Entry, EntryText, Mask

Row = TypeVar("Row", bound=Model)

KEPT: Mapping[type[Model], str] = {
    Entry: "subject",
    EntryText: "subject",
    Mask: "subject",
    Clock: "difference_id",
    View: "difference_id",
    Proposal: "difference_id",
    Signature: "difference_id",
    AgencyAction: "difference_id",
    Ring: "difference_id",
    Child: "difference_id",
    ChildName: "difference_id",
    Link: "difference_id",
    Undertaking: "difference_id",
    Point: "difference_id",
    SayBack: "difference_id",
    SideView: "difference_id",
    ChildDay: "difference_id",
    SideSheet: "difference_id",
    Placement: "difference_id",
    Number: "difference_id",
    Mark: "difference_id",
    Meeting: "difference_id",
    Invited: "difference_id",
    Minutes: "difference_id",
    MinutesAgreed: "difference_id",
    Dissent: "difference_id",
    FreshEyes: "difference_id",
}
"""The tables that are compared, and the column that says of which difference a row is."""

WITH_PROPOSAL = frozenset({Signature, AgencyAction})


class Kept:
    """What tables and record hold of some differences, read together: as many queries for many as for one."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        keys = [difference.pk for difference in differences]
        self._rows: dict[type[Model], dict[UUID, list[Any]]] = {}
        for table, column in KEPT.items():
            rows = table._default_manager.filter(**{f"{column}__in": keys})  # noqa: SLF001 Django’s name for it
            if table in WITH_PROPOSAL:
                rows = rows.select_related("proposal")
            by_key = self._rows.setdefault(table, defaultdict(list))
            for row in rows.order_by("number") if table is Entry else rows:
                by_key[getattr(row, column)].append(row)

    def of(self, difference: Difference) -> "Rows":
        """Return what there is of one of them."""
        return Rows(difference, {table: rows[difference.pk] for table, rows in self._rows.items()})


class Rows:
    """The rows of one difference, by table."""

    def __init__(self, difference: Difference, rows: dict[type[Model], list[Any]]) -> None:
        self.difference, self._rows = difference, rows

    def __getitem__(self, table: type[Row]) -> list[Row]:
        """Return the rows of a table."""
        return self._rows[table]
