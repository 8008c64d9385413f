"""Nobody waits on an empty chair: where all who act for a side are gone or away, the next in its line are asked.

Invariant 6, at any time and not only when a stage is reached. It looks from those who are gone or away, so that it
does not grow with the differences; each is done in its own transaction under the difference's lock, and safe to run
twice. Whoever is away keeps their seat.
"""

from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef, Q

from commonground.differences.actions import door, seating, telling
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import empty_posts, gone_or_away
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.terms import Capacity, Side
from commonground.record.actions import append
from commonground.storing import add

log = structlog.get_logger()

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
    done = 0
    for difference in with_empty_chairs(london_date(at)):
        try:
            with transaction.atomic():
                done += _ask_for(difference, at=at)
        except (DatabaseError, rules.Refused, ValueError, LookupError):
            log.exception("empty_chair.failed", difference=str(difference))
    return done


def with_empty_chairs(on: date) -> list[UUID]:
    """Return the open differences of which a side has nobody to act for it at this stage on a day."""
    attended = Seat.objects.attended(on).filter(ACTS_NOW, difference=OuterRef("difference"), side=OuterRef("side"))
    found: set[UUID] = set()
    for empty in (Q(person__in=gone_or_away(on)), Q(post__in=empty_posts(on))):
        seats = Seat.objects.filter(ACTS_NOW, empty).exclude(side="").filter(~Exists(attended))
        found |= set(seats.values_list("difference_id", flat=True))
    return sorted(found)


def _ask_for(difference: UUID, *, at: datetime) -> bool:
    """Seat the next in the line for each side of one difference that needs it; False when there is nobody new."""
    row = (
        Difference.objects.filter(pk=difference)
        .select_for_update(of=("self",), no_key=True)
        .select_related("edition", "raising_agency", "responding_agency")
        .get()
    )
    acting = Seat.objects.attended(london_date(at)).filter(ACTS_NOW, difference=difference)
    attended = set(acting.values_list("side", flat=True))
    done = False
    for side in () if row.end else Side:
        if side not in attended:
            done |= _ask_for_side(row, side, at=at)
    return done


def _ask_for_side(row: Difference, side: Side, *, at: datetime) -> bool:
    seats = list(Seat.objects.filter(difference=row, ended_at=None).select_related("person", "post"))
    situation = row.stands()
    routes = door.routes_for(row, seats, situation, at=at)
    placed = routes.stage(situation.procedure.stage(row.stage), door.standpoint(row, seats, side))
    fresh = [seat for _, seat in seating.new_seats(placed, row, seats, at)]
    if not fresh:
        return False
    add(*fresh)
    move = rules.stepped_over(situation, side, at=at)
    facts = rules.facts(move) | {"seats": seating.seat_facts(fresh)}
    door.settle(row, move, facts, at=at, counted=False)
    entry = append(
        subject=row.pk, partnership_id=row.partnership_id, kind="clock.stepped_over", facts=facts,
        sentence=f"Nobody was there to act for {row.name_of(side)}, so the next in its line were asked.",
        words=door.routed(list(placed.places), list(placed.stepped_over)), by=None, by_name="The clock", at=at,
    )  # fmt: skip
    telling.leave_notices(
        row, move, seats + fresh, routes, fresh=fresh, kind="stepped_over", about=f"entry {entry.number}", at=at
    )  # fmt: skip
    return True
