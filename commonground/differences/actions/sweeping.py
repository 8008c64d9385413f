"""The sweep: what clocks have to say by now. Safe to run twice, late, or on two machines.

Rows are found by an index of what is due; each is done in its own transaction under the difference's lock,
and looked at again there, so that a second sweep finds nothing left. A fault in one leaves the others done.
"""

import random
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from commonground.differences.actions import (
    ahead,
    checking,
    clockwork,
    door,
    points,
    redating,
    seating,
    telling,
    unheard,
)
from commonground.differences.actions.entering import locked, seats_of
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.models import Clock, Difference, Seat
from commonground.differences.routing import Placed
from commonground.editions.queries import calendar
from commonground.procedures import rules, worktime
from commonground.procedures.beside_stages import binds
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Act
from commonground.procedures.worktime import Calendar, moment_text
from commonground.record.actions import append
from commonground.record.models import Entry
from commonground.storing import change

BATCH = 500


def due_clocks(at: datetime, seen: Collection[UUID]) -> list[Clock]:
    """Return the next clocks with something to say by ``at`` that this sweep has not seen."""
    waiting = Clock.objects.filter(ended_at=None, next_at__isnull=False, next_at__lte=at).exclude(pk__in=seen)
    return list(waiting.order_by("next_at").only("id", "difference_id")[:BATCH])


def sweep(at: datetime) -> int:
    """Say everything that clocks have to say by ``at``; return how many clocks were done.

    A clock that cannot be done is logged and left for the next sweep.
    """
    redating.resume(at)
    done, seen = 0, dict[UUID, UUID]()  # each clock's difference
    while clocks := due_clocks(at, seen):
        random.shuffle(clocks)  # two sweeps at once in one order would go in step, the second waiting for the first
        seen.update((clock.pk, clock.difference_id) for clock in clocks)
        keys = [clock.pk for clock in clocks]
        done += one_by_one(keys, lambda key: sweep_one(seen[key], key, at=at), failed="sweep.failed")
    return done


def sweep_one(difference: UUID, clock_id: UUID, *, at: datetime) -> bool:
    """Do one clock under its difference's lock; return False when another sweep has done it."""
    row = locked(difference)
    clocks = clockwork.kept(row)
    clock = next(clock for clock in clocks if clock.pk == clock_id)
    if row.end or clock.ended_at or clock.next_at is None or clock.next_at > at:
        return False
    situation = row.stands()
    days = calendar(situation.procedure, row.partnership_id)
    if redating.catch_up(row, situation, days, at=at):
        return True
    if situation.paused and situation.paused <= at:
        run_again(row, situation, days=days, at=at)
        return True
    states = rules.clocks(situation, days)
    before = clock.due_at
    if moved := clockwork.bring_up(row, clocks, states, days, at=at):
        say_redated(row, clock, before, moved, at=at)
        return True
    state = next(s for s in states if (s.stage, s.key, s.started_at) == (clock.stage, clock.key, clock.started_at))
    if clock.paused_until:
        say_pause_ends(row, [one for one in clocks if one.paused_until], situation, days, at=at)
    elif not binds(clock.key):
        checking.ran_out(row, situation, clock, replace(state, due_at=clock.due_at), at=at)
    elif clock.due_at and clock.due_at <= at and not clock.told_ran_out:
        _, _, after = worktime.reminders(clock.started_at, clock.due_at, state.unit, days)
        run_out(row, situation, clock, state, after, days=days, at=at)
    else:
        return reminded(row, clock, state, days, at=at)
    return True


def reminded(row: Difference, clock: Clock, state: rules.ClockState, days: Calendar, *, at: datetime) -> bool:
    """Remind both sides of a clock's date, before it or after, and look at half whether both have opened it."""
    before, due, after = worktime.reminders(clock.started_at, clock.due_at, state.unit, days)
    said = False
    if due and not clock.told_half and worktime.halfway(clock.started_at, due, state.unit, days) <= at:
        clock.told_half = True
        said = unheard.tell_unopened(row, at=at)
        said |= ahead.tell_nobody_ahead(row, due, days, at=at)
    if due and after and due < after <= at and not clock.told_after:
        said = clock.told_after = True
        remind(row, clock, "reminder_after", at=at)
    elif before and before <= at and not clock.told_before:
        said = clock.told_before = True
        remind(row, clock, "reminder_before", at=at)
        if due is None:  # nothing has a half that is never due
            ahead.tell_nobody_ahead(row, None, days, at=at)
    clock.next_at = clockwork.next_prompt(clock, state, days, at=at)
    change(clock, clockwork.RECKONED)
    return said


def run_again(row: Difference, situation: Situation, *, days: Calendar, at: datetime) -> None:
    """End a pause that reached its end: the clocks run again, and both sides are told."""
    move = rules.pause_ended(situation, at=at)
    facts = rules.facts(move)
    door.settle(row, move, facts, at=at, counted=False, days=days)
    seats = seats_of(difference=row.pk)
    routes = door.routes_for(row, seats, situation, at=at)
    told = points.told_by_role(move.tells, row.stage, points.both(row, seats), seats, routes)
    if fresh := seating.give(told, row, seats, at):
        facts["seats"] = seating.seat_facts(fresh)
    words = {"Due now": moment_text(row.due_at)} if row.due_at else {}
    entry = append(
        subject=row.pk, partnership_id=row.partnership_id, kind="clock.resumed", facts=facts,
        sentence="The pause that both sides agreed has ended, so the clock runs again.",
        words=words | door.routed(list(told.places), list(told.stepped_over)), by=None, by_name="The clock", at=at,
    )  # fmt: skip
    telling.leave_notices(row, move, seats, routes, kind="resumed", about=f"entry {entry.number}", at=at, fresh=fresh)


