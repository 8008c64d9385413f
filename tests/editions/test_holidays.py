"""England's bank holidays as rows."""

from datetime import date

from commonground.editions.holidays import BankHoliday, england_holidays


def test_the_holidays_of_one_year_by_name() -> None:
    assert england_holidays(2026, 2026) == (
        BankHoliday(date(2026, 1, 1), "New Year’s Day", proclaimed=True),
        BankHoliday(date(2026, 4, 3), "Good Friday", proclaimed=True),
        BankHoliday(date(2026, 4, 6), "Easter Monday", proclaimed=True),
        BankHoliday(date(2026, 5, 4), "Early May bank holiday", proclaimed=True),
        BankHoliday(date(2026, 5, 25), "Spring bank holiday", proclaimed=True),
        BankHoliday(date(2026, 8, 31), "Summer bank holiday", proclaimed=True),
        BankHoliday(date(2026, 12, 25), "Christmas Day", proclaimed=True),
        BankHoliday(date(2026, 12, 28), "Boxing Day (substitute day)", proclaimed=True),
    )


def test_holidays_are_proclaimed_to_2027_and_computed_beyond() -> None:
    rows = england_holidays()
    assert (rows[0].day.year, rows[-1].day.year) == (2020, 2036)
    assert {row.day.year for row in rows if row.proclaimed} == set(range(2020, 2028))
    assert all(row.day.weekday() < 5 for row in rows)
    assert [row.day for row in rows] == sorted({row.day for row in rows})


def test_days_given_once_are_there_too() -> None:
    """The funeral of 2022 and the coronation of 2023, and the Friday of the early May holiday in 2020."""
    days = {row.day for row in england_holidays(2020, 2023)}
    assert {date(2022, 9, 19), date(2023, 5, 8), date(2020, 5, 8)} <= days
    assert date(2020, 5, 4) not in days
