"""Places become seats: each once, and in a restricted difference by name."""

from collections.abc import Iterable
from datetime import datetime

from commonground.differences.models import Difference, Seat
from commonground.differences.routing import Place, Placed
from commonground.directory.models import Person, Post
from commonground.procedures.terms import Capacity
from commonground.storing import add


def new_seats(placed: Placed, difference: Difference, seats: Iterable[Seat], at: datetime) -> list[tuple[Place, Seat]]:
    """Return the seats of these places that nobody in ``seats`` holds now, each once, not yet saved."""
    held = {seat_key(seat) for seat in seats if not seat.ended_at}
    found: dict[tuple[object, ...], tuple[Place, Seat]] = {}
    for place in placed.places:
        for seat in seats_for(place, difference, at):
            if seat_key(seat) not in held:
                found.setdefault(seat_key(seat), (place, seat))
    return list(found.values())


def give(placed: Placed, difference: Difference, seats: list[Seat], at: datetime) -> list[Seat]:
    """Give the seats of these places that nobody holds now, each once, and return them; ``seats`` then has them too."""
    fresh = [seat for _, seat in new_seats(placed, difference, seats, at)]
    add(*fresh)
    seats += fresh
    return fresh


def seats_for(place: Place, difference: Difference, at: datetime) -> list[Seat]:
    """Return the rows of a place, not yet saved: one seat, or in a restricted difference one for each who is there.

    Nobody is merely told of a restricted difference.
    """
    if difference.restricted and place.capacity is Capacity.TOLD:
        return []
    holders: tuple[tuple[Person | None, Post | None], ...]
    if difference.restricted:
        holders = tuple((person, None) for person in place.people)
    else:
        holders = ((place.person, place.post.post if place.post else None),)
    return [
        Seat(
            partnership_id=difference.partnership_id,
            difference_id=difference.pk,
            side=place.side or "",
            capacity=place.capacity,
            role=place.role,
            stage=place.stage,
            agency_id=place.agency,
            person=person,
            post=post,
            since=at,
        )
        for person, post in holders
    ]


def in_capacity(seat: Seat, capacity: Capacity, at: datetime) -> Seat:
    """Return the seat of the same people for the same side and stage in another capacity, not yet saved."""
    return Seat(
        partnership_id=seat.partnership_id,
        difference_id=seat.difference_id,
        side=seat.side,
        capacity=capacity,
        role=seat.role,
        stage=seat.stage,
        agency_id=seat.agency_id,
        person=seat.person,
        post=seat.post,
        since=at,
    )


def seat_key(seat: Seat) -> tuple[object, ...]:
    """Return what a seat is once by, as the database holds it (``seat_once``) in one difference."""
    return seat.side, seat.capacity, seat.stage, seat.person_id, seat.post_id


def seat_facts(seats: Iterable[Seat]) -> list[list[object]]:
    """Return what the record keeps of seats: codes, and nobody's name."""
    return [[seat.side, seat.capacity, seat.role, seat.stage] for seat in seats]
