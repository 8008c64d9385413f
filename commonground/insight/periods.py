"""Quarters and years of figures: a year begins on 1 April, as a partnership's yearly report does."""

from dataclasses import dataclass
from datetime import date, datetime, time

from commonground.now import LONDON
from commonground.procedures.worktime import MONTHS

QUARTER, YEAR = 3, 12
"""Months."""
FIRST = 4
"""The month in which a year begins."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """So many months from the first of one."""

    starts: date
    months: int = QUARTER

    @classmethod
    def of(cls, day: date, months: int = QUARTER) -> "Period":
        """Return the quarter or the year in which a day lies."""
        since = (day.month - FIRST) % 12 // months * months
        return cls(_later(date(day.year - (day.month < FIRST), FIRST, 1), since), months)

    @property
    def after(self) -> date:
        """The first day that is not in it."""
        return _later(self.starts, self.months)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The moment at which it begins, and the one at which it is over, as London reads the clock."""
        return tuple(datetime.combine(day, time(), LONDON) for day in (self.starts, self.after))  # type: ignore[return-value]

    @property
    def before(self) -> "Period":
        """The one before it."""
        return Period(_later(self.starts, -self.months), self.months)

    @property
    def next(self) -> "Period":
        """The one after it."""
        return Period(self.after, self.months)

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters in it; a quarter is its own."""
        return tuple(Period(_later(self.starts, ahead)) for ahead in range(0, self.months, QUARTER))

    @property
    def year(self) -> "Period":
        """The year in which it lies."""
        return Period.of(self.starts, YEAR)

    @property
    def words(self) -> str:
        """Return "July to September 2026", or "April 2026 to March 2027"."""
        last = _later(self.after, -1)
        since = "" if last.year == self.starts.year else f" {self.starts.year}"
        return f"{MONTHS[self.starts.month - 1]}{since} to {MONTHS[last.month - 1]} {last.year}"


def day_words(day: date) -> str:
    """Return "28 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _later(day: date, months: int) -> date:
    """Return the first of a month so many months later."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
