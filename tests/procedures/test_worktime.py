"""Working time by cases that other systems got wrong, typed by hand with the weekday that each falls on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import tzset

import pytest

from commonground.procedures.terms import Unit
from commonground.procedures.worktime import (
    DayLine,
    Reckoned,
    add_working_days,
    day_text,
    halfway,
    is_working_day,
    moment_text,
    next_working_day,
    previous_working_day,
    reckon,
    reminders,
)
from tests.procedures.builders import CALENDAR, HOLIDAYS, london

DAYS, HOURS, CLOCK = Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.CLOCK_HOURS
DATES, SAME_DAY, NO_DELAY = Unit.CALENDAR_DAYS, Unit.SAME_WORKING_DAY, Unit.WITHOUT_DELAY

CASES = [
    # raised on a Sunday, three working days: Monday is day 1
    ("2026-06-07 11:00", 3, DAYS, "2026-06-10 17:00"),
    # over a month's end
    ("2026-01-30 10:00", 2, DAYS, "2026-02-03 17:00"),
    # Monday to Monday is five working days; over the early May holiday, four
    ("2026-06-01 09:00", 5, DAYS, "2026-06-08 17:00"),
    ("2026-04-27 09:00", 4, DAYS, "2026-05-01 17:00"),
    ("2026-04-27 09:00", 5, DAYS, "2026-05-05 17:00"),
    # the example on every page
    ("2026-04-30 14:10", 2, DAYS, "2026-05-05 17:00"),
    # 26 December 2026 is a Saturday, so Monday 28th is the holiday
    ("2026-12-24 10:00", 1, DAYS, "2026-12-29 17:00"),
    ("2026-12-24 10:00", 3, DAYS, "2026-12-31 17:00"),
    # whatever the hour: 16:59 and 17:01, and just after midnight, are one day
    ("2026-06-02 16:59", 1, DAYS, "2026-06-03 17:00"),
    ("2026-06-02 17:01", 1, DAYS, "2026-06-03 17:00"),
    ("2026-06-02 00:00", 1, DAYS, "2026-06-03 17:00"),
    ("2026-06-02 23:59", 1, DAYS, "2026-06-03 17:00"),
    # half past midnight on both days when the clocks change (Sundays)
    ("2026-03-29 00:30", 1, DAYS, "2026-03-30 17:00"),
    ("2026-10-25 00:30", 1, DAYS, "2026-10-26 17:00"),
    # Maundy Thursday: Good Friday to Easter Monday are off
    ("2026-04-02 12:00", 1, DAYS, "2026-04-07 17:00"),
    # a leap day counts as any other
    ("2028-02-28 12:00", 1, DAYS, "2028-02-29 17:00"),
    ("2028-02-28 12:00", 2, DAYS, "2028-03-01 17:00"),
    # the clocks change: 24 real hours, once shorter and once longer on the clock face
    ("2026-03-28 12:00", 24, CLOCK, "2026-03-29 13:00"),
    ("2026-10-24 12:00", 24, CLOCK, "2026-10-25 11:00"),
    ("2026-06-06 12:00", 24, CLOCK, "2026-06-07 12:00"),
    ("2026-06-05 16:00", 72, CLOCK, "2026-06-08 16:00"),
    # calendar days end at 23:59 in London
    ("2026-06-05 16:00", 1, DATES, "2026-06-06 23:59"),
    ("2026-12-24 23:59", 3, DATES, "2026-12-27 23:59"),
    ("2026-03-28 12:00", 1, DATES, "2026-03-29 23:59"),
    # working hours run only in the office
    ("2026-06-05 10:00", 4, HOURS, "2026-06-05 14:00"),
    ("2026-06-05 09:00", 8, HOURS, "2026-06-05 17:00"),
    ("2026-06-05 09:01", 8, HOURS, "2026-06-08 09:01"),
    ("2026-06-05 16:00", 4, HOURS, "2026-06-08 12:00"),
    ("2026-06-05 17:00", 1, HOURS, "2026-06-08 10:00"),
    ("2026-06-05 07:00", 1, HOURS, "2026-06-05 10:00"),
    ("2026-06-06 12:00", 9, HOURS, "2026-06-09 10:00"),
    ("2026-03-27 16:00", 2, HOURS, "2026-03-30 10:00"),
    # the same working day, or the next when begun after the close or on a day off
    ("2026-06-05 10:00", 1, SAME_DAY, "2026-06-05 17:00"),
    ("2026-06-05 03:00", 1, SAME_DAY, "2026-06-05 17:00"),
    ("2026-06-05 17:00", 1, SAME_DAY, "2026-06-05 17:00"),
    ("2026-06-05 17:01", 1, SAME_DAY, "2026-06-08 17:00"),
    ("2026-06-06 10:00", 1, SAME_DAY, "2026-06-08 17:00"),
    ("2026-05-04 10:00", 1, SAME_DAY, "2026-05-05 17:00"),
    ("2026-05-01 18:00", 1, SAME_DAY, "2026-05-05 17:00"),
]


@pytest.mark.parametrize(("start", "amount", "unit", "due"), CASES)
def test_due(start: str, amount: int, unit: Unit, due: str) -> None:
    reckoned = reckon(london(start), amount, unit, CALENDAR)
    assert reckoned.due == london(due)
    assert reckoned.due.utcoffset() == timedelta()
    last = reckoned.days[-1]
    assert (last.day.isoformat(), last.what, last.kind) == (due[:10], f"due at {due[11:]}", "due")
    assert reckoned.sentences[-1 - reckoned.computed] == f"Due {moment_text(london(due))}."


@pytest.mark.parametrize(
    ("year", "due"),
    [
        # Christmas on each day of the week; raised on 23 December at noon, two working days
        (2028, "2028-12-28"),  # Monday 25th: 26 off; 23rd is a Saturday, so 27th and 28th
        (2029, "2029-12-27"),  # Tuesday: 24th is day 1, 25 and 26 off
        (2030, "2030-12-27"),  # Wednesday: 24th, then 27th
        (2025, "2025-12-29"),  # Thursday: 24th; Friday off, weekend, Monday 29th
        (2026, "2026-12-29"),  # Friday: 24th; 28th off instead of Saturday 26th
        (2027, "2027-12-29"),  # Saturday: 24th; 27th and 28th off instead
        (2033, "2033-12-28"),  # Sunday: 23rd is a Friday; 26 off, 27 off instead; 28th is... day 1
    ],
)
def test_christmas_on_each_day_of_the_week(year: int, due: str) -> None:
    offs = {
        2025: ((12, 25), (12, 26)),
        2026: ((12, 25), (12, 28)),
        2027: ((12, 27), (12, 28)),
        2028: ((12, 25), (12, 26)),
        2029: ((12, 25), (12, 26)),
        2030: ((12, 25), (12, 26)),
        2033: ((12, 26), (12, 27)),
    }[year]
    of = replace(CALENDAR, holidays={date(year, month, day): "off" for month, day in offs})
    amount = 1 if year == 2033 else 2
    assert reckon(london(f"{year}-12-23 12:00"), amount, DAYS, of).due == london(f"{due} 17:00")


def test_the_sum_of_working_days() -> None:
    reckoned = reckon(london("2026-04-30 14:10"), 2, DAYS, CALENDAR)
    assert reckoned == Reckoned(
        london("2026-05-05 17:00"),
        (
            DayLine(date(2026, 4, 30), "started at 14:10", "start", None),
            DayLine(date(2026, 5, 1), "day 1", "counted", 1),
            DayLine(date(2026, 5, 2), "Saturday", "not_counted", None),
            DayLine(date(2026, 5, 3), "Sunday", "not_counted", None),
            DayLine(date(2026, 5, 4), "Early May bank holiday", "not_counted", None),
            DayLine(date(2026, 5, 5), "due at 17:00", "due", 2),
        ),
        (
            "Started Thursday 30 April 2026 at 14:10.",
            "Day 1 is Friday 1 May.",
            "Saturday 2 May, Sunday 3 May and Monday 4 May (Early May bank holiday) are not counted.",
            "Day 2 is Tuesday 5 May.",
            "Due Tuesday 5 May 2026 at 17:00.",
        ),
        computed=False,
    )


def test_one_day_off_is_said_by_itself() -> None:
    of = replace(CALENDAR, holidays={date(2026, 6, 3): "A proclaimed day"})
    assert reckon(london("2026-06-02 12:00"), 1, DAYS, of).sentences == (
        "Started Tuesday 2 June 2026 at 12:00.",
        "Wednesday 3 June (A proclaimed day) is not counted.",
        "Day 1 is Thursday 4 June.",
        "Due Thursday 4 June 2026 at 17:00.",
    )


def test_a_holiday_on_a_weekend_is_named_as_the_holiday() -> None:
    of = replace(CALENDAR, holidays={date(2026, 6, 6): "A proclaimed day"})
    assert [line.what for line in reckon(london("2026-06-05 12:00"), 1, DAYS, of).days] == [
        *("started at 12:00", "A proclaimed day", "Sunday", "due at 17:00")
    ]


def test_the_sum_of_calendar_days() -> None:
    reckoned = reckon(london("2026-05-01 14:10"), 3, DATES, CALENDAR)
    assert [(line.day.day, line.what, line.kind, line.number) for line in reckoned.days] == [
        (1, "started at 14:10", "start", None),
        (2, "day 1", "counted", 1),
        (3, "day 2", "counted", 2),
        (4, "due at 23:59", "due", 3),
    ]
    assert reckoned.sentences == (
        "Started Friday 1 May 2026 at 14:10.",
        "Day 1 is Saturday 2 May.",
        "Day 2 is Sunday 3 May.",
        "Day 3 is Monday 4 May.",
        "Due Monday 4 May 2026 at 23:59.",
    )


def test_the_sum_of_working_hours() -> None:
    reckoned = reckon(london("2026-04-30 15:29"), 13, HOURS, CALENDAR)
    assert [(line.day.isoformat()[5:], line.what, line.kind, line.number) for line in reckoned.days] == [
        ("04-30", "started at 15:29", "start", None),
        ("04-30", "1 hour 31 minutes counted", "counted", None),
        ("05-01", "8 hours counted", "counted", None),
        ("05-02", "Saturday", "not_counted", None),
        ("05-03", "Sunday", "not_counted", None),
        ("05-04", "Early May bank holiday", "not_counted", None),
        ("05-05", "due at 12:29", "due", None),
    ]
    assert reckoned.sentences == (
        "Started Thursday 30 April 2026 at 15:29.",
        "Thursday 30 April: 1 hour 31 minutes counted.",
        "Friday 1 May: 8 hours counted.",
        "Saturday 2 May, Sunday 3 May and Monday 4 May (Early May bank holiday) are not counted.",
        "Due Tuesday 5 May 2026 at 12:29.",
    )


@pytest.mark.parametrize(
    ("start", "counted"),
    [
        ("16:59", "1 minute counted"),
        ("16:30", "30 minutes counted"),
        ("16:00", "1 hour counted"),
        ("14:59", "2 hours 1 minute counted"),
    ],
)
def test_lengths_in_words(start: str, counted: str) -> None:
    assert reckon(london(f"2026-06-02 {start}"), 8, HOURS, CALENDAR).days[1].what == counted
    seconds = reckon(london(f"2026-06-02 {start}") + timedelta(seconds=30), 8, HOURS, CALENDAR).days[1].what
    assert seconds == {"16:59": "0 minutes counted"}.get(start, seconds)


def test_an_office_that_has_closed_counts_nothing_that_day() -> None:
    days = reckon(london("2026-06-02 17:00"), 1, HOURS, CALENDAR).days
    assert [(line.day.day, line.what) for line in days] == [(2, "started at 17:00"), (3, "due at 10:00")]


def test_the_sum_of_the_same_working_day() -> None:
    assert reckon(london("2026-06-05 10:00"), None, SAME_DAY, CALENDAR).sentences == (
        "Started Friday 5 June 2026 at 10:00.",
        "Due Friday 5 June 2026 at 17:00.",
    )
    late = reckon(london("2026-06-05 17:01"), None, SAME_DAY, CALENDAR)
    assert [(line.what, line.kind, line.number) for line in late.days] == [
        ("started at 17:01", "start", None),
        ("Saturday", "not_counted", None),
        ("Sunday", "not_counted", None),
        ("due at 17:00", "due", None),
    ]


def test_without_delay_is_never_due() -> None:
    start = london("2026-06-05 10:00")
    assert reckon(start, None, NO_DELAY, CALENDAR) == Reckoned(
        None,
        (DayLine(date(2026, 6, 5), "started at 10:00", "start", None),),
        ("Started Friday 5 June 2026 at 10:00.", "To be done without delay; no date is set."),
        computed=False,
    )
    assert reckon(start, 3, NO_DELAY, CALENDAR).due is None


@pytest.mark.parametrize("unit", [DAYS, HOURS, CLOCK, DATES])
def test_a_figure_that_is_not_known_sets_no_date(unit: Unit) -> None:
    reckoned = reckon(london("2026-06-05 10:00"), None, unit, CALENDAR)
    assert reckoned.due is None
    assert reckoned.sentences[1:] == ("How long this lasts is not known yet, so no date is set.",)


@pytest.mark.parametrize("unit", [DAYS, HOURS, CLOCK, DATES])
@pytest.mark.parametrize("amount", [0, -1])
def test_nonsense_is_refused(unit: Unit, amount: int) -> None:
    with pytest.raises(ValueError, match=rf"^A clock runs for at least 1, not {amount}\.$"):
        reckon(london("2026-06-05 10:00"), amount, unit, CALENDAR)
    with pytest.raises(ValueError, match=r"^A moment needs a time zone\.$"):
        reckon(datetime(2026, 6, 5, 10), 1, unit, CALENDAR)  # noqa: DTZ001


def test_any_time_zone_is_read_as_london() -> None:
    """Half past eleven at night UTC in summer is already tomorrow in London."""
    start = datetime(2026, 6, 2, 23, 30, tzinfo=UTC)
    assert reckon(start, 1, DAYS, CALENDAR).due == london("2026-06-04 17:00")
    assert reckon(start, 1, DATES, CALENDAR).due == london("2026-06-04 23:59")


def test_a_date_beyond_what_is_proclaimed_is_computed() -> None:
    last = london("2027-12-30 10:00")
    assert not reckon(last, 1, DAYS, CALENDAR).computed
    beyond = reckon(last, 2, DAYS, CALENDAR)
    assert (beyond.due, beyond.computed) == (london("2028-01-03 17:00"), True)
    assert beyond.sentences[-2:] == (
        "Due Monday 3 January 2028 at 17:00.",
        "Bank holidays are proclaimed up to Friday 31 December 2027; this date is computed.",
    )
    assert reckon(london("2040-01-02 10:00"), 1, SAME_DAY, CALENDAR).computed
    assert not reckon(last, 37, CLOCK, CALENDAR).computed
    assert reckon(last, 38, CLOCK, CALENDAR).computed


def test_a_holiday_proclaimed_later_moves_the_date() -> None:
    start = london("2026-06-02 12:00")
    more = replace(CALENDAR, holidays={**HOLIDAYS, date(2026, 6, 4): "A proclaimed day"})
    assert reckon(start, 2, DAYS, CALENDAR).due == london("2026-06-04 17:00")
    assert reckon(start, 2, DAYS, more).due == london("2026-06-05 17:00")


def test_other_office_hours() -> None:
    of = replace(CALENDAR, opens=time(8, 30), closes=time(16, 45))
    assert reckon(london("2026-06-02 12:00"), 1, DAYS, of).due == london("2026-06-03 16:45")
    assert reckon(london("2026-06-02 16:00"), 2, HOURS, of).due == london("2026-06-03 09:45")
    assert reckon(london("2026-06-02 16:46"), 1, SAME_DAY, of).due == london("2026-06-03 16:45")


def test_days_one_by_one() -> None:
    assert is_working_day(date(2026, 5, 1), CALENDAR)
    assert not is_working_day(date(2026, 5, 2), CALENDAR)
    assert not is_working_day(date(2026, 5, 3), CALENDAR)
    assert not is_working_day(date(2026, 5, 4), CALENDAR)
    assert next_working_day(date(2026, 5, 1), CALENDAR) == date(2026, 5, 5)
    assert next_working_day(date(2026, 5, 3), CALENDAR) == date(2026, 5, 5)
    assert previous_working_day(date(2026, 5, 5), CALENDAR) == date(2026, 5, 1)
    assert previous_working_day(date(2026, 5, 6), CALENDAR) == date(2026, 5, 5)
    assert add_working_days(date(2026, 5, 1), 1, CALENDAR) == date(2026, 5, 5)
    assert add_working_days(date(2026, 5, 2), 3, CALENDAR) == date(2026, 5, 7)
    with pytest.raises(ValueError, match=r"^A clock runs for at least 1, not 0\.$"):
        add_working_days(date(2026, 5, 1), 0, CALENDAR)


def test_dates_in_words() -> None:
    assert [day_text(date(2026, 6, day)) for day in range(1, 8)] == [
        *("Monday 1 June", "Tuesday 2 June", "Wednesday 3 June", "Thursday 4 June"),
        *("Friday 5 June", "Saturday 6 June", "Sunday 7 June"),
    ]
    assert [day_text(date(2026, month, 1)).split()[2] for month in range(1, 13)] == [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ]
    assert moment_text(datetime(2026, 6, 1, 8, 5, tzinfo=UTC)) == "Monday 1 June 2026 at 09:05"


Prompts = tuple[str | None, str | None, str | None]
REMINDERS: list[tuple[str, str | None, Unit, Prompts]] = [
    # one working day before and after, at 09:00; over a weekend and a bank holiday
    ("2026-04-30 14:10", "2026-05-05 17:00", DAYS, ("2026-05-01 09:00", "2026-05-05 17:00", "2026-05-06 09:00")),
    ("2026-05-01 08:00", "2026-05-05 17:00", DAYS, ("2026-05-01 09:00", "2026-05-05 17:00", "2026-05-06 09:00")),
    ("2026-04-29 14:10", "2026-05-01 17:00", DAYS, ("2026-04-30 09:00", "2026-05-01 17:00", "2026-05-05 09:00")),
    # no reminder before the start of the clock, nor at its start
    ("2026-05-01 14:10", "2026-05-05 17:00", DAYS, (None, "2026-05-05 17:00", "2026-05-06 09:00")),
    ("2026-05-01 09:00", "2026-05-05 17:00", DAYS, (None, "2026-05-05 17:00", "2026-05-06 09:00")),
    ("2026-06-02 00:10", "2026-06-03 17:00", DAYS, ("2026-06-02 09:00", "2026-06-03 17:00", "2026-06-04 09:00")),
    # calendar days due on a weekend
    ("2026-06-02 10:00", "2026-06-06 23:59", DATES, ("2026-06-05 09:00", "2026-06-06 23:59", "2026-06-08 09:00")),
    # clock hours: a day or more reminds by days, less at half
    ("2026-06-02 10:00", "2026-06-03 10:00", CLOCK, (None, "2026-06-03 10:00", "2026-06-04 09:00")),
    ("2026-06-02 10:00", "2026-06-05 10:00", CLOCK, ("2026-06-04 09:00", "2026-06-05 10:00", "2026-06-08 09:00")),
    ("2026-06-02 10:00", "2026-06-03 09:59", CLOCK, ("2026-06-02 21:59:30", "2026-06-03 09:59", "2026-06-03 10:59")),
    ("2026-06-02 10:00", "2026-06-02 14:00", CLOCK, ("2026-06-02 12:00", "2026-06-02 14:00", "2026-06-02 15:00")),
    # over the night when the clocks go forward: 21 real hours
    ("2026-03-28 14:00", "2026-03-29 12:00", CLOCK, ("2026-03-29 00:30", "2026-03-29 12:00", "2026-03-29 13:00")),
    # working hours: less than an office day is short, and half is of the working time
    ("2026-06-05 16:00", "2026-06-08 12:00", HOURS, ("2026-06-08 10:00", "2026-06-08 12:00", "2026-06-08 13:00")),
    ("2026-06-05 15:00", "2026-06-08 11:00", HOURS, ("2026-06-05 17:00", "2026-06-08 11:00", "2026-06-08 12:00")),
    ("2026-06-05 09:00", "2026-06-05 16:00", HOURS, ("2026-06-05 12:30", "2026-06-05 16:00", "2026-06-05 17:00")),
    ("2026-06-05 16:00", "2026-06-08 16:00", HOURS, (None, "2026-06-08 16:00", "2026-06-09 09:00")),
    ("2026-06-05 16:00", "2026-06-08 15:59", HOURS, ("2026-06-08 11:59:30", "2026-06-08 15:59", "2026-06-08 16:59")),
    ("2026-06-01 16:00", "2026-06-05 16:00", HOURS, ("2026-06-04 09:00", "2026-06-05 16:00", "2026-06-08 09:00")),
    # the same working day
    ("2026-06-05 11:00", "2026-06-05 17:00", SAME_DAY, ("2026-06-05 14:00", "2026-06-05 17:00", "2026-06-05 18:00")),
    ("2026-06-05 07:00", "2026-06-05 17:00", SAME_DAY, ("2026-06-05 13:00", "2026-06-05 17:00", "2026-06-05 18:00")),
    ("2026-06-05 17:01", "2026-06-08 17:00", SAME_DAY, ("2026-06-08 13:00", "2026-06-08 17:00", "2026-06-08 18:00")),
    ("2026-06-05 17:00", "2026-06-05 17:00", SAME_DAY, (None, "2026-06-05 17:00", "2026-06-05 18:00")),
    # a clock of days made shorter, to the same day and into a weekend
    ("2026-06-05 11:00", "2026-06-05 15:00", DAYS, ("2026-06-05 13:00", "2026-06-05 15:00", "2026-06-05 16:00")),
    ("2026-06-05 18:00", "2026-06-06 12:00", DAYS, ("2026-06-06 03:00", "2026-06-06 12:00", "2026-06-06 13:00")),
    # without delay: one prompt only
    ("2026-05-01 08:00", None, NO_DELAY, ("2026-05-05 09:00", None, None)),
    ("2026-06-02 08:00", None, NO_DELAY, ("2026-06-03 09:00", None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("start", "due", "unit", "expected"), REMINDERS)
def test_reminders(start: str, due: str | None, unit: Unit, expected: Prompts) -> None:
    given = reminders(london(start), london(due) if due else None, unit, CALENDAR)
    assert given == tuple(london(moment) if moment else None for moment in expected)
    assert all(moment is None or moment.utcoffset() == timedelta() for moment in given)


@pytest.mark.parametrize(
    ("start", "due", "unit", "expected"),
    [
        ("2026-06-02 10:00", "2026-06-04 17:00", DAYS, "2026-06-03 13:30"),  # 7, 8 and 8 hours
        ("2026-06-05 10:00", "2026-06-09 17:00", DAYS, "2026-06-08 13:30"),  # the weekend is no time
        ("2026-06-05 18:00", "2026-06-09 17:00", DAYS, "2026-06-08 17:00"),
        ("2026-06-02 10:00", "2026-06-12 17:00", DAYS, "2026-06-08 13:30"),
        ("2026-06-05 10:00", "2026-06-07 10:00", CLOCK, "2026-06-06 10:00"),
        ("2026-06-05 18:00", "2026-06-06 12:00", DAYS, "2026-06-06 03:00"),  # shortened into a weekend
    ],
)
def test_half_of_a_clock_is_half_of_the_time_that_counts(start: str, due: str, unit: Unit, expected: str) -> None:
    assert halfway(london(start), london(due), unit, CALENDAR) == london(expected)


@pytest.fixture
def _a_machine_in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        tzset()
        yield
    tzset()


@pytest.mark.usefixtures("_a_machine_in_tokyo")
def test_where_the_machine_stands_changes_nothing() -> None:
    for start, amount, unit, due in CASES:
        test_due(start, amount, unit, due)
    for begun, when, unit, expected in REMINDERS:
        test_reminders(begun, when, unit, expected)


def test_reminders_need_a_time_zone() -> None:
    with pytest.raises(ValueError, match=r"^A moment needs a time zone\.$"):
        reminders(datetime(2026, 6, 5), None, DAYS, CALENDAR)  # noqa: DTZ001
