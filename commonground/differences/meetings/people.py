"""Who may be asked to come to a meeting: everybody who sees the difference by a seat, and nobody else.

That is asked of who holds what today, whether or not they are away: a meeting is on another day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from commonground.differences import queries
from commonground.differences.meetings.models import called
from commonground.differences.models import Difference, Seat
from commonground.directory.guests.models import Pass
from commonground.directory.models import Agency, Person
from commonground.directory.queries import absent, holdings
from commonground.procedures.meetings import comes_for
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity, Side


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who may be asked to come: for which agency, which side if any, and where they are written to."""

    person: Person
    agency: Agency
    side: str
    address: str

    @property
    def key(self) -> str:
        """The value of this choice in a form."""
        return str(self.person.pk)

    @property
    def name(self) -> str:
        """How pages and the record name them."""
        return called(self.person, self.agency)

    @property
    def label(self) -> str:
        """How a form names them. A guest is let in by a pass."""
        return f"{self.name}, let in by a pass" if self.person.guest else self.name


def comers(row: Difference, seats: Collection[Seat], on: date) -> dict[str, Comer]:
    """Return who may be asked to come, by key: those of the raising side first, then by agency and name.

    Whoever has seats on both sides comes for the one that they act for: see ``queries.for_one_side``.

    In one query, one more where there are guests, and one more for each person who has such seats by their posts.
    """
    open_seats = [one for one in seats if not one.ended_at and one.capacity != Capacity.BARRED]
    out = queries.barred(seats)
    found: dict[str, Comer] = {}
    sitting = [(one, seat) for one, seat in _sitting(row, open_seats, on) if one.person.pk not in out]
    held: defaultdict[Person, list[Standing]] = defaultdict(list)
    for one, seat in sitting:
        held[one.person].append(seat.standing)
    acts = {person: queries.for_one_side(person, own, row, seats) for person, own in held.items()}
    there = (one for one, seat in sitting if seat.standing in acts[one.person])
    for one in sorted(there, key=_order):
        found.setdefault(one.key, one)
    return found


def _order(one: Comer) -> tuple[int, str, str]:
    places = [*(side.value for side in Side), ""]
    return places.index(one.side), one.agency.name, one.person.name


def _sitting(row: Difference, seats: Collection[Seat], on: date) -> Iterator[tuple[Comer, Seat]]:
    held = _held(seats, on)
    guests = passes(row, [one.person for one in seats if one.person and one.person.guest], on)
    for seat in seats:
        side = comes_for(seat.standing) or ""
        if seat.person and seat.person.guest:
            there = [seat.person] if seat.person_id in guests else []
        elif seat.person:
            there = [seat.person] if seat.person_id in held.at_work.get(seat.agency_id, ()) else []
        else:
            there = held.by_post.get(seat.post_id, []) if seat.post_id else []
        yield from ((Comer(one, seat.agency, side, guests.get(one.pk, one.email)), seat) for one in there)


@dataclass(frozen=True, slots=True)
class _Held:
    """Who holds each post, as it gives sight: deputies too while none of its holders is there; and who works where."""

    by_post: Mapping[UUID, list[Person]]
    at_work: Mapping[UUID, set[UUID]]


def _held(seats: Collection[Seat], on: date) -> _Held:
    posts = {one.post_id for one in seats if one.post_id}
    people = {one.person_id for one in seats if one.person_id}
    found = holdings(on).filter(Q(post__in=posts) | Q(person__in=people)).select_related("person", "post")
    holders: defaultdict[UUID, list[Person]] = defaultdict(list)
    deputies: defaultdict[UUID, list[Person]] = defaultdict(list)
    at_work: defaultdict[UUID, set[UUID]] = defaultdict(set)
    manned: set[UUID] = set()
    for one in found.annotate(is_away=absent(on)).order_by("person__name", "person_id"):
        at_work[one.post.agency_id].add(one.person_id)
        (deputies if one.deputy else holders)[one.post_id].append(one.person)
        if not one.deputy and not one.is_away:
            manned.add(one.post_id)
    by_post = {post: [*holders[post], *([] if post in manned else deputies[post])] for post in posts}
    return _Held(by_post, at_work)


def passes(row: Difference, people: Collection[Person], on: date) -> dict[UUID, str]:
    """Return the address of each guest among these whose pass lets them in on a day."""
    guests = [one.pk for one in people if one.guest]
    found = Pass.objects.of(row.pk).filter(person__in=guests, ended_at=None) if guests else ()
    return {one.person_id: one.address for one in found if one.lets_in(on)}
