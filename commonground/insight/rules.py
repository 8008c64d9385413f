"""Who may have figures worked out and release them, and of when: in sentences."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from commonground.insight.periods import QUARTER, Period, day_words
from commonground.procedures.agreement import WEEKS

NOT_YOURS = "Only the partnership’s office works its figures out and releases them."
SETTLES = timedelta(weeks=max(WEEKS) + 2)
"""How long after a time is over it is counted: whoever is asked some weeks after an end has had two weeks to answer."""
NOT_OVER = "These figures can be worked out from {day}. They are counted once, some weeks after the time is over."
NOT_READY = "These figures are not worked out yet."
BUSY = "Figures of this partnership are being worked out just now. Nothing was released. Try again in a few minutes."
RELEASED = "These figures are released already. What was released stays as it is."


def work_out_refusal(offices: Collection[UUID], area: UUID, period: Period, today: date) -> str | None:
    """Return why a period's figures are not worked out, in a sentence; None when they may be."""
    if area not in offices:
        return NOT_YOURS
    return NOT_OVER.format(day=day_words(opens(period))) if today < opens(period) else None


def opens(period: Period) -> date:
    """Return the first day on which a period may be counted."""
    return period.after + SETTLES


def latest(today: date, months: int = QUARTER) -> Period:
    """Return the latest quarter, or year, that may be counted."""
    one = Period.of(today, months)
    while opens(one) > today:
        one = one.before
    return one


def release_refusal(offices: Collection[UUID], area: UUID, *, ready: bool, released: bool) -> str | None:
    """Return why figures are not released, in a sentence; None when they may be."""
    if area not in offices:
        return NOT_YOURS
    if released:
        return RELEASED
    return None if ready else NOT_READY
