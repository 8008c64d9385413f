"""Nobody waits on an empty chair: where all who act for a side are gone or away, the next in its line are asked.

Invariant 6, at any time and not only when a stage is reached. It looks from those who are gone or away, so that it
does not grow with the differences; each is done in its own transaction under the difference's lock, and safe to run
twice. Whoever is away keeps their seat.
"""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from commonground.differences.actions.chairs import Chairs
from commonground.differences.actions.entering import locked
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.models import Seat
from commonground.directory.queries import empty_posts, gone_or_away
from commonground.now import london_date
from commonground.procedures.terms import Capacity, Side

ACTS_NOW = Q(
    ended_at=None,
    difference__ended_at=None,
    stage=F("difference__stage"),
    capacity__in=(Capacity.RAISER, Capacity.ANSWERING),
)
"""A seat that acts for its side at the stage where its difference is."""


def ask_the_next(at: datetime) -> int:
    """Ask the next in the line for every side that nobody is there to act for; return for how many that was done.

    One that cannot be done is logged and left for the next time.
    """
    return one_by_one(with_empty_chairs(london_date(at)), partial(ask_for, at=at), failed="empty_chair.failed")


def with_empty_chairs(on: date) -> list[UUID]:
    """Return the open differences of which a side has nobody to act for it at this stage on a day."""
    attended = Seat.objects.attended(on).filter(ACTS_NOW, difference=OuterRef("difference"), side=OuterRef("side"))
    found: set[UUID] = set()
    out = Seat.objects.filter(ended_at=None, capacity=Capacity.BARRED).values("difference")
    for empty in (Q(person__in=gone_or_away(on)), Q(post__in=empty_posts(on)), Q(difference__in=out)):
        seats = Seat.objects.filter(ACTS_NOW, empty).exclude(side="").filter(~Exists(attended))
        found |= set(seats.values_list("difference_id", flat=True))
    return sorted(found)


def ask_for(difference: UUID, *, at: datetime, anew: Side | None = None) -> bool:
    """Seat the next in the line for each side of one difference that needs it; False when there is nobody new.

    Whoever had picked it up for the side ``anew`` acts no more, so that side is asked again whoever is there.
    """
    row = locked(difference)
    acting = Seat.objects.attended(london_date(at)).filter(ACTS_NOW, difference=difference)
    attended = set(acting.values_list("side", flat=True))
    done = False
    for side in () if row.end else Side:
        if side not in attended or side is anew:
            done |= _ask_for_side(Chairs(row, side, at=at), anew=side is anew)
    return done


def _ask_for_side(chairs: Chairs, *, anew: bool) -> bool:
    placed = chairs.next_in_line()
    if not chairs.seats_for(placed) and not anew:
        return False
    name = chairs.row.name_of(chairs.side)
    sentence = f"Nobody was there to act for {name}, so the next in its line were asked."
    chairs.ask(placed, kind="stepped_over", sentence=sentence)
    return True
