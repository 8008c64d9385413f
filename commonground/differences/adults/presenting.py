"""The adults in a child's life as their pages draw them. Nothing is read here."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonground.differences.adults.words import (
    Said,
    as_fact,
    how_known,
    in_full,
    roles_of,
    said,
    what_is_said,
    whether_met,
)
from commonground.differences.models import Difference
from commonground.differences.sheets.queries import Sheets
from commonground.differences.sheets.quoting import Quotable
from commonground.govuk.components import Cell, Row
from commonground.procedures.terms import Side


@dataclass(frozen=True, slots=True)
class Own:
    """One role as a side's own list has it: its number and name, whether they were met, and what is said."""

    number: int
    name: str
    met: str
    words: str

    @property
    def told(self) -> bool:
        """Whether anything is said of it."""
        return bool(self.met)


def own(sheets: Sheets) -> list[Own]:
    """Return every role that is asked about, with what the reader's side says of it."""
    told = said(sheets.ours)
    return [
        Own(number, role.name, whether_met(one), what_is_said(one)) if (one := told.get(role.name))
        else Own(number, role.name, "", "")
        for number, role in enumerate(roles_of(sheets.ours), start=1)
    ]  # fmt: skip


def rows(row: Difference, sheets: Sheets) -> tuple[Row, ...]:
    """Return what both sides say of each role of which one says something, next to each other."""
    newest = sheets.newest
    told = {side: said(sheet) for side, sheet in newest.items()}
    before = {side: row.whose_before(side, sheet.agency) for side, sheet in newest.items()}
    return tuple(
        Row(role.name, *(_cell(told.get(side, {}), role.name, before.get(side, "")) for side in Side))
        for role in roles_of(*newest.values())
        if any(role.name in some for some in told.values())
    )


def _cell(told: Mapping[str, Said], role: str, before: str) -> Cell | None:
    one = told.get(role)
    return Cell(what_is_said(one), note=how_known(one), mark=whether_met(one), lead=before) if one else None


def quotables(row: Difference, sheets: Sheets) -> list[Quotable]:
    """Return what the sides' newest lists say of adults whom they know of, so that a side can quote it."""
    return [
        Quotable(
            f"{sheet.number}.{number}", f"{row.whose(side, sheet.agency)}, {role}: {in_full(one)}",
            as_fact(one, sheet, row.whose(side, sheet.agency)),
        )
        for side, sheet in sheets.newest.items()
        for number, (role, one) in enumerate(said(sheet).items(), start=1)
        if one.known
    ]  # fmt: skip
