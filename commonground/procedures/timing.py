"""The clocks of a difference: each a rule applied to its events, never counted down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from commonground.procedures.beside_stages import CHECK, binds
from commonground.procedures.definition import Clock
from commonground.procedures.situation import Happened, Longer, Situation
from commonground.procedures.subjects import needs
from commonground.procedures.terms import ENDING, Event, Unit
from commonground.procedures.worktime import Calendar, Pauses, Reckoned, moment_text, reckon

TAKEN_BACK = "The longer time that both sides had agreed to was taken back."
LATE_AT_ONCE = "The date before that had passed already, so it is due at the end of the working day."
JUST_AFTER = timedelta(microseconds=1)
"""So that what is due at a moment is not due at that same moment again."""
LIMIT = "limit:"
CLIMBING = frozenset({Event.ESCALATED, Event.SKIPPED})
ARRIVING = frozenset({Event.RAISED, Event.RECEIVED, Event.ESCALATED, Event.SKIPPED})
RETURNING = frozenset({Event.STEPPED_DOWN, Event.REOPENED})
"""Events that bring a difference to a stage where it was before: a clock that starts on arrival starts afresh."""


@dataclass(frozen=True, slots=True)
class Span:
    """When a clock ran in a difference: from its start to its end, or still running."""

    key: str
    stage: int
    clock: Clock
    amount: int | None
    started_at: datetime
    ended_at: datetime | None

    @property
    def dated(self) -> bool:
        """Whether the clock has a due time at all."""
        if self.clock.unit is Unit.WITHOUT_DELAY:
            return False
        return self.clock.unit is Unit.SAME_WORKING_DAY or self.amount is not None


@dataclass(frozen=True, slots=True)
class ClockState:
    """One clock of a difference: when it started, is due and ended (UTC), and the sum of its date.

    ``stage`` is the first stage of a limit, whose key begins with "limit:". ``shortened`` is whether a
    child's need made ``due_at`` earlier than ``reckoned.due``. ``moves`` and ``tells`` say what happens
    when it runs out. ``paused`` is until when it stands still; its due date counts on that.
    """

    key: str
    label: str
    stage: int
    unit: Unit
    started_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    shortened: bool
    reckoned: Reckoned
    moves: bool
    tells: tuple[str, ...]
    paused: datetime | None = None


def clocks(situation: Situation, calendar: Calendar) -> tuple[ClockState, ...]:
    """Return every clock that has started, in order of stages, then the limits across stages."""
    return tuple(_state(span, situation, calendar) for span in spans(situation))


def binding(states: Iterable[ClockState]) -> ClockState | None:
    """Return the running clock that is due first; None when none is running with a date. A check binds nobody."""
    dated = [(one.due_at, one) for one in states if one.ended_at is None and one.due_at and binds(one.key)]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None


def spans(situation: Situation) -> Iterator[Span]:
    """Yield when each clock that has started ran; no calendar is needed for this.

    A clock starts with the first of its start events at its stage, if it runs for the priority of the difference. It
    ends with the first of its end events there, when the difference leaves its stages, or when the difference ends. It
    can start again only when the difference comes back to its stages, or is reopened there. What happened before it
    was raised happened at the first stage.
    """
    procedure, priority = situation.procedure, situation.priority
    for stage in procedure.stages:
        for clock in stage.every_clock:
            if clock.runs_for(priority):
                yield from _span(situation, clock, clock.key, stage.number, stage.number)
    for limit in procedure.limits:
        clock = limit.clock
        if clock.runs_for(priority):
            yield from _span(situation, clock, LIMIT + clock.key, limit.first_stage, limit.last_stage)


def running(situation: Situation) -> tuple[Span, ...]:
    """Return the clocks that have started and not ended."""
    return tuple(span for span in spans(situation) if span.ended_at is None)


def unchecked(situation: Situation) -> bool:
    """Whether the raising side's own look at it, where this stage has one, is still to come."""
    return any(span.key == CHECK and span.stage == situation.stage for span in running(situation))


def _span(situation: Situation, clock: Clock, key: str, first: int, last: int) -> Iterator[Span]:
    amount = clock.figure(situation.priority)
    started: datetime | None = None
    fresh, before = True, 0
    for happened in situation.events:
        here = first <= happened.stage <= last
        if started and _ends(happened, clock, first, last):
            yield Span(key, first, clock, amount, started, happened.at)
            started = None
        within = here and first <= before <= last and happened.event is Event.STEPPED_DOWN
        if happened.event in RETURNING and not started and not within:
            fresh = True
        if fresh and here and not started and _starts(happened, clock):
            started, fresh = happened.at, False
        before = happened.stage
    if started:
        yield Span(key, first, clock, amount, started, None)


def _starts(happened: Happened, clock: Clock) -> bool:
    back = happened.event in RETURNING and not ARRIVING.isdisjoint(clock.starts)
    return back or happened.event in clock.starts


def _ends(happened: Happened, clock: Clock, first: int, last: int) -> bool:
    if not first <= happened.stage <= last or happened.event in ENDING:
        return True
    return happened.event in clock.ends and happened.event not in CLIMBING


