"""What a ladder would come to: from one moment to the last stage, and what happened before under other rules.

Nothing here is a promise: it says when each stage would begin and be due if nobody settled it and it went on at its
time. Every date is reckoned as a real one is, by the same rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commonground.procedures.definition import Procedure, Stage
from commonground.procedures.moves import arrived
from commonground.procedures.raising import raise_
from commonground.procedures.situation import Situation
from commonground.procedures.terms import About, Event
from commonground.procedures.timing import ClockState, binding, clocks
from commonground.procedures.worktime import Calendar

Which = tuple[int, str, datetime]
"""One clock of a difference: its stage, its key, and when it began."""

CalendarAt = Callable[[datetime], Calendar]
"""The calendar as it stood at a moment: days that were put on record later are not in it."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage as it would go: when it begins, and the clocks that run in it, limits across stages among them.

    ``due`` is the date that binds, at which it would go on; None when no clock with a date runs there.
    """

    stage: Stage
    begins: datetime
    clocks: tuple[ClockState, ...]
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Apart:
    """A clock of a difference with two dates: the one it had, and the one it would have. None is no date, or no clock.

    ``label`` is how the clock is called.
    """

    stage: int
    key: str
    label: str
    was: datetime | None
    would: datetime | None


def ladder(procedure: Procedure, raised: datetime, calendar: Calendar, *, priority: str = "") -> tuple[Rung, ...]:
    """Return each stage as it would go if it were raised then and nobody settled it before the last date.

    It ends with the last stage, or with one that has no date: what comes after that has no day on which it would begin.
    What happened before it was raised counts as of that moment. Raise ValueError for a moment without a time zone, and
    Refused where the procedure asks how soon the child needs it and that is not said.
    """
    about = next((one for one in About if one in procedure.conferences), None)
    before = dict.fromkeys(procedure.asks_before(about), raised)
    situation = raise_(procedure, at=raised, priority=priority, before=before, about=about).after
    rungs: list[Rung] = []
    begins = raised
    while True:
        running = tuple(state for state in clocks(situation, calendar) if state.ended_at is None)
        first = binding(running)
        due = first.due_at if first else None
        rungs.append(Rung(procedure.stage(situation.stage), begins, running, due))
        if due is None or situation.last:
            return tuple(rungs)
        begins = max(due, begins)
        after, happened = arrived(situation, situation.stage + 1, Event.ESCALATED, begins, None)
        situation = replace(after, events=situation.events + happened)


def beyond(situation: Situation, procedure: Procedure) -> int | None:
    """Return the highest stage that a difference reached and a procedure does not have; None when it has them all."""
    reached = max((happened.stage for happened in situation.events), default=situation.stage)
    return reached if reached > len(procedure.stages) else None


def dates(
    situation: Situation, procedure: Procedure, calendar_at: CalendarAt, *, at: datetime
) -> dict[Which, ClockState]:
    """Return the clocks of a difference under a procedure, each by the calendar that it was settled by.

    What was agreed about time and what a child needed stay as they were said. A day put on record while a clock ran
    moved it; one that came after it had ended, or was past its time, did not.
    """
    situation = replace(situation, procedure=procedure)
    reckoned: dict[int, dict[Which, ClockState]] = {}

    def under(calendar: Calendar) -> dict[Which, ClockState]:
        if id(calendar) not in reckoned:
            reckoned[id(calendar)] = {(c.stage, c.key, c.started_at): c for c in clocks(situation, calendar)}
        return reckoned[id(calendar)]

    found = {}
    for which in under(calendar_at(at)):
        known, state = None, None
        then = calendar_at(which[2])
        while then is not known:
            known, state = then, under(then)[which]
            then = calendar_at(min(moment for moment in (state.ended_at, state.due_at, at) if moment))
        if state:
            found[which] = state
    return found


def apart(
    had: Mapping[Which, datetime | None], would: Mapping[Which, ClockState], labels: Mapping[Which, str]
) -> tuple[Apart, ...]:
    """Return the clocks that had one date and would have another, in order of stages.

    Under the edition that a difference kept, a clock is named only when somebody altered its stored date.
    """
    found = []
    for which in sorted(had.keys() | would.keys(), key=lambda one: (one[0], one[2], one[1])):
        state = would.get(which)
        was, then = had.get(which), state.due_at if state else None
        if was != then or (which in had) != (state is not None):
            label = state.label if state else labels[which]
            found.append(Apart(which[0], which[1], label, was, then))
    return tuple(found)
