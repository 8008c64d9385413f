"""What both sides see, as rows next to each other. Nothing is read and nothing decided here.

What an agency shared that is the side no more is called by that agency's name.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    newest = _newest(row, views)
    rows = [(one.key, drawn) for one in asked_of(subject, READ) if (drawn := _row(row, one, newest))]
    return BothViews(
        tuple(drawn for key, drawn in rows if key in keys),
        tuple(drawn for key, drawn in rows if key not in keys),
        tuple(_who(row, views, last, now) for last in newest.values()),
    )


def by_part(row: Difference, views: Sequence[SideView]) -> tuple[tuple[Part, tuple[Row, ...]], ...]:
    """Return the same from the situation to the recommendation."""
    parts, newest = in_parts(asked_of(Subject(row.subject), READ)), _newest(row, views)
    drawn = ((part, tuple(found for one in some if (found := _row(row, one, newest)))) for part, some in parts)
    return tuple((part, rows) for part, rows in drawn if rows)


def before(row: Difference, views: Sequence[SideView], now: datetime) -> tuple[Shared, ...]:
    """Return what each side shared before its newest, the newest of those first."""
    newest = _newest(row, views).values()
    questions = asked_of(Subject(row.subject), READ)
    return tuple(
        Shared(
            f"{_whose(row, one)}: {one.by.name}, {short_moment(one.at, now)}",
            _cells(questions, one),
        )
        for one in reversed(views)
        if one not in newest
    )


def _newest(row: Difference, views: Sequence[SideView]) -> Mapping[Side, SideView]:
    """Return the newest view of each side that has shared one, the raising side's first."""
    return {side: view for side in Side if (view := latest(row, views, side))}


def _is_now(row: Difference, view: SideView) -> bool:
    """Whether the agency that shared a view is that side now."""
    return row.is_side(Side(view.side), view.agency_id)


def _whose(row: Difference, view: SideView) -> str:
    return row.name_of(Side(view.side)) if _is_now(row, view) else view.agency_name


def _who(row: Difference, views: Iterable[SideView], last: SideView, now: datetime) -> str:
    """Say who shared the newest view of a side, and when, and how often that agency has shared one."""
    times = len([one for one in views if (one.side, one.agency_id) == (last.side, last.agency_id)])
    again = f", the {ordinal(times)} time" if times > 1 else ""
    return f"{_whose(row, last)}: shared by {last.by.name}, {short_moment(last.at, now)}{again}."


def ordinal(number: int) -> str:
    """Return "second", "third", …; beyond that in figures."""
    known = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return known.get(number, f"{number}th")


def _row(row: Difference, question: Question, newest: Mapping[Side, SideView]) -> Row | None:
    if question.key == MORE_ON_FAMILY.key:  # it stands with what it says more of
        return None
    cells = {
        side: _cell(question, view, "" if _is_now(row, view) else f"{view.agency_name} said:")
        for side, view in newest.items()
    }
    if not any(cells.values()):
        return None
    return Row(question.says, cells.get(Side.RAISING), cells.get(Side.RESPONDING))


def _cells(questions: Iterable[Question], view: Words) -> tuple[tuple[str, Cell], ...]:
    return tuple((question.says, cell) for question in questions if (cell := _cell(question, view)))


def _cell(question: Question, view: Words, before: str = "") -> Cell | None:
    """Return what a view says to a question; ``before`` is who said it, where that is not the side as it is now."""
    if question.key == FACTS.key:
        by = view.by.name if isinstance(view, SideView) else "you"
        facts = tuple(CellFact(one.what, capital(source_text(one, by))) for one in view.told())
        return Cell("", lead=before, facts=facts) if facts else None
    answer = view.answers.get(question.key, "")
    if question.key == FAMILY.key:
        more = view.answers.get(MORE_ON_FAMILY.key, "")
        lead = f"{answer_text(FAMILY.key, answer)}." if answer else ""
        return Cell(more, lead=f"{before} {lead}".strip()) if more or lead else None
    return Cell(answer, lead=before) if answer and question.key != MORE_ON_FAMILY.key else None


def alone(row: Difference, words: Words | None) -> tuple[tuple[str, Cell], ...]:
    """Return one draft or one view by itself, each answer under its question; nothing where there is none."""
    return _cells(asked_of(Subject(row.subject), READ), words) if words else ()
