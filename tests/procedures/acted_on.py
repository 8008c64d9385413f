"""Random differences, acted on by anybody at any time: tries that lead somewhere, and what the rules allowed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from commonground.procedures.definition import Allowance, Limit, Priority, Procedure, Tell
from commonground.procedures.helping import routes_here
from commonground.procedures.rules import (
    Move,
    Refused,
    clock_ran_out,
    clocks,
    given_more,
    offers,
    pause_ended,
    raise_,
    take,
)
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import About, Act, Capacity, Event, Role, Side, Unit
from commonground.procedures.timing import unchecked, with_more_time
from tests.procedures.builders import (
    BESIDE,
    CALENDAR,
    CHECKER,
    FACILITATOR,
    FOUR,
    HASTY,
    HELPER,
    OFFICER,
    RAISER,
    clock,
    ladder,
    london,
    raising,
)
from tests.procedures.builders import responding as answering
from tests.procedures.invariants import SEEN, check_allowed, check_offers, check_refused

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
CONFERENCES = replace(FOUR, conferences=(About.DISSENT, About.CONVENING))
EDITIONS = {"beside": BESIDE, "conferences": CONFERENCES, "four": FOUR, "hasty": HASTY, "moving": MOVING}

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
    *[Standing(side, Capacity.JOINED, Role.PRACTITIONER, 1) for side in (None, *Side)] * 3,
    *[RAISER, FACILITATOR, OFFICER] * 3,
    *[CHECKER, HELPER] * 4,
]
RARE = {
    Act.CHECK,
    Act.SIDE_ROUTE,
    Act.FACILITATED,
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
    **dict.fromkeys((8, 20, 38, 44, 50), Act.LENGTHEN),
    **dict.fromkeys((13, 29, 43, 55), Act.DECLINE),
    **dict.fromkeys((17, 35, 41, 47), Act.SIGN),
    26: Act.REDIRECT,
}
"""What is tried so that it happens often enough, by the die."""

an_act = st.tuples(
    st.sampled_from([act for act in Act if act is not Act.RAISE]),
    st.sampled_from(SEATS),
    st.integers(min_value=0, max_value=60),
    st.integers(min_value=1, max_value=5),
    st.booleans(),
)


def follow(procedure: Procedure, entry: int, script: list[Any], *, priority: str = "") -> list[Move]:
    """Try a script of acts; return the moves that the rules allowed, each checked."""
    entry = min(entry, len(procedure.stages))
    if priority:
        procedure = replace(procedure, priorities=(Priority(priority, "Within a day", first_stage=entry),))
    moves = [begun(procedure, entry, priority)]
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
            wish |= {"children": (situation.still_open[0],) if len(moves) % 4 == 2 else ()}
            wish |= {"clock": given_more(situation, CALENDAR)} if act is Act.TAKE_TIME_BACK else {}
            wish |= {"route": "re-think", "strategy": hours % 4}
            wish |= {"until": at + timedelta(days=4), "days": 1 + hours % 6, "agrees": bool(hours % 3)}
            moves.append(take(situation, act, by, at=at, **wish))
        except Refused as refused:
            SEEN["refused"] += 1
            check_refused(refused)
            continue
        SEEN[act.value] += 1
        check_allowed(situation, act, by)
    return moves


def begun(procedure: Procedure, entry: int, priority: str) -> Move:
    """Raise a difference; about a conference it is a dissent, some of them kept on record only."""
    dissent = About.DISSENT in procedure.conferences
    about: dict[str, Any] = {
        "about": About.DISSENT, "before": {Event.CONFERENCE_HELD: START - timedelta(hours=20)}, "on_record": entry == 1,
    }  # fmt: skip
    return raise_(procedure, at=START, stage=entry, priority=priority, children=3, **(about if dissent else {}))


def favour(situation: Situation, act: Act, by: Standing, chance: int) -> tuple[Act, Standing]:
    """Turn a try into one that is likely to be allowed: somebody at this stage, doing what is offered."""
    by = by if by.capacity is Capacity.RAISER else replace(by, stage=situation.stage)
    can = [offered for offered, sentence in offers(situation, [by]) if sentence is None]
    if chance % 2:
        can = [offered for offered in can if offered in RARE] or can
    if situation.open and (wanted := beside_the_stages(situation, chance) or favoured(situation, chance)):
        return wanted
    if situation.end and chance % 6:  # most stay ended
        return Act.NOTE, by
    rather = [offered for offered in can if offered not in DULL] or can
    return (rather[chance % len(rather)] if rather else act), by


def beside_the_stages(situation: Situation, chance: int) -> tuple[Act, Standing] | None:
    """Turn a try into one of what only some editions have, or what undoes it."""
    if unchecked(situation) and chance % 9 == 4:
        return Act.CHECK, CHECKER
    if routes_here(situation) and chance % 8 == 6:
        return (Act.FACILITATED, HELPER) if situation.under_way else (Act.SIDE_ROUTE, raising(situation.stage))
    if with_more_time(situation) and chance % 4:
        return Act.TAKE_TIME_BACK, RAISER
    return None


def favoured(situation: Situation, chance: int) -> tuple[Act, Standing] | None:
    """Turn a try into one of what would happen too seldom: by whoever may, if it can be done at all."""
    wanted, proposal = WANTED.get(chance), situation.proposal
    if wanted in {Act.DECLINE, Act.SIGN} and proposal:
        return wanted, (answering if proposal.by is Side.RAISING else raising)(situation.stage)
    if situation.asked and chance % 3 == 1:
        return Act.AGREE_TO_IT, (answering if situation.asked.by is Side.RAISING else raising)(situation.stage)
    if situation.paused and chance % 3:
        return Act.RESUME, RAISER
    if Side.RAISING in situation.restricted_by and chance % 7 == 2:
        return Act.LIFT, RAISER
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
