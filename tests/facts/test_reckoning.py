"""Hold the second reckoning to dates worked out by hand on a calendar.

Every expected moment is typed: in London time with its offset from UTC, so a wrong summer time shows.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from tests.facts.bank_holidays import BANK_HOLIDAYS, FIRST_YEAR, LAST_YEAR
from tests.facts.reckoning import due, is_working_day, working_days_between

WINTER = UTC
SUMMER = timezone(timedelta(hours=1))
FRIDAY = 4
SUNDAY = 6
HOLIDAYS_A_YEAR = 8


def winter(text: str) -> datetime:
    """Return "2026-01-30 10:00", London winter time."""
    return datetime.fromisoformat(text).replace(tzinfo=WINTER)


def summer(text: str) -> datetime:
    """Return "2026-06-15 10:00", London summer time."""
    return datetime.fromisoformat(text).replace(tzinfo=SUMMER)


def test_raised_on_a_sunday_day_one_is_monday() -> None:
    """Clock case 1: Sunday 1 March 2026, then Monday, Tuesday, Wednesday."""
    assert due(winter("2026-03-01 12:00"), 1, "working_days") == winter("2026-03-02 17:00")
    assert due(winter("2026-03-01 12:00"), 3, "working_days") == winter("2026-03-04 17:00")


def test_across_a_month_end() -> None:
    """Clock case 2: from Friday 30 January 2026, Monday is day 1 and Tuesday 3 February day 2."""
    assert due(winter("2026-01-30 10:00"), 2, "working_days") == winter("2026-02-03 17:00")


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 4, 20), date(2026, 4, 27), 5),  # Monday to Monday
        (date(2026, 4, 27), date(2026, 5, 4), 4),  # to the early May holiday
        (date(2026, 4, 27), date(2026, 5, 5), 5),
        (date(2026, 4, 2), date(2026, 4, 7), 1),  # over Easter
        (date(2026, 4, 24), date(2026, 4, 26), 0),  # Friday to Sunday
        (date(2026, 4, 20), date(2026, 4, 20), 0),
        (date(2025, 12, 31), date(2026, 12, 31), 253),  # 261 weekdays less 8 holidays
    ],
)
def test_working_days_between(first: date, last: date, count: int) -> None:
    """Clock case 3: a weekend and a holiday are each left out, once."""
    assert working_days_between(first, last) == count


def test_substitute_is_the_holiday_and_the_weekend_date_is_not() -> None:
    """Clock case 5: Boxing Day 2026 is a Saturday, so Monday 28 December is taken instead."""
    assert date(2026, 12, 26) not in BANK_HOLIDAYS
    assert not is_working_day(date(2026, 12, 26))
    assert not is_working_day(date(2026, 12, 28))
    assert due(winter("2026-12-24 10:00"), 1, "working_days") == winter("2026-12-29 17:00")


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 2),  # Scotland only
        date(2026, 3, 17),  # Northern Ireland only
        date(2026, 6, 15),  # Scotland only, the World Cup
        date(2026, 7, 13),  # Northern Ireland only
        date(2026, 8, 3),  # Scotland only
        date(2026, 11, 30),  # Scotland only
        date(2026, 12, 24),
        date(2024, 2, 29),
    ],
)
def test_days_that_england_works(day: date) -> None:
    """Clock case 5: a day listed elsewhere that nobody in England takes is a working day."""
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        # Sunday 29 March 2026, 23 hours long: 00:30 is still winter, the end is summer.
        (winter("2026-03-29 00:30"), 24, "clock_hours", summer("2026-03-30 01:30")),
        (winter("2026-03-29 00:30"), 1, "working_days", summer("2026-03-30 17:00")),
        (winter("2026-03-29 00:30"), 1, "calendar_days", summer("2026-03-30 23:59")),
        (winter("2026-03-29 00:30"), 3, "working_hours", summer("2026-03-30 12:00")),
        (winter("2026-03-29 00:30"), 1, "same_working_day", summer("2026-03-30 17:00")),
        (winter("2026-03-27 16:00"), 24, "clock_hours", winter("2026-03-28 16:00")),
        (winter("2026-03-28 16:00"), 24, "clock_hours", summer("2026-03-29 17:00")),
        (winter("2026-03-27 16:00"), 2, "working_hours", summer("2026-03-30 10:00")),
        (winter("2026-03-28 12:00"), 1, "calendar_days", summer("2026-03-29 23:59")),
        # Sunday 25 October 2026, 25 hours long: 00:30 is still summer, and still Saturday in UTC.
        (summer("2026-10-25 00:30"), 24, "clock_hours", winter("2026-10-25 23:30")),
        (summer("2026-10-25 00:30"), 1, "working_days", winter("2026-10-26 17:00")),
        (summer("2026-10-25 00:30"), 1, "calendar_days", winter("2026-10-26 23:59")),
        (summer("2026-10-25 00:30"), 3, "working_hours", winter("2026-10-26 12:00")),
        (summer("2026-10-25 00:30"), 1, "same_working_day", winter("2026-10-26 17:00")),
        (summer("2026-10-24 16:00"), 24, "clock_hours", winter("2026-10-25 15:00")),
        (summer("2026-10-23 16:00"), 2, "working_hours", winter("2026-10-26 10:00")),
    ],
)
def test_clock_change_weekends(start: datetime, amount: int, unit: str, expected: datetime) -> None:
    """Clock case 7: clock hours are true hours; every other unit keeps London's wall clock."""
    assert due(start, amount, unit) == expected


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        # 2024: 29 February is a Thursday.
        (winter("2024-02-28 10:00"), 1, "working_days", winter("2024-02-29 17:00")),
        (winter("2024-02-28 10:00"), 2, "working_days", winter("2024-03-01 17:00")),
        (winter("2024-02-29 10:00"), 1, "working_days", winter("2024-03-01 17:00")),
        (winter("2024-02-28 10:00"), 1, "calendar_days", winter("2024-02-29 23:59")),
        (winter("2024-02-28 10:00"), 24, "clock_hours", winter("2024-02-29 10:00")),
        (winter("2024-02-28 16:00"), 2, "working_hours", winter("2024-02-29 10:00")),
        # 2028: a Tuesday. 2032: a Sunday.
        (winter("2028-02-28 10:00"), 1, "working_days", winter("2028-02-29 17:00")),
        (winter("2032-02-27 10:00"), 1, "working_days", winter("2032-03-01 17:00")),
        # 2025 has none: Friday 28 February runs on to Monday 3 March.
        (winter("2025-02-28 10:00"), 1, "working_days", winter("2025-03-03 17:00")),
        (winter("2025-02-28 10:00"), 1, "calendar_days", winter("2025-03-01 23:59")),
    ],
)
def test_leap_day(start: datetime, amount: int, unit: str, expected: datetime) -> None:
    """29 February counts as the day of the week it is, when there is one."""
    assert due(start, amount, unit) == expected


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        # 2026: Thursday 2 April, Good Friday the 3rd, Easter Monday the 6th, already summer time.
        (summer("2026-04-02 10:00"), 1, "working_days", summer("2026-04-07 17:00")),
        (summer("2026-04-02 10:00"), 2, "working_days", summer("2026-04-08 17:00")),
        (summer("2026-04-03 10:00"), 1, "working_days", summer("2026-04-07 17:00")),
        (summer("2026-04-06 10:00"), 1, "same_working_day", summer("2026-04-07 17:00")),
        (summer("2026-04-02 16:30"), 1, "working_hours", summer("2026-04-07 09:30")),
        (summer("2026-04-02 10:00"), 5, "calendar_days", summer("2026-04-07 23:59")),
        # 2024: the clocks change on Easter Sunday, 31 March.
        (winter("2024-03-28 10:00"), 1, "working_days", summer("2024-04-02 17:00")),
        # 2027: the clocks change on Easter Sunday, 28 March.
        (winter("2027-03-25 10:00"), 1, "working_days", summer("2027-03-30 17:00")),
    ],
)
def test_good_friday_to_easter_monday(start: datetime, amount: int, unit: str, expected: datetime) -> None:
    """Four days off in a row."""
    assert due(start, amount, unit) == expected


