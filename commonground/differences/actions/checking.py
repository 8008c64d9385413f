"""A side's own look at a difference when it reaches a stage: it advises, has a clock of its own, and stops nothing.

Only that side reads what came of it.
"""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions import clockwork, door, telling
from commonground.differences.actions.door import begin
from commonground.differences.actions.entering import seats_of
from commonground.differences.actions.points import both, told_by_role
from commonground.differences.actions.seating import give, in_capacity, seat_facts, seat_key
from commonground.differences.entries import CHECK_LATE
from commonground.differences.models import Clock, Difference
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Act, Capacity, Side
from commonground.procedures.worktime import moment_text
from commonground.record.actions import append
from commonground.storing import add, change

SUPPORTS, OTHERWISE = "I support this", "I would put it otherwise"


def check(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, supports: bool, advice: str = ""
) -> Difference:
    """Say to one's own side what one thinks of it. The other side never reads it, and no other clock moves.

    Those who were asked go on seeing it, and it waits for them no longer.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.CHECK)
    turn.facts["agency"] = str(turn.difference.agency_of(turn.side).pk)
    held = {seat_key(seat) for seat in turn.seats if not seat.ended_at}
    turn.unseat(Capacity.CHECKING, side=turn.side, stage=turn.difference.stage)
    told = [in_capacity(seat, Capacity.TOLD, at) for seat in turn.leaving]
    add(*(seat for seat in told if seat_key(seat) not in held))
    words = {"What they think": SUPPORTS if supports else OTHERWISE, "Advice": advice}
    return turn.finish(words=words, side_only=turn.side.value)


def ran_out(row: Difference, situation: Situation, clock: Clock, state: rules.ClockState, *, at: datetime) -> None:
    """Say once, to that side and to whom the edition names, that nobody has looked at it in time; and nothing more."""
    clock.told_ran_out, clock.next_at = True, None
    change(clock, clockwork.RECKONED)
    move = rules.clock_ran_out(situation, state, at=at)
    seats = seats_of(difference=row.pk)
    routes = door.routes_for(row, seats, situation, at=at)
    side = Side.RAISING
    fresh = give(told_by_role(move.tells, row.stage, both(row, seats), seats, routes), row, seats, at)
    facts = rules.facts(move) | {"agency": str(row.agency_of(side).pk)}
    entry = append(
        subject=row.pk, partnership_id=row.partnership_id, kind=CHECK_LATE,
        facts=facts | ({"seats": seat_facts(fresh)} if fresh else {}),
        sentence=f"“{clock.label}”: the time for it has passed. Nothing waits for it.",
        words={"Was due": moment_text(clock.due_at)} if clock.due_at else {}, by=None, by_name="The clock", at=at,
        side_only=side.value,
    )  # fmt: skip
    telling.leave_notices(
        row, move, seats, routes, kind="check_late", about=f"entry {entry.number}", at=at, due=clock.due_at, fresh=fresh
    )
