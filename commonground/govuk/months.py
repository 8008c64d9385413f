"""Months for the wall: from one day to another, week by week from Monday on."""

from calendar import Calendar
from collections.abc import Callable
from datetime import date

from commonground.govuk.components import CalendarDay, CalendarMonth

MONDAYS_FIRST = Calendar()
MOST = 12
"""No more months are drawn: what lies beyond stands in the table beside them."""


def months(first: date, last: date, day: Callable[[date], CalendarDay]) -> tuple[CalendarMonth, ...]:
    """Return the months from that of ``first`` to that of ``last``, at most twelve, with each of their days."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)[:MOST]
    found = []
    for year, month in (divmod(number, 12) for number in numbers):
        weeks = MONDAYS_FIRST.monthdatescalendar(year, month + 1)
        name = f"{date(year, month + 1, 1):%B} {year}"
        rows = tuple(tuple(day(one) if one.month == month + 1 else None for one in week) for week in weeks)
        found.append(CalendarMonth(name, rows))
    return tuple(found)
