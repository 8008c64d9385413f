"""Nobody waits on an empty chair: where all who act for a side are gone or away, the next in its line are asked.

So are others of an agency that joined, where all of it who saw it are gone: nobody waits for it, and yet it was asked.

Invariant 6, at any time and not only when a stage is reached. It looks from those who are gone or away, so that it
does not grow with the differences; each is done in its own transaction under the difference's lock, and safe to run
twice. Whoever is away keeps their seat.
"""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from commonground.differences import queries
from commonground.differences.actions import door, points, seating, telling
from commonground.differences.actions.chairs import Chairs
from commonground.differences.actions.entering import locked, seats_of
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.entries import ASKED_BESIDE
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import empty_posts, gone_or_away
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.terms import Capacity, Side
from commonground.record.actions import append

ACTS_NOW = Q(
    ended_at=None,
    difference__ended_at=None,
    stage=F("difference__stage"),
    capacity__in=(Capacity.RAISER, Capacity.ANSWERING),
)
"""A seat that acts for its side at the stage where its difference is."""


BESIDE_NOW = Q(ended_at=None, difference__ended_at=None, capacity=Capacity.JOINED)
"""A seat of an agency that joined a difference which is open."""


def ask_the_next(at: datetime) -> int:
    """Ask the next in the line for every side that nobody is there to act for; return for how many that was done.

    One that cannot be done is logged and left for the next time.
    """
    return one_by_one(with_empty_chairs(london_date(at)), partial(ask_for, at=at), failed="empty_chair.failed")


def with_empty_chairs(on: date) -> list[UUID]:
    """Return the open differences in which a side has nobody to act for it on a day, or one that joined has nobody."""
    there = Seat.objects.attended(on).filter(difference=OuterRef("difference"))
    acting = ACTS_NOW & ~Q(side="") & ~Exists(there.filter(ACTS_NOW, side=OuterRef("side")))
    beside = BESIDE_NOW & ~Exists(there.filter(BESIDE_NOW, agency=OuterRef("agency")))
    found: set[UUID] = set()
    out = Seat.objects.filter(ended_at=None, capacity=Capacity.BARRED).values("difference")
    for empty in (Q(person__in=gone_or_away(on)), Q(post__in=empty_posts(on)), Q(difference__in=out)):
        found |= set(Seat.objects.filter(empty, acting | beside).values_list("difference_id", flat=True))
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
    beside = Seat.objects.filter(BESIDE_NOW, difference=difference)
    here = set(Seat.objects.attended(london_date(at)).filter(BESIDE_NOW, difference=difference).values_list("agency"))
    for (agency,) in set(beside.values_list("agency")) - here:
        done |= _ask_beside(row, agency, at=at)
    return done


def _ask_beside(row: Difference, agency: UUID, *, at: datetime) -> bool:
    """Seat others of an agency that joined and that nobody is there for; False when there is nobody new."""
    seats = seats_of(difference=row.pk)
    one = next(one for one in queries.joined(seats) if one.agency.pk == agency)
    situation = row.stands()
    routes = door.routes_for(row, seats, situation, at=at)
    placed = points.nearest(routes, points.beside_point(seats, one.agency, one.team), one.side, row.stage)
    fresh = seating.give(placed, row, seats, at)
    if not fresh:
        return False
    entry = append(
        subject=row.pk, partnership_id=row.partnership_id, kind=ASKED_BESIDE,
        facts={"stage": row.stage, "seats": seating.seat_facts(fresh)},
        sentence=f"Nobody of {one.agency}, which joined this, was there, so others of it were asked.",
        words=door.routed(list(placed.places), list(placed.stepped_over)), by=None, by_name="The clock", at=at,
    )  # fmt: skip
    nobody_else = rules.Move(None, None, situation, situation, (), (), at)
    telling.leave_notices(
        row, nobody_else, seats, routes, fresh=fresh, kind="joining", about=f"entry {entry.number}", at=at
    )  # fmt: skip
    return True


def _ask_for_side(chairs: Chairs, *, anew: bool) -> bool:
    placed = chairs.next_in_line()
    if not chairs.seats_for(placed) and not anew:
        return False
    name = chairs.row.name_of(chairs.side)
    sentence = f"Nobody was there to act for {name}, so the next in its line were asked."
    chairs.ask(placed, kind="stepped_over", sentence=sentence)
    return True