@pytest.mark.parametrize(
    ("eve", "one", "two", "four"),
    [
        ("2028-12-24", "2028-12-27", "2028-12-28", "2029-01-02"),  # Christmas on a Monday
        ("2029-12-24", "2029-12-27", "2029-12-28", "2030-01-02"),  # Tuesday
        ("2024-12-24", "2024-12-27", "2024-12-30", "2025-01-02"),  # Wednesday
        ("2025-12-24", "2025-12-29", "2025-12-30", "2026-01-02"),  # Thursday
        ("2026-12-24", "2026-12-29", "2026-12-30", "2027-01-04"),  # Friday
        ("2027-12-24", "2027-12-29", "2027-12-30", "2028-01-04"),  # Saturday
        ("2033-12-24", "2033-12-28", "2033-12-29", "2034-01-03"),  # Sunday
    ],
)
def test_christmas_on_each_day_of_the_week(eve: str, one: str, two: str, four: str) -> None:
    """One, two and four working days after Christmas Eve, the last of them past New Year's Day."""
    start = winter(f"{eve} 10:00")
    assert due(start, 1, "working_days") == winter(f"{one} 17:00")
    assert due(start, 2, "working_days") == winter(f"{two} 17:00")
    assert due(start, 4, "working_days") == winter(f"{four} 17:00")


