"""Reading editions: which is live, what it says, and the calendar its clocks count by."""

from datetime import date, time
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from commonground.editions.models import Edition, Holiday
from commonground.procedures.definition import Procedure
from commonground.procedures.loading import load
from commonground.procedures.worktime import Calendar
from commonground.questions import Question

SATURDAY = 5
PARSED: dict[str, Procedure] = {}


def procedure_of(edition: Edition) -> Procedure:
    """Return what an edition says, parsed once per digest in each process."""
    if edition.digest not in PARSED:
        PARSED[edition.digest] = load(edition.text)
    return PARSED[edition.digest]


def procedure_by(digest: str) -> Procedure:
    """Return what the editions with this digest say; their text is read once in each process."""
    if digest not in PARSED:
        return procedure_of(Edition.objects.filter(digest=digest)[:1].get())
    return PARSED[digest]


def live_edition(partnership_id: UUID, on: date) -> Edition:
    """Return the edition open to practitioners in a partnership on a day; raises Edition.DoesNotExist."""
    return (
        Edition.objects.filter(partnerships=partnership_id, opened__isnull=False, in_force__lte=on)
        .order_by("-in_force", "-number")[:1]
        .get()
    )


def is_working_day(day: date) -> bool:
    """Say whether a London day is a working day: Monday to Friday and no bank holiday."""
    return day.weekday() < SATURDAY and not Holiday.objects.filter(day=day).exists()


@lru_cache(maxsize=8)
def _calendar(rows: tuple[tuple[date, str, bool], ...], hours: tuple[time, time]) -> Calendar:
    proclaimed = [day for day, _, known in rows if known]
    opens, closes = hours
    return Calendar(
        holidays={day: name for day, name, _ in rows},
        known_until=date(max(proclaimed).year, 12, 31) if proclaimed else date.min,
        opens=opens,
        closes=closes,
    )


@Question
def _holidays() -> "QuerySet[Holiday, tuple[date, str, bool]]":
    return Holiday.objects.order_by("day").values_list("day", "name", "proclaimed")


def calendar(procedure: Procedure) -> Calendar:
    """Return the calendar to reckon with now: every bank holiday on record and the edition's office hours.

    ``known_until`` is the end of the last proclaimed year; later dates say that they are computed.
    """
    return calendar_of(procedure.opens, procedure.closes)


def calendar_of(opens: time, closes: time) -> Calendar:
    """Return the same with other hours."""
    return _calendar(tuple(_holidays()), (opens, closes))
