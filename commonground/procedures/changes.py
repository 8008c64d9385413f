"""A change of the calendar that clocks count by."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A bank holiday that was put on record, or taken off it again: when, which day, and what it is called."""

    at: datetime
    day: date
    name: str
    added: bool
