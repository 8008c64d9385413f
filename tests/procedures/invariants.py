"""What must always hold, checked on plain data by code that asks nothing of the rules."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from commonground.procedures.rules import (
    ClockState,
    Move,
    Refused,
    clocks,
    offers,
    refusal,
)
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Capacity, End, Event, Side
from tests.procedures.builders import (
    CALENDAR,
)

ENDS = {
    End.RESOLVED: "agreed",
    End.WITHDRAWN: "withdrawn",
    End.REDIRECTED: "redirected",
    End.NOT_RESOLVED: "not_resolved",
    End.KEPT_ON_RECORD: "kept_on_record",
}
SEEN: Counter[str] = Counter()
"""What the tries reached, each counted."""
SPEAKS = {Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD}


def check_offers(situation: Situation, by: Standing) -> None:
    for act, sentence in offers(situation, [by]):
        assert (refusal(situation, act, [by]) is None) == (sentence is None)
        assert sentence is None or sentence.endswith(".")


def check_refused(refused: Refused) -> None:
    assert refused.sentence.endswith(".")


def check_allowed(situation: Situation, act: Act, by: Standing) -> None:
    """Invariant 2, said again without the rules: who took this act had the seat for it."""
    assert (situation.end is None) == (act is not Act.REOPEN) or act is Act.TAKE_ON
    last = situation.stage == len(situation.procedure.stages)
    acts_now = by.stage == situation.stage and by.capacity in {Capacity.ANSWERING, Capacity.RAISER}
    lead = by.capacity is Capacity.LEAD
    raiser = by.capacity is Capacity.RAISER
    responding = by.side is Side.RESPONDING
    speaks = by.capacity in SPEAKS
    voices = {Event.RECORDED_FOR, Event.RESPONDED, Event.CONFIRMED, Event.SAID_OTHERWISE}
    own_word = [
        happened.event for happened in situation.events if happened.event in voices and happened.side is by.side
    ]
    allowed = {
        Act.PICK_UP: acts_now and responding and not situation.picked_up,
        Act.PASS_ON: acts_now and responding,
        Act.NOT_OURS: acts_now and responding,
        Act.CHECK: by.capacity is Capacity.CHECKING
        and by.stage == situation.stage
        and situation.procedure.stage(situation.stage).check is not None,
        Act.RESPOND: acts_now and responding,
        Act.NOTE: True,
        Act.QUESTION: True,
        Act.PROPOSE: acts_now,
        Act.SIGN: acts_now and situation.proposal is not None and situation.proposal.by is not by.side,
        Act.DECLINE: acts_now and situation.proposal is not None and situation.proposal.by is not by.side,
        Act.ESCALATE: not last
        and ((not responding and speaks) or (responding and acts_now and situation.procedure.responding_may_escalate)),
        Act.SHORTEN: raiser or lead or acts_now,
        Act.SKIP: (raiser or lead or acts_now) and situation.stage <= len(situation.procedure.stages) - 2,
        Act.TRIED_OUTSIDE: acts_now and not responding,
        Act.REMEMBER: responding
        and by.capacity in {Capacity.ANSWERING, Capacity.LEAD}
        and any(happened.event is Event.TRIED_OUTSIDE for happened in situation.events),
        Act.RECORD_FOR: by.capacity is Capacity.OFFICER or speaks,
        Act.CONFIRM: speaks and own_word[-1:] == [Event.RECORDED_FOR],
        Act.HAND_OVER: raiser or (acts_now and not responding),
        Act.RESTRICT: raiser or lead,
        Act.LIFT: (raiser or lead) and by.side in situation.restricted_by,
        Act.JOIN: (by.side is not None and speaks) or by.capacity is Capacity.OFFICER,
        Act.OWN_VIEW: by.capacity is Capacity.JOINED,
        Act.TAKE_ON: by.capacity is Capacity.JOINED and bool(situation.proposal or situation.agreed),
        Act.STEP_ASIDE: by.capacity is Capacity.JOINED,
        Act.SIDE_ROUTE: acts_now
        and situation.under_way is None
        and any(one.from_stage <= situation.stage <= one.to_stage for one in situation.procedure.side_routes),
        Act.FACILITATED: (acts_now or by.capacity is Capacity.HELPING) and situation.under_way is not None,
        Act.LENGTHEN: acts_now and not situation.danger,
        Act.PAUSE: acts_now and not situation.danger and situation.paused is None,
        Act.RESUME: (raiser or lead or acts_now) and situation.paused is not None,
        Act.TAKE_TIME_BACK: (raiser or lead or acts_now) and any(not one.taken_back for one in situation.longer),
        Act.STEP_DOWN: acts_now and situation.stage > 1,
        Act.AGREE_TO_IT: acts_now and situation.asked is not None and situation.asked.by is not by.side,
        Act.WITHDRAW: raiser,
        Act.REDIRECT: raiser or by.capacity is Capacity.OFFICER,
        Act.NOT_RESOLVED: last and by.capacity in {Capacity.FACILITATING, Capacity.OFFICER},
        Act.REOPEN: speaks or by.capacity is Capacity.OFFICER,
    }
    assert allowed[act], f"{act.value} by {by} at stage {situation.stage}"


def check_always(moves: list[Move]) -> None:
    """Invariants 1 and 5, and that history only grows."""
    for before, move in pairwise(moves):
        assert before.after == move.before
        old, new = before.after, move.after
        assert new.events[: len(old.events)] == old.events
        assert 1 <= new.stage <= len(new.procedure.stages)
        if move.act in {Act.ESCALATE, None}:
            assert new.stage - old.stage in ({1} if move.act else {0, 1})
        elif move.act is Act.SKIP:
            assert new.stage - old.stage > 1
        elif move.act is Act.TRIED_OUTSIDE:
            assert new.stage - old.stage in {0, 1}
            assert new.stage == old.stage or new.procedure.tried_outside_counts
        elif new.stage < old.stage:  # down only when one side asked and the other agreed
            assert move.act is Act.AGREE_TO_IT
            assert old.asked
            assert old.asked.act is Act.STEP_DOWN
            assert old.asked.by is not move.side
            SEEN["stepped down"] += 1
        else:
            assert new.stage == old.stage
        check_time_by_both(move)
        check_for_some(move)
        ending = {Act.SIGN, Act.WITHDRAW, Act.REDIRECT, Act.NOT_RESOLVED, Act.REOPEN}
        assert new.end == old.end or move.act in ending
        assert len(new.needs) - len(old.needs) == (move.act is Act.SHORTEN)
        assert move.tells == tuple(dict.fromkeys(move.tells))
    for move, then in pairwise(moves):
        # after the end it can be reopened; what an agency takes on waits for nobody, and nobody for it
        assert (move.after.end is not None) == (then.act is Act.REOPEN) or then.act is Act.TAKE_ON
    last = moves[-1].after
    endings = [h.event.value for h in last.events if h.event.value in ENDS.values()]
    reopened = sum(move.act is Act.REOPEN for move in moves)
    assert len(endings) == reopened + (last.end is not None)
    assert endings[reopened:] == ([ENDS[last.end]] if last.end else [])
    SEEN[f"stage {last.stage}"] += 1
    SEEN[f"end {last.end}"] += 1


def check_time_by_both(move: Move) -> None:
    """Invariant 4: a clock is made longer or paused only when both sides agree; asking changes nothing."""
    old, new = move.before, move.after
    assert old
    if move.act in {Act.LENGTHEN, Act.PAUSE, Act.STEP_DOWN}:
        assert move.happened == ()
        assert new == replace(old, asked=new.asked)
        assert clocks(new, CALENDAR) == clocks(old, CALENDAR)
    if move.act is Act.TAKE_TIME_BACK:
        assert len(new.longer) == len(old.longer)
        assert [one for one in new.longer if one.taken_back] != [one for one in old.longer if one.taken_back]
        for before, after in zip(running_of(old), running_of(new), strict=True):
            assert after.due_at is None or before.due_at is None or move.at < after.due_at <= before.due_at
        SEEN["taken back"] += 1
    elif new.longer != old.longer or (new.paused and not old.paused):
        assert move.act is Act.AGREE_TO_IT
        assert old.asked
        assert old.asked.by is not move.side
        SEEN[old.asked.act.value + " agreed"] += 1
    if new.stage != old.stage or new.end:
        assert (new.asked, new.paused) == (None, None)


def running_of(situation: Situation) -> list[ClockState]:
    return [state for state in clocks(situation, CALENDAR) if state.ended_at is None]


def check_for_some(move: Move) -> None:
    """Invariants 1 and 3: agreed for some by both sides, each child once; for the others nothing moved."""
    old, new = move.before, move.after
    assert old
    if new.agreed == old.agreed:
        return
    proposal, some = old.proposal, new.agreed[-1]
    assert move.act is Act.SIGN
    assert proposal
    assert proposal.by is not move.side
    assert (some.proposal, some.children) == (proposal.number, proposal.children)
    assert set(some.children) < set(old.still_open) == set(some.children) | set(new.still_open)
    assert new == replace(old, proposal=None, agreed=(*old.agreed, some))
    assert clocks(new, CALENDAR) == clocks(old, CALENDAR)
    SEEN["agreed for some"] += 1


def check_clocks(situation: Situation) -> None:
    """Check that a date never moves away, and that nothing that ended still runs."""
    for state in clocks(situation, CALENDAR):
        if state.due_at and state.reckoned.due:
            assert state.due_at <= state.reckoned.due
            assert state.shortened == (state.due_at < state.reckoned.due)
        assert state.ended_at is None or state.ended_at >= state.started_at
        assert situation.open or state.ended_at is not None
