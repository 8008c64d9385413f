"""A side as its chairs: who acts for it at the stage where a difference is, who would be next, and asking those."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from commonground.differences.actions import door, points, seating, telling
from commonground.differences.models import Difference, Seat
from commonground.differences.routing import Placed
from commonground.procedures import rules
from commonground.procedures.terms import Side
from commonground.record.actions import append
from commonground.storing import add

NO_WORDS: Mapping[str, str] = MappingProxyType({})


class Chairs:
    """One side of a difference at its stage, as the caller has locked it."""

    def __init__(self, row: Difference, side: Side, *, at: datetime) -> None:
        """Read who is seated, and the posts of their agencies."""
        self.row, self.side, self.at = row, side, at
        self.situation = row.stands()
        self.seats = list(Seat.objects.filter(difference=row, ended_at=None).select_related("person", "post"))
        self.routes = door.routes_for(row, self.seats, self.situation, at=at)

    def next_in_line(self, unheard: frozenset[UUID] = frozenset()) -> Placed:
        """Return who is to act for the side at this stage, without those who have not heard."""
        point = replace(points.standpoint(self.row, self.seats, self.side), unheard=unheard)
        return self.routes.stage(self.situation.procedure.stage(self.row.stage), point)

    def seats_for(self, placed: Placed) -> list[Seat]:
        """Return the seats of these that they do not have yet, not saved."""
        return [seat for _, seat in seating.new_seats(placed, self.row, self.seats, self.at)]

    def ask(
        self, placed: Placed, *, kind: str, sentence: str, words: Mapping[str, str] = NO_WORDS, urgent: bool = False
    ) -> None:
        """Seat these beside who has a seat already; write it down, and tell them and the raiser.

        ``kind`` is that of the notice and of the entry.
        """
        row, at, fresh = self.row, self.at, self.seats_for(placed)
        add(*fresh)
        move = rules.stepped_over(self.situation, self.side, at=at)
        facts = rules.facts(move) | {"stage": row.stage, "seats": seating.seat_facts(fresh)}
        door.settle(row, move, facts, at=at, counted=False)
        entry = append(
            subject=row.pk, partnership_id=row.partnership_id, kind=f"clock.{kind}", facts=facts, sentence=sentence,
            words={**words, **door.routed(list(placed.places), list(placed.stepped_over))}, by=None,
            by_name="The clock", at=at,
        )  # fmt: skip
        telling.leave_notices(
            row, move, self.seats + fresh, self.routes, fresh=fresh, kind=kind, about=f"entry {entry.number}",
            urgent=urgent, at=at,
        )  # fmt: skip
