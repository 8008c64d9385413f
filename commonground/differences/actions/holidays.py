"""A bank holiday is put on record, or one added by mistake taken off it: a job works running clocks out again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from commonground.differences.actions import redating
from commonground.directory.models import Partnership
from commonground.directory.queries import Actor
from commonground.editions import actions
from commonground.editions.models import Holiday


@transaction.atomic
def proclaim(*, day: date, name: str, at: datetime) -> int:
    """Put a bank holiday on record for all of England; return how many differences are looked at again."""
    holiday = actions.proclaim_holiday(day=day, name=name, at=at)
    if not holiday.settling:
        return 0
    redating.start(holiday)
    return len(redating.left(holiday))


@transaction.atomic
def add(*, by: Actor, at: datetime, partnership: Partnership, day: date, name: str, source: str) -> Holiday:
    """Put an extra bank holiday on record for an area. Raises RefusedError in words."""
    holiday = actions.add_holiday(by=by, at=at, partnership=partnership, day=day, name=name, source=source)
    redating.start(holiday)
    return holiday


@transaction.atomic
def take_off(*, by: Actor, at: datetime, holiday: UUID) -> Holiday:
    """Take off a bank holiday that was added by mistake. Raises Holiday.DoesNotExist, or RefusedError in words."""
    row = actions.remove_holiday(by=by, at=at, holiday=holiday)
    redating.start(row)
    return row
