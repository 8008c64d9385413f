"""England's bank holidays, as rows for the calendar that clocks count by."""

from dataclasses import dataclass
from datetime import date

PROCLAIMED_TO = 2027
"""The last year whose bank holidays the government has published (gov.uk/bank-holidays)."""

SATURDAY = 5
NAMES = {
    "New Year's Day": "New Year’s Day",
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


@dataclass(frozen=True, slots=True)
class BankHoliday:
    """A day that nobody works in England; ``proclaimed`` is False where it is computed for a later year."""

    day: date
    name: str
    proclaimed: bool


def england_holidays(first_year: int = 2020, last_year: int = 2036) -> tuple[BankHoliday, ...]:
    """Return England's bank holidays from one year to another, both included, in order.

    A holiday on a weekend is left out, since its substitute day is the one that counts. Regional holidays
    of other nations are not England's, so the subdivision is always named.
    """
    import holidays  # noqa: PLC0415  (takes most of a second, and only loading a calendar needs it)

    listed = holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1))
    return tuple(
        BankHoliday(day, _name(name), day.year <= PROCLAIMED_TO)
        for day, name in sorted(listed.items())
        if day.weekday() < SATURDAY
    )


def _name(listed: str) -> str:
    plain, observed, _ = listed.partition(" (observed)")
    return NAMES.get(plain, plain) + (" (substitute day)" if observed else "")