@pytest.mark.parametrize(
    ("start", "same_day", "one_hour", "one_day"),
    [
        ("2026-06-16 08:59", "2026-06-16 17:00", "2026-06-16 10:00", "2026-06-17 17:00"),
        ("2026-06-16 09:00", "2026-06-16 17:00", "2026-06-16 10:00", "2026-06-17 17:00"),
        ("2026-06-16 16:00", "2026-06-16 17:00", "2026-06-16 17:00", "2026-06-17 17:00"),
        ("2026-06-16 16:59", "2026-06-16 17:00", "2026-06-17 09:59", "2026-06-17 17:00"),
        ("2026-06-16 17:00", "2026-06-16 17:00", "2026-06-17 10:00", "2026-06-17 17:00"),
        ("2026-06-16 17:00:01", "2026-06-17 17:00", "2026-06-17 10:00", "2026-06-17 17:00"),
        ("2026-06-16 17:01", "2026-06-17 17:00", "2026-06-17 10:00", "2026-06-17 17:00"),
        ("2026-06-19 16:59", "2026-06-19 17:00", "2026-06-22 09:59", "2026-06-22 17:00"),  # Friday
        ("2026-06-19 17:01", "2026-06-22 17:00", "2026-06-22 10:00", "2026-06-22 17:00"),
        ("2026-06-20 12:00", "2026-06-22 17:00", "2026-06-22 10:00", "2026-06-22 17:00"),  # Saturday
    ],
)
def test_around_opening_and_closing(start: str, same_day: str, one_hour: str, one_day: str) -> None:
    """Closing time itself is not after closing, yet no office time is left in that day."""
    begun = summer(start)
    assert due(begun, 1, "same_working_day") == summer(same_day)
    assert due(begun, 1, "working_hours") == summer(one_hour)
    assert due(begun, 1, "working_days") == summer(one_day)


def test_working_hours_that_end_at_closing_stay_there() -> None:
    """Eight hours from opening end at that day's closing, and sixteen at the next day's."""
    assert due(summer("2026-06-16 09:00"), 8, "working_hours") == summer("2026-06-16 17:00")
    assert due(summer("2026-06-16 09:00"), 9, "working_hours") == summer("2026-06-17 10:00")
    assert due(summer("2026-06-16 09:00"), 16, "working_hours") == summer("2026-06-17 17:00")
    assert due(summer("2026-06-19 12:15"), 24, "working_hours") == summer("2026-06-24 12:15")


def test_the_london_date_decides_not_the_utc_date() -> None:
    """23:30 on Sunday 14 June in UTC is already Monday 15 June in London, so day 1 is Tuesday."""
    start = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    assert due(start, 1, "working_days") == summer("2026-06-16 17:00")
    assert due(start, 1, "calendar_days") == summer("2026-06-16 23:59")
    assert due(start, 1, "same_working_day") == summer("2026-06-15 17:00")


def test_office_and_closed_dates_are_the_callers() -> None:
    """An office of 10:00 to 16:00 that also shuts on Wednesday 17 June 2026."""
    office = (time(10, 0), time(16, 0))
    closed = frozenset({date(2026, 6, 17)})
    start = summer("2026-06-16 15:00")
    assert due(start, 1, "working_days", office, closed) == summer("2026-06-18 16:00")
    assert due(start, 2, "working_hours", office, closed) == summer("2026-06-18 11:00")
    late = summer("2026-06-16 16:30")
    assert due(late, 1, "same_working_day", office, closed) == summer("2026-06-18 16:00")
    assert due(start, 1, "calendar_days", office, closed) == summer("2026-06-17 23:59")
    assert due(start, 24, "clock_hours", office, closed) == summer("2026-06-17 15:00")


