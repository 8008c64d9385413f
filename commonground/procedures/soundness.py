"""Whether a procedure can be followed, from the raising of a difference to its end: what stands in the way, in words.

The shape of each part is checked where it is defined. Here stands what only the whole can tell: what may never happen
at a stage, who could never act, which figures contradict each other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from commonground.procedures.terms import BEFORE, ENDING, About, Event, Role, Unit

if TYPE_CHECKING:  # the definition asks this for its problems
    from commonground.procedures.definition import Clock, Limit, Priority, Procedure, Stage

UNCOUNTED = frozenset({Unit.SAME_WORKING_DAY, Unit.WITHOUT_DELAY})
WHEN_RAISED = frozenset({Event.RAISED, Event.RECEIVED})
WHEN_LEFT = frozenset({Event.ESCALATED, Event.SKIPPED})
"""Events by which one stage is left and another one reached."""

SECOND = 2
"""The stage at which a difference begins, or to which it goes, when a conversation outside counts as the first."""

NEVER_ACT: Mapping[Role, str] = {
    Role.SCRUTINEER: "is told and never decides",
    Role.LIBRARY_EDITOR: "keeps the library and takes no part",
    Role.FACILITATOR: "helps both sides and is neither",
}
"""Roles that act for no side, and why."""


def problems(procedure: "Procedure") -> Iterator[str]:
    """Yield what makes a procedure impossible to follow as a whole, in the order of its parts."""
    yield from _whole(procedure)
    for priority in procedure.priorities:
        yield from (f"Priority “{priority.key}”: {problem}" for problem in _of_priority(procedure, priority))
    for stage in procedure.stages:
        where = f"Stage {stage.number} ({stage.name})"
        yield from (f"{where}: {problem}" for problem in _of_stage(stage))
        for clock in stage.clocks:
            here = range(stage.number, stage.number + 1)
            yield from (f"{where}, clock “{clock.key}”: {problem}" for problem in _of_clock(procedure, clock, here))
    for limit in procedure.limits:
        over = range(limit.first_stage, limit.last_stage + 1)
        found = (*_of_clock(procedure, limit.clock, over), *_too_short(procedure, limit))
        yield from (f"Limit “{limit.clock.key}”: {problem}" for problem in found)
    yield from _of_tells(procedure)
    for name, allowance in (("Lengthening", procedure.lengthening), ("Pausing", procedure.pausing)):
        clocks = [clock for key, clock in _by_key(procedure) if allowance and key in allowance.clocks]
        if clocks and all(_ends_when_raised(clock) for clock in clocks):
            yield f"{name}: every clock that it names ends when a difference is raised, so nobody can ask for it."


def _whole(procedure: "Procedure") -> Iterator[str]:
    if len(procedure.stages) == 1:
        if procedure.tried_outside_counts:
            yield "A conversation outside cannot count as a stage where there is only one: no stage follows it."
        if procedure.responding_may_escalate:
            yield "Nobody can escalate where there is only one stage, so the responding side cannot either."


def _of_priority(procedure: "Procedure", priority: "Priority") -> Iterator[str]:
    last = len(procedure.stages)
    if not priority.key or ":" in priority.key or not priority.label:
        yield "a priority needs a label, and a key without a colon."
    if [one.key for one in procedure.priorities].count(priority.key) > 1:
        yield "two priorities have this key."
    if [one.label for one in procedure.priorities].count(priority.label) > 1:
        yield f"two priorities have the label “{priority.label}”."
    if not 1 <= priority.first_stage <= last:
        yield f"this procedure has no stage {priority.first_stage} at which it could be raised."


def _of_stage(stage: "Stage") -> Iterator[str]:
    for side, roles in (("raising", stage.raising), ("responding", stage.responding)):
        for role in roles:
            if role in NEVER_ACT:
                yield f"the {role.label} {NEVER_ACT[role]}, so cannot act for the {side} side."


def _of_clock(procedure: "Procedure", clock: "Clock", stages: range) -> Iterator[str]:
    yield from _figures(procedure, clock)
    starts = [event for event in clock.starts if event not in ENDING]
    if starts and not _any(_can_start, procedure, starts, stages):
        yield f"it can never start: {_neither(starts)} at {'this stage' if len(stages) == 1 else 'these stages'}."
        return
    if before := [event for event in clock.ends if event in BEFORE]:
        yield f"“{before[0].value}” comes before a difference is raised, so no clock can end with it."
    elif clock.ends and WHEN_RAISED.issuperset(clock.ends) and not set(BEFORE) & set(clock.starts):
        yield f"it ends with “{clock.ends[0].value}”, which comes before it can start."
    elif starts and clock.ends and set(clock.ends) <= set(starts) and not set(clock.ends) & WHEN_LEFT:
        yield f"it starts and ends with the same: “{clock.ends[0].value}”."
    elif clock.ends and not _any(_can_end, procedure, clock.ends, stages):
        yield f"it can never end: {_neither(clock.ends)} at {'this stage' if len(stages) == 1 else 'these stages'}."
    if clock.moves and _ends_when_raised(clock):
        yield "it ends when a difference is raised, so it cannot move one on."


def _figures(procedure: "Procedure", clock: "Clock") -> Iterator[str]:
    """Say which priorities a clock names that are none, and for which it lacks a figure."""
    known = [priority.key for priority in procedure.priorities]
    runs = clock.only_for or known
    if clock.unit not in UNCOUNTED and "" not in clock.amounts:
        lacking = [key for key in runs if key not in clock.amounts]
        if not runs:
            yield f"it needs a figure in {clock.unit.label} for when no priority is given."
        elif lacking:
            yield (
                f"it needs a figure in {clock.unit.label} for {_listed(lacking)}, or one for when no priority is given."
            )
    named = dict.fromkeys((*(key for key in clock.amounts if key), *clock.only_for))
    for key in named:
        if key not in known:
            choose = f"choose from {', '.join(known)}" if known else "it has none"
            yield f"“{key}” is no priority of this procedure; {choose}."
        elif key not in runs:
            yield f"it has a figure for “{key}” and does not run for it."
    for key, times in Counter(clock.only_for).items():
        if times > 1:
            yield f"it names the priority “{key}” twice."


def _too_short(procedure: "Procedure", limit: "Limit") -> Iterator[str]:
    """Say where a limit is over before its stages are, going the shortest way: the first clock to run out at each."""
    clock = limit.clock
    stages = procedure.stages[max(limit.first_stage - 1, 0) : limit.last_stage]
    for key in ("", *(priority.key for priority in procedure.priorities)):
        most = clock.figure(key) if clock.runs_for(key) else None
        least = sum(_shortest(stage, key, clock.unit) for stage in stages)
        if most and least > most:
            when = f" for “{key}”" if key else ""
            yield f"it lasts {clock.unit.counted(most)}{when}, and its stages take {least} by their own clocks."
            return


def _shortest(stage: "Stage", priority: str, unit: Unit) -> int:
    own = (clock for clock in stage.clocks if clock.unit is unit and clock.runs_for(priority))
    figures = [clock.figure(priority) for clock in own if not _ends_when_raised(clock)]
    return min((figure for figure in figures if figure), default=0)


def _of_tells(procedure: "Procedure") -> Iterator[str]:
    """Say what is told of that never happens at all; from which stage on is the partnership's own matter."""
    stages = range(1, len(procedure.stages) + 1)
    for tell in procedure.tells:
        unasked = tell.event in BEFORE and tell.event not in procedure.asks_when
        if unasked or (stages and not _any(_can_start, procedure, (tell.event,), stages)):
            yield f"Telling of “{tell.event.value}”: under this procedure that never happens."


