"""What stands beside each seat, reckoned from the difference: what is asked of whoever holds it, and when it moves."""

from collections.abc import Iterator
from typing import Any

from tests.properties.tables import Tables

Row = Any


def what_waits_stands_beside_each_seat(tables: Tables) -> Iterator[str]:
    """Each seat that goes on says what its difference asks of it."""
    for told in tables.differences:
        for seat in told.seats:
            if seat.ended_at is None:
                due = (seat.due_at, seat.moves) == (told.row.due_at, moves(seat, told.row))
                if seat.todo != asked(seat, told.row) or not due:
                    yield f"{told.row.reference}: {seat.capacity} says {seat.todo}, not {asked(seat, told.row)}"


def asked(seat: Row, row: Row) -> str:
    """Return what a seat is asked for."""
    at_its_stage = seat.capacity == "answering" and seat.stage == row.stage
    if row.ended_at:
        since = row.asked_after_at is not None and row.asked_after_at >= row.ended_at
        speaks = seat.capacity == "raiser" or at_its_stage
        return "changed" if since and speaks and row.still_asked in {seat.side, "both"} else ""
    if seat.capacity == "fresh_eyes":
        return "look"
    acts = at_its_stage or (seat.capacity == "raiser" and seat.stage == row.stage)
    agrees = row.asked_of == seat.side and (seat.capacity == "lead" if row.leads_asked else acts)
    looks = seat.capacity == "helping" or (seat.capacity == "checking" and seat.stage == row.stage)
    if not ((acts and row.turn == seat.side) or (agrees and row.asked_of) or looks):
        return "other"
    answers = acts and seat.side == row.turn == "responding" and row.situation["proposal"] is None
    return "answer" if answers else "decide"


def moves(seat: Row, row: Row) -> bool:
    """Say whether whoever holds a seat can move an open difference on once its time has passed."""
    at_its_stage = seat.capacity == "answering" and seat.stage == row.stage
    return row.ended_at is None and (at_its_stage or seat.capacity in {"raiser", "facilitating"})
