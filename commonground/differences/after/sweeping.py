"""Some weeks after a difference has ended, both sides are asked what has changed for the child: the worker's sweep."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from commonground.differences.actions.entering import locked
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.actions.sweeping import say
from commonground.differences.after.queries import weeks_after
from commonground.differences.models import Difference
from commonground.procedures.after import ASKED_AFTER, BOTH
from commonground.procedures.agreement import WEEKS
from commonground.storing import change

KIND = "what_changed"
NOT_YET = Q(asked_after_at=None) | Q(asked_after_at__lt=F("ended_at"))
"""Since it ended last, nobody was asked."""


def ask_what_changed(at: datetime) -> int:
    """Ask both sides of each difference whose area's weeks have passed since it ended; return how many were asked.

    Safe to run twice and late: each is looked at again under its lock.
    """
    due = Difference.objects.filter(NOT_YET, ended_at__lte=at - timedelta(weeks=min(WEEKS)), end__in=ASKED_AFTER)
    by_area: dict[UUID, int] = {}
    keys = []
    for row in due.order_by("ended_at", "id").only("pk", "partnership_id", "ended_at"):
        area = row.partnership_id
        if area not in by_area:
            by_area[area] = weeks_after(area)
        if row.ended_at and row.ended_at + timedelta(weeks=by_area[area]) <= at:
            keys.append(row.pk)
    return one_by_one(keys, lambda key: ask_one(key, at=at), failed="after.failed")


def ask_one(difference: UUID, *, at: datetime) -> bool:
    """Ask both sides of one, in the caller's transaction; return False when that was done, or it is open again."""
    row = locked(difference)
    if row.ended_at is None or (row.asked_after_at and row.asked_after_at >= row.ended_at):
        return False
    row.asked_after_at, row.still_asked = at, BOTH
    change(row, ["asked_after_at", "still_asked"])
    sentence = "Some weeks have passed since the end. Both sides were asked what has changed for the child."
    say(row, KIND, sentence, facts={}, words={}, due=None, at=at)
    return True
