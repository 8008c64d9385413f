"""Working out what may be told of a period: the worker does it, once, against all that was told before.

What was told of a quarter and of its year, and of an agency beside the partnership, add up. So each is worked out in
the grid of what it adds up with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from commonground.directory.models import Agency
from commonground.insight import silence
from commonground.insight.actions import locked
from commonground.insight.counting import Numbers, added, counted
from commonground.insight.models import Counted, Release, Silence, Told
from commonground.insight.periods import QUARTER, Period
from commonground.insight.suppressing import ROWS, TOTAL, Column, Grid, hides, largest, tell, tells_total
from commonground.insight.tables import BEHAVED, SUBJECTS, Subject, Table

MARGIN = -1

Contributed = Mapping[str, Mapping[str, int]]
"""Of one table, by row: how much each agency contributed."""

Tables = dict[str, Any]
"""What is told, by subject: see ``Told``."""


def run(release: UUID, at: datetime) -> None:
    """Work a release out, subject by subject; the worker calls it, perhaps twice."""
    while go_on(release, at):
        pass


@transaction.atomic
def go_on(release: UUID, at: datetime) -> bool:
    """Count a quarter that is not counted yet; or work out what may be told, of all. Say if there may be more to do."""
    row = Release.objects.get(pk=release)
    locked(row.partnership_id)
    row.refresh_from_db()
    if row.finished_at:
        return False
    quarters = row.period.quarters
    there = _counted(row.partnership_id, quarters)
    known = {one.starts: one.numbers for one in there}
    missing = [one for one in quarters if one.starts not in known]
    if missing:
        numbers = counted(row.partnership_id, missing[0])
        Counted.objects.create(partnership_id=row.partnership_id, starts=missing[0].starts, numbers=numbers, at=at)
        row.done, row.total = len(quarters) - len(missing) + 1, len(quarters) + 1
        row.save(update_fields=["done", "total"])
        return True
    numbers = added([known[one.starts] for one in quarters])
    told = of_all(row, numbers)
    Told.objects.create(release=row, tables=told)
    asked = silence.found(row.partnership_id, row.period)
    Silence.objects.bulk_create(
        [Silence(release=row, agency_id=agency, asks=asks) for agency, asks in asked or ()], batch_size=500
    )
    if row.months == QUARTER:
        Told.objects.bulk_create(beside(row, numbers, told), batch_size=500)
    row.done, row.total, row.finished_at = len(quarters) + 1, len(quarters) + 1, at
    row.counted_at, row.whole_year = max(one.at for one in there), asked is not None
    row.save(update_fields=["done", "total", "finished_at", "counted_at", "whole_year"])
    return False


def of_all(row: Release, numbers: Numbers) -> Tables:
    """Return what may be told of the partnership as a whole: of each subject by which all of the time was counted."""
    others = told_beside(row)
    return {
        subject.key: _told(
            _grids(row, subject, numbers, {when: one for when, one in others.items() if subject.key in one[1]})
        )
        for subject in (*SUBJECTS, *BEHAVED)
        if subject.key in numbers
    }


def told_beside(row: Release) -> dict[Period, tuple[Numbers, Tables]]:
    """Return what was told before of what this adds up with, and what was counted of it: the same year's."""
    year = row.period.year
    before = Told.objects.filter(
        agency=None, release__partnership=row.partnership_id, release__starts__gte=year.starts,
        release__starts__lt=year.after,
    ).exclude(release=row)  # fmt: skip
    known = {one.starts: one.numbers for one in _counted(row.partnership_id, year.quarters)}
    return {
        (period := one.release.period): (added([known[each.starts] for each in period.quarters]), one.tables)
        for one in before.select_related("release")
    }


def _counted(area: UUID, quarters: Iterable[Period]) -> list[Counted]:
    return list(Counted.objects.filter(partnership=area, starts__in=[one.starts for one in quarters]))


@dataclass(frozen=True, slots=True)
class _Grids:
    """The grids of a subject's tables, by table, and which column of them is worked out."""

    by_table: dict[str, Grid]
    which: int


