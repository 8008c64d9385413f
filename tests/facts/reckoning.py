"""A second reckoning of deadlines, to hold the product's own against.

It shares nothing with the product: only Python's own dates and clocks, a typed table of England's bank
holidays, and a walk from one day to the next. It is slow and plain on purpose.

What a clock means here:

* Day 1 is the day after the London date of the event, whatever the hour. Working days count only working
  days and end when the office closes; calendar days count every day and end at 23:59 London.
* Working hours run only while the office is open. Clock hours run in UTC.
* "Same working day" is the close of the office that day, or of the next working day when begun after the
  close or on a day off.
* A working day is Monday to Friday, less bank holidays, less any other closed dates given.
* A clock of days that was paused leaves out each day on which it stood still while the office was open; of calendar
  days, each day on which it stood still at all.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tests.facts.bank_holidays import BANK_HOLIDAYS, FIRST_YEAR, LAST_YEAR

LONDON = ZoneInfo("Europe/London")
NINE_TO_FIVE = (time(9, 0), time(17, 0))
END_OF_CALENDAR_DAY = time(23, 59)
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def due(
    start: datetime,
    amount: int,
    unit: str,
    office: tuple[time, time] = NINE_TO_FIVE,
    closed: frozenset[date] = frozenset(),
    *,
    paused: tuple[tuple[datetime, datetime], ...] = (),
) -> datetime:
    """Return the moment, in UTC, at which a clock begun at ``start`` is due.

    ``unit`` is one of "working_days", "working_hours", "clock_hours", "calendar_days" or
    "same_working_day"; ``amount`` counts that unit and is not read for "same_working_day". ``office`` is
    the London opening and closing time; ``closed`` holds dates that do not work beyond weekends and bank
    holidays. ``paused`` holds when it stood still, from and until; only clocks of days can.

    Raises ValueError when ``start`` has no time zone, ``amount`` is below one, the office does not open
    before it closes, the unit is unknown, or the walk leaves the years of the bank holiday table.
    """
    if start.utcoffset() is None:
        msg = "start must carry a time zone"
        raise ValueError(msg)
    if office[0] >= office[1]:
        msg = "the office must open before it closes"
        raise ValueError(msg)
    if amount < 1 and unit != "same_working_day":
        msg = f"amount must be one or more, not {amount}"
        raise ValueError(msg)

    begun = start.astimezone(UTC)
    day = start.astimezone(LONDON).date()
    if unit == "working_days":
        return _at(_walk_working_days(day, amount, closed | _still(paused, office)), office[1])
    if unit == "working_hours":
        return _walk_office_hours(begun, timedelta(hours=amount), office, closed)
    if unit == "clock_hours":
        return begun + timedelta(hours=amount)
    if unit == "calendar_days":
        return _at(_walk_calendar_days(day, amount, paused), END_OF_CALENDAR_DAY)
    if unit == "same_working_day":
        if is_working_day(day, closed) and begun <= _at(day, office[1]):
            return _at(day, office[1])
        return _at(_walk_working_days(day, 1, closed), office[1])
    msg = f"unknown unit {unit!r}"
    raise ValueError(msg)


def working_days_between(first: date, last: date) -> int:
    """Return how many working days come after ``first``, up to and including ``last``.

    Nought when the two are the same day. Raises ValueError when ``last`` is before ``first``, or when the
    walk leaves the years of the bank holiday table.
    """
    if last < first:
        msg = f"{last} is before {first}"
        raise ValueError(msg)
    count = 0
    day = first
    while day < last:
        day += ONE_DAY
        if is_working_day(day):
            count += 1
    return count


def is_working_day(day: date, closed: frozenset[date] = frozenset()) -> bool:
    """Return whether ``day`` is a Monday to Friday that is neither a bank holiday nor in ``closed``.

    Raises ValueError for a day outside the years of the bank holiday table, since no one can say.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        msg = f"{day} is outside the bank holiday table, {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(msg)
    return day.weekday() < SATURDAY and day not in BANK_HOLIDAYS and day not in closed


def days_paused(
    begins: datetime,
    ends: datetime,
    unit: str,
    office: tuple[time, time] = NINE_TO_FIVE,
    closed: frozenset[date] = frozenset(),
) -> int:
    """Return how many days a pause takes up, counted in "working_days" or "calendar_days"."""
    if unit == "calendar_days":
        return len(_still(((begins, ends),), (time(0), END_OF_CALENDAR_DAY)))
    return sum(is_working_day(day, closed) for day in _still(((begins, ends),), office))


@cache
def _still(paused: tuple[tuple[datetime, datetime], ...], hours: tuple[time, time]) -> frozenset[date]:
    """Return the days on which a clock stood still for any of these hours: each minute of a pause is asked its day.

    Each pause is walked once and remembered: minutes are many.
    """
    days = set()
    for begins, ends in paused:
        moment = begins.replace(second=0, microsecond=0)
        while moment < ends:
            local = moment.astimezone(LONDON)
            if hours[0] <= local.time() < hours[1]:
                days.add(local.date())
            moment = (moment + timedelta(minutes=1)).astimezone(UTC)
    return frozenset(days)


def _at(day: date, hour: time) -> datetime:
    """Return that London hour of that day, in UTC."""
    return datetime.combine(day, hour, tzinfo=LONDON).astimezone(UTC)


def _walk_working_days(day: date, amount: int, closed: frozenset[date]) -> date:
    """Return the working day that is ``amount`` working days after ``day``."""
    while amount > 0:
        day += ONE_DAY
        if is_working_day(day, closed):
            amount -= 1
    return day


def _walk_calendar_days(day: date, amount: int, paused: tuple[tuple[datetime, datetime], ...]) -> date:
    """Return the day that is ``amount`` days after ``day``, leaving out those on which it stood still."""
    still = _still(paused, (time(0), END_OF_CALENDAR_DAY))
    while amount > 0:
        day += ONE_DAY
        amount -= day not in still
    return day


def _walk_office_hours(
    begun: datetime, left: timedelta, office: tuple[time, time], closed: frozenset[date]
) -> datetime:
    """Return when ``left`` of open office time has passed since ``begun``; the last may end at closing."""
    day = begun.astimezone(LONDON).date()
    while True:
        if is_working_day(day, closed):
            opens_or_begun = max(begun, _at(day, office[0]))
            closes = _at(day, office[1])
            if opens_or_begun < closes:
                if opens_or_begun + left <= closes:
                    return opens_or_begun + left
                left -= closes - opens_or_begun
        day += ONE_DAY
