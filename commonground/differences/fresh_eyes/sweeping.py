"""What the worker says of fresh eyes: one working day before a word is wanted, and once when its day has gone by."""

from datetime import datetime
from functools import partial
from uuid import UUID

from commonground.differences.actions.door import routes_for
from commonground.differences.actions.entering import locked, seats_of
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.entries import FRESH_EYES_LATE
from commonground.differences.fresh_eyes.actions import facts
from commonground.differences.fresh_eyes.telling import tell_both, tell_whoever_it_waits_for
from commonground.differences.models import FreshEyes
from commonground.differences.reminding import over
from commonground.differences.when import lasting_day
from commonground.now import london_date
from commonground.record.actions import append
from commonground.storing import change

BATCH = 500
TOLD = ("next_at",)


def tell_of_fresh_eyes(at: datetime) -> int:
    """Say what there is to say of fresh eyes by now; return of how many. Safe to run twice, late, or on two machines.

    Nothing closes by it, and whoever looks may still say what they see.
    """
    waiting = FreshEyes.objects.filter(next_at__lte=at).order_by("next_at").values_list("pk", flat=True)
    return one_by_one(list(waiting[:BATCH]), partial(_tell, at=at), failed="fresh_eyes.failed")


def _tell(key: UUID, *, at: datetime) -> bool:
    row = locked(FreshEyes.objects.values_list("difference_id", flat=True).get(pk=key))
    one = FreshEyes.objects.select_related("person", "agency").get(pk=key)
    if one.next_at is None or one.next_at > at:
        return False
    past = one.by_when < london_date(at)
    one.next_at = None if past else over(one.by_when)
    change(one, TOLD)
    seats = seats_of(difference=row.pk)
    about = f"fresh eyes {one.number} by {one.by_when}"
    kind = "fresh_eyes_late" if past else "fresh_eyes_due"
    tell_whoever_it_waits_for(row, one, seats, kind=kind, about=about, at=at)
    if past:
        append(
            subject=row.pk, partnership_id=row.partnership_id, kind=FRESH_EYES_LATE, facts={"fresh_eyes": facts(one)},
            sentence=f"Somebody was to say by {lasting_day(one.by_when)} what they see with fresh eyes. They have not.",
            words={}, by=None, by_name="The clock", at=at,
        )  # fmt: skip
        routes = routes_for(row, seats, row.stands(), at=at)
        tell_both(row, seats, routes, kind="fresh_eyes_late", about=about, at=at)
    return True
