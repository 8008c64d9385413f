"""Memory and what must always hold: random differences, acted on by anybody, at any time.

The invariants (procedure.md section 3) are checked on plain data by code that asks nothing of the rules.
"""

import json
from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.procedures.definition import Allowance, Limit, Procedure, Tell
from commonground.procedures.rules import (
    Move,
    Refused,
    clock_ran_out,
    clocks,
    dump,
    facts,
    offers,
    pause_ended,
    raise_,
    refusal,
    replay,
    restore,
    take,
)
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Capacity, End, Event, Role, Side, Unit
from tests.procedures.builders import (
    CALENDAR,
    FACILITATOR,
    FOUR,
    HASTY,
    OFFICER,
    RAISER,
    clock,
    ladder,
    london,
    raising,
)
from tests.procedures.builders import responding as answering

START = london("2026-04-30 14:10")
MOVING = replace(
    ladder(
        (clock(moves=True),), (clock(unit=Unit.CLOCK_HOURS, amount=24),), (clock(amount=1, moves=True),), (clock(),)
    ),
    limits=(Limit(clock("whole", 6, moves=True), 1, 3),),
    tells=(Tell(Event.ESCALATED, ("officer",), 2),),
    responding_may_escalate=True,
    tried_outside_counts=True,
    lengthening=Allowance(("limit:whole",), 3, 5),
    pausing=Allowance(("limit:whole",), 3, 10, Unit.CALENDAR_DAYS),
)
TOKYO = ZoneInfo("Asia/Tokyo")
EDITIONS = {"four": FOUR, "hasty": HASTY, "moving": MOVING}

LEADS_AND_TOLD = [
    Standing(side, capacity, Role.PRACTITIONER, stage)
    for side in Side
    for capacity in (Capacity.LEAD, Capacity.TOLD)
    for stage in (1, 3)
]
SEATS = [
    *[raising(stage) for stage in (1, 2, 3, 4)] * 3,
    *[answering(stage) for stage in (1, 2, 3, 4)] * 4,
    *LEADS_AND_TOLD,
    *[Standing(side, Capacity.JOINED, Role.PRACTITIONER, 1) for side in (None, *Side)] * 2,
    *[RAISER, FACILITATOR, OFFICER] * 3,
]
ENDS = {
    End.RESOLVED: "agreed",
    End.WITHDRAWN: "withdrawn",
    End.REDIRECTED: "redirected",
    End.NOT_RESOLVED: "not_resolved",
}
RARE = {
    Act.TAKE_ON,
    Act.SIGN,
    Act.DECLINE,
    Act.RESPOND,
    Act.SKIP,
    Act.WITHDRAW,
    Act.TRIED_OUTSIDE,
    Act.REMEMBER,
    Act.CONFIRM,
}
SPEAKS = {Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD}
DULL = {
    Act.NOTE,
    Act.QUESTION,
    Act.JOIN,
    Act.OWN_VIEW,
    Act.STEP_ASIDE,
    Act.REDIRECT,
    Act.ESCALATE,
    Act.NOT_RESOLVED,
}
WANTED = {
    **dict.fromkeys((2, 11, 22, 33, 44, 53), Act.PAUSE),
    **dict.fromkeys((8, 20, 38), Act.LENGTHEN),
    **dict.fromkeys((13, 29), Act.DECLINE),
    **dict.fromkeys((17, 35, 47), Act.SIGN),
    26: Act.REDIRECT,
}
"""What is tried so that it happens often enough, by the die."""
SEEN: Counter[str] = Counter()

an_act = st.tuples(
    st.sampled_from([act for act in Act if act is not Act.RAISE]),
    st.sampled_from(SEATS),
    st.integers(min_value=0, max_value=60),
    st.integers(min_value=1, max_value=5),
    st.booleans(),
)


