"""The sides of a difference as routing sees them: who acts for one, who may not, and which agencies take part."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from uuid import UUID

from commonground.differences import queries
from commonground.differences.models import Difference, Seat
from commonground.differences.routing import Place, Placed, Routes, Standpoint
from commonground.directory.models import Agency
from commonground.procedures.beside_stages import TOLD_AS, Strategy
from commonground.procedures.definition import Stage
from commonground.procedures.terms import Capacity, Side


def acts(seat: Seat, side: Side, stage: int) -> bool:
    """Say whether a seat acts for a side at a stage."""
    here = seat.side == side and seat.stage == stage and not seat.ended_at
    return here and seat.capacity in (Capacity.RAISER, Capacity.ANSWERING)


def standpoint(row: Difference, seats: Iterable[Seat], side: Side) -> Standpoint:
    """Return a side as routing sees it. Nobody who answers for one side, or advises it, acts for the other."""
    team = row.raising_team_id if side is Side.RAISING else row.responding_team_id
    seats = list(seats)
    others = acting_for(seats, side.other)
    out = kept_out(seats, side.other)
    chaired = queries.chaired(seats)
    against = (row.agency_of(side.other).pk, getattr(row, f"{side.other.value}_team_id"))
    return Standpoint(
        side, row.agency_of(side), team, others, too_close=out, by_name=row.restricted, chaired=chaired,
        against=against, elsewhere=posts_acting(seats, side.other) | posts_helping(seats),
    )  # fmt: skip


def kept_out(seats: Collection[Seat], *advised: Side) -> frozenset[UUID]:
    """Return who acts for nobody here: too close, adviser of one of these sides, or looking with fresh eyes."""
    return queries.barred(seats) | queries.advising(seats, *advised) | queries.looking_afresh(seats)


def acting_for(seats: Iterable[Seat], *sides: Side) -> frozenset[UUID]:
    """Return the people who act in person for these sides."""
    return frozenset(
        seat.person_id
        for seat in seats
        if seat.person_id and seat.side in sides and not seat.ended_at
        and seat.capacity in (Capacity.RAISER, Capacity.ANSWERING)
    )  # fmt: skip


def posts_acting(seats: Iterable[Seat], *sides: Side) -> frozenset[UUID]:
    """Return the posts that act for these sides."""
    own = (seat for seat in seats if seat.side in sides and seat.capacity == Capacity.ANSWERING and not seat.ended_at)
    return frozenset(seat.post_id for seat in own if seat.post_id)


def posts_helping(seats: Iterable[Seat]) -> frozenset[UUID]:
    """Return the posts that help both sides to agree."""
    found = (seat for seat in seats if seat.capacity == Capacity.FACILITATING and not seat.ended_at)
    return frozenset(seat.post_id for seat in found if seat.post_id)


def beside(seats: Collection[Seat], stage: Stage, routes: Routes) -> Placed:
    """Return the people of a stage of every agency that has joined."""
    placed = Placed(())
    for one in queries.joined(seats):
        placed += routes.beside(stage, beside_point(seats, one.agency, one.team), one.side)
    return placed


def beside_point(seats: Iterable[Seat], agency: Agency, team: UUID | None) -> Standpoint:
    """Return an agency that joins as routing sees it. Nobody who acts for a side or advises one is asked for it."""
    seats = list(seats)
    out = kept_out(seats, *Side)
    return Standpoint(Side.RESPONDING, agency, team, acting_for(seats, *Side), too_close=out)


def nearest(routes: Routes, point: Standpoint, side: Side | None, stage: int) -> Placed:
    """Return who of an agency that joins is asked at a stage: its counterpart here or above, else the nearest below."""
    placed = Placed(())
    for number in range(stage, 0, -1):
        placed = routes.beside(routes.procedure.stage(number), point, side)
        if placed.places:
            break
    return replace(placed, places=tuple(replace(place, stage=stage) for place in placed.places))


def reached(
    stage: Stage, row: Difference, seats: list[Seat], routes: Routes, seat: Callable[[Placed], object]
) -> None:  # fmt: skip
    """Seat both sides' people of a stage that was reached, those of who joined, and who helps both to agree there.

    ``seat`` gives the seats, which ``seats`` then has too: nobody who was just asked by name is asked for the other
    side. Where it comes back to a stage, who acted there for a side still does, whoever raised it among them.
    """
    for side in Side:
        if not any(acts(one, side, stage.number) for one in seats):
            seat(routes.stage(stage, standpoint(row, seats, side)))
    seat(checker(stage, row, seats, routes))
    seat(beside(seats, stage, routes))
    seat(helping(stage, row, seats, routes))


def checker(stage: Stage, row: Difference, seats: Collection[Seat], routes: Routes) -> Placed:
    """Return who looks at it for the raising side when it reaches a stage, where the stage has that.

    Nobody checks what they raised or act in themselves.
    """
    if stage.check is None:
        return Placed(())
    acting: set[UUID] = set()
    for one in seats:
        decides = one.side == Side.RESPONDING and one.capacity == Capacity.ANSWERING
        if decides or one.capacity == Capacity.RAISER or acts(one, Side.RAISING, stage.number):
            acting |= behind(one, routes)
    raising, responding = (standpoint(row, seats, side) for side in Side)
    return checked_by(stage, raising, responding, routes, acting)


def helping_now(seats: Iterable[Seat]) -> list[Seat]:
    """Return the seats of whoever helps both sides to talk beside the stages."""
    return [seat for seat in seats if seat.capacity == Capacity.HELPING and not seat.ended_at]


def helper(
    strategy: Strategy, stage: int, row: Difference, seats: Collection[Seat], routes: Routes
) -> Placed:  # fmt: skip
    """Return who helps both sides to talk by a strategy: nobody who acts for a side or manages the disputed decision.

    A role of a line is that of the side that raised it; any other is asked across the partnership, and of no agency
    that takes part. Where there is nobody, it is the partnership's office.
    """
    raising, responding = (standpoint(row, seats, side) for side in Side)
    out = raising.barred | responding.barred | raising.too_close | responding.too_close | managing(routes, responding)
    for one in seats:
        if one.capacity in (Capacity.RAISER, Capacity.ANSWERING):
            out |= behind(one, routes)
    return routes.helping(strategy, stage, replace(raising, barred=out), taking_part(row, seats))


def both(row: Difference, seats: Collection[Seat]) -> tuple[Standpoint, ...]:
    """Return both sides as routing sees them."""
    return tuple(standpoint(row, seats, side) for side in Side)


def told_by_role(
    tells: Iterable[str], stage: int, sides: Collection[Standpoint], seats: Collection[Seat], routes: Routes
) -> Placed:  # fmt: skip
    """Return the people of neither side whom a move tells by their roles, and who do not see it yet."""
    placed = Placed(())
    agencies = {point.agency.pk for point in sides}
    seated = {seat.role for seat in seats if seat.capacity == Capacity.TOLD and not seat.side and not seat.ended_at}
    for role in (TOLD_AS[who] for who in tells if who in TOLD_AS):
        if role not in seated:
            placed += routes.told(role, stage, next(iter(sides)), agencies)
    return placed


def not_there(placed: Placed, others: Collection[Place]) -> Placed:
    """Return these places without those of people who have a place among the others already."""
    there = {person.pk for place in others for person in place.people}
    kept = (one for one in placed.places if not one.people or not {person.pk for person in one.people} <= there)
    return replace(placed, places=tuple(kept))


def managing(routes: Routes, responding: Standpoint) -> frozenset[UUID]:
    """Return who took or manages the disputed decision: whoever would answer for it, at whichever stage."""
    return frozenset(
        person.pk
        for rung in routes.procedure.stages
        for place in routes.stage(rung, responding).places
        for person in place.people
        if place.capacity is Capacity.ANSWERING
    )


def checked_by(
    stage: Stage, raising: Standpoint, responding: Standpoint, routes: Routes, acting: Collection[UUID]
) -> Placed:  # fmt: skip
    """Return the same before there are seats: ``acting`` are those who act in it already.

    Whoever took or manages the disputed decision never does (invariant 8), at whichever stage they would answer for it.
    """
    if stage.check is None:
        return Placed(())
    out = raising.barred | managing(routes, responding) | set(acting)
    return routes.checking(stage, replace(raising, barred=out))


def behind(seat: Seat, routes: Routes) -> set[UUID]:
    """Return who is there today by a seat: in person, or at its post."""
    if seat.ended_at:
        return set()
    if seat.person_id:
        return {seat.person_id}
    posts = [post for post in routes.posts_of(seat.agency_id) if post.post.pk == seat.post_id]
    return {person.pk for post in posts for person in post.present}


def helping(stage: Stage, row: Difference, seats: Collection[Seat], routes: Routes) -> Placed:
    """Return who helps both sides to agree at a stage, where it has them: nobody who takes part, acts or advises."""
    if not stage.facilitated:
        return Placed(())
    out = kept_out(seats, *Side) | queries.chaired(seats)
    placed, acting = routes.facilitators(stage, taking_part(row, seats), out), posts_acting(seats, *Side)
    return replace(placed, places=tuple(one for one in placed.places if not one.post or one.post.post.pk not in acting))


def taking_part(row: Difference, seats: Iterable[Seat]) -> set[UUID]:
    """Return the agencies that take part and so facilitate nothing: both sides, and those that joined."""
    return {row.raising_agency_id, row.responding_agency_id} | {one.agency.pk for one in queries.joined(seats)}
