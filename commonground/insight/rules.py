"""Who may have figures worked out and release them, and of when: in sentences."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from commonground.insight.periods import Period

NOT_YOURS = "Only the partnership’s office works its figures out and releases them."
NOT_OVER = "This time is not over yet. Figures are worked out once, when nothing more can come to them."
NOT_READY = "These figures are not worked out yet."
RELEASED = "These figures are released already. What was released stays as it is."


def work_out_refusal(offices: Collection[UUID], area: UUID, period: Period, today: date) -> str | None:
    """Return why a period's figures are not worked out, in a sentence; None when they may be."""
    if area not in offices:
        return NOT_YOURS
    return NOT_OVER if today < period.after else None


def release_refusal(offices: Collection[UUID], area: UUID, *, ready: bool, released: bool) -> str | None:
    """Return why figures are not released, in a sentence; None when they may be."""
    if area not in offices:
        return NOT_YOURS
    if released:
        return RELEASED
    return None if ready else NOT_READY
