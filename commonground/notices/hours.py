"""The hours in which people are told of what can wait: working days from 08:00 to 18:00 in London.

They are wider than an office day by which clocks count, so that who begins early or stays late is told.
"""

from datetime import datetime, time

from commonground.editions.queries import calendar_of
from commonground.procedures.worktime import LONDON, Calendar, is_working_day, next_working_day

OPENS, CLOSES = time(8), time(18)


def calendar() -> Calendar:
    """Return the working days on record now, with these hours."""
    return calendar_of(OPENS, CLOSES)


def within(at: datetime, days: Calendar) -> bool:
    """Say whether people are at work at a moment."""
    local = at.astimezone(LONDON)
    return is_working_day(local.date(), days) and days.opens <= local.time() < days.closes


def morning(at: datetime, days: Calendar) -> datetime:
    """Return when the day of a moment opens, whether it has already or not."""
    return datetime.combine(at.astimezone(LONDON).date(), days.opens, LONDON)


def next_morning(at: datetime, days: Calendar) -> datetime:
    """Return the first opening after a moment."""
    local = at.astimezone(LONDON)
    if is_working_day(local.date(), days) and local.time() < days.opens:
        return morning(at, days)
    return datetime.combine(next_working_day(local.date(), days), days.opens, LONDON)
