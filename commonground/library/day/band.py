"""A day drawn as a band of 24 hours: from six in the morning to six in the evening, and from there through the night.

Each half is a picture of its own, so that they stand beside each other where there is room, and below each other on a
telephone. What is drawn stands in a table beside it as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commonground.library.day.shape import WHOLE_DAY, Part, clock

HALF_DAY = WHOLE_DAY // 2
STARTS = ((6 * 60, "From six in the morning"), (18 * 60, "From six in the evening"))
HOUR, EDGE = 60, 32
"""How wide an hour is drawn, one for each minute; and the room at both ends for what the clock says there."""
LANE, TOP = 48, 44
"""How high a row of parts is, and what stands above the first."""
EVERY = 3
"""Hours between two that are named."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of the day as the band draws it: its number, how it looks, and what that look says of it, if anything."""

    number: int
    part: Part
    look: str = "part"
    says: str = ""

    @property
    def name(self) -> str:
        """What it is called, with what its look says."""
        return f"{self.part.name} ({self.says})" if self.says else self.part.name


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a part in a picture, from its left edge; ``middle`` and ``line`` are where its number stands."""

    x: int
    y: int
    width: int
    number: int
    look: str

    @property
    def middle(self) -> int:
        """Where its number stands, from the left."""
        return self.x + self.width // 2

    @property
    def line(self) -> int:
        """Where its number stands, from above."""
        return self.y + LANE - 16


@dataclass(frozen=True, slots=True)
class Half:
    """Twelve hours of the band: what it is called and says in words, its size, what the clock says, its blocks."""

    name: str
    words: str
    height: int
    ticks: tuple[tuple[int, str], ...]
    blocks: tuple[Block, ...]
    width: int = HALF_DAY + 2 * EDGE
    inner: int = LANE - 8
    """How high a block is."""

    @property
    def foot(self) -> int:
        """Where the lines of the hours end."""
        return self.height - 4


def drawn(parts: Iterable[Part]) -> list[Drawn]:
    """Return the parts of a day as the band draws them, numbered in their order."""
    return [Drawn(number, part) for number, part in enumerate(parts, start=1)]


def band(parts: Sequence[Drawn]) -> tuple[Half, ...]:
    """Return the two halves of a day; none where no part has hours."""
    timed = [one for one in parts if one.part.hours]
    if not timed:
        return ()
    lanes = _lanes(timed)
    height = TOP + LANE * (1 + max(lanes.values())) + 4
    return tuple(
        Half(
            name=name,
            words=_words(timed, start),
            height=height,
            ticks=tuple(
                (EDGE + hour * HOUR, clock((start + hour * 60) % WHOLE_DAY))
                for hour in range(0, HALF_DAY // 60 + 1, EVERY)
            ),
            blocks=tuple(
                Block(EDGE + since, TOP + LANE * lanes[one.number], long, one.number, one.look)
                for one in timed
                for since, long in _within(one, start)
            ),
        )
        for start, name in STARTS
    )


def _lanes(parts: Iterable[Drawn]) -> dict[int, int]:
    """Return the row of each part: the first in which nothing else is at the same time."""
    taken: list[set[int]] = []
    found = {}
    for one in parts:
        lane = next((at for at, busy in enumerate(taken) if not busy & one.part.minutes), len(taken))
        if lane == len(taken):
            taken.append(set())
        taken[lane] |= one.part.minutes
        found[one.number] = lane
    return found


def _within(one: Drawn, start: int) -> Iterator[tuple[int, int]]:
    """Yield what of a part is in the half that starts there: minutes since its start, and how many."""
    inside = sorted(since for minute in one.part.minutes if (since := (minute - start) % WHOLE_DAY) < HALF_DAY)
    begun = 0
    for at in range(1, len(inside) + 1):
        if at == len(inside) or inside[at] != inside[at - 1] + 1:
            yield inside[begun], at - begun
            begun = at


def _words(parts: Iterable[Drawn], start: int) -> str:
    """Return what a half shows, in words."""
    inside = [f"{one.number} {one.name}" for one in parts if any(True for _ in _within(one, start))]
    return f"Twelve hours with the parts of the day in them: {', '.join(inside)}."
