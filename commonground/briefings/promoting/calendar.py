"""The leaders’ calendar as a picture: twelve months from one, agency by agency by name, and what is done or planned."""

from calendar import month_abbr, month_name
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Value, When
from django.db.models.functions import TruncMonth

from commonground.briefings.promoting.models import Promotion, Promotions
from commonground.directory.models import Agency
from commonground.procedures.terms import Term

MONTHS, BEFORE, STEP = 12, 5, 6
"""How many months one picture shows, how many of them before this one, and by how many one goes on or back."""

WIDTH, HEIGHT, EDGE, PAD = 600, 44, 2, 3
CELL = WIDTH // MONTHS


class Look(Term):
    """How something in the calendar stands."""

    DONE = "done", "done"
    PLANNED = "planned", "planned"
    GONE_BY = "gone_by", "its day has gone by, and nothing is noted yet"


def look(row: Promotion, today: date) -> Look:
    """Return how something in the calendar stands on a day."""
    if row.done_on:
        return Look.DONE
    return Look.PLANNED if row.due_on >= today else Look.GONE_BY


Counts = Counter[tuple[date, Look]]
"""How many there are of a month, by its first day, that stand alike."""


def counted(rows: Promotions, today: date) -> dict[UUID, Counts]:
    """Return how many there are of each agency, of some that are ``within`` some days; in one query."""
    look = Case(
        When(done_on__isnull=False, then=Value(Look.DONE.value)),
        When(due_on__gte=today, then=Value(Look.PLANNED.value)),
        default=Value(Look.GONE_BY.value),
    )
    told: Any = rows.annotate(month=TruncMonth("shown_on"), look=look).order_by().values_list("agency", "month", "look")
    found: dict[UUID, Counts] = defaultdict(Counter)
    for agency, month, stands, number in told.annotate(number=Count("pk")):
        found[agency][month, Look(stands)] = number
    return found


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the picture: its first day, and where it stands."""

    starts: date
    x: int
    now: bool

    @property
    def short(self) -> str:
        """Its name in three letters."""
        return month_abbr[self.starts.month]

    @property
    def name(self) -> str:
        """Its name and year."""
        return f"{month_name[self.starts.month]} {self.starts.year}"

    @property
    def middle(self) -> int:
        """Where its name stands."""
        return self.x + CELL // 2


@dataclass(frozen=True, slots=True)
class Mark:
    """So many of a month that stand alike: where, how wide, how it looks."""

    x: float
    width: float
    look: Look
    count: int

    @property
    def middle(self) -> float:
        """Where the number stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """The twelve months of an agency: its marks, and the same in words."""

    agency: Agency
    marks: tuple[Mark, ...]
    words: str


def later(day: date, months: int) -> date:
    """Return the first of the month that comes so many after the month of a day, or before it."""
    since = day.year * MONTHS + day.month - 1 + months
    return date(since // MONTHS, since % MONTHS + 1, 1)


def months_from(first: date, today: date) -> tuple[Month, ...]:
    """Return twelve months from one."""
    days = (later(first, number) for number in range(MONTHS))
    now = later(today, 0)
    return tuple(Month(day, number * CELL, day == now) for number, day in enumerate(days))


def line(agency: Agency, counts: Counts, months: tuple[Month, ...]) -> Line:
    """Return an agency’s months, as they were counted."""
    said = "; ".join(_in_words(counts, months))
    marks = tuple(mark for month in months for mark in _marks(month, counts))
    return Line(agency, marks, f"{said}." if said else "Nothing is planned or noted in these months.")


def _marks(month: Month, counts: Counts) -> Iterator[Mark]:
    looks = [one for one in Look if counts[month.starts, one]]
    for number, one in enumerate(looks):
        width = (CELL - 2 * PAD) / len(looks)
        yield Mark(
            round(month.x + PAD + number * width + EDGE / 2, 1), round(width - EDGE, 1), one, counts[month.starts, one]
        )


def _in_words(counts: Counts, months: tuple[Month, ...]) -> Iterator[str]:
    for month, one in product(months, Look):
        if count := counts[month.starts, one]:
            yield f"{month.name}: {count} {one.label if one is not Look.GONE_BY else 'whose day has gone by'}"
