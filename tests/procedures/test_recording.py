"""What one side said without signing in: recorded for it, it counts as its answer, and its own word is taken on it."""

import pytest

from commonground.procedures.rules import facts, raise_, replay, take
from commonground.procedures.terms import Act, Event, Side
from tests.procedures.builders import FOUR, OFFICER, RAISER, RESPONDING_LEAD, responding
from tests.procedures.test_taking import LATER, START, check, events, raised


@pytest.mark.parametrize("by", [RAISER, OFFICER])
def test_what_the_responding_side_said_counts_as_its_answer(by: object) -> None:
    before = raised()
    move = take(before, Act.RECORD_FOR, by, at=LATER)  # type: ignore[arg-type]
    check(move, Act.RECORD_FOR, by, before)  # type: ignore[arg-type]
    assert events(move) == [
        (Event.PICKED_UP, LATER, 1, Side.RESPONDING),
        (Event.RESPONDED, LATER, 1, Side.RESPONDING),
        (Event.RECORDED_FOR, LATER, 1, Side.RESPONDING),
    ]
    assert move.after.answered
    assert move.after.turn is Side.RAISING
    assert move.after.unconfirmed == {Side.RESPONDING}
    assert move.tells == ("responding_seat", "responding_lead", "raiser", "raising_seat")


def test_what_the_raising_side_said_moves_nothing() -> None:
    before = raised()
    move = take(before, Act.RECORD_FOR, responding(1), at=LATER)
    assert events(move) == [(Event.RECORDED_FOR, LATER, 1, Side.RAISING)]
    assert (move.after.picked_up, move.after.answered, move.after.turn) == (False, False, Side.RESPONDING)
    assert move.after.unconfirmed == {Side.RAISING}
    assert move.tells == ("raiser", "raising_seat")
    assert take(move.after, Act.CONFIRM, RAISER, at=LATER).tells == ("responding_seat",)


@pytest.mark.parametrize(("otherwise", "event"), [(False, Event.CONFIRMED), (True, Event.SAID_OTHERWISE)])
def test_their_own_word_moves_nothing_and_is_replayed(*, otherwise: bool, event: Event) -> None:
    first = raise_(FOUR, at=START)
    recorded = take(first.after, Act.RECORD_FOR, RAISER, at=LATER)
    said = take(recorded.after, Act.CONFIRM, RESPONDING_LEAD, at=LATER, otherwise=otherwise)
    assert events(said) == [(event, LATER, 1, Side.RESPONDING)]
    assert not said.after.unconfirmed
    assert said.after.answered
    assert said.tells == ("raiser", "raising_seat")
    assert replay(FOUR, [facts(one) for one in (first, recorded, said)]) == said.after


def test_an_answer_of_their_own_takes_the_place_of_what_was_recorded() -> None:
    recorded = take(raised(), Act.RECORD_FOR, RAISER, at=LATER).after
    assert not take(recorded, Act.RESPOND, responding(1), at=LATER).after.unconfirmed
