"""The sheets of a tool that whoever asks may read: all that are shared, and what their own side has begun."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from commonground.differences.models import Difference
from commonground.differences.reading import Standpoint
from commonground.differences.sheets.models import SideSheet
from commonground.differences.when import short_moment
from commonground.procedures.sheets import Tool
from commonground.procedures.terms import Side


@dataclass(slots=True)
class Sheets:
    """Both sides' sheets about one child: what a reader's own side has begun, and what each side shared, newest last.

    ``last`` is what the reader's own agency shared last: what another agency shared before it is not theirs to change.
    ``present`` is what each agency shared last that is a side now: findings speak of these alone.
    """

    child: int
    begun: SideSheet | None = None
    last: SideSheet | None = None
    shared: dict[Side, list[SideSheet]] = field(default_factory=dict)
    present: dict[Side, SideSheet] = field(default_factory=dict)

    @property
    def newest(self) -> dict[Side, SideSheet]:
        """What is read of each side, the raising side first: its agency's newest sheet, else that of the one before."""
        return {side: self.present.get(side) or self.shared[side][-1] for side in Side if side in self.shared}

    @property
    def before(self) -> bool:
        """Whether a side has shared a sheet more than once."""
        return any(len(some) > 1 for some in self.shared.values())

    @property
    def ours(self) -> SideSheet | None:
        """What the reader's side goes on from: what it has begun, else what it shared last."""
        return self.begun or self.last

    @property
    def version(self) -> int:
        """The version that the reader's side goes on from; 0 where it has begun nothing."""
        return self.begun.version if self.begun else 0


def readable(here: Standpoint, tool: Tool) -> Mapping[int, Sheets]:
    """Return the sheets of a tool that somebody may read, by the child's number, in one query."""
    row, side = here.difference, here.own_side
    may = Q(shared_at__isnull=False)
    if side:
        may |= Q(side=side, agency=row.agency_of(side))
    found = SideSheet.objects.of(row).filter(may, tool=tool).select_related("agency", "saved_by", "shared_by")
    sheets = {child: Sheets(child) for child in range(1, row.children_count + 1)}
    for one in found.order_by("number", "saved_at"):
        if one.shared_at:
            of = Side(one.side)
            sheets[one.child].shared.setdefault(of, []).append(one)
            if row.is_side(of, one.agency_id):
                sheets[one.child].present[of] = one
                if of is side:
                    sheets[one.child].last = one
        else:
            sheets[one.child].begun = one
    return sheets


def shared_by(row: Difference, sheets: Sheets, now: datetime) -> list[str]:
    """Return who shared each side's newest sheet, or took back what stood there before, and when."""
    names = whose(row, sheets)
    return [
        f"{names[side]}: {'shared' if one.lines else 'taken back'} by {one.shared_by}, {short_moment(at, now)}."
        for side, one in sheets.newest.items()
        if (at := one.shared_at)
    ]


def whose(row: Difference, sheets: Sheets) -> dict[Side, str]:
    """Return the agency that shared each side's newest sheet, as the difference calls it."""
    return {side: row.whose(side, one.agency) for side, one in sheets.newest.items()}
