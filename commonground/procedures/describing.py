"""A procedure as a page that a partnership officer could check: for docs/procedures.md."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from commonground.procedures.definition import Clock, Procedure, Scale, Stage, Tell, provisional_parts
from commonground.procedures.raising import PAST
from commonground.procedures.subjects import about
from commonground.procedures.terms import About, Covers, Event, Role, Unit

AUDIENCE_WORDS = {
    "raiser": "the person who raised it",
    "raising_seat": "who acts for the raising side now",
    "responding_seat": "who acts for the responding side now",
    "raising_lead": "the raising side’s safeguarding lead",
    "responding_lead": "the responding side’s safeguarding lead",
    "raising_line": "everyone in the raising side’s line so far",
    "responding_line": "everyone in the responding side’s line so far",
    "officer": "the partnership officer",
    "next_stage": "who would act at the next stage",
    "chair": "the partnership’s chair, who decides nothing",
    "scrutineer": "the independent scrutineer, who decides nothing",
    "conference_chair": "the conference chair, who decides nothing",
    "reviewing_officer": "the reviewing officer, who decides nothing",
    "facilitator": "the facilitator, who decides nothing",
}


def markdown(procedure: Procedure) -> str:
    """Return the whole procedure in Markdown: a diagram of its stages, then everything that it says."""
    return "\n".join(
        [
            *_opening(procedure),
            *_diagram(procedure),
            *(line for stage in procedure.stages for line in _stage(procedure, stage)),
            *_limits(procedure),
            *_priorities(procedure),
            *_told(procedure),
            *_side_routes(procedure),
            *_by_both(procedure),
            *_scope(procedure),
            *_stand_ins(procedure),
        ]
    )


def _opening(procedure: Procedure) -> Iterator[str]:
    yield from (f"## {procedure.name}", "")
    if procedure.source:
        yield from (f"Source: {procedure.source}", "")
    missing = provisional_parts(procedure)
    if missing:
        yield from ("**Provisional: nobody can raise a difference under it until this is known and confirmed.**", "")
        yield from (*(f"- {sentence}" for sentence in missing), "")
    if procedure.covers is Covers.CONFERENCES:
        yield f"It is for {procedure.covers.label}. {taken_text(procedure)}"
    hours = f"{procedure.opens:%H:%M} to {procedure.closes:%H:%M}"
    within = "can" if procedure.inside_one_agency else "cannot"
    yield f"The office day is {hours}. Differences inside one agency {within} be raised."
    yield f"A difference may be about {about(procedure.subjects)}."
    if procedure.scale:
        yield scale_text(procedure.scale)
    if procedure.responding_may_escalate:
        yield "The responding side may escalate too."
    yield ""


def scale_text(scale: Scale) -> str:
    """Say what each side may give a number for, and what its ends mean."""
    return f"Each side may give a number: {scale.asks} 0 means “{scale.nought}”, and 10 “{scale.ten}”."


def taken_text(procedure: Procedure) -> str:
    """Say which of the differences about conferences a procedure takes, and where the others go."""
    taken = "; ".join(f"“{one.label}”" for one in procedure.conferences)
    others = "" if len(procedure.conferences) == len(About) else " Other differences go under the general procedure."
    return f"It takes these: {taken}.{others}"


def _diagram(procedure: Procedure) -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2", "    direction TB")
    for stage in procedure.stages:
        yield f'    state "{stage.number}. {stage.name}" as s{stage.number}'
    yield "    [*] --> s1: raised"
    last = len(procedure.stages)
    for first in sorted({priority.first_stage for priority in procedure.priorities} - {1}):
        soon = " or ".join(f"“{one.label}”" for one in procedure.priorities if one.first_stage == first)
        yield f"    [*] --> s{first}: raised, {soon}"
    for number in range(1, last):
        moves = any(clock.moves for clock in procedure.stage(number).clocks)
        yield f"    s{number} --> s{number + 1}: escalated{', or its time ran out' if moves else ''}"
    for number in range(1, last - 1):
        beyond = range(number + 2, last + 1)
        yield from (f"    s{number} --> s{higher}: skipped, for the child’s need" for higher in beyond)
    for number in range(2, last + 1):
        yield from (f"    s{number} --> s{lower}: stepped down, agreed by both sides" for lower in range(1, number))
    for number in range(1, last + 1):
        yield f"    s{number} --> [*]: agreed, withdrawn or redirected{', or not resolved' if number == last else ''}"
    yield from ("```", "")


def _stage(procedure: Procedure, stage: Stage) -> Iterator[str]:
    yield from (f"### Stage {stage.number}: {stage.name}", "")
    if stage.guidance:
        yield from (stage.guidance, "")
    yield from ("| | |", "|---|---|")
    yield f"| for the raising side | {who_acts(stage.raising, either=stage.either)} |"
    yield f"| for the responding side | {who_acts(stage.responding, either=stage.either)} |"
    yield f"| formal | {'yes' if stage.formal else 'no'} |"
    if stage.facilitated:
        yield "| facilitated | by safeguarding partners whose agency is not a side |"
    if stage.check and stage.check_clock:
        who = f"by the raising side’s {stage.check.role.label}, who advises and stops nothing"
        told = f"; told when nobody has looked in time: {audiences(stage.check.tells)}" if stage.check.tells else ""
        yield f"| {stage.check.label} | {who}; {length(stage.check_clock)}{told} |"
    for clock in stage.clocks:
        yield f"| {clock.label} | {_clock(procedure, clock, last=stage.number == len(procedure.stages))} |"
    yield ""
    if stage.asks:
        yield from ("What this stage asks people to do:", "", *(f"- {ask}" for ask in stage.asks), "")


def who_acts(roles: tuple[Role, ...], *, either: bool) -> str:
    """Say which roles act for a side at a stage."""
    if not roles:
        return "not known yet"
    if len(roles) == 1 or either:
        return " or ".join(role.label for role in roles)
    others = " and ".join(role.label for role in roles[1:])
    return f"{roles[0].label}, and {others} told (or acting, where there is no {roles[0].label})"


def _clock(procedure: Procedure, clock: Clock, *, last: bool) -> str:
    then = "the difference moves to the next stage" if clock.moves else "the next stage is offered"
    told = f"; told then: {audiences(clock.tells)}" if clock.tells else ""
    after = "" if last else f"; when it runs out, {then}"
    labels = {priority.key: priority.label for priority in procedure.priorities}
    ends = f"from {_events(clock.starts)} to {_events(clock.ends)}"
    if set(clock.ends) <= {Event.RAISED, Event.RECEIVED}:
        return f"{length(clock, labels)}, {ends}; it can be raised after that too"
    return f"{length(clock, labels)}, {ends}{after}{told}"


def length(clock: Clock, labels: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return how long a clock lasts and for which priorities, in words; ``labels`` are theirs, else their keys."""

    def named(keys: Iterable[str]) -> str:
        return " or ".join(f"“{labels.get(key, key)}”" for key in keys)

    only = f", only for {named(clock.only_for)}" if clock.only_for else ""
    if clock.unit in {Unit.SAME_WORKING_DAY, Unit.WITHOUT_DELAY}:
        return clock.unit.label + only
    figures = [_figure(clock.amounts[""], clock.unit)] if "" in clock.amounts else []
    figures += [
        f"{_figure(figure, clock.unit)} for {named((priority,))}"
        for priority, figure in clock.amounts.items()
        if priority
    ]
    return ", ".join(figures) + only


