"""The adults in a child's life as their pages draw them. Nothing is read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.differences.adults.words import Said, how_known, roles_of, said, what_is_said, whether_met
from commonground.differences.models import Difference
from commonground.differences.sheets.models import SideSheet
from commonground.differences.sheets.queries import Sheets
from commonground.differences.sheets.quoting import Quotable
from commonground.differences.when import short_moment
from commonground.govuk.components import Cell, Row
from commonground.govuk.dates import in_words
from commonground.now import london_date
from commonground.procedures import side_views
from commonground.procedures.side_views import LONGEST_FACT, LONGEST_WHERE, Fact
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


def shared_by(row: Difference, sheets: Sheets, now: datetime) -> list[str]:
    """Return who shared each side's newest list, and when."""
    return [f"{row.whose(side, one.agency)}: {_who(one, now)}" for side, one in sheets.newest.items()]


def _who(sheet: SideSheet, now: datetime) -> str:
    when = short_moment(sheet.shared_at, now) if sheet.shared_at else ""
    return f"shared by {sheet.shared_by}, {when}."


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
            f"{sheet.number}.{number}", f"{row.whose(side, sheet.agency)}, {role}: {_told(one)}",
            _fact(row, side, sheet, one),
        )
        for side, sheet in sheets.newest.items()
        for number, (role, one) in enumerate(said(sheet).items(), start=1)
        if one.known
    ]  # fmt: skip


def _told(one: Said) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in (what_is_said(one), whether_met(one)) if part)


def _fact(row: Difference, side: Side, sheet: SideSheet, one: Said) -> Fact:
    """Return what is said of a role as a fact of a view: what it says, where it comes from, and when."""
    day = in_words(london_date(sheet.shared_at)) if sheet.shared_at else ""
    who = f"{one.told_by}; " if one.told_by else ""
    ways = (f"{who}list of adults shared by {row.whose(side, sheet.agency)} {day}", f"{who}list of adults shared {day}")
    where = next((words for words in ways if len(words) <= LONGEST_WHERE), ways[-1][:LONGEST_WHERE])
    return Fact(f"{one.role}: {_told(one)}"[:LONGEST_FACT], side_views.Source.TOLD, where)
