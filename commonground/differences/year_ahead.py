"""The bank holidays of the years to come: which are only computed, though dates may soon reach them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, QuerySet

from commonground.differences.models import Difference
from commonground.editions.queries import DayOff, years_known
from commonground.now import london_date


def reach(rows: "QuerySet[Difference]", on: date) -> int:
    """Return the last year that dates of some differences reach which are open; next year at least."""
    last = rows.filter(ended_at=None).aggregate(last=Max("due_at"))["last"]
    return max(on.year + 1, london_date(last).year if last else 0)


def to_compare(rows: Iterable[DayOff], on: date, last: int) -> tuple[int, ...]:
    """Return the years from this one to a last one whose bank holidays are neither proclaimed nor compared."""
    return tuple(year for year, known in sorted(years_known(rows).items()) if on.year <= year <= last and not known)