def _figure(figure: int | None, unit: Unit) -> str:
    if figure is None:
        return f"a number of {unit.label} that is not known yet"
    return unit.counted(figure)


def _events(events: tuple[Event, ...]) -> str:
    return " or ".join(event.label for event in events)


def audiences(who: tuple[str, ...]) -> str:
    """Say who is told."""
    return ", ".join(AUDIENCE_WORDS[one] for one in who)


def _limits(procedure: Procedure) -> Iterator[str]:
    if procedure.limits:
        yield from ("### Limits across stages", "")
        for limit in procedure.limits:
            stages = f"stages {limit.first_stage} to {limit.last_stage}"
            yield f"- {limit.clock.label}, over {stages}: {_clock(procedure, limit.clock, last=False)}."
        yield ""


def _priorities(procedure: Procedure) -> Iterator[str]:
    """Say what is asked of whoever raises a difference, besides what is always asked."""
    if procedure.asks_when:
        yield from ("### What raising asks about the time before", "")
        yield from (f"- When {PAST[event]}." for event in procedure.asks_when)
        yield ""
    if procedure.priorities:
        usual = "One of these is to be chosen." if procedure.asks_priority else "“As usual” can be answered too."
        yield from ("### How soon the child needs it, as the raiser answers", "", usual, "")
        for priority in procedure.priorities:
            hint = f" {priority.hint}" if priority.hint else ""
            first = priority.first_stage
            where = f" It can be raised at once at stage {first}, if the raiser wants that." if first > 1 else ""
            told = f" Told as soon as it is raised: {audiences(priority.tells)}." if priority.tells else ""
            yield f"- **{priority.label}.**{hint}{where}{told}"
        yield ""


