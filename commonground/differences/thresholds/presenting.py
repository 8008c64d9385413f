"""From what was placed to what the page draws. Phrases are compared on one area's chart only, and never counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonground.differences.models import Difference
from commonground.differences.thresholds.in_words import ELSEWHERE, where
from commonground.differences.thresholds.models import Mark
from commonground.differences.thresholds.reading import Placed
from commonground.library.shape import NEXT_STEPS, Chart
from commonground.procedures.terms import Side


@dataclass(frozen=True, slots=True)
class Seen:
    """What one side saw of a phrase, and who did."""

    side: str
    responding: bool
    words: str
    by: str
    added: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that one side or both chose: where it stands, and what was seen."""

    where: str
    words: str
    own: bool
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class OfSide:
    """What one side alone chose, and the rest of what it said."""

    name: str
    responding: bool
    placed: bool
    unused: bool
    why: str
    would_change: str
    chart: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Both sides' placements: what both chose, and for each side what it alone chose.

    ``charts`` are two where the sides used the charts of two areas: then nothing of one is matched with the other.
    """

    both: tuple[Phrase, ...]
    sides: tuple[OfSide, ...]
    charts: tuple[str, ...]


Key = tuple[int | None, str, str]


def side_by_side(row: Difference, shown: Sequence[Placed]) -> SideBySide:
    """Return what is shown, both sides next to each other.

    Of a side that is another agency now, that agency's counts, and until it is shown that of the one before.
    """
    of = {one.side: one for one in sorted(shown, key=lambda one: one.is_now(row))}
    raising, responding = of.get(Side.RAISING), of.get(Side.RESPONDING)
    one_chart = bool(raising and responding and raising.placement.area_id == responding.placement.area_id)
    keys = [{_key(mark): mark for mark in one.marks} if one else {} for one in (raising, responding)]
    shared = [key for key in keys[0] if key in keys[1]] if one_chart else []
    both = tuple(
        _phrase(raising, keys[0][key], (_seen(row, raising, keys[0][key]), _seen(row, responding, keys[1][key])))
        for key in shared
        if raising and responding
    )
    sides = tuple(_side(row, side, of.get(side), shared) for side in Side)
    charts = tuple(dict.fromkeys(str(one.placement.area) for one in of.values()))
    return SideBySide(both, sides, charts)


def _side(row: Difference, side: Side, one: Placed | None, shared: Sequence[Key]) -> OfSide:
    responding = side is Side.RESPONDING
    if one is None:
        return OfSide(
            row.name_of(side), responding, placed=False, unused=False, why="", would_change="", chart="", phrases=()
        )
    placement = one.placement
    alone = (mark for mark in one.marks if _key(mark) not in shared)
    return OfSide(
        one.whose(row),
        responding,
        placed=True,
        unused=placement.unused,
        why=placement.why,
        would_change=placement.would_change,
        chart=str(placement.edition or placement.area),
        phrases=tuple(_phrase(one, mark, (_seen(row, one, mark),)) for mark in alone),
    )


def _key(mark: Mark) -> Key:
    return mark.level, mark.column, mark.phrase.casefold()


def _phrase(one: Placed, mark: Mark, seen: tuple[Seen, ...]) -> Phrase:
    return Phrase(where(one, mark), mark.phrase, mark.own, seen)


def _seen(row: Difference, one: Placed, mark: Mark) -> Seen:
    shown = one.placement.shown_at
    added = shown is not None and mark.at > shown
    return Seen(one.whose(row), one.side is Side.RESPONDING, mark.seen, mark.seen_by, added)


@dataclass(frozen=True, slots=True)
class Choice:
    """A box of the chart in which a side can choose: what it is called, where one does so, and what is chosen there."""

    name: str
    level: int | None
    column: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """A level of the chart with its boxes; for a chart that stands elsewhere, one place for own words."""

    name: str
    means: str
    boxes: tuple[Choice, ...]


def choices(one: Placed) -> tuple[Choices, ...]:
    """Return where a side can choose, level by level. Nothing is placed on the next steps: they say what is done."""
    chart = one.chart
    if chart is None:
        return (Choices(ELSEWHERE, "", (Choice(ELSEWHERE, None, "", one.marks),)),)
    return tuple(
        Choices(
            f"Level {level.number}: {level.name}",
            level.means,
            tuple(
                Choice(chart.columns[column], level.number, column, _in(one, level.number, column))
                for column in placed_on(chart)
            ),
        )
        for level in chart.levels
    )


def placed_on(chart: Chart) -> list[str]:
    """Return the columns of a chart on which evidence is placed."""
    return [column for column in chart.columns if column != NEXT_STEPS]


def _in(one: Placed, level: int, column: str) -> tuple[Mark, ...]:
    return tuple(mark for mark in one.marks if (mark.level, mark.column) == (level, column))