def _state(span: Span, situation: Situation, calendar: Calendar) -> ClockState:
    clock = span.clock
    own = (span.stage, span.key)
    stops = span.key in stopping(situation)
    reckoned = _reckoned(span, situation, calendar)
    reckoned = replace(reckoned, sentences=(*reckoned.sentences, *_why_text(span, situation)))
    wanted = [
        need.due
        for need in situation.needs
        if (need.stage, need.clock) == own and need.started in {None, span.started_at}
    ]
    due = min((reckoned.due, *wanted)) if reckoned.due else None
    return ClockState(
        key=span.key,
        label=clock.label,
        stage=span.stage,
        unit=clock.unit,
        started_at=span.started_at,
        due_at=due,
        ended_at=span.ended_at,
        shortened=due != reckoned.due,
        reckoned=reckoned,
        moves=clock.moves,
        tells=clock.tells,
        paused=situation.paused if stops and span.ended_at is None else None,
    )


def _reckoned(span: Span, situation: Situation, calendar: Calendar) -> Reckoned:
    """Return a clock's date and its sum, with the time that both sides gave it.

    Taken back, it is due on its own date again; or when that has passed, at the end of that working day, and so is
    never late at once.
    """
    more = [longer for longer in situation.longer if _is_of(longer, span)]
    stood = tuple(one for one in pauses(situation, span.key) if not span.ended_at or one[0] < span.ended_at)
    amount, unit = span.amount, span.clock.unit
    kept = sum(one.days for one in more if not one.taken_back)
    reckoned = reckon(span.started_at, amount + kept if amount else amount, unit, calendar, stood)
    if kept:
        reckoned = replace(reckoned, sentences=(*reckoned.sentences, _more_text(span, (amount or 0) + kept)))
    back = max((one.taken_back for one in more if one.taken_back), default=None)
    if back is None or amount is None or reckoned.due is None:
        return reckoned
    if reckoned.due > back:
        return replace(reckoned, sentences=(*reckoned.sentences, TAKEN_BACK))
    longest = reckon(span.started_at, amount + sum(one.days for one in more), unit, calendar, stood)
    today = reckon(back + JUST_AFTER, None, Unit.SAME_WORKING_DAY, calendar)
    due = min(one.due for one in (today, longest) if one.due)
    return replace(today, due=due, sentences=(TAKEN_BACK, LATE_AT_ONCE, f"Due {moment_text(due)}."))


def stopping(situation: Situation) -> tuple[str, ...]:
    """Return the keys of the clocks that the pause which lasts stops, as the edition says; none while none does."""
    return _stopped_by(situation, paused_for(situation)) if situation.paused else ()


def with_more_time(situation: Situation) -> tuple[Span, ...]:
    """Return the clocks that run and were given more time, which nobody has taken back."""
    given = [longer for longer in situation.longer if not longer.taken_back]
    return tuple(span for span in running(situation) if any(_is_of(longer, span) for longer in given))


def paused_for(situation: Situation) -> str:
    """Return for which side route it was paused last; nothing for a pause that was for none."""
    return next((one.of for one in reversed(situation.events) if one.event is Event.PAUSED), "")


def _stopped_by(situation: Situation, route: str) -> tuple[str, ...]:
    pausing = situation.procedure.pausing
    if route:
        return situation.procedure.side_route(route).stops
    return pausing.clocks if pausing else ()


def pauses(situation: Situation, key: str) -> Pauses:
    """Return when a clock stood still; the pause that lasts counts to its planned end."""
    found: list[tuple[datetime, datetime]] = []
    begun: datetime | None = None
    for happened in situation.events:
        if happened.event is Event.PAUSED and key in _stopped_by(situation, happened.of):
            begun = happened.at
        elif happened.event is Event.RESUMED and begun:
            found.append((begun, happened.at))
            begun = None
    if begun and situation.paused:
        found.append((begun, situation.paused))
    return tuple(found)


def _is_of(longer: Longer, span: Span) -> bool:
    return (longer.stage, longer.clock, longer.started) == (span.stage, span.key, span.started_at)


def _why_text(span: Span, situation: Situation) -> Iterator[str]:
    """Say which figure counts, and why, where a clock has one for the priority of a difference, or runs only for it."""
    clock, priority = span.clock, situation.procedure.priority(situation.priority)
    if priority is None:
        return
    needed = needs(situation.subject)
    own, usual = clock.amounts.get(priority.key), clock.amounts.get("")
    if own is not None:
        instead = f" instead of {usual}" if usual is not None and usual != own else ""
        yield f"How soon {needed}: “{priority.label}”. So this lasts {clock.unit.counted(own)}{instead}."
    elif clock.only_for:
        yield f"How soon {needed}: “{priority.label}”. Only then does this clock run."


def _more_text(span: Span, amount: int) -> str:
    return f"Both sides agreed to more time: {amount} {span.clock.unit.label} instead of {span.amount}."