def _told(procedure: Procedure) -> Iterator[str]:
    if procedure.tells:
        yield from ("### Who else is told", "")
        for tell in procedure.tells:
            yield f"- When it is {tell.event.label}{since(tell)}: {audiences(tell.who)}."
        yield ""


def since(tell: Tell) -> str:
    """Say from which stage on somebody is told, if not from the first."""
    return "" if tell.from_stage == 1 else f", from stage {tell.from_stage} on"


def _side_routes(procedure: Procedure) -> Iterator[str]:
    """Say in which ways somebody helps both sides to talk beside the stages."""
    for route in procedure.side_routes:
        stages = f"stage {route.from_stage}"
        if route.to_stage > route.from_stage:
            stages = f"stages {route.from_stage} to {route.to_stage}"
        yield from (f"### Beside the stages: {route.name}", "")
        if route.guidance:
            yield from (route.guidance, "")
        clocks = "Its clocks run on meanwhile."
        if route.stops:
            keys = ", ".join(f"“{key}”" for key in route.stops)
            clocks = f"Both sides can agree that {keys} stand still meanwhile, for {_figure(route.most, route.unit)}."
        yield from (f"Either side can ask for it at {stages}. {clocks} It keeps nobody from anything.", "")
        yield from (
            f"{n}. {one.name}, run by a {one.role.label}. {one.guidance}".rstrip()
            for n, one in enumerate(route.strategies, start=1)
        )
        yield ""


def _by_both(procedure: Procedure) -> Iterator[str]:
    """Say what of time both sides may agree about, and until when it can be reopened."""
    yield from ("### What both sides may agree, and what goes back", "")
    yield "- Both sides can agree to take it back to an earlier stage."
    allowed = (("made longer", "by", procedure.lengthening), ("paused", "for", procedure.pausing))
    for done, by, allowance in allowed:
        if allowance is None:
            yield f"- No clock can be {done}."
            continue
        keys = ", ".join(f"“{key}”" for key in allowance.clocks)
        often = "a number of times that is not known yet" if allowance.times is None else f"{allowance.times} ×"
        most = _figure(allowance.most, allowance.unit) if done == "paused" else _days(allowance.most)
        who = f"when both sides agree ({allowance.agree.label})"
        yield f"- A clock can be {done} {who}: {keys}; {often} in one difference; {by} at most {most}."
    if procedure.lengthening:
        yield "- Either side can take the extra time back."
    reopening = procedure.reopening
    if reopening is None:
        yield "- The partnership officer can reopen what has ended."
    else:
        period = _figure(reopening.within, reopening.unit)
        yield f"- Either side can reopen what has ended within {period}; after that the partnership officer can."
    yield ""


def _days(figure: int | None) -> str:
    if figure is None:
        return "a number of days that is not known yet"
    return f"{figure} more day{'' if figure == 1 else 's'} of its own kind"


def _scope(procedure: Procedure) -> Iterator[str]:
    if procedure.scope:
        yield from ("### What goes elsewhere", "", "One can always go on anyway.", "")
        yield from (f"- {scope.question} {scope.destination}" for scope in procedure.scope)
        yield ""


def _stand_ins(procedure: Procedure) -> Iterator[str]:
    if procedure.stand_ins:
        yield from ("### Who stands in, where an agency has nobody in a role", "")
        yield from ("| agency | role | stands in, in this order |", "|---|---|---|")
        for kind, by_role in procedure.stand_ins.items():
            for role, others in by_role.items():
                yield f"| {kind.label} | {role.label} | {', then '.join(other.label for other in others)} |"
        yield ""
