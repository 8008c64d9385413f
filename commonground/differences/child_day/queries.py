"""The days that whoever asks may read: all that are shared, and those that their own side has begun."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from commonground.differences.child_day.models import ChildDay
from commonground.differences.models import Difference
from commonground.differences.reading import Standpoint
from commonground.library.day.shape import DayType
from commonground.procedures.terms import Side
from commonground.questions import Blank, Question


@dataclass(slots=True)
class Sheet:
    """One kind of day of one child: what a reader's own side has begun, and what each side has shared, newest last.

    ``present`` is what each agency shared last that is a side now: findings speak of these alone.
    """

    child: int
    day_type: DayType
    begun: ChildDay | None = None
    shared: dict[Side, list[ChildDay]] = field(default_factory=dict)
    present: dict[Side, ChildDay] = field(default_factory=dict)

    @property
    def newest(self) -> dict[Side, ChildDay]:
        """What is read of each side, the raising side's first: its agency's newest day, else that of the one before."""
        return {side: self.present.get(side) or self.shared[side][-1] for side in Side if side in self.shared}


@Question
def _shared(difference: Blank) -> "QuerySet[ChildDay, UUID]":
    return ChildDay.objects.of(difference).filter(shared_at__isnull=False).values_list("pk", flat=True)[:1]


def any_shared(row: Difference) -> bool:
    """Say whether a side has shared a child's day, in one query."""
    return bool(_shared(difference=row.pk))


def readable(here: Standpoint) -> tuple[ChildDay, ...]:
    """Return every day that somebody may read, in one query: what is shared, in order, and what their side began."""
    row, side = here.difference, here.own_side
    may = Q(shared_at__isnull=False)
    if side:
        may |= Q(side=side, agency=row.agency_of(side))
    found = ChildDay.objects.of(row).filter(may).select_related("agency", "saved_by", "shared_by")
    return tuple(found.order_by("number", "saved_at"))


def sheets(row: Difference, days: Iterable[ChildDay]) -> list[Sheet]:
    """Return these days of a difference as sheets, by child and then by kind of day."""
    found: dict[tuple[int, str], Sheet] = {}
    for one in days:
        sheet = found.setdefault((one.child, one.day_type), Sheet(one.child, DayType(one.day_type)))
        if one.shared_at:
            side = Side(one.side)
            sheet.shared.setdefault(side, []).append(one)
            if row.is_side(side, one.agency_id):
                sheet.present[side] = one
        else:
            sheet.begun = one
    kinds = list(DayType)
    return sorted(found.values(), key=lambda one: (one.child, kinds.index(one.day_type)))
