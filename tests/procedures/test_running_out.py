"""What follows when a clock runs out: people are told, and where the edition says so it moves on. Nothing closes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from commonground.procedures.rules import ClockState, clock_ran_out, take
from commonground.procedures.terms import Act, Event, Unit
from tests.procedures.builders import HASTY, RAISER, clock, ladder, london
from tests.procedures.test_taking import LATER, events, raised, shortenable

MOVING = ladder((clock(moves=True, tells=("raiser", "officer")),), (clock(moves=True),), (clock(amount=5),))
TOLD_ONLY = ladder((clock(tells=("raising_lead", "raiser")),), (clock(),))
PAST = london("2026-05-05 17:00")


def test_a_clock_that_ran_out_only_tells() -> None:
    before = replace(raised(TOLD_ONLY), picked_up=True)
    settled = shortenable(before)
    move = clock_ran_out(before, settled, at=PAST)
    assert (move.act, move.side, move.standing, move.at, move.clock) == (None, None, None, PAST, settled)
    assert (move.before, move.after, move.happened) == (before, before, ())
    assert move.tells == ("raising_lead", "raiser")


def test_a_clock_that_ran_out_moves_on_where_the_edition_says_so() -> None:
    before = replace(raised(MOVING), picked_up=True)
    move = clock_ran_out(before, shortenable(before), at=PAST)
    assert events(move) == [(Event.ESCALATED, PAST, 2, None), (Event.RECEIVED, PAST, 2, None)]
    assert move.after == replace(before, stage=2, picked_up=False, events=before.events + move.happened)
    assert move.tells == ("raiser", "officer")


def test_a_limit_that_ran_out_at_the_last_stage_stays_there() -> None:
    last = raised(MOVING, stage=3)
    settled = replace(shortenable(last), moves=True)
    move = clock_ran_out(last, settled, at=london("2026-06-30 12:00"))
    assert (move.after, move.happened) == (last, ())


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({}, PAST - timedelta(minutes=1)),
        ({"due_at": None}, PAST),
        ({"key": "other"}, PAST),
        ({"stage": 2}, PAST),
    ],
)
def test_a_clock_that_has_not_run_out_does_nothing(change: dict[str, str], at: datetime) -> None:
    settled: ClockState = replace(shortenable(raised()), **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=rf"^The clock {settled.key} of stage {settled.stage} has not run out\.$"):
        clock_ran_out(raised(), settled, at=at)


def test_a_clock_never_runs_out_on_what_ended() -> None:
    ended = take(raised(), Act.WITHDRAW, RAISER, at=LATER).after
    with pytest.raises(ValueError, match="has not run out"):
        clock_ran_out(ended, shortenable(raised()), at=PAST)


def test_a_clock_without_delay_never_runs_out() -> None:
    state = shortenable(raised(HASTY))
    assert (state.unit, state.due_at) == (Unit.WITHOUT_DELAY, None)
    with pytest.raises(ValueError, match="has not run out"):
        clock_ran_out(raised(HASTY), state, at=PAST)
