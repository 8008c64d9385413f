"""How many said what, drawn as a bar, and a figure from 0 to 3 as four boxes. Each stands beside its table."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from commonground.assurance.themes import LEFT_OUT, Said

WIDTH, HEIGHT = 600, 36
ROOM = 34  # how wide a part is at least for its number to stand in it
LOOKS = (*(one.value for one in Said), LEFT_OUT)
NAMES = {**{one.value: one.label for one in Said}, LEFT_OUT: "Left out"}
SHORT = {**NAMES, Said.UNKNOWN.value: "Do not know"}
BOX, GAP = 40, 6
LEGEND = tuple((look or "left", SHORT[look]) for look in LOOKS)
"""How each part of a bar looks, and what it stands for."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: from where, how wide, how it looks, and how many people it stands for."""

    x: float
    width: float
    look: str
    people: int

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return self.x + self.width / 2

    @property
    def has_room(self) -> bool:
        """Whether its number fits."""
        return self.width >= ROOM


@dataclass(frozen=True, slots=True)
class Row:
    """What a group said to one question: its name, how many there are of each answer, and of how many people.

    ``agency`` is its key; none where it is the partnership, or small groups together.
    """

    name: str
    counts: tuple[tuple[str, int], ...]
    people: int
    agency: UUID | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The bar, one part for each answer that somebody gave."""
        x, found = 0.0, []
        for look, people in self.counts:
            if people:
                width = WIDTH * people / self.people
                found.append(Part(round(x, 1), round(width, 1), look or "left", people))
                x += width
        return tuple(found)

    @property
    def words(self) -> str:
        """The bar in words."""
        told = ", ".join(f"{NAMES[look]}: {people}" for look, people in self.counts)
        return f"{told}. Of {self.people} people."


def row(name: str, figures: Mapping[str, int], agency: UUID | None = None) -> Row | None:
    """Return what a group said to one question; None where nothing is shown of it."""
    people = sum(figures.values())
    return Row(name, tuple((look, figures.get(look, 0)) for look in LOOKS), people, agency) if people else None


def boxes(figure: int) -> tuple[tuple[int, bool], ...]:
    """Return the boxes of a figure from 1 to 3: where each stands, and whether it is full."""
    return tuple((number * (BOX + GAP), number < figure) for number in range(3))
