"""What tests of differences ask the tables again and again: a row as it is now, who was told, and when they will be."""

from datetime import date, datetime, time

from commonground.differences.models import Difference
from commonground.editions.queries import calendar
from commonground.notices.models import Notice
from commonground.now import LONDON
from commonground.procedures.worktime import previous_working_day
from tests.cast import Cast


def fresh(row: Difference) -> Difference:
    """Return a difference as it is now."""
    return Difference.objects.select_related("edition").get(pk=row.pk)


def told(row: Difference, kind: str) -> set[str]:
    """Return the addresses that were told of a difference by a kind of notice."""
    return set(Notice.objects.filter(subject=row.pk, kind=kind).values_list("address", flat=True))


def email(cast: Cast, name: str) -> str:
    """Return the address of one of the cast."""
    return cast.person(name).email


def day_before(row: Difference, due: date) -> datetime:
    """Return when the worker reminds of what is due by the end of a day: at nine on the working day before."""
    days = calendar(fresh(row).stands().procedure, row.partnership_id)
    return datetime.combine(previous_working_day(due, days), time(9), LONDON)
