"""Reads that span tables: the seats of whoever asks, as the rules see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from commonground.differences.chronology import FOR_A_SIDE, side_of
from commonground.differences.models import Difference, Seat
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor, HeldPost
from commonground.editions.queries import calendar
from commonground.procedures import rules, which_child
from commonground.procedures import seats as seats_rules
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Capacity, Role, Side
from commonground.record.chain import actor_token
from commonground.record.models import Entry

READING = frozenset({Capacity.CHAIRED, Capacity.TOLD, Capacity.LEAD})
"""By which whoever chaired a conference may still read a dissent from it."""


def barred(seats: Iterable[Seat]) -> frozenset[UUID]:
    """Return who takes no part in a difference, of its seats."""
    out = (seat.person_id for seat in seats if seat.capacity == Capacity.BARRED and not seat.ended_at)
    return frozenset(person for person in out if person)


def chaired(seats: Iterable[Seat]) -> frozenset[UUID]:
    """Return who chaired the conference that a difference is about, of its seats: also once such a seat ended."""
    return frozenset(seat.person_id for seat in seats if seat.capacity == Capacity.CHAIRED and seat.person_id)


def advising(seats: Iterable[Seat], *sides: Side) -> frozenset[UUID]:
    """Return who was asked to advise one of these sides, of its seats."""
    found = (one for one in seats if one.capacity == Capacity.ADVISER and one.side in sides and not one.ended_at)
    return frozenset(seat.person_id for seat in found if seat.person_id)


def looking_afresh(seats: Iterable[Seat]) -> frozenset[UUID]:
    """Return who looks with fresh eyes now, of its seats."""
    found = (one for one in seats if one.capacity == Capacity.FRESH_EYES and not one.ended_at)
    return frozenset(seat.person_id for seat in found if seat.person_id)


def own_notes(difference: Difference, own: Sequence[Seat]) -> list[str]:
    """Return whose own notes somebody reads by their own seats, besides what all read: see ``whose_notes``.

    Whoever looks with fresh eyes reads none, also once they have a seat with a side.
    """
    looks = any(seat.capacity == Capacity.FRESH_EYES for seat in own)
    return [] if looks else [whose_notes(difference, seat) for seat in own if seat.side]


def whose_notes(difference: Difference, seat: Seat) -> str:
    """Return whose own notes a seat of a side reads: that side's and its own agency's.

    Whoever advises a side reads those of the agency that is that side now.
    """
    agency = seat.agency_id
    if seat.capacity == Capacity.ADVISER:
        agency = difference.agency_of(Side(seat.side)).pk
    return f"{seat.side} {agency}"


def is_mine(seat: Seat, actor: Actor) -> bool:
    """Say whether a seat is this actor's now: in person while in that agency, or by a post held today."""
    if seat.ended_at or actor.person is None or seat.capacity == Capacity.BARRED:
        return False
    if seat.person_id:
        return seat.person_id == actor.person.pk and seat.agency_id in actor.agencies
    return seat.post_id in actor.post_ids


def standings(actor: Actor, difference: Difference, seats: Iterable[Seat]) -> tuple[Standing, ...]:
    """Return everything by which this actor may act in a difference: own seats, and the office if told.

    Whoever raised it acts for that side only, also while they stand in at a post of the other (invariant 8). So does
    whoever has seats on both sides by their posts, such as somebody of the office: for the one they acted for. Whoever
    advises a side does nothing for the other, nor for both. Whoever looks with fresh eyes does nothing else. Whoever
    chaired the conference that it is about reads it, by whatever posts they hold, and decides nothing of their own.
    """
    seats = list(seats)
    own = [seat.standing for seat in seats if is_mine(seat, actor)]
    if actor.person:
        own = for_one_side(actor.person, own, difference, seats)
    if difference.officer_told and difference.partnership_id in actor.offices:
        own.append(Standing(None, Capacity.OFFICER, Role.PARTNERSHIP_OFFICER, difference.stage))
    return tuple(own)


def for_one_side(
    person: Person, own: list[Standing], difference: Difference, seats: Iterable[Seat]
) -> list[Standing]:  # fmt: skip
    """Return by which of their own somebody acts, of all that they have by their seats: see ``standings``."""
    if looks := [one for one in own if one.capacity is Capacity.FRESH_EYES]:
        return looks
    if person.pk in chaired(seats):
        own = [one for one in own if one.capacity in READING]
    raised = {standing.side for standing in own if standing.capacity is Capacity.RAISER}
    advised = {standing.side for standing in own if standing.capacity is Capacity.ADVISER}
    if raised:
        return [one for one in own if one.side in {None, *raised} and one.capacity is not Capacity.JOINED]
    if advised:
        return [one for one in own if one.side in advised and one.capacity is not Capacity.JOINED]
    if len({one.side for one in own if seats_rules.takes_part(one)}) > 1:
        acted = acted_for(difference, person)
        return [one for one in own if acted is None or one.side in {None, acted}]
    return own


