"""Time by both sides, and going back: what is asked, what comes of agreeing, and that a child's need goes first."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from commonground.procedures import rules
from commonground.procedures.definition import Limit
from commonground.procedures.rules import Refused, clocks, pause_ended, raise_, take
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Event, Unit
from commonground.procedures.worktime import reckon
from tests.facts import reckoning
from tests.procedures.builders import CALENDAR, FOUR, RAISER, RAISING_LEAD, clock, london, raising, responding

START = london("2026-04-30 14:10")  # a Thursday; Monday 4 May is a bank holiday, so it is due Tuesday 5 May
ASKED = london("2026-05-01 10:00")


def raised(needed_by: date | None = None) -> Situation:
    return raise_(FOUR, at=START, needed_by=needed_by).after


def ask(situation: Situation, act: Act, day: date, by: Standing = RAISER, at: datetime = ASKED) -> Situation:
    found = rules.asking(situation, act, day, at=at, calendar=CALENDAR)
    return take(situation, act, by, at=at, clock=found.clock, days=found.days, due=found.due, until=found.until).after


def agree(situation: Situation, by: Standing | None = None, at: datetime = ASKED, *, agrees: bool = True) -> Situation:
    state = rules.asked_about(situation, CALENDAR)
    who = by or responding(situation.stage)
    return take(situation, Act.AGREE_TO_IT, who, at=at, clock=state, agrees=agrees).after


def due(situation: Situation) -> datetime | None:
    binding = rules.binding(clocks(situation, CALENDAR))
    return binding.due_at if binding else None


@pytest.mark.parametrize(("act", "day"), [(Act.LENGTHEN, 7), (Act.PAUSE, 8)])
def test_asking_changes_no_clock_and_no_is_as_if_nothing_was_asked(act: Act, day: int) -> None:
    before = raised()
    asked = ask(before, act, date(2026, 5, day))
    assert clocks(asked, CALENDAR) == clocks(before, CALENDAR)
    assert asked.paused is None
    assert agree(asked, agrees=False) == before


def test_agreeing_gives_the_days() -> None:
    after = agree(ask(raised(), Act.LENGTHEN, date(2026, 5, 7)))
    assert (after.asked, due(after)) == (None, london("2026-05-07 17:00"))
    assert clocks(after, CALENDAR)[0].reckoned.sentences[-1] == (
        "Both sides agreed to more time: 4 working days instead of 2."
    )


def test_a_pause_leaves_its_days_out_and_says_so() -> None:
    paused = agree(ask(raised(), Act.PAUSE, date(2026, 5, 8)))
    assert paused.paused == london("2026-05-08 09:00")
    (state,) = clocks(paused, CALENDAR)
    assert (state.due_at, state.paused) == (london("2026-05-11 17:00"), paused.paused)
    assert state.reckoned.sentences[1:] == (
        "Friday 1 May to Thursday 7 May (paused) are not counted.",
        "Day 1 is Friday 8 May.",
        "Saturday 9 May and Sunday 10 May are not counted.",
        "Day 2 is Monday 11 May.",
        "Due Monday 11 May 2026 at 17:00.",
    )
    ended = pause_ended(paused, at=london("2026-05-08 09:03")).after
    assert (ended.paused, due(ended)) == (None, state.due_at)


def test_either_side_lets_it_run_again_sooner() -> None:
    paused = agree(ask(raised(), Act.PAUSE, date(2026, 5, 12)))
    for by in (RAISER, responding(1), RAISING_LEAD):
        after = take(paused, Act.RESUME, by, at=london("2026-05-05 12:00")).after
        assert due(after) == london("2026-05-07 17:00")  # the 1st and the 5th stood still, the 4th is a holiday


@pytest.mark.parametrize("unit", [Unit.WORKING_DAYS, Unit.CALENDAR_DAYS])
def test_pauses_agree_with_the_other_reckoning(unit: Unit) -> None:
    """Two pauses of any length, from any hour: out of hours, on days off, over a change of the clocks."""
    begun = london("2026-03-20 10:00")
    for hours in range(0, 200, 7):
        first = (begun + timedelta(hours=hours), begun + timedelta(hours=hours * 2))
        second = (first[1] + timedelta(hours=9), first[1] + timedelta(hours=9 + hours // 3))
        mine = reckon(begun, 6, unit, CALENDAR, (first, second)).due
        assert mine == reckoning.due(begun, 6, unit.value, paused=(first, second)), hours


def test_a_child_need_goes_first() -> None:
    danger = raise_(FOUR, at=START, danger=True).after
    for act in (Act.LENGTHEN, Act.PAUSE):
        refused = rules.refusal(danger, act, [RAISER])
        assert refused
        assert refused.startswith("A child may be in danger")
        for day in (date(2026, 5, 7), date(2026, 5, 8)):
            with pytest.raises(Refused, match="The child needs this by Wednesday 6 May"):
                ask(raised(needed_by=date(2026, 5, 6)), act, day)
    assert ask(raised(needed_by=date(2026, 5, 6)), Act.LENGTHEN, date(2026, 5, 6)).asked
    room = rules.no_room(raised(needed_by=date(2026, 5, 5)), london("2026-05-05 17:00"), ASKED)
    assert room
    assert "there is no time to give" in room


def test_what_was_shortened_for_a_child_is_not_given_back() -> None:
    state = clocks(raised(), CALENDAR)[0]
    asked = ask(raised(), Act.PAUSE, date(2026, 5, 8))
    short = take(asked, Act.SHORTEN, RAISER, at=ASKED, clock=state, due=london("2026-05-01 17:00")).after
    with pytest.raises(Refused, match="made shorter because the child needs it sooner"):
        agree(short)
    with pytest.raises(Refused, match="made shorter because the child needs it sooner"):
        ask(short, Act.LENGTHEN, date(2026, 5, 7))


def test_a_need_ends_a_pause_at_once() -> None:
    paused = agree(ask(raised(), Act.PAUSE, date(2026, 5, 12)))
    state = clocks(paused, CALENDAR)[0]
    later = london("2026-05-05 10:00")
    short = take(paused, Act.SHORTEN, RAISER, at=later, clock=state, due=london("2026-05-06 12:00"))
    assert short.after.paused is None
    assert [one.event for one in short.happened] == [Event.RESUMED]
    assert due(short.after) == london("2026-05-06 12:00")


def test_each_is_agreed_as_often_as_the_edition_says_and_by_no_more_days() -> None:
    once = agree(ask(raised(), Act.LENGTHEN, date(2026, 5, 7)))
    refused = rules.refusal(once, Act.LENGTHEN, [RAISER])
    assert refused
    assert "once in one difference, and that was done" in refused
    with pytest.raises(Refused, match="at most 5 working days"):
        ask(raised(), Act.LENGTHEN, date(2026, 5, 13))
    with pytest.raises(Refused, match="paused by 1 to 10 working days"):
        ask(raised(), Act.PAUSE, date(2026, 5, 19))
    with pytest.raises(Refused, match="Choose a later day on which offices are open"):
        ask(raised(), Act.LENGTHEN, date(2026, 5, 9))


def test_what_was_asked_too_late_is_not_done() -> None:
    asked = ask(raised(), Act.PAUSE, date(2026, 5, 8))
    with pytest.raises(Refused, match="can no longer be paused; whoever can escalate"):
        agree(asked, at=london("2026-05-05 17:00"))
    assert agree(asked, at=london("2026-05-06 09:00"), agrees=False).asked is None
    soon = ask(raised(), Act.PAUSE, date(2026, 5, 5))
    with pytest.raises(Refused, match="has come"):
        agree(soon, at=london("2026-05-05 09:00"))


def test_one_thing_is_asked_at_a_time_and_not_beyond_its_stage() -> None:
    first = ask(raised(), Act.PAUSE, date(2026, 5, 8))
    second = ask(first, Act.LENGTHEN, date(2026, 5, 7), by=responding(1))
    assert second.asked
    assert second.asked.act is Act.LENGTHEN
    with pytest.raises(Refused):
        agree(second)  # who asked does not agree for the other
    assert agree(second, by=RAISER).longer
    assert take(second, Act.ESCALATE, RAISER, at=ASKED).after.asked is None
    assert take(second, Act.WITHDRAW, RAISER, at=ASKED).after.asked is None
    passed = take(first, Act.NOT_OURS, responding(1), at=ASKED).after
    assert passed.asked == first.asked
    assert take(second, Act.NOT_OURS, responding(1), at=ASKED).after.asked is None


def test_down_and_up_again_each_time_with_a_fresh_clock() -> None:
    situation, at = raised(), ASKED
    for _ in range(2):
        at += timedelta(hours=1)
        situation = take(situation, Act.ESCALATE, RAISER, at=at).after
        at += timedelta(hours=1)
        asked = take(situation, Act.STEP_DOWN, raising(2), at=at, to_stage=1).after
        assert (asked.stage, clocks(asked, CALENDAR)) == (2, clocks(situation, CALENDAR))
        situation = agree(asked, at=at)
        assert (situation.stage, situation.picked_up, situation.proposal) == (1, False, None)
    found = clocks(situation, CALENDAR)
    assert [state.stage for state in found] == [1, 1, 1, 2, 2]
    assert [state.started_at for state in found if state.ended_at is None] == [at]
    with pytest.raises(Refused, match="Choose a stage below stage 2"):
        take(take(situation, Act.ESCALATE, RAISER, at=at).after, Act.STEP_DOWN, raising(2), at=at, to_stage=2)


def test_a_limit_runs_on_through_a_step_down() -> None:
    limited = replace(FOUR, limits=(Limit(clock("whole", 20), 1, 3),))
    situation = take(raise_(limited, at=START).after, Act.ESCALATE, RAISER, at=ASKED).after
    down = agree(take(situation, Act.STEP_DOWN, raising(2), at=ASKED, to_stage=1).after)
    (whole,) = [state for state in clocks(down, CALENDAR) if state.key == "limit:whole"]
    assert (whole.started_at, whole.ended_at) == (START, None)


def test_a_need_is_of_the_clock_that_ran_then() -> None:
    state = clocks(raised(), CALENDAR)[0]
    short = take(raised(), Act.SHORTEN, RAISER, at=ASKED, clock=state, due=london("2026-05-01 12:00")).after
    ended = take(short, Act.WITHDRAW, RAISER, at=ASKED).after
    again = take(ended, Act.REOPEN, RAISER, at=london("2026-05-06 10:00"))
    assert again.after.end is None
    first, second = clocks(again.after, CALENDAR)
    assert (first.due_at, first.ended_at) == (london("2026-05-01 12:00"), ASKED)
    assert (second.due_at, second.shortened) == (london("2026-05-08 17:00"), False)


def test_until_when_either_side_reopens() -> None:
    ended = take(raised(), Act.WITHDRAW, RAISER, at=ASKED).after
    assert rules.reopening_ends(ended, CALENDAR) == london("2026-06-02 17:00")
    assert rules.reopening_ends(replace(ended, procedure=replace(FOUR, reopening=None)), CALENDAR) is None
    assert rules.reopening_ends(raised(), CALENDAR) is None


def test_no_pause_has_ended_before_its_day() -> None:
    paused = agree(ask(raised(), Act.PAUSE, date(2026, 5, 8)))
    for situation in (raised(), paused):
        with pytest.raises(ValueError, match="No pause has reached its end"):
            pause_ended(situation, at=london("2026-05-08 08:59"))
