"""What moves a difference beside its ladder, or not at all: an empty seat, what was tried outside, who sees it."""

from dataclasses import replace

import pytest

from commonground.procedures.rules import Refused, dump, facts, raise_, replay, restore, stepped_over, take
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Act, Capacity, Event, Role, Side
from tests.procedures.builders import FOUR, RAISER, RESPONDING_LEAD, raising, responding
from tests.procedures.test_taking import LATER, LINES, SEATS, START, check, events, raised


def test_a_seat_left_empty_is_picked_up_again_unless_the_answer_was_given() -> None:
    waiting = take(raised(), Act.PICK_UP, responding(1), at=START)
    answered = take(waiting.after, Act.RESPOND, responding(1), at=START)
    for before, side, picked_up, tells in (
        (waiting, Side.RESPONDING, False, ("raiser", "responding_seat")),
        (waiting, Side.RAISING, True, ("raiser", "raising_seat")),
        (answered, Side.RESPONDING, True, ("raiser", "responding_seat")),
    ):
        move = stepped_over(before.after, side, at=LATER)
        assert move.after == replace(before.after, picked_up=picked_up)
        assert (move.act, move.side, move.before, move.happened, move.tells, move.at) == (
            None, side, before.after, (), tells, LATER,
        )  # fmt: skip
        assert facts(move) == {"act": None, "at": "2026-04-30T16:10:00+00:00", "empty": side.value}
    raising_first = [facts(raise_(FOUR, at=START)), facts(waiting)]
    for side in Side:
        after = stepped_over(waiting.after, side, at=LATER)
        assert replay(FOUR, [*raising_first, facts(after)]) == after.after
    with pytest.raises(ValueError, match="time zone"):
        stepped_over(waiting.after, Side.RAISING, at=LATER.replace(tzinfo=None))


def test_what_was_tried_outside_is_noted_and_counts_only_where_the_edition_says_so() -> None:
    before = raised()
    noted = take(before, Act.TRIED_OUTSIDE, RAISER, at=LATER)
    check(noted, Act.TRIED_OUTSIDE, RAISER, before)
    assert events(noted) == [(Event.TRIED_OUTSIDE, LATER, 1, Side.RAISING)]
    assert (noted.after.stage, noted.tells) == (1, ("raiser", "responding_seat"))
    with pytest.raises(Refused, match="does not count as a stage"):
        take(before, Act.TRIED_OUTSIDE, RAISER, at=LATER, counts=True)
    counting = raised(replace(FOUR, tried_outside_counts=True))
    counted = take(counting, Act.TRIED_OUTSIDE, RAISER, at=LATER, counts=True)
    assert events(counted) == [
        (Event.TRIED_OUTSIDE, LATER, 1, Side.RAISING),
        (Event.SKIPPED, LATER, 2, Side.RAISING),
        (Event.RECEIVED, LATER, 2, Side.RAISING),
    ]
    assert (counted.after.stage, counted.after.picked_up, counted.tells) == (2, False, LINES)
    with pytest.raises(Refused, match="This is the last stage, so it cannot count as one"):
        take(raised(counting.procedure, stage=4), Act.TRIED_OUTSIDE, raising(4), at=LATER, counts=True)


def test_a_difference_begins_at_the_stage_after_the_one_that_was_tried() -> None:
    counting = replace(FOUR, tried_outside_counts=True)
    move = raise_(counting, at=START, stage=2, tried=1)
    assert [(h.event, h.stage) for h in move.after.events] == [
        (Event.TRIED_OUTSIDE, 1), (Event.RAISED, 2), (Event.RECEIVED, 2),
    ]  # fmt: skip
    assert raise_(FOUR, at=START, tried=1).after.stage == 1
    for procedure, stage in ((FOUR, 2), (counting, 3)):
        with pytest.raises(Refused, match="does not count as a stage"):
            raise_(procedure, at=START, stage=stage, tried=1)
    for one in (move, raise_(FOUR, at=START, tried=1)):
        assert replay(one.after.procedure, [facts(one)]) == one.after


def test_remembering_otherwise_and_handing_over_move_nothing() -> None:
    before = take(raised(), Act.TRIED_OUTSIDE, RAISER, at=START).after
    remembered = take(before, Act.REMEMBER, responding(1), at=LATER)
    assert (remembered.after, remembered.tells) == (before, ("raiser", "raising_seat"))
    handed = take(before, Act.HAND_OVER, RAISER, at=LATER)
    assert (handed.after, handed.tells) == (before, SEATS)


def test_each_side_takes_back_its_own_restriction_and_both_lines_hear_of_it_at_last() -> None:
    before = raised()
    first = take(before, Act.RESTRICT, RAISER, at=LATER)
    assert (first.after, first.tells) == (replace(before, restricted_by=frozenset({Side.RAISING})), SEATS)
    second = take(first.after, Act.RESTRICT, RESPONDING_LEAD, at=LATER)
    assert second.after.restricted_by == set(Side)
    half = take(second.after, Act.LIFT, RESPONDING_LEAD, at=LATER)
    assert (half.after, half.tells) == (first.after, SEATS)
    with pytest.raises(Refused, match="Only the person who raised this, or a safeguarding lead of the raising side"):
        take(half.after, Act.LIFT, RESPONDING_LEAD, at=LATER)
    whole = take(half.after, Act.LIFT, RAISER, at=LATER)
    assert (whole.after, whole.happened) == (before, ())
    assert set(whole.tells) >= {"raising_line", "responding_line"}
    moves = (raise_(FOUR, at=START), first, second, half)
    assert replay(FOUR, map(facts, moves)) == first.after
    assert replay(FOUR, map(facts, (*moves, whole))) == before
    assert restore(FOUR, dump(second.after)) == second.after


@pytest.mark.parametrize("side", [None, Side.RAISING, Side.RESPONDING])
def test_an_agency_that_joins_moves_nothing_and_asks_both_sides(side: Side | None) -> None:
    before, beside = raised(), Standing(side, Capacity.JOINED, Role.PRACTITIONER, 1)
    for act, by in ((Act.JOIN, RAISER), (Act.OWN_VIEW, beside), (Act.STEP_ASIDE, beside)):
        move = take(before, act, by, at=LATER)
        assert (move.after, move.happened, move.tells) == (before, (), (*SEATS, "joined"))
        assert replay(FOUR, [facts(raise_(FOUR, at=START)), facts(move)]) == before
    assert take(before, Act.QUESTION, beside, at=LATER).tells == ("raising_seat", "responding_seat")
    assert take(before, Act.NOTE, beside, at=LATER).tells == ()
