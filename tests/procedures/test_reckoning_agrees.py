"""Ten thousand deadlines, reckoned by the product and by somebody who never saw it; and five planted faults.

The other reckoning (tests/facts) walks day by day over typed holidays. They must never differ, and each
fault that real systems had must make them differ, or this test would prove nothing.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest

from commonground.editions.holidays import england_holidays
from commonground.procedures import worktime
from commonground.procedures.terms import Unit
from commonground.procedures.worktime import Calendar, reckon
from tests.facts import bank_holidays, reckoning

Given = tuple[datetime, int, Unit, tuple[time, time]]
COUNT = 10_000
UNITS = [unit for unit in Unit if unit is not Unit.WITHOUT_DELAY]
OFFICES = [(time(9), time(17)), (time(9), time(17)), (time(8, 30), time(16, 45)), (time(8), time(18))]
AWKWARD = [time(0), time(0, 30), time(8, 59), time(9), time(16, 59), time(17), time(17, 1), time(23, 59)]


@cache
def holidays() -> dict[date, str]:
    return {row.day: row.name for row in england_holidays(2024, 2036)}


def calendar(office: tuple[time, time]) -> Calendar:
    return Calendar(holidays(), date(2027, 12, 31), *office)


def awkward_days() -> list[date]:
    """Return the days around clock changes, bank holidays and leap days, where reckonings go wrong."""
    special = set(bank_holidays.BANK_HOLIDAYS)
    for year in range(2024, 2036):
        for month in (3, 10):
            special |= {date(year, month, day) for day in range(25, 32) if date(year, month, day).weekday() == 6}
        special |= {date(year, 3, 1), date(year, 12, 26)}
    near = {day + timedelta(days=shift) for day in special for shift in (-3, -2, -1, 0, 1)}
    return sorted(day for day in near if 2024 <= day.year <= 2035)


@cache
def cases() -> tuple[Given, ...]:
    chance = random.Random(20260501)  # noqa: S311 (a fixed seed, so that a failure can be seen again)
    awkward = awkward_days()
    first, span = date(2024, 1, 1), (date(2036, 9, 30) - date(2024, 1, 1)).days

    def one() -> Given:
        day = chance.choice(awkward) if chance.random() < 0.5 else first + timedelta(chance.randrange(span))
        at = chance.choice(AWKWARD) if chance.random() < 0.4 else time(chance.randrange(24), chance.randrange(60))
        start = datetime.combine(day, at, worktime.LONDON).astimezone(UTC)
        return start, chance.randint(1, 20), chance.choice(UNITS), chance.choice(OFFICES)

    return tuple(one() for _ in range(COUNT))


Reckon = Callable[[datetime, int, Unit, Calendar], datetime | None]


def product(start: datetime, amount: int, unit: Unit, of: Calendar) -> datetime | None:
    return reckon(start, amount, unit, of).due


def differing(reckon_with: Reckon, change: Callable[[Calendar], Calendar] = lambda of: of) -> Iterator[Unit]:
    for start, amount, unit, office in cases():
        mine = reckon_with(start, amount, unit, change(calendar(office)))
        theirs = reckoning.due(start, amount, unit.value, office=office)
        if mine != theirs:
            yield unit


def test_ten_thousand_deadlines_agree() -> None:
    units = [unit for _, _, unit, _ in cases()]
    assert all(units.count(unit) > 1_500 for unit in UNITS)
    wrong = [
        (start, amount, unit.value, office)
        for start, amount, unit, office in cases()
        if product(start, amount, unit, calendar(office)) != reckoning.due(start, amount, unit.value, office=office)
    ]
    assert wrong == []


def test_an_agencys_closed_days_agree() -> None:
    """An agency closed over Easter week and without a stand-in: nobody works, as on a holiday."""
    closed = frozenset(date(2026, 4, 7) + timedelta(days=n) for n in range(4))
    office = (time(9), time(17))
    of = Calendar(holidays() | dict.fromkeys(closed, "closed"), date(2027, 12, 31), *office)
    for start, amount, unit, _ in cases()[:1_000]:
        near = datetime.combine(date(2026, 4, 1) + timedelta(days=amount % 9), start.time(), UTC)
        assert product(near, amount, unit, of) == reckoning.due(near, amount, unit.value, office=office, closed=closed)


def test_the_two_tables_of_holidays_agree() -> None:
    assert frozenset(holidays()) == frozenset(bank_holidays.BANK_HOLIDAYS)


def test_fault_off_by_one_is_found() -> None:
    """Day 1 is the day of the event."""

    def faulty(start: datetime, amount: int, unit: Unit, of: Calendar) -> datetime | None:
        return product(start - timedelta(days=1), amount, unit, of)

    assert {Unit.WORKING_DAYS, Unit.CALENDAR_DAYS} <= set(differing(faulty))


def test_fault_or_for_and_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day counts if it is a weekday *or* no holiday, where *and* was meant."""

    def working(day: date, of: Calendar) -> bool:
        return day.weekday() < worktime.SATURDAY or day not in of.holidays

    def day_off(day: date, of: Calendar) -> str:
        return "" if working(day, of) else "off"

    monkeypatch.setattr(worktime, "is_working_day", working)
    monkeypatch.setattr(worktime, "_day_off", day_off)
    assert {Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.SAME_WORKING_DAY} == set(differing(product))


def test_fault_no_substitute_day_is_found() -> None:
    """The holiday stays on its weekend date and the Monday is worked."""
    kept = {day: name for day, name in holidays().items() if "substitute" not in name}

    def changed(of: Calendar) -> Calendar:
        return replace(of, holidays=kept)

    assert {Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.SAME_WORKING_DAY} == set(differing(product, changed))


def test_fault_24_hours_as_a_day_is_found() -> None:
    """Hours by the clock counted on the London clock face, so that a day is 24 of them when clocks change."""

    def faulty(start: datetime, amount: int, unit: Unit, of: Calendar) -> datetime | None:
        if unit is not Unit.CLOCK_HOURS:
            return product(start, amount, unit, of)
        return (start.astimezone(worktime.LONDON) + timedelta(hours=amount)).astimezone(UTC)

    assert set(differing(faulty)) == {Unit.CLOCK_HOURS}


def test_fault_naive_utc_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates and office hours read in UTC, an hour wrong all summer."""
    monkeypatch.setattr(worktime, "LONDON", UTC)
    assert set(differing(product)) == set(UNITS) - {Unit.CLOCK_HOURS}
