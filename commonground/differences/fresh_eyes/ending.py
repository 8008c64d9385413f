"""Where a move ends somebody's look: the difference has ended, they are kept out of it, or their agency takes part."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from commonground.differences.fresh_eyes.telling import tell_looker, tell_office
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.procedures.fresh_eyes import WAITS, Looks
from commonground.procedures.terms import Capacity
from commonground.storing import change

STATE = ("now", "over_at", "next_at")


def open_looks(seats: Collection[Seat]) -> list[Seat]:
    """Return the seats of those who look now."""
    return [seat for seat in seats if seat.capacity == Capacity.FRESH_EYES and not seat.ended_at]


def stop_looking(
    row: Difference, seats: Collection[Seat], leaving: Collection[Seat], *, at: datetime, everybody: bool = False,
    office: bool = False,
) -> list[int]:  # fmt: skip
    """Have those look no longer whose seats end (``leaving``), or everybody; return the numbers of what is over.

    ``office``: the office is kept out, so it looks for nobody any more. Everybody else for whom it waited is told.
    """
    gone = [seat.pk for seat in leaving if seat.capacity == Capacity.FRESH_EYES]
    if not (everybody or gone or office):
        return []
    rows = FreshEyes.objects.of(row).filter(now__in=WAITS).select_related("person", "agency").order_by("number")
    theirs = Q(seat__in=gone) | Q(now=Looks.SOUGHT) if office else Q(seat__in=gone)
    found = list(rows if everybody else rows.filter(theirs))
    for one in found:
        about = f"fresh eyes {one.number}"
        if one.now == Looks.SOUGHT and not row.restricted:
            tell_office(row, one, seats, kind="fresh_eyes_over", about=about, at=at)
        tell_looker(row, one, kind="fresh_eyes_over", about=about, at=at)
        one.now, one.over_at, one.next_at = Looks.OVER, at, None
        change(one, STATE)
    return [one.number for one in found]
