"""What both sides see, as rows next to each other. Nothing is read and nothing decided here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commonground.differences.models import Difference, SideView
from commonground.differences.side_views.models import Words
from commonground.differences.side_views.queries import latest
from commonground.differences.side_views.words import answer_text, source_text
from commonground.differences.when import short_moment
from commonground.govuk.components import Cell, CellFact, Row
from commonground.procedures.naming import capital
from commonground.procedures.side_views import (
    FACTS,
    FAMILY,
    FIRST,
    MORE_ON_FAMILY,
    READ,
    Part,
    Question,
    asked_of,
    in_parts,
)
from commonground.procedures.terms import Side, Subject


@dataclass(frozen=True, slots=True)
class Shared:
    """One view as it was shared before: which side's, by whom and when, and what it says."""

    title: str
    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class BothViews:
    """What both sides see now: what is read first, the rest, and who shared it when."""

    first: tuple[Row, ...]
    more: tuple[Row, ...]
    who: tuple[str, ...]


def both_views(row: Difference, views: Sequence[SideView], now: datetime) -> BothViews:
    """Return the newest view of each side, in the order in which it is read."""
    subject = Subject(row.subject)
    keys = {one.key for one in FIRST}
    rows = [(one.key, drawn) for one in asked_of(subject, READ) if (drawn := _row(one, views))]
    return BothViews(
        tuple(drawn for key, drawn in rows if key in keys),
        tuple(drawn for key, drawn in rows if key not in keys),
        tuple(who(row, views, side, now) for side in Side if latest(views, side)),
    )


def by_part(row: Difference, views: Sequence[SideView]) -> tuple[tuple[Part, tuple[Row, ...]], ...]:
    """Return the same from the situation to the recommendation."""
    parts = in_parts(asked_of(Subject(row.subject), READ))
    drawn = ((part, tuple(found for one in some if (found := _row(one, views)))) for part, some in parts)
    return tuple((part, rows) for part, rows in drawn if rows)


def before(row: Difference, views: Sequence[SideView], now: datetime) -> tuple[Shared, ...]:
    """Return what each side shared before its newest, the newest of those first."""
    newest = {latest(views, side) for side in Side}
    questions = asked_of(Subject(row.subject), READ)
    return tuple(
        Shared(
            f"{row.name_of(Side(one.side))}: {one.by.name}, {short_moment(one.at, now)}",
            _cells(questions, one),
        )
        for one in reversed(views)
        if one not in newest
    )


def who(row: Difference, views: Iterable[SideView], side: Side, now: datetime) -> str:
    """Say who shared the newest view of a side, and when."""
    own = [one for one in views if one.side == side]
    last = own[-1]
    again = f", the {ordinal(len(own))} time" if len(own) > 1 else ""
    return f"{row.name_of(side)}: shared by {last.by.name}, {short_moment(last.at, now)}{again}."


def ordinal(number: int) -> str:
    """Return "second", "third", …; beyond that in figures."""
    known = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return known.get(number, f"{number}th")


def _row(question: Question, views: Sequence[SideView]) -> Row | None:
    if question.key == MORE_ON_FAMILY.key:  # it stands with what it says more of
        return None
    cells = {side: _cell(question, view) if (view := latest(views, side)) else None for side in Side}
    if not any(cells.values()):
        return None
    return Row(question.says, cells[Side.RAISING], cells[Side.RESPONDING])


def _cells(questions: Iterable[Question], view: Words) -> tuple[tuple[str, Cell], ...]:
    return tuple((question.says, cell) for question in questions if (cell := _cell(question, view)))


def _cell(question: Question, view: Words) -> Cell | None:
    if question.key == FACTS.key:
        by = view.by.name if isinstance(view, SideView) else "you"
        facts = tuple(CellFact(one.what, capital(source_text(one, by))) for one in view.told())
        return Cell("", facts=facts) if facts else None
    answer = view.answers.get(question.key, "")
    if question.key == FAMILY.key:
        more = view.answers.get(MORE_ON_FAMILY.key, "")
        lead = f"{answer_text(FAMILY.key, answer)}." if answer else ""
        return Cell(more, lead=lead) if more or lead else None
    return Cell(answer) if answer and question.key != MORE_ON_FAMILY.key else None


def alone(row: Difference, words: Words | None) -> tuple[tuple[str, Cell], ...]:
    """Return one draft or one view by itself, each answer under its question; nothing where there is none."""
    return _cells(asked_of(Subject(row.subject), READ), words) if words else ()