def follow(procedure: Procedure, entry: int, script: list[Any], *, priority: str = "") -> list[Move]:
    """Try a script of acts; return the moves that the rules allowed, each checked."""
    moves = [raise_(procedure, at=START, stage=min(entry, len(procedure.stages)), priority=priority)]
    at = START
    for act, by, hours, to_stage, likely in script:
        at += timedelta(hours=hours)
        moves += _run_out(moves[-1].after, at)
        situation = moves[-1].after
        if likely:
            act, by = favour(situation, act, by, hours)  # noqa: PLW2901 (so that tries reach somewhere)
            to_stage = situation.stage + 2  # noqa: PLW2901
        states = [state for state in clocks(situation, CALENDAR) if state.due_at and not state.ended_at]
        clock = states[to_stage % len(states)] if states else None
        due = at + timedelta(minutes=to_stage) if act is Act.SHORTEN else None
        check_offers(situation, by)
        if act is Act.STEP_DOWN and likely:
            to_stage = 1  # noqa: PLW2901
        try:
            wish = {
                "to_stage": to_stage,
                "clock": clock,
                "due": due,
                "counts": not hours % 2,
                "otherwise": bool(hours % 3),
            }
            wish |= {"until": at + timedelta(days=4), "days": 1 + hours % 6, "agrees": bool(hours % 3)}
            moves.append(take(situation, act, by, at=at, **wish))
        except Refused as refused:
            SEEN["refused"] += 1
            check_refused(refused)
            continue
        SEEN[act.value] += 1
        check_allowed(situation, act, by)
    return moves


def favour(situation: Situation, act: Act, by: Standing, chance: int) -> tuple[Act, Standing]:
    """Turn a try into one that is likely to be allowed: somebody at this stage, doing what is offered."""
    by = by if by.capacity is Capacity.RAISER else replace(by, stage=situation.stage)
    can = [offered for offered, sentence in offers(situation, [by]) if sentence is None]
    if chance % 2:
        can = [offered for offered in can if offered in RARE] or can
    if situation.open and (wanted := favoured(situation, chance)):
        return wanted
    if situation.end and chance % 6:  # most stay ended
        return Act.NOTE, by
    rather = [offered for offered in can if offered not in DULL] or can
    return (rather[chance % len(rather)] if rather else act), by


def favoured(situation: Situation, chance: int) -> tuple[Act, Standing] | None:
    """Turn a try into one of what would happen too seldom: by whoever may, if it can be done at all."""
    wanted, proposal = WANTED.get(chance), situation.proposal
    if wanted in {Act.DECLINE, Act.SIGN} and proposal:
        return wanted, (answering if proposal.by is Side.RAISING else raising)(situation.stage)
    if situation.asked and chance % 3 == 1:
        return Act.AGREE_TO_IT, (answering if situation.asked.by is Side.RAISING else raising)(situation.stage)
    if situation.paused and chance % 3:
        return Act.RESUME, RAISER
    if wanted in {Act.PAUSE, Act.LENGTHEN}:
        return wanted, raising(situation.stage)
    return (wanted, RAISER) if wanted is Act.REDIRECT else None


