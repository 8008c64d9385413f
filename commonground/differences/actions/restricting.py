"""Restricting a difference: from now on it is seen by people named for it, and by nobody else.

Sight comes from seats. So those of posts end, and whoever is named holds theirs in person; the next stage's people are
seated by name as well, and no office is told. Lists, counts and search need nothing more.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from commonground.differences import queries
from commonground.differences.actions.door import Turn, begin
from commonground.differences.actions.points import acts
from commonground.differences.models import Difference, Seat
from commonground.differences.routing import Place, Placed
from commonground.directory.models import Person
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.terms import Act, Capacity, Role, Side


def restrict(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, people: Collection[UUID], reason: str
) -> Difference:
    """Let only these people see it, besides whoever raised it (invariant 7) and whoever restricts it.

    Raises Refused when one of them does not see it now, or when a side would have nobody to act for it.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.RESTRICT)
    out = queries.barred(turn.seats)
    seats = [seat for seat in turn.seats if not seat.ended_at and seat.capacity != Capacity.BARRED]
    behind = {seat.pk: who_is_behind(turn, seat) for seat in seats}
    known = {person.pk: person for some in behind.values() for person in some if person.pk not in out}
    if not set(people) <= known.keys():
        raise rules.Refused("You can name only people who see this now. Choose from the list.")
    raisers = {seat.person_id for seat in seats if seat.person_id and seat.capacity == Capacity.RAISER}
    named = {*people, turn.person.pk, *raisers}
    kept = on_one_side([(seat, [one for one in behind[seat.pk] if one.pk in named]) for seat in seats])
    for side in Side:
        if not any(some for seat, some in kept if acts(seat, side, turn.difference.stage)):
            raise rules.Refused(f"Name somebody who can act for {turn.difference.name_of(side)} at this stage.")
    turn.facts["office"] = turn.difference.officer_told
    turn.difference.restricted, turn.difference.officer_told = True, False
    turn.leaving += [seat for seat, _ in kept if seat.person_id not in named]
    for seat in turn.leaving:
        seat.ended_at = at
    turn.seat(Placed(tuple(place(seat, one) for seat, some in kept if seat.post_id for one in some)))
    turn.told = []
    names = "; ".join(sorted(known[key].name for key in named))
    return turn.finish(words={"Why": reason, "Who sees it now": names})


def on_one_side(kept: list[tuple[Seat, list[Person]]]) -> list[tuple[Seat, list[Person]]]:
    """Leave each person the seats of one side: where an office was asked for both, the one that fewer are left for."""
    sides: dict[UUID, set[str]] = {}
    for seat, some in kept:
        for one in some if seat.side else ():
            sides.setdefault(one.pk, set()).add(seat.side)
    own = {person: min(found) for person, found in sides.items() if len(found) == 1}
    for person in sorted(sides.keys() - own.keys()):
        own[person] = min(Side, key=lambda side: sum(one == side for one in own.values()))
    return [(seat, [one for one in some if not seat.side or own[one.pk] == seat.side]) for seat, some in kept]


def who_is_behind(turn: Turn, seat: Seat) -> tuple[Person, ...]:
    """Return who sees by a seat today."""
    if seat.person:
        return (seat.person,)
    posts = [post for post in turn.routes.posts_of(seat.agency_id) if post.post.pk == seat.post_id]
    return posts[0].present if posts else ()


def place(seat: Seat, person: Person) -> Place:
    """Return the place of a person who was there by a post."""
    side = Side(seat.side) if seat.side else None
    return Place(side, Capacity(seat.capacity), Role(seat.role), seat.stage, seat.agency_id, person.name, person=person)
