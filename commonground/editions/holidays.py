"""England's bank holidays, as rows for the calendar that clocks count by; and which days may be added to them."""

from dataclasses import dataclass
from datetime import date, timedelta

from commonground.procedures.worktime import day_text

PROCLAIMED_TO = 2027
"""The last year whose bank holidays the government has published (gov.uk/bank-holidays)."""

LAST_YEAR = 2036
"""Up to this year they are worked out by rule."""

A_MONTH = timedelta(days=31)
"""For so long a bank holiday that was forgotten can still be added: what runs may have gone over it."""

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


def england_holidays(first_year: int = 2020, last_year: int = LAST_YEAR) -> tuple[BankHoliday, ...]:
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


def why_not(day: date, today: date, already: str) -> str:
    """Say why a day cannot be added as a bank holiday; nothing if it can. ``already`` is what it is called if it is."""
    called = f"{day_text(day)} {day.year}"
    if already:
        return f"{called} is a bank holiday already: {already}."
    if day.weekday() >= SATURDAY:
        return f"Nobody works on {called}, so no date would move. If another day is given for it, add that day."
    if day < today - A_MONTH:
        return f"{called} is more than a month ago, so it can no longer be added."
    if day.year > LAST_YEAR:
        return f"Bank holidays are kept up to {LAST_YEAR}. Choose a day before that ends."
    return ""


def why_not_removed(day: date, today: date, *, removed: bool) -> str:
    """Say why a bank holiday that was added cannot be taken off; nothing if it can."""
    if removed:
        return "It was taken off already."
    if day <= today:
        return f"{day_text(day)} {day.year} has come, and dates have counted it as a day off. So it stays."
    return ""


def why_not_compared(year: int, on: date, today: date) -> str:
    """Say why it cannot be said that a year was compared on a day; nothing if it can."""
    if not today.year <= year <= LAST_YEAR:
        return f"Choose a year from {today.year} to {LAST_YEAR}."
    if on > today:
        return "This day has not come yet. Say on which day you compared them."
    return ""
