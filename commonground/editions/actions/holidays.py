"""Bank holidays: proclaimed for England, added for one area and taken off again, and compared with what is proclaimed.

Whoever calls these for a day off has running clocks brought up to it: ``differences.actions.holidays``.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from commonground.directory.actions import RefusedError, refuse
from commonground.directory.models import Partnership
from commonground.directory.queries import Actor
from commonground.editions.actions.drafting import signed_in
from commonground.editions.holidays import why_not, why_not_compared, why_not_removed
from commonground.editions.models import Compared, Holiday
from commonground.now import london_date
from commonground.turns import wait_for_turn

WAIT = "Dates are still being worked out again after the last change. Wait a minute, and try again."


def proclaim_holiday(*, day: date, name: str, at: datetime) -> Holiday:
    """Put a newly proclaimed bank holiday on record for all of England: for whoever runs the product's commands.

    A day that was computed before is counted since it was put there; now it is proclaimed. Raises RefusedError while
    running clocks are still being brought up to another.
    """
    _one_at_a_time(None)
    there = Holiday.objects.filter(day=day, partnership=None, removed_at=None).first()
    if there is None:
        return Holiday.objects.create(day=day, name=name, proclaimed=True, known_at=at)
    there.name, there.proclaimed = name, True
    there.save(update_fields=["name", "proclaimed"])
    return there


def add_holiday(*, by: Actor, at: datetime, partnership: Partnership, day: date, name: str, source: str) -> Holiday:
    """Put an extra bank holiday on record for an area.

    Raises RefusedError, in words, for an area of others, for a day that is none to add, and while running clocks are
    still being brought up to another.
    """
    person = signed_in(by)
    if partnership.pk not in by.offices:
        message = "Only the officers of a partnership keep its bank holidays."
        raise RefusedError(message)
    _one_at_a_time(partnership.pk)
    rows = Holiday.objects.for_area(partnership.pk).filter(day=day, removed_at=None)
    refuse(why_not(day, london_date(at), next(iter(rows.values_list("name", flat=True)), "")))
    return Holiday.objects.create(
        partnership=partnership, day=day, name=name.strip(), source=source.strip(), proclaimed=True, known_at=at,
        added_by=person,
    )  # fmt: skip


def remove_holiday(*, by: Actor, at: datetime, holiday: UUID) -> Holiday:
    """Take off a bank holiday that was added by mistake, before its day comes; it is kept that it was there.

    Raises Holiday.DoesNotExist for one of others, and RefusedError in words.
    """
    person = signed_in(by)
    row = Holiday.objects.kept_by(by).get(pk=holiday)
    _one_at_a_time(row.partnership_id)
    row.refresh_from_db()
    refuse(why_not_removed(row.day, london_date(at), removed=row.removed_at is not None))
    row.removed_at, row.removed_by, row.settled_at = at, person, None
    row.total = row.done = row.moved = row.clocks = 0
    row.save(update_fields=["removed_at", "removed_by", "settled_at", "total", "done", "moved", "clocks"])
    return row


def compare_year(*, by: Actor, at: datetime, partnership: Partnership, year: int, on: date) -> Compared:
    """Say that the bank holidays of a year were compared with the government's list, for an area, on a day."""
    person = signed_in(by)
    if partnership.pk not in by.offices:
        message = "Only the officers of a partnership keep its bank holidays."
        raise RefusedError(message)
    refuse(why_not_compared(year, on, london_date(at)))
    return Compared.objects.create(partnership=partnership, year=year, on=on, by=person, at=at)


def _one_at_a_time(partnership: UUID | None) -> None:
    """Have whoever else changes a calendar wait for this; refuse it while clocks are brought up to another change.

    So every clock moves by one change at a time, and the record can say by which.
    """
    wait_for_turn("bank holidays")
    rows = Holiday.objects.for_area(partnership) if partnership else Holiday.objects.all()
    if rows.filter(~Q(known_at=None) | ~Q(removed_at=None), settled_at=None).exists():
        raise RefusedError(WAIT)
