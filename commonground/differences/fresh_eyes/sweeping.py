"""What the worker says of fresh eyes: one working day before a word is wanted, and once when its day has gone by.

Whoever has left their agency meanwhile looks no longer, since they see it no more: then the sides are told of that.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from commonground.differences.actions.door import routes_for
from commonground.differences.actions.entering import locked, seats_of
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.entries import FRESH_EYES_GONE, FRESH_EYES_LATE
from commonground.differences.fresh_eyes.actions import facts
from commonground.differences.fresh_eyes.ending import over, stop_seeing
from commonground.differences.fresh_eyes.telling import NEWS, tell_sides, tell_whoever_it_waits_for
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.differences.reminding import over as day_over
from commonground.differences.when import lasting_day
from commonground.directory.queries import actor_for
from commonground.now import london_date
from commonground.procedures.fresh_eyes import Looks
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
    seats = seats_of(difference=row.pk)
    if one.person and one.agency_id not in actor_for(one.person, london_date(at)).agencies:
        _gone(row, one, seats, at=at)
        return True
    past = one.by_when < london_date(at)
    one.next_at = None if past else day_over(one.by_when)
    change(one, TOLD)
    about = f"fresh eyes {one.number} by {one.by_when}"
    kind = "fresh_eyes_late" if past else "fresh_eyes_due"
    tell_whoever_it_waits_for(row, one, seats, kind=kind, about=about, at=at)
    if past:
        day = lasting_day(one.by_when)
        sentence = f"Somebody was to say by {day} what they see with fresh eyes. They have not."
        if one.person is None:
            sentence = f"Nobody has been found yet to look with fresh eyes. A word was wanted by {day}."
        _say(row, one, seats, FRESH_EYES_LATE, sentence, kind=kind, about=about, at=at)
    return True


def _gone(row: Difference, one: FreshEyes, seats: list[Seat], *, at: datetime) -> None:
    """Have somebody look no longer who has left the agency for which they were asked."""
    over(one, Looks.OVER, at)
    stop_seeing(row, one, at)
    sentence = f"{one.person} no longer works for {one.agency}, so they no longer look at this with fresh eyes."
    _say(row, one, seats, FRESH_EYES_GONE, sentence, kind=NEWS, about=f"fresh eyes {one.number}", at=at)


def _say(
    row: Difference, one: FreshEyes, seats: list[Seat], entry: str, sentence: str, *, kind: str, about: str,
    at: datetime,
) -> None:  # fmt: skip
    """Write it in the record, and tell both sides."""
    append(
        subject=row.pk, partnership_id=row.partnership_id, kind=entry, facts={"fresh_eyes": facts(one)},
        sentence=sentence, words={}, by=None, by_name="The clock", at=at,
    )  # fmt: skip
    tell_sides(row, seats, routes_for(row, seats, row.stands(), at=at), kind=kind, about=about, at=at)
