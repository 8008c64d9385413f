"""The clocks of a difference: each a rule applied to its events, never counted down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from commonground.procedures.definition import Clock
from commonground.procedures.situation import Happened, Situation
from commonground.procedures.terms import Event, Unit
from commonground.procedures.worktime import Calendar, Reckoned, reckon

LIMIT = "limit:"
CLIMBING = frozenset({Event.ESCALATED, Event.SKIPPED})
ENDING = frozenset({Event.AGREED, Event.WITHDRAWN, Event.REDIRECTED, Event.NOT_RESOLVED})


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
    when it runs out.
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


def clocks(situation: Situation, calendar: Calendar) -> tuple[ClockState, ...]:
    """Return every clock that has started, in order of stages, then the limits across stages."""
    return tuple(_state(span, situation, calendar) for span in spans(situation))


def binding(states: Iterable[ClockState]) -> ClockState | None:
    """Return the running clock that is due first; None when none is running with a date."""
    dated = [(state.due_at, state) for state in states if state.ended_at is None and state.due_at]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None


def spans(situation: Situation) -> Iterator[Span]:
    """Yield when each clock that has started ran; no calendar is needed for this.

    A clock starts with the first of its start events at its stage. It ends with the first of its end
    events there, when the difference leaves its stages, or when the difference ends.
    """
    procedure = situation.procedure
    for stage in procedure.stages:
        for clock in stage.clocks:
            yield from _span(situation, clock, clock.key, stage.number, stage.number)
    for limit in procedure.limits:
        clock = limit.clock
        yield from _span(situation, clock, LIMIT + clock.key, limit.first_stage, limit.last_stage)


def running(situation: Situation) -> tuple[Span, ...]:
    """Return the clocks that have started and not ended."""
    return tuple(span for span in spans(situation) if span.ended_at is None)


def _span(situation: Situation, clock: Clock, key: str, first: int, last: int) -> Iterator[Span]:
    events = iter(situation.events)
    started = next((h for h in events if h.event in clock.starts and first <= h.stage <= last), None)
    if started is None:
        return
    ended = next((h for h in events if _ends(h, clock, last)), None)
    amount = clock.amounts.get(situation.priority, clock.amounts.get(""))
    yield Span(key, first, clock, amount, started.at, ended.at if ended else None)


def _ends(happened: Happened, clock: Clock, last: int) -> bool:
    if happened.stage > last or happened.event in ENDING:
        return True
    return happened.event in clock.ends and happened.event not in CLIMBING


def _state(span: Span, situation: Situation, calendar: Calendar) -> ClockState:
    clock = span.clock
    reckoned = reckon(span.started_at, span.amount, clock.unit, calendar)
    wanted = [need.due for need in situation.needs if (need.stage, need.clock) == (span.stage, span.key)]
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
    )
