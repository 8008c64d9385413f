"""Who may have an action in a difference: an agency that takes part, or a person with a seat by which they act."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from commonground.differences import queries
from commonground.differences.models import Difference, Seat
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Side
from commonground.procedures.undertakings import OWNING

Present = Mapping[UUID, tuple[Person, ...]]
"""Who is there today for each post: see ``reading.present``."""


@dataclass(frozen=True, slots=True)
class Owner:
    """An agency, or one person of it."""

    agency: Agency
    person: Person | None = None

    @property
    def key(self) -> str:
        """The value of this choice in a form."""
        return f"{self.agency.pk}.{self.person.pk}" if self.person else str(self.agency.pk)

    @property
    def label(self) -> str:
        """How pages and the record name it."""
        return f"{self.person.name}, {self.agency}" if self.person else self.agency.name


def agencies(row: Difference, seats: Collection[Seat]) -> dict[UUID, Agency]:
    """Return the agencies that take part: the two sides', and those that joined."""
    found = {row.agency_of(side).pk: row.agency_of(side) for side in Side}
    return found | {one.agency.pk: one.agency for one in queries.joined(seats)}


def deals_for(seats: Iterable[Seat], by: Actor, standings: Collection[Standing]) -> dict[UUID, Standing]:
    """Return for which agencies somebody deals with actions, each with the standing by which they do.

    It is by what they may act here at all: whoever has seats on both sides deals for one (invariant 8).
    """
    found: dict[UUID, Standing] = {}
    for seat in seats:
        if seat.capacity in OWNING and queries.is_mine(seat, by) and seat.standing in standings:
            found.setdefault(seat.agency_id, seat.standing)
    return found


def people(row: Difference, seats: Collection[Seat], present: Present) -> Iterator[Owner]:
    """Yield the people with a seat by which they act, each with the agency that they act for, and for no other side.

    In one query for each person who has seats on both sides by their posts: see ``queries.for_one_side``.
    """
    out = queries.barred(seats)
    held: dict[Person, list[Seat]] = {}
    for seat in seats:
        if seat.ended_at:
            continue
        sitting = (seat.person,) if seat.person else present.get(seat.post_id, ()) if seat.post_id else ()
        for one in sitting:
            held.setdefault(one, []).append(seat)
    for person, own in held.items():
        if person.pk in out:
            continue
        acts = queries.for_one_side(person, [seat.standing for seat in own], row, seats)
        yield from (Owner(seat.agency, person) for seat in own if seat.capacity in OWNING and seat.standing in acts)


def owners(row: Difference, seats: Collection[Seat], present: Present) -> dict[str, Owner]:
    """Return who may have an action, by key: the agencies first, then the people by agency and name."""
    whole = [Owner(one) for one in agencies(row, seats).values()]
    named = sorted(
        people(row, seats, present), key=lambda one: (one.agency.name, one.person.name if one.person else "")
    )
    return {one.key: one for one in (*whole, *named)}


def others(row: Difference, seats: Collection[Seat], present: Present, agency: UUID) -> dict[str, Owner]:
    """Return to whom an action of this agency may be handed: anybody of its own, and the other agencies."""
    found = owners(row, seats, present)
    return {key: one for key, one in found.items() if one.person is None or one.agency.pk == agency}
