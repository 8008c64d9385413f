"""A child's day as its pages draw it: each side's band, and what both say of each part. Nothing is read here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.queries import Sheet
from commonground.differences.child_day.words import (
    Answer,
    answers,
    day_words,
    how_known,
    part_names,
    parts_of,
    what_is_said,
    what_it_tells,
)
from commonground.differences.models import Difference
from commonground.differences.when import short_moment
from commonground.govuk.components import Cell, Row
from commonground.library.day.band import Drawn, Half, band
from commonground.library.day.shape import AnswerSource, Part, Tells
from commonground.procedures.terms import Side

UNKNOWN, UNSAID = "unknown", "unsaid"
LEGEND: Mapping[str, str] = {
    **{one.value: one.label for one in Tells},
    UNKNOWN: AnswerSource.NOT_KNOWN.label,
    UNSAID: "Not said",
}
"""How a part of the day looks in a band, and what that means."""


@dataclass(frozen=True, slots=True)
class SideDay:
    """One side's day: whose it is, who shared it and when, and its band."""

    side: Side
    name: str
    who: str
    halves: tuple[Half, ...]


@dataclass(frozen=True, slots=True)
class Quotable:
    """What a side says of one part of a day, as it can be quoted: by which key, in words, of which day and part."""

    key: str
    words: str
    day: int
    part: str


def drawn(day: ChildDay) -> tuple[Half, ...]:
    """Return the band of a day, in which each part looks as what is said of it."""
    said = answers(day)
    return band([_drawn(number, part, said.get(part.name)) for number, part in enumerate(parts_of(day), start=1)])


def _drawn(number: int, part: Part, one: Answer | None) -> Drawn:
    look = UNSAID
    if one and one.source:
        look = (one.tells or UNSAID) if one.known else UNKNOWN
    return Drawn(number, part, look, LEGEND[look].lower())


def side_days(row: Difference, sheet: Sheet, now: datetime) -> list[SideDay]:
    """Return the newest day that each side shared."""
    return [
        SideDay(side, row.whose(side, day.agency), f"Shared by {day.shared_by}, {_when(day, now)}.", drawn(day))
        for side, day in sheet.newest.items()
    ]


def _when(day: ChildDay, now: datetime) -> str:
    return short_moment(day.shared_at, now) if day.shared_at else ""


def rows(row: Difference, sheet: Sheet) -> tuple[Row, ...]:
    """Return what both sides say of each part of the day of which one says something, next to each other."""
    newest = sheet.newest
    said = {side: answers(day) for side, day in newest.items()}
    hours = {part.name: part.hours for day in newest.values() for part in parts_of(day)}
    before = {side: row.whose_before(side, day.agency) for side, day in newest.items()}
    cells = {side: {name: _cell(one, before[side]) for name, one in some.items()} for side, some in said.items()}
    return tuple(
        Row(
            f"{name} ({', '.join(map(str, hours[name]))})" if hours[name] else name,
            *(cells.get(side, {}).get(name) for side in Side),
        )
        for name in part_names(newest.values())
        if any(name in some for some in said.values())
    )


def _cell(one: Answer, before: str) -> Cell:
    lead = f"At {one.hour}." if one.hour and one.words else ""
    note = how_known(one) if one.known or one.who or one.last_known else ""
    return Cell(one.words, note=note, mark=what_it_tells(one), lead=f"{before} {lead}".strip())


def quotables(row: Difference, sheet: Sheet) -> list[Quotable]:
    """Return all that the sides' newest days say, so that a side can quote it into its view."""
    return [
        Quotable(
            f"{day.number}.{number}", f"{row.whose(side, day.agency)}, {name}: {what_is_said(one)}", day.number, name
        )
        for side, day in sheet.newest.items()
        if day.number
        for number, (name, one) in enumerate(answers(day).items(), start=1)
        if one.known
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet in the list of them: which day, and how far it is."""

    child: int
    day_type: str
    words: str
    stands: str


def lines(row: Difference, found: list[Sheet]) -> Iterator[Line]:
    """Yield the sheets of a difference as their list has them."""
    for one in found:
        whose = [row.whose(side, day.agency) for side, day in one.newest.items()]
        stands = f"Shared by {' and '.join(whose)}" if whose else "Begun by your side, and not shared yet"
        if whose and one.begun:
            stands += ". Your side is writing again"
        yield Line(one.child, one.day_type, day_words(one.child, one.day_type, row.children_count), stands)
