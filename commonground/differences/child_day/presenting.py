"""A child's day as its pages draw it: each side's band, and what both say of each part. Nothing is read here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.differences.child_day.findings import part_names
from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.queries import Sheet
from commonground.differences.child_day.words import (
    Answer,
    answers,
    day_words,
    how_known,
    kind_words,
    parts_of,
    what_is_said,
    what_it_tells,
)
from commonground.differences.models import Difference
from commonground.differences.side_views.forms import LONGEST_FACT, LONGEST_WHERE
from commonground.differences.when import short_moment
from commonground.govuk.components import Cell, Row
from commonground.govuk.dates import in_words
from commonground.library.day.band import Drawn, Half, band
from commonground.library.day.shape import AnswerSource, Part, Tells
from commonground.now import london_date
from commonground.procedures import side_views
from commonground.procedures.side_views import Fact
from commonground.procedures.terms import Side

LOOKS: Mapping[Tells | None, str] = {Tells.WELL: "well", Tells.WORRY: "worry", Tells.UNSURE: "unsure"}
LEGEND = (
    ("well", "Going well"),
    ("worry", "A worry"),
    ("unsure", "Unsure"),
    ("unknown", "Not known"),
    ("unsaid", "Not said"),
)
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
    """What a side says of one part of a day, as it can be quoted: by which key, in words, and as a fact."""

    key: str
    words: str
    fact: Fact


def drawn(day: ChildDay) -> tuple[Half, ...]:
    """Return the band of a day, in which each part looks as what is said of it."""
    said = answers(day)
    return band([_drawn(number, part, said.get(part.name)) for number, part in enumerate(parts_of(day), start=1)])


def _drawn(number: int, part: Part, one: Answer | None) -> Drawn:
    look = "unsaid"
    if one and one.source:
        look = LOOKS.get(one.tells, look) if one.known else "unknown"
    return Drawn(number, f"{part.name} ({dict(LEGEND)[look].lower()})", part.hours, look)


def side_days(row: Difference, sheet: Sheet, now: datetime) -> list[SideDay]:
    """Return the newest day that each side shared."""
    return [
        SideDay(side, row.whose(side, day.agency), f"Shared by {day.shared_by}, {_when(day, now)}.", drawn(day))
        for side in Side
        if (day := sheet.newest.get(side))
    ]


def _when(day: ChildDay, now: datetime) -> str:
    return short_moment(day.shared_at, now) if day.shared_at else ""


def rows(sheet: Sheet) -> tuple[Row, ...]:
    """Return what both sides say of each part of the day of which one says something, next to each other."""
    newest = sheet.newest
    said = {side: answers(day) for side, day in newest.items()}
    hours = {part.name: part.hours for day in newest.values() for part in parts_of(day)}
    cells = {side: {name: _cell(one) for name, one in some.items()} for side, some in said.items()}
    return tuple(
        Row(
            f"{name} ({', '.join(map(str, hours[name]))})" if hours[name] else name,
            *(cells.get(side, {}).get(name) for side in Side),
        )
        for name in part_names(newest)
        if any(name in some for some in said.values())
    )


def _cell(one: Answer) -> Cell:
    lead = f"At {one.hour}." if one.hour and one.words else ""
    note = how_known(one) if one.known or one.who or one.last_known else ""
    return Cell(one.words, note=note, mark=what_it_tells(one), lead=lead)


def quotables(row: Difference, sheet: Sheet) -> list[Quotable]:
    """Return all that the sides' newest days say, so that a side can quote it into its view."""
    return [
        Quotable(
            f"{day.number}.{number}", f"{row.whose(side, day.agency)}, {name}: {what_is_said(one)}",
            _fact(row, side, day, one),
        )
        for side in Side
        if (day := sheet.newest.get(side))
        for number, (name, one) in enumerate(answers(day).items(), start=1)
        if one.known
    ]  # fmt: skip


def _fact(row: Difference, side: Side, day: ChildDay, one: Answer) -> Fact:
    """Return an answer as a fact of a view: what it says of which day, where it comes from, and when."""
    when = f"At {one.hour}, {one.part}" if one.hour else one.part
    what = f"{when} ({kind_words(day.day_type)}): {one.words}"
    shared = in_words(london_date(day.shared_at)) if day.shared_at else ""
    known = f", last known {in_words(one.last_known)}" if one.last_known else ""
    source = side_views.Source.RECORD if one.source is AnswerSource.RECORD else side_views.Source.TOLD
    who = WHO[one.source].format(by=one.by) if one.source else ""
    whole = f"{who}{known}; day shared by {row.whose(side, day.agency)} {shared}"
    ways = (whole, f"{who}{known}; day shared {shared}", f"{who}{known}")
    where = next((one for one in ways if len(one) <= LONGEST_WHERE), whole[:LONGEST_WHERE])
    return Fact(what[:LONGEST_FACT], source, where)


WHO = {
    AnswerSource.SEEN: "{by}, who saw it",
    AnswerSource.CHILD: "the child",
    AnswerSource.CARER: "a parent or carer",
    AnswerSource.PROFESSIONAL: "another professional",
    AnswerSource.RECORD: "a record",
}
"""Who told what a day says, as the view has it."""


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
