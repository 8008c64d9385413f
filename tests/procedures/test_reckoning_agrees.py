"""Fifty thousand deadlines, reckoned by the product and by somebody who never saw it; and seven planted faults.

The other reckoning (tests/facts) walks day by day over typed holidays. They must never differ, and each
fault that real systems had must make them differ, or this test would prove nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest

from commonground.editions.holidays import england_holidays
from commonground.procedures import worktime
from commonground.procedures.definition import DAYS
from commonground.procedures.terms import Unit
from commonground.procedures.together import days_paused
from commonground.procedures.worktime import Calendar, reckon
from tests.facts import bank_holidays, reckoning
from tests.procedures.deadlines import COUNT, FIRST, LAST, LONDON, OFFICES, UNITS, Given, cases, clock_changes

FAULTS_IN = slice(None, None, 5)
"""The planted faults are looked for in every fifth case: ten thousand find them, and quicker."""
NEAR = timedelta(days=6)
"""How far about a clock change a deadline begins and ends: over Easter it is some days to a working one."""


@cache
def holidays() -> dict[date, str]:
    return {row.day: row.name for row in england_holidays(2024, 2036)}


@cache
def calendar(office: tuple[time, time], closed: frozenset[date] = frozenset()) -> Calendar:
    return Calendar(holidays() | dict.fromkeys(closed, "closed"), date(2027, 12, 31), *office)


Reckon = Callable[[Given, Calendar], datetime | None]


def product(given: Given, of: Calendar) -> datetime | None:
    return reckon(given.start, given.amount, given.unit, of, given.paused).due


@cache
def theirs() -> tuple[datetime, ...]:
    """Return what the other reckoning says of each case."""
    return tuple(
        reckoning.due(
            given.start, given.amount, given.unit.value, office=given.office, closed=given.closed, paused=given.paused
        )
        for given in cases()
    )


def differing(reckon_with: Reckon, change: Callable[[Calendar], Calendar] = lambda of: of) -> Iterator[Given]:
    for given, due in zip(cases()[FAULTS_IN], theirs()[FAULTS_IN], strict=True):
        if reckon_with(given, change(calendar(given.office, given.closed))) != due:
            yield given


def units(found: Iterator[Given]) -> set[Unit]:
    return {given.unit for given in found}


def test_fifty_thousand_deadlines_agree(figure: Callable[[str], None]) -> None:
    wrong = [
        (given, mine, due)
        for given, due in zip(cases(), theirs(), strict=True)
        if (mine := product(given, calendar(given.office, given.closed))) != due
    ]
    assert wrong == []
    count = Counter(given.unit for given in cases())
    paused = sum(bool(given.paused) for given in cases())
    figure(f"{len(cases())} deadlines agree, {paused} of them paused: {dict(sorted(count.items()))}")


def test_they_cover_every_unit_year_office_and_pause() -> None:
    """A unit that has no other reckoning is never due at all, so there is nothing to agree about."""
    assert len(cases()) == COUNT
    assert all(sum(given.unit is unit for given in cases()) > 4_000 for unit in UNITS)
    (undated,) = set(Unit) - set(UNITS)
    assert all(reckon(given.start, given.amount, undated, calendar(given.office)).due is None for given in cases()[:99])
    paused = [given for given in cases() if given.paused]
    for unit in DAYS:
        matters = [given for given in paused if given.unit is unit]
        assert sum(product(given, calendar(given.office)) != product(replace(given, paused=()), calendar(given.office))
                   for given in matters) > 2_000  # fmt: skip
    began = {given.start.astimezone(LONDON).year for given in cases()}
    assert began == set(range(FIRST.year, LAST.year + 1))
    assert {given.office for given in cases()} == set(OFFICES)


def test_they_begin_and_end_on_both_sides_of_every_clock_change() -> None:
    assert len(clock_changes()) == 22
    both_sides = {(True, True), (True, False), (False, False)}  # began before it or not, ended before it or not
    found: dict[tuple[datetime, Unit], set[tuple[bool, bool]]] = {}
    of_year = {year: [one for one in clock_changes() if one.year == year] for year in range(FIRST.year, LAST.year + 1)}
    for given, due in zip(cases(), theirs(), strict=True):
        for change in of_year.get(given.start.year, ()):
            if abs(given.start - change) <= NEAR and abs(due - change) <= NEAR:
                found.setdefault((change, given.unit), set()).add((given.start < change, due < change))
    assert {key for key, sides in found.items() if sides == both_sides} == {
        (change, unit) for change in clock_changes() for unit in UNITS
    }


def test_how_long_a_pause_is_agrees() -> None:
    """In working days and in calendar days, as an edition may limit it."""
    pauses = {(given.paused, given.office, given.closed) for given in cases() if given.paused}
    assert len(pauses) > 2_000
    for paused, office, closed in pauses:
        for begins, ends in paused:
            for unit in DAYS:
                mine = days_paused(begins, ends, unit, calendar(office, closed))
                assert mine == reckoning.days_paused(begins, ends, unit.value, office, closed), (begins, ends, unit)


def test_the_two_tables_of_holidays_agree() -> None:
    assert frozenset(holidays()) == frozenset(bank_holidays.BANK_HOLIDAYS)


def test_fault_off_by_one_is_found() -> None:
    """Day 1 is the day of the event."""

    def faulty(given: Given, of: Calendar) -> datetime | None:
        return product(replace(given, start=given.start - timedelta(days=1)), of)

    assert units(differing(faulty)) >= DAYS


def test_fault_or_for_and_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day counts if it is a weekday *or* no holiday, where *and* was meant."""

    def working(day: date, of: Calendar) -> bool:
        return day.weekday() < worktime.SATURDAY or day not in of.holidays

    def day_off(day: date, of: Calendar) -> str:
        return "" if working(day, of) else "off"

    monkeypatch.setattr(worktime, "is_working_day", working)
    monkeypatch.setattr(worktime, "_day_off", day_off)
    assert units(differing(product)) == {Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.SAME_WORKING_DAY}


