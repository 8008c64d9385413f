"""When the worker speaks of what is due on a day: one working day before, and once that day has gone by."""

from datetime import UTC, date, datetime, timedelta

from commonground.differences.actions.redating import midnight
from commonground.differences.models import Difference
from commonground.editions.queries import calendar
from commonground.now import LONDON
from commonground.procedures.worktime import END_OF_DAY, PROMPT, previous_working_day


def ends(due: date) -> datetime:
    """Return the moment until which something that is due on a day may be done."""
    return datetime.combine(due, END_OF_DAY, LONDON)


def over(due: date) -> datetime:
    """Return the first moment of the day after: what was due on a day is past its time from then on."""
    return midnight(due + timedelta(days=1)).astimezone(UTC)


def prompt(row: Difference, due: date, at: datetime) -> datetime:
    """Return when the worker speaks first: one working day before at 09:00, or once the day has gone by.

    ``at`` is when it was said by which day: nobody is reminded before that.
    """
    days = calendar(row.stands().procedure, row.partnership_id)
    before = datetime.combine(previous_working_day(due, days), PROMPT, LONDON).astimezone(UTC)
    return before if before > at else over(due)
