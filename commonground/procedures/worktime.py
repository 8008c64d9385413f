"""Working days and hours in London, and the sum that explains a date.

What each unit means (proof.md section 3):

* working days: day 1 is the first working day after the London date of the start, whatever the hour;
  due when the office closes on the last of them.
* working hours: run only while the office is open.
* clock hours: real hours, so a night in which the clocks change does not stretch or shrink them.
* calendar days: day 1 is the day after the London date of the start; due at 23:59 on the last.
* same working day: when the office closes; the next working day's close if begun after that or on a day off.
* without delay: never due; it only prompts.

A pause leaves out whole days, so only clocks of days can be paused: each day on which the clock stood still during any
of the office hours (of a calendar day: any of it). So a clock that runs again is never due that same day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Literal, overload
from zoneinfo import ZoneInfo

from commonground.procedures.changes import Change
from commonground.procedures.terms import Unit

LONDON = ZoneInfo("Europe/London")
PROMPT = time(9)
END_OF_DAY = time(23, 59)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
SATURDAY = 5
ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days nobody works, and when the office is open on the others.

    ``holidays`` maps a day that is not worked to its name. Up to ``known_until`` they are proclaimed; a date beyond it
    is computed. ``opens`` and ``closes`` are London times. ``as_of`` is when a day off was last put on record or taken
    off it; ``changing`` is such a change to which running clocks are still being brought up.
    """

    holidays: Mapping[date, str]
    known_until: date
    opens: time
    closes: time
    as_of: datetime | None = None
    changing: Change | None = None


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the sum: what it is, and which number it has if it counts."""

    day: date
    what: str
    kind: Literal["start", "counted", "not_counted", "due"]
    number: int | None


Pauses = tuple[tuple[datetime, datetime], ...]  # when a clock stood still: from and until
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A deadline (UTC; None when there is none), its sum, and whether it lies beyond the holidays proclaimed."""

    due: datetime | None
    days: tuple[DayLine, ...]
    sentences: tuple[str, ...]
    computed: bool


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether this is Monday to Friday and not a holiday."""
    return day.weekday() < SATURDAY and day not in calendar.holidays


def next_working_day(day: date, calendar: Calendar) -> date:
    """Return the first working day after this day."""
    return _nearest(day, ONE_DAY, calendar)


def previous_working_day(day: date, calendar: Calendar) -> date:
    """Return the last working day before this day."""
    return _nearest(day, -ONE_DAY, calendar)


def add_working_days(day: date, n: int, calendar: Calendar) -> date:
    """Return the n-th working day after this day; raise ValueError unless n is 1 or more."""
    _check_amount(n)
    for _ in range(n):
        day = next_working_day(day, calendar)
    return day


def reckon(start: datetime, amount: int | None, unit: Unit, calendar: Calendar, pauses: Pauses = ()) -> Reckoned:
    """Work out when a clock that began at ``start`` is due, and show the sum; days of ``pauses`` are left out.

    ``amount`` is not read for *same working day* and *without delay*. When it is None for another unit,
    the figure is not known yet and nothing is due. Raise ValueError for a start without a time zone or an
    amount below 1.
    """
    local = _london(start)
    if unit is Unit.WITHOUT_DELAY:
        return _nothing_due(local, "To be done without delay; no date is set.")
    if unit is Unit.SAME_WORKING_DAY:
        return _same_working_day(local, calendar)
    if amount is None:
        return _nothing_due(local, "How long this lasts is not known yet, so no date is set.")
    _check_amount(amount)
    return _COUNTING[unit](local, amount, calendar, pauses)


@overload
def reminders(
    start: datetime, due: datetime, unit: Unit, calendar: Calendar
) -> tuple[datetime | None, datetime, datetime]: ...


@overload
def reminders(start: datetime, due: None, unit: Unit, calendar: Calendar) -> tuple[datetime, None, None]: ...


def reminders(
    start: datetime, due: datetime | None, unit: Unit, calendar: Calendar
) -> tuple[datetime | None, datetime | None, datetime | None]:
    """Return when to remind before, at and after the due time (UTC; procedure.md section 7).

    One working day before at 09:00, at the time, one working day after at 09:00. A clock of less than a
    day reminds at half, at the time, and an hour after. A first reminder that would not come after the
    start is None. With nothing due there is one prompt only: the next working day at 09:00.
    """
    if due is None:
        return _utc(next_working_day(_london(start).date(), calendar), PROMPT), None, None
    if _is_short(_london(start), _london(due), unit, calendar):
        before, after = halfway(start, due, unit, calendar), due.astimezone(UTC) + ONE_HOUR
    else:
        day = _london(due).date()
        before = _utc(previous_working_day(day, calendar), PROMPT)
        after = _utc(next_working_day(day, calendar), PROMPT)
    return before if start < before else None, due.astimezone(UTC), after


def halfway(start: datetime, due: datetime, unit: Unit, calendar: Calendar) -> datetime:
    """Return when half of a clock's time has passed (UTC): of office hours, or of all hours where it counts those."""
    middle = start.astimezone(UTC) + (due.astimezone(UTC) - start.astimezone(UTC)) / 2
    if unit in {Unit.CLOCK_HOURS, Unit.CALENDAR_DAYS}:
        return middle
    spans = list(_open_spans(_london(start), _london(due), calendar))
    left = sum((ends - begins for begins, ends in spans), timedelta()) / 2
    for begins, ends in spans:
        if left <= ends - begins:
            return (begins + left).astimezone(UTC)
        left -= ends - begins
    return middle


