"""The joint chronology as its pages draw it. Nothing is read here."""

from dataclasses import dataclass

from commonground.differences.models import Difference
from commonground.differences.sheets.queries import Sheets
from commonground.differences.sheets.quoting import Quotable
from commonground.differences.timeline.findings import on_one_line
from commonground.differences.timeline.words import Event, as_fact, events, how_known, what_is_said
from commonground.govuk.dates import in_words
from commonground.procedures.terms import Side


@dataclass(frozen=True, slots=True)
class OnLine:
    """One event as the line has it: its key and day, whose it is, what is said, and how it is known."""

    key: str
    day: str
    side: Side | None
    whose: str
    words: str
    known: str


def line(row: Difference, sheets: Sheets) -> list[OnLine]:
    """Return the events of both sides on one line, the earliest first."""
    names = {side: row.whose(side, one.agency) for side, one in sheets.newest.items()}
    return [_on_line(one, side, names[side]) for side, one in on_one_line(sheets.newest)]


def own(sheets: Sheets) -> list[OnLine]:
    """Return the events of the reader's own side, as it goes on from them."""
    return [_on_line(one, None, "") for one in events(sheets.ours)]


def _on_line(one: Event, side: Side | None, whose: str) -> OnLine:
    return OnLine(one.key, in_words(one.on), side, whose, what_is_said(one), how_known(one))


def quotables(row: Difference, sheets: Sheets) -> list[Quotable]:
    """Return the events of both sides, so that a side can quote one."""
    return [
        Quotable(
            f"{sheet.number}.{one.key}", f"{row.whose(side, sheet.agency)}, {in_words(one.on)}: {what_is_said(one)}",
            as_fact(one, sheet, row.whose(side, sheet.agency)),
        )
        for side, sheet in sheets.newest.items()
        for one in events(sheet)
    ]  # fmt: skip
