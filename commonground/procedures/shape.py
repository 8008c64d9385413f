"""Whether each part of a procedure is well made: what is wrong with it, in sentences that name the stage and the clock.

What only the whole can tell stands in soundness.py.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from commonground.procedures.beside_stages import OF_NO_AGENCY, Check, route_problems
from commonground.procedures.definition import (
    AUDIENCES,
    DAYS,
    LONGEST,
    UNCOUNTED,
    Allowance,
    Clock,
    Limit,
    Priority,
    Procedure,
    Stage,
    StandIns,
    Tell,
    allowances,
    clock_named,
    limit_named,
    stage_named,
)
from commonground.procedures.terms import ENDING, Event, Subject, Unit


def problems(procedure: Procedure) -> Iterator[str]:
    """Yield what makes a procedure impossible to follow, in sentences that name the stage and the clock."""
    last = len(procedure.stages)
    if not procedure.key or not procedure.name:
        yield "A procedure needs a key and a name."
    if not procedure.stages:
        yield "A procedure needs at least one stage."
    yield from (f"What of conferences it takes: “{one}” is named twice." for one in _twice(procedure.conferences))
    yield from _subject_problems(procedure.subjects)
    if procedure.opens >= procedure.closes:
        yield "The office must open before it closes."
    for number, stage in enumerate(procedure.stages, start=1):
        if stage.number != number:
            yield f"{stage_named(stage)}: stages are numbered in order, and this is number {number}."
        yield from _stage_problems(stage, last)
    yield from _limit_problems(procedure.limits, last)
    for tell in procedure.tells:
        yield from _tell_problems(tell, last)
    yield from _priority_problems(procedure.priorities)
    for name in _twice(scope.key for scope in procedure.scope):
        yield f"Scope question “{name}”: two questions have this key."
    yield from _stand_in_problems(procedure.stand_ins)
    for what, allowance in allowances(procedure):
        yield from (f"{what}: {problem}" for problem in _allowance_problems(procedure, allowance))
    yield from _side_route_problems(procedure)
    if procedure.reopening:
        figure = procedure.reopening.within
        yield from (f"Reopening: {problem}" for problem in _days_problems(procedure.reopening.unit, figure))


def _subject_problems(subjects: tuple[Subject, ...]) -> Iterator[str]:
    if Subject.CHILD not in subjects:
        yield "A difference can always be about a child, so what it may be about must name “child”."
    for name in _twice(subjects):
        yield f"What a difference may be about names “{name}” twice."


def _priority_problems(priorities: tuple[Priority, ...]) -> Iterator[str]:
    for priority in priorities:
        yield from (f"Priority “{priority.key}”: {_nobody(who)}" for who in priority.tells if who not in AUDIENCES)


def _side_route_problems(procedure: Procedure) -> Iterator[str]:
    for name in _twice(route.key for route in procedure.side_routes):
        yield f"Side route “{name}”: two side routes have this key."
    stoppable = {key: all(one.unit in DAYS for one in found) for key, found in _by_key(procedure).items()}
    for route in procedure.side_routes:
        problems = (*route_problems(route, len(procedure.stages), stoppable), *_days_problems(route.unit, route.most))
        yield from (f"Side route “{route.key}”: {problem}" for problem in problems)


def _stage_problems(stage: Stage, last: int) -> Iterator[str]:
    if not stage.name:
        yield f"Stage {stage.number}: it needs a name."
    for side, roles in (("raising", stage.raising), ("responding", stage.responding)):
        if not roles and not stage.provisional:
            yield f"{stage_named(stage)}: somebody must act for the {side} side."
        for role in _twice(roles):
            yield f"{stage_named(stage)}: {role} is named twice for the {side} side."
    if stage.facilitated and stage.number != last:
        yield f"{stage_named(stage)}: only the last stage can be facilitated."
    for name in _twice(clock.key for clock in stage.clocks):
        yield f"{stage_named(stage)}, clock “{name}”: two clocks have this key."
    for clock in stage.clocks:
        yield from (f"{clock_named(stage, clock)}: {problem}" for problem in _clock_problems(clock))
        if clock.moves and stage.number == last:
            yield f"{clock_named(stage, clock)}: it cannot move on from the last stage."
    if stage.check and stage.check_clock:
        yield from (
            f"{clock_named(stage, stage.check_clock)}: {one}" for one in _check_problems(stage.check, stage.check_clock)
        )


def _check_problems(check: Check, clock: Clock) -> Iterator[str]:
    if not check.label:
        yield "it needs a label: what it is called on the page."
    if check.role in OF_NO_AGENCY:
        yield f"nobody of a side is its {check.role.label}; choose a role of an agency’s line."
    if check.unit in UNCOUNTED and check.amount is not None:
        yield f"“{check.unit.value}” takes no figure."
    yield from _figure_problems(clock)
    yield from (_nobody(who) for who in check.tells if who not in AUDIENCES)
    yield from (_of_one_side(who) for who in check.tells if who.startswith("responding"))


def _of_one_side(who: str) -> str:
    return f"what a side thinks of its own difference is for that side, so “{who}” cannot be told of it."


def _limit_problems(limits: tuple[Limit, ...], last: int) -> Iterator[str]:
    for name in _twice(limit.clock.key for limit in limits):
        yield f"Limit “{name}”: two limits have this key."
    for limit in limits:
        if not 1 <= limit.first_stage < limit.last_stage <= last:
            yield f"{limit_named(limit)}: it must run from an earlier to a later stage of this procedure."
        yield from (f"{limit_named(limit)}: {problem}" for problem in _clock_problems(limit.clock))


def _clock_problems(clock: Clock) -> Iterator[str]:
    if not clock.key or ":" in clock.key or not clock.label:
        yield "a clock needs a label, and a key without a colon."
    if not clock.starts or not clock.ends:
        yield "a clock needs an event that starts it and an event that ends it."
    for event in clock.starts:
        if event in ENDING:
            yield f"“{event.value}” closes a difference, so no clock can start from it."
    yield from _figure_problems(clock)
    if clock.moves and clock.unit is Unit.WITHOUT_DELAY:
        yield "a clock that is never due cannot move a difference on."
    yield from (_nobody(who) for who in clock.tells if who not in AUDIENCES)


def _figure_problems(clock: Clock) -> Iterator[str]:
    if clock.unit in UNCOUNTED:
        if clock.amounts:
            yield f"“{clock.unit.value}” takes no figure."
        return
    for figure in clock.amounts.values():
        if figure is not None and not 1 <= figure <= LONGEST:
            yield f"a figure is from 1 to {LONGEST}, not {figure}."


def _by_key(procedure: Procedure) -> dict[str, list[Clock]]:
    """Return the clocks of a procedure as they are named where both sides may change them."""
    by_key: dict[str, list[Clock]] = {}
    for stage in procedure.stages:
        for clock in stage.clocks:
            by_key.setdefault(clock.key, []).append(clock)
    return by_key | {f"limit:{limit.clock.key}": [limit.clock] for limit in procedure.limits}


def _allowance_problems(procedure: Procedure, allowance: Allowance) -> Iterator[str]:
    by_key = _by_key(procedure)
    if not allowance.clocks:
        yield "it needs at least one clock."
    for key in allowance.clocks:
        if key not in by_key:
            yield f"“{key}” is no clock of this procedure; choose from {', '.join(by_key)}."
        for clock in by_key.get(key, ()):
            if clock.unit not in DAYS:
                yield f"“{key}” counts {clock.unit.label}; only a clock that counts days can be changed so."
    yield from _days_problems(allowance.unit, allowance.most, allowance.times)


def _days_problems(unit: Unit, *figures: int | None) -> Iterator[str]:
    if unit not in DAYS:
        yield f"it counts working days or calendar days, not {unit.label}."
    for figure in figures:
        if figure is not None and not 1 <= figure <= LONGEST:
            yield f"a figure is from 1 to {LONGEST}, not {figure}."


def _tell_problems(tell: Tell, last: int) -> Iterator[str]:
    yield from (f"Telling of “{tell.event.value}”: {_nobody(who)}" for who in tell.who if who not in AUDIENCES)
    if tell.event is Event.CHECKED:
        yield from (f"Telling of “checked”: {_of_one_side(who)}" for who in tell.who if who.startswith("responding"))
    if not 1 <= tell.from_stage <= last:
        yield f"Telling of “{tell.event.value}”: this procedure has no stage {tell.from_stage}."


def _stand_in_problems(stand_ins: StandIns) -> Iterator[str]:
    for kind, by_role in stand_ins.items():
        for role, others in by_role.items():
            if not others or role in others:
                yield f"Stand-ins of {kind.value}: {role.value} needs another role to stand in for it."


def _nobody(who: str) -> str:
    return f"“{who}” is nobody who can be told; choose from {', '.join(AUDIENCES)}."


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