def _run_out(situation: Situation, at: datetime) -> list[Move]:
    """Let a pause end, and every clock that is past its time run out, as the sweep would, earliest first."""
    if situation.paused and situation.paused <= at:
        SEEN["pause ended"] += 1
        return [pause_ended(situation, at=at)]
    states = [s for s in clocks(situation, CALENDAR) if s.due_at and s.due_at <= at and not s.ended_at]
    if not states:
        return []
    SEEN["ran out"] += 1
    move = clock_ran_out(situation, min(states, key=lambda s: s.due_at or at), at=at)
    assert move.after.end is None
    assert move.after.stage in {situation.stage, situation.stage + 1}
    return [move]


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
    speaks = by.capacity in {Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD}
    voices = {Event.RECORDED_FOR, Event.RESPONDED, Event.CONFIRMED, Event.SAID_OTHERWISE}
    own_word = [
        happened.event for happened in situation.events if happened.event in voices and happened.side is by.side
    ]
    allowed = {
        Act.PICK_UP: acts_now and responding and not situation.picked_up,
        Act.PASS_ON: acts_now and responding,
        Act.NOT_OURS: acts_now and responding,
        Act.RESPOND: acts_now and responding,
        Act.NOTE: True,
        Act.QUESTION: True,
        Act.PROPOSE: acts_now,
        Act.SIGN: acts_now and situation.proposal is not None and situation.proposal.by is not by.side,
        Act.DECLINE: acts_now and situation.proposal is not None and situation.proposal.by is not by.side,
        Act.ESCALATE: not last
        and (
            (not responding and by.capacity in {Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD})
            or (responding and acts_now and situation.procedure.responding_may_escalate)
        ),
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
        Act.JOIN: (by.side is not None and by.capacity in SPEAKS) or by.capacity is Capacity.OFFICER,
        Act.OWN_VIEW: by.capacity is Capacity.JOINED,
        Act.TAKE_ON: by.capacity is Capacity.JOINED and situation.proposal is not None,
        Act.STEP_ASIDE: by.capacity is Capacity.JOINED,
        Act.LENGTHEN: acts_now and not situation.danger,
        Act.PAUSE: acts_now and not situation.danger and situation.paused is None,
        Act.RESUME: (raiser or lead or acts_now) and situation.paused is not None,
        Act.STEP_DOWN: acts_now and situation.stage > 1,
        Act.AGREE_TO_IT: acts_now and situation.asked is not None and situation.asked.by is not by.side,
        Act.WITHDRAW: raiser,
        Act.REDIRECT: raiser or by.capacity is Capacity.OFFICER,
        Act.NOT_RESOLVED: last and by.capacity in {Capacity.FACILITATING, Capacity.OFFICER},
        Act.REOPEN: by.capacity in {Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD, Capacity.OFFICER},
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
    if new.longer != old.longer or (new.paused and not old.paused):
        assert move.act is Act.AGREE_TO_IT
        assert old.asked
        assert old.asked.by is not move.side
        SEEN[old.asked.act.value + " agreed"] += 1
    if new.stage != old.stage or new.end:
        assert (new.asked, new.paused) == (None, None)


def check_clocks(situation: Situation) -> None:
    """Check that a date never moves away, and that nothing that ended still runs."""
    for state in clocks(situation, CALENDAR):
        if state.due_at and state.reckoned.due:
            assert state.due_at <= state.reckoned.due
            assert state.shortened == (state.due_at < state.reckoned.due)
        assert state.ended_at is None or state.ended_at >= state.started_at
        assert situation.open or state.ended_at is not None


def check_memory(moves: list[Move]) -> None:
    procedure = moves[-1].after.procedure
    written = json.loads(json.dumps([facts(move) for move in moves]))
    replayed = replay(procedure, written)
    assert replayed == moves[-1].after
    plain = json.loads(json.dumps(dump(moves[-1].after)))
    restored = restore(procedure, plain)
    assert restored == moves[-1].after
    assert restored.facilitated == moves[-1].after.facilitated
    assert dump(restored) == plain


@settings(max_examples=2000, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(EDITIONS)),
    st.integers(min_value=1, max_value=4),
    st.lists(an_act, min_size=5, max_size=40),
    st.sampled_from(["", "urgent"]),
)
def _anything(edition: str, entry: int, script: list[Any], priority: str) -> None:
    moves = follow(EDITIONS[edition], entry, script, priority=priority)
    check_always(moves)
    check_clocks(moves[-1].after)
    check_memory(moves)


def test_what_must_always_hold() -> None:
    """And the tries reached everywhere, or they would show little."""
    SEEN.clear()
    _anything()
    assert [act.value for act in Act if act is not Act.RAISE and SEEN[act.value] < 20] == []
    assert [stage for stage in (1, 2, 3, 4) if SEEN[f"stage {stage}"] < 20] == []
    assert [end for end in (None, *End) if SEEN[f"end {end}"] < 20] == []
    accepted = sum(SEEN[act.value] for act in Act)
    assert accepted / (accepted + SEEN["refused"]) >= 0.4
    assert SEEN["refused"] >= 1_000
    assert SEEN["ran out"] >= 100
    assert min(SEEN[what] for what in ("pause ended", "lengthen agreed", "pause agreed", "stepped down")) >= 10


def moved() -> Move:
    return raise_(FOUR, at=START, stage=2, priority="urgent")


def test_facts_are_codes_dates_and_figures() -> None:
    first = moved()
    assert facts(first) == {"act": "raise", "at": "2026-04-30T13:10:00+00:00", "stage": 2, "priority": "urgent"}
    summer = (START + timedelta(hours=1)).astimezone(TOKYO)
    settled = clocks(first.after, CALENDAR)[0]
    due = london("2026-05-01 09:00")
    shortened = take(first.after, Act.SHORTEN, RAISER, at=summer, clock=settled, due=due)
    assert facts(shortened) == {
        "act": "shorten",
        "at": "2026-04-30T14:10:00+00:00",
        "by": {"side": "raising", "capacity": "raiser", "role": "practitioner", "stage": 1},
        "clock": {"key": "settled", "stage": 2, "due": "2026-05-06T16:00:00+00:00", "moves": False},
        "due": "2026-05-01T08:00:00+00:00",
    }
    seen = replace(shortened.after, facilitated=True)
    redirected = take(seen, Act.REDIRECT, OFFICER, at=summer)
    assert facts(redirected) == {
        "act": "redirect",
        "at": "2026-04-30T14:10:00+00:00",
        "by": {"side": None, "capacity": "officer", "role": "partnership_officer", "stage": 1},
        "facilitated": True,
    }
    skipped = take(raise_(FOUR, at=START).after, Act.SKIP, RAISER, at=START, to_stage=3)
    assert facts(skipped)["to_stage"] == 3
    ran_out = clock_ran_out(first.after, settled, at=london("2026-05-06 17:00"))
    assert facts(ran_out) == {
        "act": None,
        "at": "2026-05-06T16:00:00+00:00",
        "clock": {"key": "settled", "stage": 2, "due": "2026-05-06T16:00:00+00:00", "moves": False},
    }
    noted = take(first.after, Act.NOTE, RAISER, at=summer, clock=settled)
    assert set(facts(noted)) == {"act", "at", "by"}


