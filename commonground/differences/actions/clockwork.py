"""Clocks as rows: reckoned from the events at every move, so that the sweep and the lists can find them.

A clock that ended, or was already past its time, does not move (invariant 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from commonground.differences.models import Clock, Difference
from commonground.now import LONDON
from commonground.procedures import rules, worktime
from commonground.procedures.beside_stages import binds
from commonground.procedures.situation import Situation
from commonground.procedures.worktime import Calendar
from commonground.questions import Blank, Question
from commonground.storing import add, change_each

RECKONED = (
    "label", "shortened", "paused_until", "told_pause", "due_at", "ended_at", "next_at",
    "told_half", "told_before", "told_ran_out", "told_after", "sum",
)  # fmt: skip
"""The columns of a clock that change while it runs."""


@Question
def _clocks(difference: Blank) -> QuerySet[Clock]:
    return Clock.objects.of(difference)


def kept(row: Difference) -> list[Clock]:
    """Return the clocks of a difference as they were last reckoned."""
    return _clocks(difference=row.pk)


def reckon(row: Difference, after: Situation, calendar: Calendar, *, at: datetime) -> list[dict[str, Any]]:
    """Bring a difference's clocks up to where it stands; return the facts of those that changed."""
    return bring_up(row, kept(row), rules.clocks(after, calendar), calendar, at=at)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The clocks of a difference, brought up to what the rules say of them and not yet saved."""

    fresh: list[Clock]
    changed: list[Clock]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """What the record keeps of those that changed."""
        return [fact(clock) for clock in (*self.fresh, *self.changed)]


def bring_up(
    row: Difference, clocks: Iterable[Clock], states: Iterable[rules.ClockState], calendar: Calendar, *, at: datetime
) -> list[dict[str, Any]]:
    """Bring these clocks of a difference up to what the rules say of them; return the facts of those that changed."""
    brought = brought_up(row, clocks, states, calendar, at=at)
    save([brought])
    return brought.facts


def save(several: Iterable[Reckoned]) -> None:
    """Save the clocks of some differences, those of all together."""
    brought = list(several)
    add(*(clock for one in brought for clock in one.fresh))
    change_each([clock for one in brought for clock in one.changed], RECKONED)


def brought_up(
    row: Difference, clocks: Iterable[Clock], states: Iterable[rules.ClockState], calendar: Calendar, *, at: datetime
) -> Reckoned:
    """Bring these clocks, and when the difference is due, up to what the rules say, and save nothing."""
    have = {(clock.stage, clock.key, clock.started_at): clock for clock in clocks}
    fresh, changed = [], []
    for state in states:
        clock = have.get((state.stage, state.key, state.started_at))
        if clock is None:
            clock = Clock(
                partnership_id=row.partnership_id, difference=row, key=state.key, stage=state.stage,
                started_at=state.started_at,
            )  # fmt: skip
            fresh.append(clock)
        elif not apart(clock, state, at=at):
            continue
        else:
            changed.append(clock)
        write(clock, state, calendar, at=at)
    binding = (c.due_at for c in (*have.values(), *fresh) if c.due_at and not c.ended_at and binds(c.key))
    row.due_at = min(binding, default=None)
    return Reckoned(fresh, changed)


def apart(clock: Clock, state: rules.ClockState, *, at: datetime) -> bool:
    """Say whether a row must change: it just ended, or it runs and its date moved, or a pause began or ended."""
    if clock.ended_at:
        return False
    past = clock.due_at is not None and clock.due_at <= at
    moved = clock.due_at != state.due_at or clock.paused_until != state.paused
    return bool(state.ended_at) or (not past and moved)


def write(clock: Clock, state: rules.ClockState, calendar: Calendar, *, at: datetime) -> None:
    """Write a clock's state on its row, and when the sweep must look at it next."""
    past = clock.due_at is not None and clock.due_at <= at
    if not past and clock.due_at != state.due_at:
        clock.due_at = state.due_at
        clock.told_half = clock.told_before = clock.told_ran_out = clock.told_after = False
        clock.sum = {
            "days": [
                {"day": line.day.isoformat(), "what": line.what, "kind": line.kind, "number": line.number}
                for line in state.reckoned.days
            ],
            "sentences": list(state.reckoned.sentences),
            "computed": state.reckoned.computed,
            "unit": state.unit.value,
            "calendar": used(calendar),
        }
    elif not clock.sum:
        clock.sum = {
            "days": [],
            "sentences": list(state.reckoned.sentences),
            "computed": False,
            "unit": state.unit.value,
        }
    clock.label = state.label
    clock.shortened = state.shortened
    if clock.paused_until != state.paused:
        clock.paused_until, clock.told_pause = state.paused, False
    clock.ended_at = state.ended_at
    clock.next_at = None if state.ended_at else next_prompt(clock, state, calendar, at=at)


def used(calendar: Calendar) -> dict[str, str]:
    """Return what is kept with a date of the calendar that it was worked out by.

    ``as_of`` is empty for bank holidays as they came with the product.
    """
    return {
        "as_of": stamp(calendar.as_of) if calendar.as_of else "",
        "known_until": calendar.known_until.isoformat(),
        "opens": f"{calendar.opens:%H:%M}",
        "closes": f"{calendar.closes:%H:%M}",
    }


def stamp(moment: datetime) -> str:
    """Return how a moment is written in what is kept."""
    return moment.astimezone(UTC).isoformat()


def next_prompt(clock: Clock, state: rules.ClockState, calendar: Calendar, *, at: datetime) -> datetime | None:
    """Return when the sweep has something to say next, after ``at``.

    A reminder that was missed is left out; running out is said once, however late. At half the time it looks whether
    both sides have opened it. A clock that is paused says only that it runs again soon. A side's own look at it
    says only that its time has passed.
    """
    if not binds(clock.key):
        return None if clock.told_ran_out else clock.due_at
    if clock.paused_until:
        reminder = pause_reminder(clock.paused_until, calendar)
        return reminder if reminder > at and not clock.told_pause else clock.paused_until
    before, due, after = worktime.reminders(clock.started_at, clock.due_at, state.unit, calendar)
    waiting = []
    if due and not clock.told_half and not clock.told_ran_out:
        waiting.append(worktime.halfway(clock.started_at, due, state.unit, calendar))
    if before and not clock.told_before and before > at:
        waiting.append(before)
    if due and not clock.told_ran_out:
        waiting.append(due)
    if after and not clock.told_after and after > at:
        waiting.append(after)
    return min(waiting, default=None)


def pause_reminder(until: datetime, calendar: Calendar) -> datetime:
    """Return when to remind that a pause ends: one working day before, when work begins."""
    day = worktime.previous_working_day(until.astimezone(LONDON).date(), calendar)
    return datetime.combine(day, worktime.PROMPT, LONDON).astimezone(UTC)


def fact(clock: Clock) -> dict[str, Any]:
    """Return what the record keeps of a clock: codes and dates."""
    return {
        "key": clock.key,
        "stage": clock.stage,
        "started": clock.started_at.astimezone(UTC).isoformat(),
        "due": clock.due_at.astimezone(UTC).isoformat() if clock.due_at else None,
        "ended": clock.ended_at.astimezone(UTC).isoformat() if clock.ended_at else None,
    }