def say_pause_ends(
    row: Difference, clocks: Collection[Clock], situation: Situation, days: Calendar, *, at: datetime
) -> None:  # fmt: skip
    """Remind both sides, once for all clocks that stand still, that the pause ends; and who sees to it."""
    states = {(state.stage, state.key, state.started_at): state for state in rules.clocks(situation, days)}
    for clock in clocks:
        clock.told_pause = True
        state = states[clock.stage, clock.key, clock.started_at]
        clock.next_at = clockwork.next_prompt(clock, state, days, at=at)
        change(clock, clockwork.RECKONED)
    until = moment_text(situation.paused) if situation.paused else ""
    owner = agreed_about(row.pk)
    say(
        row, "pause_ends", f"The clock reminded both sides: the pause that they agreed ends {until}.",
        facts={"pause_ends": True}, words={label: owner[label] for label in ("Who sees to it",) if label in owner},
        due=situation.paused, at=at,
    )  # fmt: skip


def agreed_about(difference: UUID) -> dict[str, str]:
    """Return in words what was asked of a pause last: why, and who sees to it."""
    asked = Entry.objects.filter(subject=difference, kind=f"difference.{Act.PAUSE.value}", text__isnull=False)
    found = asked.select_related("text").order_by("-number").first()
    return dict(found.text.words) if found else {}


def say_redated(
    row: Difference, clock: Clock, before: datetime | None, moved: list[dict[str, Any]], *, at: datetime
) -> None:
    """Save and say that running clocks moved because their sum changed, and nobody said by which bank holiday."""
    change(row, door.MOVED)
    words = {"Due before": moment_text(before), "Due now": moment_text(clock.due_at)} if before and clock.due_at else {}
    append(
        subject=row.pk, partnership_id=row.partnership_id, kind="clock.redated", facts={"clocks": moved},
        sentence="The clock was worked out again, because the bank holidays changed.", words=words, by=None,
        by_name="The clock", at=at,
    )  # fmt: skip


def run_out(
    row: Difference,
    situation: Situation,
    clock: Clock,
    state: rules.ClockState,
    after: datetime | None,
    *,
    days: Calendar,
    at: datetime,
) -> None:
    """Say once that a clock ran out; it closes nothing (invariant 5). ``after`` is when to remind again."""
    clock.told_half = clock.told_before = clock.told_ran_out = True
    clock.told_after = after is None or after <= at
    clock.next_at = None if clock.told_after else after
    change(clock, clockwork.RECKONED)
    move = rules.clock_ran_out(situation, replace(state, due_at=clock.due_at), at=at)
    facts = rules.facts(move)
    seats = seats_of(difference=row.pk)
    routes = door.routes_for(row, seats, situation, at=at)
    words: dict[str, str] = {"Was due": moment_text(clock.due_at)} if clock.due_at else {}
    fresh: list[Seat] = []
    placed = Placed(())

    def seat(more: Placed) -> None:
        nonlocal placed
        placed += more
        fresh.extend(seating.give(more, row, seats, at))

    if door.climbed(move):
        points.reached(situation.procedure.stage(move.after.stage), row, seats, routes, seat)
    seat(points.told_by_role(move.tells, move.after.stage, points.both(row, seats), seats, routes))
    if fresh or door.climbed(move):
        facts["seats"] = seating.seat_facts(fresh)
    words |= door.routed(list(placed.places), list(placed.stepped_over))
    if situation.under_way and not move.after.under_way:
        over = [seat.pk for seat in points.helping_now(seats)]
        Seat.objects.filter(pk__in=over).update(ended_at=at)
    door.settle(row, move, facts, at=at, counted=door.climbed(move), days=days)
    entry = append(
        subject=row.pk, partnership_id=row.partnership_id, kind="clock.ran_out", facts=facts,
        sentence=f"The clock “{clock.label}” passed its time. Nothing has closed.", words=words, by=None,
        by_name="The clock", at=at,
    )  # fmt: skip
    telling.leave_notices(
        row,
        move,
        seats,
        routes,
        kind="clock_ran_out",
        about=f"entry {entry.number}",
        at=at,
        fresh=fresh,
    )


def remind(row: Difference, clock: Clock, kind: str, *, at: datetime) -> None:
    """Remind both sides of a clock's date."""
    due = moment_text(clock.due_at) if clock.due_at else "without delay"
    sentence = f"The clock reminded both sides: {clock.label.lower()} {due}."
    say(row, kind, sentence, facts={"clock": {"key": clock.key, "stage": clock.stage}}, words={}, due=None, at=at)


def say(
    row: Difference, kind: str, sentence: str, *, facts: dict[str, Any], words: dict[str, str], due: datetime | None,
    at: datetime,
) -> None:  # fmt: skip
    """Leave a reminder for both seats of the stage, and write that in the record."""
    situation = row.stands()
    seats = [seat for seat in seats_of(difference=row.pk) if seat.ended_at is None]
    routes = door.routes_for(row, seats, situation, at=at)
    entry = append(
        subject=row.pk, partnership_id=row.partnership_id, kind=f"clock.{kind}", facts=facts, sentence=sentence,
        words=words, by=None, by_name="The clock", at=at,
    )  # fmt: skip
    move = rules.Move(None, None, situation, situation, (), ("raiser", "raising_seat", "responding_seat"), at)
    telling.leave_notices(row, move, seats, routes, kind=kind, about=f"entry {entry.number}", at=at, due=due)