def acted_for(difference: Difference, person: Person) -> Side | None:
    """Return the side that somebody has acted for in a difference, by its record; None before they have for one."""
    token = actor_token(difference.pk, person.pk)
    own = Entry.objects.filter(FOR_A_SIDE, subject=difference.pk, actor=token)
    latest = own.order_by("-number").values_list("facts", flat=True).first()
    return side_of(latest) if latest else None


def reads(actor: Actor, difference: Difference, seats: Iterable[Seat]) -> bool:
    """Say whether somebody reads a difference: by a seat that is theirs, or as the office if it was told."""
    told = difference.officer_told and difference.partnership_id in actor.offices
    return told or any(is_mine(seat, actor) for seat in seats)


def opens_names(actor: Actor, difference: Difference, seats: Iterable[Seat]) -> bool:
    """Say whether this actor deals with a difference, and so may open children's first names and dates of birth."""
    me = actor.person.pk if actor.person else None
    picked_up_by = difference.picked_up_by_id
    return which_child.opens_names(
        standings(actor, difference, seats),
        stage=difference.stage,
        handed_to_me=difference.handed_to_id == me,
        picked_up_by_me=picked_up_by == me if picked_up_by else None,
    )


def stands(difference: Difference, seats: Iterable[Seat], at: datetime | None = None) -> Situation:
    """Return where a difference stands, whether anybody facilitates it now, and whether it is late to reopen it.

    Without ``at``, for whoever asks nothing of what has ended, it is not late.
    """
    facilitated = any(seat.capacity == Capacity.FACILITATING and not seat.ended_at for seat in seats)
    situation = difference.stands()
    late = False
    if at and not situation.open:
        ends = rules.reopening_ends(situation, calendar(situation.procedure, difference.partnership_id))
        late = ends is None or ends < at
    return replace(situation, facilitated=facilitated, late=late)


@dataclass(frozen=True, slots=True)
class Joined:
    """An agency that has joined: the side that it joined, or None beside both, and its team if it is one."""

    agency: Agency
    side: Side | None
    team: UUID | None


def joined(seats: Iterable[Seat]) -> tuple[Joined, ...]:
    """Return the agencies that have joined, by their open seats; a team, where all seats of posts are that team's."""
    found: dict[UUID, list[Seat]] = {}
    for seat in seats:
        if seat.capacity == Capacity.JOINED and not seat.ended_at:
            found.setdefault(seat.agency_id, []).append(seat)
    return tuple(
        Joined(own[0].agency, Side(own[0].side) if own[0].side else None, _team(own)) for own in found.values()
    )


def _team(seats: list[Seat]) -> UUID | None:
    first = min(seat.stage for seat in seats)  # above the teams, posts are the whole agency's
    teams = {seat.post.team_id if seat.post else None for seat in seats if seat.stage == first}
    return teams.pop() if len(teams) == 1 else None


def looking(actor: Actor, difference: Difference, seats: Iterable[Seat]) -> tuple[Capacity, HeldPost]:
    """Return by which relation somebody looks, the closest of several, and by which of their posts.

    Raises ValueError for somebody who has neither a seat nor the office that was told.
    """
    if actor.let_in:
        by_pass = actor.let_in
        guest = HeldPost(by_pass.agency_id, Role.PRACTITIONER, by_pass.agency_id, None, None, "", by_pass.agency, False)
        return next(Capacity(seat.capacity) for seat in seats if is_mine(seat, actor)), guest
    found = [
        (Capacity(seat.capacity), post)
        for seat in seats
        if is_mine(seat, actor)
        for post in actor.posts
        if post.id == seat.post_id or (seat.person_id and post.agency_id == seat.agency_id)
    ]
    if difference.officer_told:
        found += [
            (Capacity.OFFICER, post)
            for post in actor.posts
            if post.role is Role.PARTNERSHIP_OFFICER and post.partnership_id == difference.partnership_id
        ]
    return min(found, key=lambda one: list(Capacity).index(one[0]))