def end_of_day(day: date, at: datetime, calendar: Calendar) -> datetime:
    """Return when the office day of a date ends, in UTC; for today, once that has passed, when the day ends."""
    closing = _utc(day, calendar.closes)
    return _utc(day, END_OF_DAY) if closing <= at and day == _london(at).date() else closing


def day_text(day: date) -> str:
    """Return "Friday 1 May"."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def moment_text(moment: datetime) -> str:
    """Return "Friday 1 May 2026 at 17:00", in London time."""
    local = _london(moment)
    return f"{day_text(local.date())} {local.year} at {local:%H:%M}"


def _working_days(local: datetime, amount: int, calendar: Calendar, pauses: Pauses) -> Reckoned:
    days = [_start(local)]
    day, number = local.date(), 0
    while True:
        day += ONE_DAY
        still = stood_still(day, pauses, Unit.WORKING_DAYS, calendar)
        off = PAUSED if still else _day_off(day, calendar)
        if off:
            days.append(DayLine(day, off, "not_counted", None))
            continue
        number += 1
        if number == amount:
            return _due(days, _utc(day, calendar.closes), number, calendar)
        days.append(DayLine(day, f"day {number}", "counted", number))


def _calendar_days(local: datetime, amount: int, calendar: Calendar, pauses: Pauses) -> Reckoned:
    days = [_start(local)]
    day, number = local.date(), 0
    while True:
        day += ONE_DAY
        if stood_still(day, pauses, Unit.CALENDAR_DAYS, calendar):
            days.append(DayLine(day, PAUSED, "not_counted", None))
            continue
        number += 1
        if number == amount:
            return _due(days, _utc(day, END_OF_DAY), amount, calendar)
        days.append(DayLine(day, f"day {number}", "counted", number))


def stood_still(day: date, pauses: Pauses, unit: Unit, calendar: Calendar) -> bool:
    """Whether a pause took up any of a day's office hours, or of a calendar day any of it."""
    if not pauses:
        return False
    calendar_day = unit is Unit.CALENDAR_DAYS
    first = _utc(day, time() if calendar_day else calendar.opens)
    last = _utc(day, END_OF_DAY if calendar_day else calendar.closes)
    return any(begins < last and ends > first for begins, ends in pauses if begins < ends)


def _clock_hours(local: datetime, amount: int, calendar: Calendar, _: Pauses) -> Reckoned:
    return _due([_start(local)], local.astimezone(UTC) + amount * ONE_HOUR, None, calendar)


def _working_hours(local: datetime, amount: int, calendar: Calendar, _: Pauses) -> Reckoned:
    days = [_start(local)]
    left = amount * ONE_HOUR
    hours = _open_hours(local, calendar)
    while True:
        day, open_ = next(hours)
        if open_ is None:
            days.append(DayLine(day, _day_off(day, calendar), "not_counted", None))
            continue
        begins, ends = open_
        if left <= ends - begins:
            return _due(days, (begins + left).astimezone(UTC), None, calendar)
        left -= ends - begins
        days.append(DayLine(day, f"{_length_text(ends - begins)} counted", "counted", None))


def _same_working_day(local: datetime, calendar: Calendar) -> Reckoned:
    days = [_start(local)]
    day = local.date()
    if not is_working_day(day, calendar) or local.time() > calendar.closes:
        day += ONE_DAY
        while off := _day_off(day, calendar):
            days.append(DayLine(day, off, "not_counted", None))
            day += ONE_DAY
    return _due(days, _utc(day, calendar.closes), None, calendar)


_COUNTING = {
    Unit.WORKING_DAYS: _working_days,
    Unit.WORKING_HOURS: _working_hours,
    Unit.CLOCK_HOURS: _clock_hours,
    Unit.CALENDAR_DAYS: _calendar_days,
}


