"""What happens outside and is noted, where a clock counts from it or to it: a meeting, an outcome sent in writing."""

from pathlib import Path

import pytest

from commonground.procedures import rules
from commonground.procedures.definition import Procedure
from commonground.procedures.loading import load
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Capacity, Event, Role, Side
from commonground.procedures.worktime import moment_text
from tests.procedures.builders import CALENDAR, FOUR, OFFICER, RAISER, london

RESPONDER = Standing(Side.RESPONDING, Capacity.ANSWERING, Role.SENIOR_MANAGER, 2)
TOLD = Standing(Side.RESPONDING, Capacity.TOLD, Role.LINE_MANAGER, 2)


def sefton() -> Procedure:
    return load((Path(__file__).parent / "areas" / "sefton-2017.toml").read_text(encoding="utf-8"))


def at_two() -> Situation:
    """Return one raised on Monday 2 March 2026, escalated on Wednesday and answered with a no on Thursday."""
    raised = rules.raise_(
        sefton(), at=london("2026-03-02 10:00"), before={Event.CONCERN_AROSE: london("2026-02-26 15:00")}
    ).after
    escalated = rules.take(raised, Act.ESCALATE, RAISER, at=london("2026-03-04 10:00")).after
    return rules.take(escalated, Act.RESPOND, RESPONDER, at=london("2026-03-05 11:00")).after


def due(situation: Situation) -> dict[str, str]:
    """Return the clocks that run, by key, with their dates."""
    running = (state for state in rules.clocks(situation, CALENDAR) if state.ended_at is None and state.due_at)
    return {state.key: moment_text(state.due_at) for state in running if state.due_at}


def noted(situation: Situation, event: Event, at: str, by: Standing = RESPONDER) -> Situation:
    return rules.take(situation, Act.NOTE, by, at=london(at), noted=event).after


def test_one_stage_runs_four_clocks_each_from_its_own_event() -> None:
    first = rules.raise_(
        sefton(), at=london("2026-03-02 10:00"), before={Event.CONCERN_AROSE: london("2026-02-26 15:00")}
    ).after
    assert due(first) == {"reply": "Thursday 5 March 2026 at 17:00"}
    raised_by = next(state for state in rules.clocks(first, CALENDAR) if state.key == "raise")
    assert moment_text(raised_by.due_at or raised_by.started_at) == "Monday 2 March 2026 at 17:00"
    assert raised_by.ended_at == london("2026-03-02 10:00")
    answered = at_two()
    assert due(answered) == {
        "confirm": "Monday 9 March 2026 at 17:00",
        "meeting": "Thursday 12 March 2026 at 17:00",
    }
    met = noted(answered, Event.MET, "2026-03-09 14:00", RAISER)
    assert due(met) == {
        "confirm": "Monday 9 March 2026 at 17:00",
        "outcome": "Wednesday 11 March 2026 at 14:00",
    }
    assert due(noted(met, Event.MINUTES_SENT, "2026-03-10 09:00")) == {}


def test_a_plain_note_moves_no_clock() -> None:
    answered = at_two()
    assert rules.take(answered, Act.NOTE, RAISER, at=london("2026-03-06 09:00")).after == answered


@pytest.mark.parametrize("by", [OFFICER, TOLD])
def test_only_who_takes_part_says_that_it_happened(by: Standing) -> None:
    with pytest.raises(rules.Refused, match="Only people who act for either side"):
        noted(at_two(), Event.MET, "2026-03-09 14:00", by)


def test_where_nothing_counts_by_it_it_stays_a_plain_note() -> None:
    raised = rules.raise_(FOUR, at=london("2026-03-02 10:00")).after
    with pytest.raises(rules.Refused, match="At this stage no clock counts by “met”"):
        noted(raised, Event.MET, "2026-03-09 14:00", RAISER)
    assert sefton().notes_at(1) == (Event.MINUTES_SENT,)
    assert sefton().notes_at(2) == (Event.MET, Event.MINUTES_SENT)


def test_it_is_replayed_from_the_record() -> None:
    arose = {Event.CONCERN_AROSE: london("2026-02-26 15:00")}
    raised = rules.raise_(sefton(), at=london("2026-03-02 10:00"), before=arose)
    up = rules.take(raised.after, Act.ESCALATE, RAISER, at=london("2026-03-04 10:00"))
    answered = rules.take(up.after, Act.RESPOND, RESPONDER, at=london("2026-03-05 11:00"))
    met = rules.take(answered.after, Act.NOTE, RAISER, at=london("2026-03-09 14:00"), noted=Event.MET)
    assert met.tells[:3] == ("raiser", "raising_seat", "responding_seat")
    said = [rules.facts(move) for move in (raised, up, answered, met)]
    assert said[-1]["noted"] == "met"
    assert rules.replay(sefton(), said) == met.after
    assert rules.restore(sefton(), rules.dump(met.after)) == met.after