def _grids(
    row: Release, subject: Subject, numbers: Numbers, others: Mapping[Period, tuple[Numbers, Tables]]
) -> _Grids:  # fmt: skip
    """Return the grids in which a quarter or a year is worked out: alone, or all of a year that is told.

    What is not told of a quarter yet is not given back by its year either.
    """
    year, limit = row.period.year, settings.SMALLEST_TOLD - 1
    with_year = row.period == year or year in others
    quarters = [one for one in year.quarters if with_year or one == row.period]
    found = {}
    for table in subject.tables:
        columns = [
            _column(subject, table, numbers)
            if one == row.period
            else _column(subject, table, *others[one])
            if one in others
            else _column(subject, table, _of_quarter(row, one))
            for one in quarters
        ]
        margin = (
            _column(subject, table, numbers)
            if row.period == year
            else _column(subject, table, *others[year])
            if with_year
            else Column(columns[0].numbers, watched=False, part_of=table.part_of)
        )
        found[table.key] = Grid(columns, margin, limit)
    return _Grids(found, MARGIN if row.period == year else quarters.index(row.period))


def _of_quarter(row: Release, quarter: Period) -> Numbers:
    """Return what was counted of a quarter of which nothing was told."""
    (one,) = _counted(row.partnership_id, [quarter])
    numbers: Numbers = one.numbers
    return numbers


def _column(
    subject: Subject, table: Table, numbers: Numbers, told: Tables | None = None, *, watched: bool = True
) -> Column:  # fmt: skip
    return column(numbers[subject.key][table.key], told and told[subject.key], table, watched=watched)


def column(
    of: Contributed, told: Tables | None, table: Table, *, watched: bool = True, singles_out: bool = True
) -> Column:  # fmt: skip
    """Return a column of a table: its numbers, what of it is kept back for itself, and what was told of it."""
    limit = settings.SMALLEST_TOLD - 1
    whole: dict[str, int] = {}
    for agencies in (agencies for row, agencies in of.items() if row not in table.part_of):
        for agency, number in agencies.items():
            whole[agency] = whole.get(agency, 0) + number
    hidden = {row for row, agencies in of.items() if hides(agencies, limit, singles_out=singles_out)}
    if hides(whole, limit, singles_out=singles_out):
        hidden.add(TOTAL)
    return Column(
        {row: sum(agencies.values()) for row, agencies in of.items()},
        frozenset(hidden) if watched else frozenset(),
        _told_rows(told, table.key) if told else frozenset(),
        watched,
        {TOTAL: largest(whole)} | {row: largest(agencies) for row, agencies in of.items()} if singles_out else {},
        table.part_of,
    )


def _told_rows(told: Tables, table: str) -> frozenset[str]:
    one = told["tables"][table]
    rows = {row for row, number in one["rows"].items() if number is not None}
    return frozenset(rows | ({TOTAL} if told["total"] is not None else set()) | ({ROWS} if one["open"] else set()))


def _told(grids: _Grids) -> Tables:
    """Return what may be told of one subject: its whole if every table of it allows that, and each table's rows."""
    total = all(tells_total(grid, grids.which) for grid in grids.by_table.values())
    tables = {}
    whole = 0
    for key, grid in grids.by_table.items():
        one = grid.margin if grids.which == MARGIN else grid.columns[grids.which]
        rows, whole = tell(grid, grids.which, total=total), one.whole
        tables[key] = {
            "open": ROWS in rows,
            "rows": {row: number if row in rows else None for row, number in one.numbers.items()},
        }
    return {"total": whole if total else None, "tables": tables}


def beside(row: Release, numbers: Numbers, told: Tables) -> list[Told]:
    """Return what each agency's own leads are told of it, beside what is told of all."""
    agencies = Agency.objects.filter(partnerships=row.partnership_id).values_list("pk", flat=True)
    return [Told(release=row, agency_id=agency, tables=_of_agency(str(agency), numbers, told)) for agency in agencies]


def _of_agency(agency: str, numbers: Numbers, told: Tables) -> Tables:
    limit = settings.SMALLEST_TOLD - 1
    return {
        subject.key: _told(
            _Grids(
                {
                    table.key: Grid(
                        _own_and_rest(agency, numbers[subject.key][table.key], table),
                        _column(subject, table, numbers, told),
                        limit,
                    )
                    for table in subject.tables
                },
                0,
            )
        )
        for subject in SUBJECTS
    }


def _own_and_rest(agency: str, of: Contributed, table: Table) -> Sequence[Column]:
    own = {row: {agency: agencies[agency]} if agency in agencies else {} for row, agencies in of.items()}
    rest = {row: {one: some for one, some in agencies.items() if one != agency} for row, agencies in of.items()}
    return column(own, None, table, singles_out=False), column(rest, None, table, singles_out=False)
