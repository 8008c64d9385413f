"""How a look is over, and where a move ends it: the difference has ended, they are kept out, or their agency joins."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import Q

from commonground.differences.fresh_eyes.telling import GONE, NEWS, tell_looker, tell_office, tell_sides
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.differences.routing import Routes
from commonground.directory.models import Person
from commonground.procedures.fresh_eyes import WAITS, Looks
from commonground.procedures.terms import Capacity, Side
from commonground.storing import change

STATE = ("now", "over_at", "next_at")


def over(one: FreshEyes, now: Looks, at: datetime) -> None:
    """Have nobody wait for a word of this any more: the worker says no more of it."""
    one.now, one.over_at, one.next_at = now, at, None
    change(one, STATE)


def stop_seeing(row: Difference, one: FreshEyes, at: datetime) -> None:
    """End the seat of whoever looked: it was their sight."""
    if one.seat_id:
        Seat.objects.of(row).filter(pk=one.seat_id).update(ended_at=at)


def stop_looking(
    row: Difference, seats: list[Seat], leaving: Collection[Seat], routes: Callable[[], Routes], *, at: datetime,
    actor: Person, everybody: bool = False, office: bool = False,
) -> list[int]:  # fmt: skip
    """Have those look no longer whose seats end (``leaving``), or everybody; return the numbers of what is over.

    ``office``: the office is kept out, so it looks for nobody any more. Everybody else for whom it waited is told; and
    where the difference goes on, the side that asked is, but for whoever acted. ``routes`` are read only for that.
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
            tell_office(row, one, seats, kind=GONE, about=about, at=at)
        tell_looker(row, one, kind=GONE, about=about, at=at)
        if not everybody:
            tell_sides(row, seats, routes(), kind=NEWS, about=about, at=at, sides=[Side(one.side)], actor=actor)
        over(one, Looks.OVER, at)
    return [one.number for one in found]