def test_a_dump_holds_every_field_but_the_procedure() -> None:
    situation = replace(moved().after, facilitated=True)
    situation = take(situation, Act.PROPOSE, raising(2), at=START).after
    plain = dump(situation)
    assert set(plain) == {field.name for field in fields(Situation)} - {"procedure", "late"}
    assert plain["proposal"] == {"number": 1, "by": "raising", "signed": ["raising"]}
    assert plain["facilitated"] is True
    assert plain["events"][0] == {
        "event": "raised",
        "at": "2026-04-30T13:10:00+00:00",
        "stage": 2,
        "side": "raising",
    }
    assert restore(FOUR, plain).facilitated
    assert restore(FOUR, plain) == situation


def test_facilitated_is_replayed_with_each_act() -> None:
    """While somebody facilitates, the officer may not close it; the facts say when that was so."""
    raised = raise_(FOUR, at=START, stage=4)
    closed = take(replace(raised.after, facilitated=True), Act.NOT_RESOLVED, FACILITATOR, at=START)
    said = [facts(raised), facts(closed)]
    assert replay(FOUR, said).facilitated
    assert replay(FOUR, said).end is End.NOT_RESOLVED
    forged = [said[0], said[1] | {"by": facts_of(OFFICER)}]
    with pytest.raises(Refused):
        replay(FOUR, forged)


def facts_of(by: Standing) -> dict[str, Any]:
    raised = raise_(FOUR, at=START).after
    return dict(facts(take(raised, Act.NOTE, by, at=START))["by"])


def test_facts_that_break_the_rules_are_not_replayed() -> None:
    raised = raise_(FOUR, at=START)
    answered = facts(take(raised.after, Act.RESPOND, answering(1), at=START))
    with pytest.raises(Refused) as refused:
        replay(FOUR, [facts(raised), answered | {"by": facts_of(RAISER)}])
    assert refused.value.sentence == "Only the responding side’s practitioner at stage 1 can answer this."


def test_facts_that_are_none_are_refused() -> None:
    raised = facts(raise_(FOUR, at=START))
    noted = facts(take(raise_(FOUR, at=START).after, Act.NOTE, RAISER, at=START))
    with pytest.raises(ValueError, match=r"^There are no facts to replay\.$"):
        replay(FOUR, [])
    with pytest.raises(ValueError, match=r"^The facts of a difference begin with its raising\.$"):
        replay(FOUR, [noted])
    with pytest.raises(ValueError, match=r"^A clock that ran out needs its clock\.$"):
        replay(FOUR, [raised, {"act": None, "at": raised["at"]}])
    with pytest.raises(ValueError, match="lunch"):
        replay(FOUR, [raised, noted | {"act": "lunch"}])
    with pytest.raises(Refused):
        replay(FOUR, [raised, raised | {"by": noted["by"]}])


def test_a_clock_that_moved_it_on_is_replayed() -> None:
    raised = raise_(MOVING, at=START)
    settled = clocks(raised.after, CALENDAR)[0]
    moved_on = clock_ran_out(raised.after, settled, at=london("2026-05-05 17:00"))
    assert moved_on.after.stage == 2
    written = [facts(raised), facts(moved_on)]
    assert replay(MOVING, written) == moved_on.after
    early = written[1] | {"at": "2026-05-05T15:59:00+00:00"}
    with pytest.raises(ValueError, match="has not run out"):
        replay(MOVING, [written[0], early])
    undated = written[1] | {"clock": {**written[1]["clock"], "due": None}}
    with pytest.raises(ValueError, match="has not run out"):
        replay(MOVING, [written[0], undated])


def test_times_are_kept_in_utc() -> None:
    raised = raise_(FOUR, at=START.astimezone(TOKYO))
    assert replay(FOUR, [facts(raised)]).events[0].at == START
    assert replay(FOUR, [facts(raised)]).events[0].at.tzinfo is UTC
