"""Reads that span tables: the seats of whoever asks, as the rules see them."""

from collections.abc import Iterable
from dataclasses import replace

from commonground.differences.models import Difference, Seat
from commonground.directory.queries import Actor
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Capacity, Role


def is_mine(seat: Seat, actor: Actor) -> bool:
    """Say whether a seat is this actor's now: in person while in that agency, or by a post held today."""
    if seat.ended_at or actor.person is None:
        return False
    if seat.person_id:
        return seat.person_id == actor.person.pk and seat.agency_id in actor.agencies
    return seat.post_id in actor.post_ids


def standings(actor: Actor, difference: Difference, seats: Iterable[Seat]) -> tuple[Standing, ...]:
    """Return everything by which this actor may act in a difference: own seats, and the office if told."""
    own = [seat.standing for seat in seats if is_mine(seat, actor)]
    if difference.officer_told and difference.partnership_id in actor.offices:
        own.append(Standing(None, Capacity.OFFICER, Role.PARTNERSHIP_OFFICER, difference.stage))
    return tuple(own)


def stands(difference: Difference, seats: Iterable[Seat]) -> Situation:
    """Return where a difference stands, and whether anybody facilitates it now."""
    facilitated = any(seat.capacity == Capacity.FACILITATING and not seat.ended_at for seat in seats)
    return replace(difference.stands(), facilitated=facilitated)


def relation(standing: Iterable[Standing]) -> str:
    """Return by which relation somebody looks, the closest of several, in words for the list of looks."""
    closest = min((one.capacity for one in standing), key=list(Capacity).index, default=None)
    return closest.label if closest else ""