def test_fault_no_substitute_day_is_found() -> None:
    """The holiday stays on its weekend date and the Monday is worked."""

    def changed(of: Calendar) -> Calendar:
        return replace(of, holidays={day: name for day, name in of.holidays.items() if "substitute" not in name})

    assert units(differing(product, changed)) == {Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.SAME_WORKING_DAY}


def test_fault_24_hours_as_a_day_is_found() -> None:
    """Hours by the clock counted on the London clock face, so that a day is 24 of them when clocks change."""

    def faulty(given: Given, of: Calendar) -> datetime | None:
        if given.unit is not Unit.CLOCK_HOURS:
            return product(given, of)
        return (given.start.astimezone(worktime.LONDON) + timedelta(hours=given.amount)).astimezone(UTC)

    assert units(differing(faulty)) == {Unit.CLOCK_HOURS}


def test_fault_naive_utc_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates and office hours read in UTC, an hour wrong all summer."""
    monkeypatch.setattr(worktime, "LONDON", UTC)
    assert units(differing(product)) == set(UNITS) - {Unit.CLOCK_HOURS}


def test_fault_a_pause_of_office_hours_in_calendar_days_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock of calendar days leaves out a day only if it stood still while the office was open."""
    of_working_days = worktime.stood_still

    def faulty(day: date, pauses: worktime.Pauses, _: Unit, of: Calendar) -> bool:
        return of_working_days(day, pauses, Unit.WORKING_DAYS, of)

    monkeypatch.setattr(worktime, "stood_still", faulty)
    assert units(differing(product)) == {Unit.CALENDAR_DAYS}


def test_fault_a_pause_added_as_hours_is_found() -> None:
    """The length of a pause is added to the date, where whole days are left out."""

    def faulty(given: Given, of: Calendar) -> datetime | None:
        due = product(replace(given, paused=()), of)
        return due and due + sum((ends - begins for begins, ends in given.paused), timedelta())

    assert units(differing(faulty)) == DAYS