def _can_start(procedure: "Procedure", event: Event, stage: int) -> bool:
    """Say whether an event can happen at a stage, or lead to it."""
    counts = procedure.tried_outside_counts
    urgent = {priority.first_stage for priority in procedure.priorities}
    routes = [route for route in procedure.side_routes if route.covers(stage)]
    stands_still = procedure.pausing is not None or any(route.stops for route in routes)
    happens = {
        **dict.fromkeys(BEFORE, stage == 1),
        Event.RAISED: stage in {1, *urgent} or (stage == SECOND and counts),
        Event.ESCALATED: stage > 1,
        Event.SKIPPED: stage > SECOND or (stage == SECOND and counts),
        Event.STEPPED_DOWN: stage < len(procedure.stages),
        Event.NOT_RESOLVED: stage == len(procedure.stages),
        Event.KEPT_ON_RECORD: About.DISSENT in procedure.conferences,
        Event.CHECKED: any(one.check for one in procedure.stages if one.number == stage),
        **dict.fromkeys((Event.SIDE_ROUTE, Event.FACILITATED), bool(routes)),
        **dict.fromkeys((Event.PAUSED, Event.RESUMED), stands_still),
    }
    return happens.get(event, True)


def _can_end(procedure: "Procedure", event: Event, stage: int) -> bool:
    """Say whether an event can happen while a difference stands at a stage, or leaves it."""
    last = len(procedure.stages)
    happens = {
        Event.ESCALATED: stage < last,
        Event.SKIPPED: stage < last - 1 or (stage < last and procedure.tried_outside_counts),
        Event.STEPPED_DOWN: stage > 1,
        Event.REOPENED: False,
    }
    return happens[event] if event in happens else _can_start(procedure, event, stage)


Can = Callable[["Procedure", Event, int], bool]


def _any(can: Can, procedure: "Procedure", events: Iterable[Event], stages: range) -> bool:
    return any(can(procedure, event, stage) for event in events for stage in stages)


def _ends_when_raised(clock: "Clock") -> bool:
    return bool(clock.ends) and WHEN_RAISED.issuperset(clock.ends) and set(BEFORE).issuperset(clock.starts)


def _by_key(procedure: "Procedure") -> Iterator[tuple[str, "Clock"]]:
    yield from ((clock.key, clock) for stage in procedure.stages for clock in stage.clocks)
    yield from ((f"limit:{limit.clock.key}", limit.clock) for limit in procedure.limits)


def _neither(events: Iterable[Event]) -> str:
    names = [f"“{event.value}”" for event in events]
    return f"{names[0]} does not happen" if len(names) == 1 else f"none of {', '.join(names)} happens"


def _listed(keys: list[str]) -> str:
    return " and ".join(f"“{key}”" for key in keys)