def test_the_answer_is_in_utc() -> None:
    """Whatever zone the event came in."""
    for unit in ("working_days", "working_hours", "clock_hours", "calendar_days", "same_working_day"):
        assert due(summer("2026-06-16 10:00"), 1, unit).tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "amount", "unit", "message"),
    [
        (winter("2036-12-31 10:00"), 1, "working_days", "outside the bank holiday table"),
        (winter("2036-12-31 16:30"), 1, "working_hours", "outside the bank holiday table"),
        (winter("2036-12-31 17:01"), 1, "same_working_day", "outside the bank holiday table"),
        (winter("2023-12-29 10:00"), 1, "same_working_day", "outside the bank holiday table"),
        (winter("2026-01-05 10:00").replace(tzinfo=None), 1, "working_days", "time zone"),
        (winter("2026-01-05 10:00"), 0, "working_days", "one or more"),
        (winter("2026-01-05 10:00"), 1, "fortnights", "unknown unit"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(start: datetime, amount: int, unit: str, message: str) -> None:
    """Never a guess: beyond the table, or without the facts, there is no answer."""
    with pytest.raises(ValueError, match=message):
        due(start, amount, unit)


def test_refusals_of_an_upside_down_office_and_span() -> None:
    """An office that closes before it opens, and a span that ends before it begins."""
    with pytest.raises(ValueError, match="open before it closes"):
        due(winter("2026-01-05 10:00"), 1, "working_hours", (time(17, 0), time(9, 0)))
    with pytest.raises(ValueError, match="is before"):
        working_days_between(date(2026, 1, 6), date(2026, 1, 5))


def test_last_day_of_the_table_still_counts() -> None:
    """Wednesday 31 December 2036 can be reached, though not passed."""
    assert due(winter("2036-12-30 10:00"), 1, "working_days") == winter("2036-12-31 17:00")


# Easter Sundays, as printed in the tables of the church year.
EASTER = [
    date(2024, 3, 31),
    date(2025, 4, 20),
    date(2026, 4, 5),
    date(2027, 3, 28),
    date(2028, 4, 16),
    date(2029, 4, 1),
    date(2030, 4, 21),
    date(2031, 4, 13),
    date(2032, 3, 28),
    date(2033, 4, 17),
    date(2034, 4, 9),
    date(2035, 3, 25),
    date(2036, 4, 13),
]


def days_of(year: int, month: int) -> list[date]:
    """Return every day of a month."""
    walk = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    return [day for day in walk if (day.year, day.month) == (year, month)]


def taken(listed: date, already: set[date]) -> date:
    """Return the weekday on which a holiday is taken: its own, or the next that is free."""
    while listed.weekday() > FRIDAY or listed in already:
        listed += timedelta(days=1)
    return listed


@pytest.mark.parametrize("easter", EASTER, ids=lambda day: str(day.year))
def test_typed_bank_holidays_follow_the_rules(easter: date) -> None:
    """Walk each year by the known rules and meet exactly the eight dates typed for it."""
    year = easter.year
    assert easter.weekday() == SUNDAY
    mondays = {month: [day for day in days_of(year, month) if day.weekday() == 0] for month in (5, 8)}
    expected = {
        taken(date(year, 1, 1), set()),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        mondays[5][0],
        mondays[5][-1],
        mondays[8][-1],
    }
    boxing_day = date(year, 12, 26)
    # Christmas on a Sunday gives way to Boxing Day on its own Monday, and is taken on the Tuesday.
    christmas = taken(date(year, 12, 25), {boxing_day})
    expected |= {christmas, taken(boxing_day, {christmas})}
    assert {day for day in BANK_HOLIDAYS if day.year == year} == expected
    assert len(expected) == HOLIDAYS_A_YEAR


def test_the_table_spans_the_years_it_claims() -> None:
    """Every year from first to last, and no other."""
    assert {day.year for day in BANK_HOLIDAYS} == set(range(FIRST_YEAR, LAST_YEAR + 1))
    assert [easter.year for easter in EASTER] == list(range(FIRST_YEAR, LAST_YEAR + 1))
