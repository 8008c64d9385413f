"""Dates and times as the pages of a difference say them: in London, in words, never a count of seconds."""

from datetime import date, datetime, timedelta

from commonground.now import LONDON
from commonground.procedures.worktime import DAYS, MONTHS

SHORT = 3
"""Letters of a day or month where there is little room: "Mon 16 Nov"."""


def clock_words(at: datetime) -> str:
    """Return "17:00"."""
    return f"{at.astimezone(LONDON):%H:%M}"


def day_words(day: date, today: date) -> str:
    """Return "Tuesday 24 November", with the year when it is not this year's."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def moment_words(at: datetime, now: datetime) -> str:
    """Return "Tuesday 24 November, 17:00", with the year when it is not this year's."""
    local = at.astimezone(LONDON)
    return f"{day_words(local.date(), now.astimezone(LONDON).date())}, {local:%H:%M}"


def short_day(at: datetime) -> str:
    """Return "Mon 16 Nov"."""
    day = at.astimezone(LONDON).date()
    return f"{DAYS[day.weekday()][:SHORT]} {day.day} {MONTHS[day.month - 1][:SHORT]}"


def short_moment(at: datetime, now: datetime) -> str:
    """Return "Mon 16 Nov, 09:12", with the year when it is not this year's."""
    local = at.astimezone(LONDON)
    year = "" if local.year == now.astimezone(LONDON).year else f" {local.year}"
    return f"{short_day(at)}{year}, {local:%H:%M}"


def near_words(day: date, today: date) -> str:
    """Return "today", "tomorrow" or "yesterday", or nothing for any other day."""
    near = {today: "today", today + timedelta(days=1): "tomorrow", today - timedelta(days=1): "yesterday"}
    return near.get(day, "")


def due_words(due: datetime, now: datetime) -> str:
    """Return "due tomorrow, 17:00", "due Tuesday 24 November, 17:00" or "past its time since …"."""
    local = due.astimezone(LONDON)
    near = near_words(local.date(), now.astimezone(LONDON).date())
    when = f"{near}, {local:%H:%M}" if near else moment_words(due, now)
    return f"due {when}" if due > now else f"past its time since {when}"


def lasting_day(day: date) -> str:
    """Return "Tuesday 24 November 2026": always with the year, for what lies in a file for long."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"
