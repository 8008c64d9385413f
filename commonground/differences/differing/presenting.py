"""The lists as a page draws them: each line with its source, where both sides stand, and what the reader can say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from commonground.differences.differing.sources import SIDE_VIEW, WORDS
from commonground.differences.models import Difference, Point
from commonground.govuk.components import Cell, Row
from commonground.procedures.differing import Listed, Stand, take_off_refusal
from commonground.procedures.side_views import BY_KEY
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Side, Subject


@dataclass(frozen=True, slots=True)
class Stood:
    """Where one side stands on a line, and what it says about it."""

    side: str
    stand: str
    why: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line: its words, what it was drawn from, where both sides stand, and what the reader's side can do."""

    number: int
    version: int
    text: str
    source: str
    source_href: str
    stood: tuple[Stood, ...]
    can_agree: bool
    can_differ: bool
    can_take_off: bool


@dataclass(frozen=True, slots=True)
class List:
    """One of the three lists."""

    key: str
    heading: str
    lines: tuple[Drawn, ...]


def lists(row: Difference, points: Iterable[Point], own: Side | None) -> tuple[List, ...]:
    """Return the three lists, what is not agreed first; ``own`` is the reader's side, None for who only reads."""
    found: Mapping[Listed, list[Drawn]] = {one: [] for one in Listed}
    for point in points:
        found[point.listed].append(_drawn(row, point, own))
    return tuple(List(one.value, one.label, tuple(lines)) for one, lines in found.items())


def _drawn(row: Difference, point: Point, own: Side | None) -> Drawn:
    stood = tuple(Stood(row.name_of(side), said, point.why_of(side)) for side in Side if (said := _said(point, side)))
    mine = point.stand_of(own) if own else ""
    return Drawn(
        number=point.number,
        version=point.version,
        text=point.text,
        source=source_of(row, point),
        source_href=_address(row, point),
        stood=stood,
        can_agree=own is not None and mine != Stand.AGREES,
        can_differ=own is not None and mine != Stand.DIFFERS,
        can_take_off=own is not None and not take_off_refusal(own, Side(point.side), point.stand_of(own.other)),
    )


def source_of(row: Difference, point: Point) -> str:
    """Return what a line was drawn from, in a few words; nothing for one that somebody wrote freely."""
    if not point.came_from:
        return ""
    label = WORDS.get(point.came_from_row) or f"Fact {point.came_from_row.removeprefix('fact-')}"
    if point.came_from_row in BY_KEY:
        label = reads(Subject(row.subject), BY_KEY[point.came_from_row].says)
    return f"{row.name_of(Side(point.came_from_side))}: {label}"


def _address(row: Difference, point: Point) -> str:
    if not point.came_from:
        return ""
    both = reverse("differences:both_views", args=[row.reference])
    return both if point.came_from == SIDE_VIEW else f"{row.get_absolute_url()}#sides"


def waiting(points: Sequence[Point], own: Side | None) -> int:
    """Return of how many lines the reader's side has not said yet where it stands."""
    return sum(not one.stand_of(own) for one in points) if own else 0


def side_by_side(points: Iterable[Point]) -> tuple[Row, ...]:
    """Return lines as rows of both sides: where each stands on it, and what it says about it."""
    return tuple(Row(one.text, _cell(one, Side.RAISING), _cell(one, Side.RESPONDING)) for one in points)


def _cell(point: Point, side: Side) -> Cell | None:
    said = _said(point, side)
    return Cell(point.why_of(side), lead=f"{said}.") if said else None


def _said(point: Point, side: Side) -> str:
    """Return where a side stands on a line, in words: the one that put it there says it. Nothing before it has said."""
    stand = point.stand_of(side)
    if stand == Stand.AGREES and point.side == side:
        return "We say this"
    return Stand(stand).label if stand else ""
