"""Taking a restriction back: everybody whom routing would have asked or told sees it again, as before.

The seats that ended when it was restricted come back, where what they were for is still so. Stages that were reached
since are seated as if it had never been restricted, and whoever has their post back needs no seat by name.
"""

from datetime import datetime
from uuid import UUID

from commonground.differences import queries
from commonground.differences.actions.door import Turn, begin
from commonground.differences.actions.interests import people_at
from commonground.differences.actions.points import beside, both, checker, helping, taking_part, told_by_role
from commonground.differences.actions.seating import seat_facts, seat_key
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.terms import Act, Capacity, Side
from commonground.record.models import Entry

ROUTED = (
    Capacity.ANSWERING,
    Capacity.LEAD,
    Capacity.CHECKING,
    Capacity.HELPING,
    Capacity.TOLD,
    Capacity.CHAIRED,
    Capacity.FACILITATING,
    Capacity.JOINED,
)
"""Capacities in which routing seats people. Whoever raised it keeps their seat; advisers and guests are asked anew."""

STAYS = "{who} took their side’s restriction back. It stays restricted, because the other side has restricted it too."


def lift(*, by: Actor, at: datetime, difference: UUID, version: int | None, reason: str) -> Difference:
    """Take one's own side's restriction back; it opens once no side restricts it any more."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.LIFT)
    row = turn.difference
    if turn.move.after.restricted_by:
        return turn.finish(words={"Why": reason}, sentence=STAYS.format(who=turn.called), kind="noted")
    row.restricted = False
    restricted = _restricted(row)
    first = restricted[0].at
    _come_back(turn, restricted)
    _seat_by_posts(turn, first)
    for side in Side:
        if not any(seat.side == side and seat.capacity == Capacity.LEAD and seat.post_id for seat in _open(turn)):
            turn.seat(turn.routes.leads(turn.point(side), row.stage))
    _fold(turn, first)
    since = tuple(one for one in turn.move.after.events if one.at > first)
    edition = rules.told_by_edition(turn.move.after.procedure, since)
    if "officer" in edition or any(entry.facts.get("office") for entry in restricted):
        turn.tell("officer")
    turn.seat(told_by_role(edition, row.stage, both(row, turn.seats), turn.seats, turn.routes))
    turn.told = []
    names = dict.fromkeys(str(seat.post or seat.person) for seat in turn.fresh)
    return turn.finish(words={"Why": reason, "Who sees it again": "; ".join(names)})


def _restricted(row: Difference) -> list[Entry]:
    """Return the entries by which it was restricted, since it was last open to all who take part."""
    kinds = {f"difference.{act.value}": act for act in (Act.RESTRICT, Act.LIFT)}
    found: list[Entry] = []
    sides: set[str] = set()
    for entry in Entry.objects.filter(subject=row.pk, kind__in=kinds).order_by("number"):
        side = entry.facts["by"]["side"]
        if kinds[entry.kind] is Act.RESTRICT:
            sides.add(side)
            found.append(entry)
        else:
            sides.discard(side)
            found = found if sides else []
    return found


def _open(turn: Turn) -> list[Seat]:
    return [seat for seat in turn.seats if not seat.ended_at]


def _come_back(turn: Turn, restricted: list[Entry]) -> None:
    """Give back the seats that ended when it was restricted, unless what they were for has changed since."""
    first, moments = restricted[0].at, {entry.at for entry in restricted}
    out = queries.barred(turn.seats)
    held = {seat_key(seat) for seat in _open(turn)}
    passed = _since(turn, first, Act.PASS_ON, Act.NOT_OURS)
    stages = {entry.facts["by"]["stage"] for entry in passed}
    row, now_open = turn.difference, _open(turn)
    agency = row.responding_agency_id if any(one.kind.endswith(Act.NOT_OURS) for one in passed) else None
    helping = {seat.agency_id for seat in now_open if seat.capacity == Capacity.FACILITATING}

    def is_over(seat: Seat) -> bool:
        """Say whether somebody else acts there since, the agency is something else now, or they act for the other."""
        if seat.person_id and any(one.person_id == seat.person_id and one.side == _other(seat) for one in now_open):
            return True
        if seat.capacity in {Capacity.HELPING, Capacity.FACILITATING}:
            nothing_to_help = seat.capacity == Capacity.HELPING and turn.move.after.under_way is None
            return nothing_to_help or seat.agency_id in taking_part(row, now_open)
        if seat.capacity == Capacity.JOINED:
            sides = {row.raising_agency_id, row.responding_agency_id}
            same = [one for one in turn.seats if one.capacity == Capacity.JOINED and one.agency_id == seat.agency_id]
            left = any(one.ended_at and one.ended_at not in moments and one.ended_at > first for one in same)
            return left or seat.agency_id in helping | sides
        if seat.side != Side.RESPONDING:
            return False
        return (agency not in {None, seat.agency_id}) or (seat.capacity == Capacity.ANSWERING and seat.stage in stages)

    back = [
        seat
        for seat in turn.seats
        if seat.ended_at in moments and seat.since < first and seat.capacity in ROUTED
        and seat.person_id not in out and seat_key(seat) not in held and not is_over(seat)
    ]  # fmt: skip
    for seat in back:
        seat.ended_at = None
    Seat.objects.filter(pk__in=[seat.pk for seat in back]).update(ended_at=None)
    turn.fresh += back
    turn.facts.setdefault("seats", []).extend(seat_facts(back))


def _other(seat: Seat) -> str | None:
    return Side(seat.side).other.value if seat.side else None


def _since(turn: Turn, first: datetime, *acts: Act) -> list[Entry]:
    kinds = [f"difference.{act.value}" for act in acts]
    return list(Entry.objects.filter(subject=turn.difference.pk, at__gt=first, kind__in=kinds))


def _seat_by_posts(turn: Turn, first: datetime) -> None:
    """Seat by their posts those whom routing has asked by name since; whom somebody chose by name stays as they are."""
    procedure = turn.move.after.procedure
    chosen = {entry.at for entry in _since(turn, first, Act.PASS_ON, Act.HAND_OVER)}
    named = [seat for seat in _open(turn) if seat.person_id and seat.since > first and seat.since not in chosen]
    for side, number in dict.fromkeys((one.side, one.stage) for one in named if one.capacity == Capacity.ANSWERING):
        turn.seat(turn.routes.stage(procedure.stage(number), turn.point(Side(side))))
    for number in dict.fromkeys(one.stage for one in named):
        turn.seat(beside(turn.seats, procedure.stage(number), turn.routes))
    for number in dict.fromkeys(one.stage for one in named if one.capacity == Capacity.CHECKING):
        turn.seat(checker(procedure.stage(number), turn.difference, turn.seats, turn.routes))
    for number in dict.fromkeys(one.stage for one in named if one.capacity == Capacity.FACILITATING):
        turn.seat(helping(procedure.stage(number), turn.difference, turn.seats, turn.routes))


def _fold(turn: Turn, first: datetime) -> None:
    """End the seats that people got by name, where their post has the same seat again."""
    posts = {post.post.pk: post for seat in _open(turn) for post in turn.routes.posts_of(seat.agency_id)}
    again = {
        (seat.side, seat.capacity, seat.stage, person)
        for seat in _open(turn)
        if seat.post_id in posts
        for person in people_at([posts[seat.post_id]])
    }
    for seat in _open(turn):
        named = seat.capacity in ROUTED and seat.person_id and seat.since >= first
        if named and (seat.side, seat.capacity, seat.stage, seat.person_id) in again:
            seat.ended_at = turn.at
            turn.leaving.append(seat)