def _due(days: list[DayLine], due: datetime, number: int | None, calendar: Calendar) -> Reckoned:
    local = due.astimezone(LONDON)
    day = local.date()
    days.append(DayLine(day, f"due at {local:%H:%M}", "due", number))
    computed = day > calendar.known_until
    sentences = _sentences(days, due)
    if computed:
        known = calendar.known_until
        sentences += (f"Bank holidays are proclaimed up to {day_text(known)} {known.year}; this date is computed.",)
    return Reckoned(due, tuple(days), sentences, computed)


def _nothing_due(local: datetime, why: str) -> Reckoned:
    return Reckoned(None, (_start(local),), (_started_text(local.date(), f"{local:%H:%M}"), why), computed=False)


def _start(local: datetime) -> DayLine:
    return DayLine(local.date(), f"started at {local:%H:%M}", "start", None)


def _sentences(days: list[DayLine], due: datetime) -> tuple[str, ...]:
    """Say the sum: days off next to each other share a sentence."""
    first = days[0]
    said = [_started_text(first.day, first.what.removeprefix("started at "))]
    off: list[DayLine] = []
    for line in days[1:]:
        if line.kind == "not_counted":
            off.append(line)
            continue
        if off:
            said.append(f"{_listed(_names(off))} {'is' if len(off) == 1 else 'are'} not counted.")
            off = []
        if line.number is not None:
            said.append(f"Day {line.number} is {day_text(line.day)}.")
        elif line.kind == "counted":
            said.append(f"{day_text(line.day)}: {line.what}.")
    said.append(f"Due {moment_text(due)}.")
    return tuple(said)


def _names(off: Iterable[DayLine]) -> list[str]:
    """Name days that are not counted; the days of one pause together."""
    names = []
    for paused, lines in groupby(off, key=lambda line: line.what == PAUSED):
        together = list(lines)
        if paused and len(together) > 1:
            names.append(f"{day_text(together[0].day)} to {day_text(together[-1].day)} ({PAUSED})")
        else:
            days = ((day_text(line.day), line.what) for line in together)
            names += [name if name.startswith(what) else f"{name} ({what})" for name, what in days]
    return names


def _started_text(day: date, at: str) -> str:
    return f"Started {day_text(day)} {day.year} at {at}."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _length_text(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} minute{'' if minutes == 1 else 's'}")
    return " ".join(parts)


def _is_short(start: datetime, due: datetime, unit: Unit, calendar: Calendar) -> bool:
    """Say whether a clock runs for less than a day: of the clock, or of the office."""
    if unit in {Unit.CLOCK_HOURS, Unit.CALENDAR_DAYS}:
        return due.astimezone(UTC) - start.astimezone(UTC) < ONE_DAY
    length = sum((ends - begins for begins, ends in _open_spans(start, due, calendar)), timedelta())
    return unit is Unit.SAME_WORKING_DAY or length < _office_day(calendar)


def _open_spans(start: datetime, due: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield the office hours between two London moments."""
    for _, open_ in _open_hours(start, calendar):
        if open_ is None:
            continue
        begins, ends = open_
        if begins >= due:
            return
        yield begins, min(ends, due)


def _open_hours(local: datetime, calendar: Calendar) -> Iterator[tuple[date, tuple[datetime, datetime] | None]]:
    """Yield each day from a London moment on, with its office hours still to come; None when it has none."""
    today = local.date()
    if is_working_day(today, calendar) and local.time() < calendar.closes:
        yield today, (max(local, _local(today, calendar.opens)), _local(today, calendar.closes))
    while True:
        today += ONE_DAY
        if is_working_day(today, calendar):
            yield today, (_local(today, calendar.opens), _local(today, calendar.closes))
        else:
            yield today, None


def _office_day(calendar: Calendar) -> timedelta:
    any_day = date(2000, 1, 1)
    return _local(any_day, calendar.closes) - _local(any_day, calendar.opens)


def _day_off(day: date, calendar: Calendar) -> str:
    """Return the name of a day that is not worked; nothing for a working day."""
    return calendar.holidays.get(day) or (DAYS[day.weekday()] if day.weekday() >= SATURDAY else "")


def _nearest(day: date, step: timedelta, calendar: Calendar) -> date:
    day += step
    while not is_working_day(day, calendar):
        day += step
    return day


def _london(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        message = "A moment needs a time zone."
        raise ValueError(message)
    return moment.astimezone(LONDON)


def _local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON)


def _utc(day: date, at: time) -> datetime:
    return _local(day, at).astimezone(UTC)


def _check_amount(amount: int) -> None:
    if amount < 1:
        message = f"A clock runs for at least 1, not {amount}."
        raise ValueError(message)
