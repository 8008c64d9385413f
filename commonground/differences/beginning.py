"""How a difference begins, in words: how soon the child needs it, at which stage, what it counts from, and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commonground.procedures import rules
from commonground.procedures.definition import Procedure
from commonground.procedures.raising import PAST
from commonground.procedures.situation import Situation
from commonground.procedures.subjects import reads
from commonground.procedures.terms import BEFORE, About, Event, Subject
from commonground.procedures.worktime import Calendar, moment_text

HOW_SOON = "How soon the child needs it"
BEGINS = "Where it begins"


def how_soon(situation: Situation) -> str:
    """Return how soon the child needs it, as the raiser answered; nothing where the procedure does not ask."""
    return soon_in(situation.procedure, situation.priority) if situation.procedure.priorities else ""


def soon_in(procedure: Procedure, priority: str) -> str:
    """Return what an answer to how soon the child needs it is called; none is "as usual"."""
    found = procedure.priority(priority)
    return found.label if found else "As usual"


def in_words(situation: Situation) -> str:
    """Return how soon the child needs it, and that it began at a later stage for that, in a sentence."""
    soon, first = how_soon(situation), entry(situation)
    priority = situation.procedure.priority(situation.priority)
    if not soon:
        return ""
    straight = f" So it began at stage {first}." if priority and first == priority.first_stage > 1 else ""
    return f"{reads(situation.subject, HOW_SOON)}: {soon}.{straight}"


def entry(situation: Situation) -> int:
    """Return the stage at which it was raised."""
    return next((one.stage for one in situation.events if one.event is Event.RAISED), 1)


def where(procedure: Procedure, stage: int) -> str:
    """Return a stage by number and name."""
    return f"Stage {stage}: {procedure.stage(stage).name}"


def began(before: Mapping[Event, datetime]) -> dict[str, str]:
    """Return when that happened from which clocks start, each by its name."""
    return {f"When {PAST[event]}": moment_text(before[event]) for event in BEFORE if event in before}


@dataclass(frozen=True, slots=True)
class RaiseBy:
    """By when something is to be raised, in a sentence, and the sum of it. A time that has passed stops nobody."""

    sentence: str
    sum: tuple[str, ...]
    passed: bool


def raise_by(
    procedure: Procedure, priority: str, before: Mapping[Event, datetime], at: datetime, calendar: Calendar
) -> list[RaiseBy]:
    """Return by when it is to be raised."""
    draft = rules.not_raised_yet(procedure, priority=priority, before=before)
    said = []
    for state in rules.clocks(draft, calendar):
        if state.due_at is None or Event.RAISED not in procedure.clock(state.stage, state.key).ends:
            continue
        passed = state.due_at <= at
        sentence = f"Raise this by {moment_text(state.due_at)}."
        if passed:
            sentence = (
                f"This was to be raised by {moment_text(state.due_at)}. That has passed, and you can still raise it: "
                "no time that runs out closes anything."
            )
        said.append(RaiseBy(sentence, state.reckoned.sentences, passed))
    return said


def dates(situation: Situation, calendar: Calendar) -> list[tuple[str, str]]:
    """Return the clocks that run once it is raised, each with its date and the figure that counts."""
    found = []
    for state in rules.clocks(situation, calendar):
        if state.ended_at is None and state.due_at:
            clock = situation.procedure.clock(state.stage, state.key)
            figure = clock.figure(situation.priority)
            length = clock.unit.counted(figure) if figure else clock.unit.label
            found.append((state.label, f"{moment_text(state.due_at)} ({length})"))
    return found


def under(
    area: str,
    children: int,
    *,
    subject: Subject = Subject.CHILD,
    number: int | None = None,
    moved: bool = False,
    about: About | None = None,
) -> str:
    """Return whose procedure counts and why, in a sentence: that of the area in which the child lives or lived."""
    edition, which = f" (edition {number})" if number else "", " for conferences" if about else ""
    if moved:
        return f"Under {area}’s procedure{which}{edition}, since that was the child’s area when it was raised."
    if subject is Subject.THEME:
        return f"Under {area}’s procedure{which}{edition}, since it was raised there."
    lives = "the children live" if children > 1 else reads(subject, "the child lives")
    return f"Under {area}’s procedure{which}{edition}, since {lives} in its area."


def in_record(situation: Situation, calendar: Calendar, at: datetime) -> dict[str, str]:
    """Return what the record says of how it began, where the procedure asks for any of it."""
    procedure = situation.procedure
    before = {one.event: one.at for one in situation.events if one.event in BEFORE}
    said = {}
    if procedure.priorities:
        said = {HOW_SOON: how_soon(situation), BEGINS: where(procedure, entry(situation))}
    said |= began(before)
    for state in rules.clocks(situation, calendar):
        if state.due_at and before and state.ended_at == at and state.started_at in before.values():
            passed = "That was kept." if at <= state.due_at else "That had passed, which closes nothing."
            said[state.label] = f"{moment_text(state.due_at)}. {passed}"
    return said
