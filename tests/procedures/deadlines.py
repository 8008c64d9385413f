"""Fifty thousand things to reckon: where clock changes, holidays and pauses make reckonings go wrong, and anywhere."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import product
from zoneinfo import ZoneInfo

from commonground.procedures.definition import DAYS, UNCOUNTED
from commonground.procedures.terms import Unit
from tests.facts.bank_holidays import BANK_HOLIDAYS

LONDON = ZoneInfo("Europe/London")
COUNT = 50_000
FIRST, LAST = date(2025, 1, 1), date(2035, 12, 31)
UNITS = tuple(unit for unit in Unit if unit is not Unit.WITHOUT_DELAY)
OFFICES = ((time(9), time(17)), (time(8, 30), time(16, 45)), (time(8), time(18)))
AWKWARD = (time(0), time(0, 30), time(8, 59), time(9), time(16, 59), time(17), time(17, 1), time(23, 59))
EXTRA = frozenset({date(2027, 6, 4), date(2029, 10, 29), date(2031, 3, 31)})
"""Working days that become bank holidays: one anywhere, and the Mondays after two clock changes."""
SHUT = frozenset(date(2026, 3, 30) + timedelta(days=n) for n in range(14)) | frozenset(
    date(2030, 10, 28) + timedelta(days=n) for n in range(5)
)
"""An agency's school holidays, without a stand-in."""
CLOSED = (frozenset[date](), EXTRA, SHUT)

Pauses = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a deadline is reckoned from."""

    start: datetime
    amount: int
    unit: Unit
    office: tuple[time, time]
    closed: frozenset[date] = frozenset()
    paused: Pauses = ()


def london(day: date, at: time) -> datetime:
    """Return that moment of London's clock, in UTC."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def clock_changes() -> tuple[datetime, ...]:
    """Return each moment at which London's clocks change: 01:00 UTC on the last Sundays of March and October."""
    sundays = (
        max(day for n in range(1, 32) if (day := date(year, month, n)).isoweekday() == 7)
        for year in range(FIRST.year, LAST.year + 1)
        for month in (3, 10)
    )
    return tuple(datetime(day.year, day.month, day.day, 1, tzinfo=UTC) for day in sundays)


_BEFORE, _AFTER = (4300, 2890, 1930, 1450, 965, 480, 61, 60, 30, 1), (0, 1, 30, 59, 60, 61, 125, 479, 1920, 2500)
AROUND = tuple(timedelta(minutes=minutes) for minutes in (*(-before for before in _BEFORE), *_AFTER))
"""Starts about a clock change, in minutes before and after it: the hour that comes twice, or never, is among them."""


def around_clock_changes() -> Iterator[Given]:
    """Yield clocks of every unit that begin and end on both sides of every clock change."""
    some = random.Random(1)  # noqa: S311 (a fixed seed, so that a failure can be seen again)
    for change, shift, unit in product(clock_changes(), AROUND, UNITS):
        amounts = (1,) if unit in UNCOUNTED else (1, 2, 3, 5, 8, some.randint(9, 75))
        for amount in amounts:
            yield Given(change + shift, amount, unit, some.choice(OFFICES), some.choice(CLOSED))


@cache
def pauses_around(change: datetime) -> tuple[Pauses, ...]:
    """Return pauses that begin or end near a clock change, and some that are two."""
    sunday = change.date()
    friday, monday, tuesday = (sunday + timedelta(days=n) for n in (-2, 1, 2))
    hour = timedelta(hours=1)
    one = (
        (london(friday, time(16, 59)), london(monday, time(9))),
        (london(friday, time(17)), london(monday, time(9, 1))),
        (london(friday, time(17)), london(monday, time(8, 30))),
        (london(sunday, time(0, 30)), london(sunday, time(3))),
        (change, change + hour),
        (change - hour, change),
        (london(sunday, time(23, 59)), london(monday, time(0))),
        (london(sunday, time(23, 30)), london(tuesday, time(0))),
        (london(monday, time(16, 44)), london(tuesday, time(8))),
        (london(monday, time(18)), london(tuesday, time(9))),
    )
    two = ((one[1], one[8]), (one[3], one[7]), (one[0], one[6]))
    return (*((pause,) for pause in one), *two)


def paused_around_clock_changes() -> Iterator[Given]:
    """Yield clocks of days that stood still about every clock change."""
    some = random.Random(2)  # noqa: S311 (as above)
    shifts = (timedelta(hours=-100), timedelta(hours=-53), timedelta(minutes=-30), timedelta(hours=30))
    for change, shift, unit in product(clock_changes(), shifts, sorted(DAYS)):
        for paused, amount in product(pauses_around(change), (1, 2, 5)):
            yield Given(change + shift, amount, unit, some.choice(OFFICES), some.choice(CLOSED), paused)


@cache
def anywhere_paused() -> tuple[tuple[date, Pauses], ...]:
    """Return pauses from any day on, of hours or of days."""
    some = random.Random(3)  # noqa: S311 (as above)
    found = []
    for _ in range(250):
        day = FIRST + timedelta(some.randrange((LAST - FIRST).days))
        begins = london(day, some.choice((*AWKWARD, time(some.randrange(24), some.randrange(60)))))
        ends = london(day + timedelta(some.choice((1, 1, 2, 3, 6, 11))), some.choice(AWKWARD))
        found.append((day, ((begins, ends),)))
    return tuple(found)


def awkward_days() -> list[date]:
    """Return the days around bank holidays, leap days and the days off of some, where reckonings go wrong."""
    special = {*BANK_HOLIDAYS, *EXTRA, *SHUT}
    for year in range(FIRST.year, LAST.year + 1):
        special |= {date(year, 3, 1), date(year, 12, 26), date(year, 1, 1)}
    near = {day + timedelta(days=shift) for day in special for shift in (-3, -2, -1, 0, 1)}
    return sorted(day for day in near if FIRST <= day <= LAST)


def anywhere() -> Iterator[Given]:
    """Yield clocks of every unit from any day on, of all years; of those of days every third stood still a while."""
    some = random.Random(20260501)  # noqa: S311 (as above)
    awkward = awkward_days()
    while True:
        day = some.choice(awkward) if some.random() < 0.5 else FIRST + timedelta(some.randrange((LAST - FIRST).days))
        unit, paused = some.choice(UNITS), Pauses()
        if unit in DAYS and some.random() < 1 / 3:
            day, paused = some.choice(anywhere_paused())
            day = max(FIRST, day - timedelta(some.randrange(5)))
        at = some.choice(AWKWARD) if some.random() < 0.4 else time(some.randrange(24), some.randrange(60))
        yield Given(london(day, at), some.randint(1, 20), unit, some.choice(OFFICES), some.choice(CLOSED), paused)


@cache
def cases() -> tuple[Given, ...]:
    """Return all that is reckoned."""
    found = [*around_clock_changes(), *paused_around_clock_changes()]
    rest = anywhere()
    return (*found, *(next(rest) for _ in range(COUNT - len(found))))
