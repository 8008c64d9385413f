"""What an act does: the situation after it, the events for the clocks, and who is told."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from commonground.procedures import beside, together
from commonground.procedures.moves import (
    LINES,
    SEAT_OF,
    SEATS,
    Done,
    Move,
    Wish,
    all_told,
    arrived,
    check_zone,
    happen,
    own_side,
    running_span,
    settled,
)
from commonground.procedures.naming import for_children
from commonground.procedures.permitting import Refused, refusal
from commonground.procedures.raising import NOT_COUNTED
from commonground.procedures.seats import tells_what_happened
from commonground.procedures.situation import Agreed, Happened, Need, Proposal, Situation, Standing
from commonground.procedures.terms import Act, Capacity, End, Event, Side
from commonground.procedures.timing import ClockState
from commonground.procedures.worktime import moment_text


def take(
    situation: Situation,
    act: Act,
    standing: Standing,
    *,
    at: datetime,
    to_stage: int | None = None,
    clock: ClockState | None = None,
    due: datetime | None = None,
    counts: bool = False,
    otherwise: bool = False,
    until: datetime | None = None,
    days: int = 0,
    agrees: bool | None = None,
    children: tuple[int, ...] = (),
    route: str = "",
    strategy: int = 0,
    noted: Event | None = None,
) -> Move:
    """Do an act from one standing. Raise Refused when the rules or the details do not allow it.

    ``to_stage`` is asked by *skip*; ``clock`` (as ``clocks()`` gave it) and the new ``due`` by *shorten*; ``counts``
    says that what was *tried outside* counts as this stage; ``otherwise`` that what was recorded for a side is not
    what it remembers. ``together.asking`` gives what *lengthen*, *pause* and *agree to it* ask; ``agrees`` says
    whether a side agrees. ``children`` says for which of them *propose* is; none named is all who are still open.
    ``route`` and ``strategy`` are those of *side route*; of *facilitated*, the strategy that comes next (0 for none).
    ``noted`` is what a *note* says has happened outside, where a clock of the stage counts from it or to it.
    """
    check_zone(at)
    sentence = refusal(situation, act, (standing,))
    if sentence is not None:
        raise Refused(sentence)
    wish = Wish(
        act,
        standing,
        at,
        to_stage,
        clock,
        due,
        counts,
        otherwise,
        until,
        days,
        agrees,
        children,
        route,
        strategy,
        noted,
    )
    after, happened, told = DOES[act](situation, wish)
    after = settled(situation, after, happened, at)
    happened = after.events[len(situation.events) :]
    tells = all_told(told, situation.procedure, happened)
    return Move(act, standing.side, situation, after, happened, tells, at, standing, clock)


def clock_ran_out(situation: Situation, state: ClockState, *, at: datetime) -> Move:
    """Say what follows when a clock is past its time. It never closes a difference.

    The clock's audiences are told. Where the edition says that the difference moves on, and there is a later
    stage, it does. Raise ValueError for a clock that is not running, or not past its time at ``at``.
    """
    check_zone(at)
    if state.due_at is None or at < state.due_at or running_span(situation, state) is None:
        message = f"The clock {state.key} of stage {state.stage} has not run out."
        raise ValueError(message)
    after = situation
    happened: tuple[Happened, ...] = ()
    if state.moves and not situation.last:
        after, happened = arrived(situation, situation.stage + 1, Event.ESCALATED, at, None)
        after = settled(situation, after, happened, at)
        happened = after.events[len(situation.events) :]
    tells = all_told(state.tells, situation.procedure, happened)
    return Move(None, None, situation, after, happened, tells, at, None, state)


def stepped_over(situation: Situation, side: Side, *, at: datetime) -> Move:
    """Say what follows when nobody is there to act for a side at its stage, and the next in its line are asked.

    What waits for an answer waits to be picked up again, as when it is passed on; an answer that was given stands.
    """
    check_zone(at)
    again = side is Side.RESPONDING and not situation.answered
    after = replace(situation, picked_up=False) if again else situation
    return Move(None, side, situation, after, (), ("raiser", SEAT_OF[side]), at)


def pause_ended(situation: Situation, *, at: datetime) -> Move:
    """Say what follows when a pause reached its end: its clocks run again from then on, and both sides are told.

    Raise ValueError when no pause has.
    """
    check_zone(at)
    if situation.paused is None or at < situation.paused:
        message = "No pause has reached its end."
        raise ValueError(message)
    happened = happen(situation.paused, situation.stage, None, Event.RESUMED)
    after = replace(situation, paused=None, events=situation.events + happened)
    tells = all_told(SEATS, situation.procedure, happened)
    return Move(None, None, situation, after, happened, tells, at)


def _pick_up(situation: Situation, wish: Wish) -> Done:
    happened = happen(wish.at, situation.stage, wish.standing.side, Event.PICKED_UP)
    return replace(situation, picked_up=True), happened, ("raiser",)


def _pass_on(situation: Situation, _wish: Wish) -> Done:
    return replace(situation, picked_up=False), (), ("raiser", "responding_seat")


def _not_ours(situation: Situation, wish: Wish) -> Done:
    """Pass it on, and take back what was proposed or asked: whoever it is now has not signed that."""
    proposal = situation.proposal
    kept = proposal if proposal and wish.standing.side not in proposal.signed else None
    asked = situation.asked if situation.asked and situation.asked.by is not wish.standing.side else None
    return _pass_on(replace(situation, proposal=kept, asked=asked), wish)


def _check(situation: Situation, wish: Wish) -> Done:
    """Say to one's own side what one thinks of it: its clock ends, and nothing else moves."""
    return situation, happen(wish.at, situation.stage, wish.standing.side, Event.CHECKED), ("raiser", "raising_seat")


def _respond(situation: Situation, wish: Wish) -> Done:
    events = (Event.RESPONDED,) if situation.picked_up else (Event.PICKED_UP, Event.RESPONDED)
    happened = happen(wish.at, situation.stage, wish.standing.side, *events)
    return replace(situation, picked_up=True), happened, ("raiser", "raising_seat")


def _note(situation: Situation, wish: Wish) -> Done:
    """Change nothing; or say what happened outside, from which or to which a clock of this stage counts."""
    if wish.noted is None:
        return situation, (), ()
    if wish.noted not in situation.procedure.notes_at(situation.stage):
        raise Refused(f"At this stage no clock counts by “{wish.noted.label}”. Add it as a plain note.")
    if not tells_what_happened(wish.standing):
        raise Refused(
            "Only people who act for either side, their safeguarding leads, or whoever helps both sides can note that "
            "it happened."
        )
    return situation, happen(wish.at, situation.stage, wish.standing.side, wish.noted), SEATS


def _question(situation: Situation, wish: Wish) -> Done:
    side = None if wish.standing.capacity is Capacity.JOINED else wish.standing.side
    return situation, (), (SEAT_OF[side.other],) if side else tuple(SEAT_OF.values())


FOR_THE_WHOLE = "An agreement about this is for the whole of it, and not for one child."


def _propose(situation: Situation, wish: Wish) -> Done:
    side = own_side(wish)
    number, still = situation.proposals + 1, situation.still_open
    chosen = tuple(sorted(set(wish.children)))
    if not set(chosen) <= set(still):
        raise Refused(
            f"Choose among the children for whom this is still open: {for_children(still)}." if still else FOR_THE_WHOLE
        )
    proposal = Proposal(number, side, frozenset({side}), () if chosen == still else chosen)
    after = replace(situation, proposal=proposal, proposals=number)
    return after, happen(wish.at, situation.stage, side, Event.PROPOSED), (SEAT_OF[side.other], "joined")


def _sign(situation: Situation, wish: Wish) -> Done:
    """Sign for the side that has not: the proposer has signed, so both sides now agree.

    Agreed for some of the children, nothing is live any more, and everything else goes on as it was for the others.
    """
    proposal = situation.proposal
    side = own_side(wish)
    if proposal and proposal.children:
        some = Agreed(proposal.number, proposal.children, wish.at)
        return replace(situation, proposal=None, agreed=(*situation.agreed, some)), (), LINES
    signed = proposal and replace(proposal, signed=proposal.signed | {side})
    return (
        replace(situation, proposal=signed, end=End.RESOLVED),
        happen(wish.at, situation.stage, side, Event.AGREED),
        LINES,
    )


def _decline(situation: Situation, wish: Wish) -> Done:
    return replace(situation, proposal=None), (), (SEAT_OF[own_side(wish).other],)


def _escalate(situation: Situation, wish: Wish) -> Done:
    side = wish.standing.side
    return *arrived(situation, situation.stage + 1, Event.ESCALATED, wish.at, side), LINES


def _skip(situation: Situation, wish: Wish) -> Done:
    last = len(situation.procedure.stages)
    if wish.to_stage is None or not situation.stage + 1 < wish.to_stage <= last:
        sentence = (
            f"Choose a stage from {situation.stage + 2} to {last} to skip to; "
            f"whoever can escalate reaches stage {situation.stage + 1} that way."
        )
        raise Refused(sentence)
    return *arrived(situation, wish.to_stage, Event.SKIPPED, wish.at, wish.standing.side), LINES


def _tried_outside(situation: Situation, wish: Wish) -> Done:
    """Note that it was tried outside at this stage; where that counts as the stage, go on to the next."""
    tried = happen(wish.at, situation.stage, wish.standing.side, Event.TRIED_OUTSIDE)
    if not wish.counts:
        return situation, tried, ("raiser", "responding_seat")
    if not situation.procedure.tried_outside_counts:
        raise Refused(NOT_COUNTED)
    if situation.last:
        raise Refused("This is the last stage, so it cannot count as one; it can still be noted without.")
    after, happened = arrived(situation, situation.stage + 1, Event.SKIPPED, wish.at, wish.standing.side)
    return after, (*tried, *happened), LINES


def _remember(situation: Situation, _wish: Wish) -> Done:
    return situation, (), ("raiser", "raising_seat")


def _record_for(situation: Situation, wish: Wish) -> Done:
    """Record what the other side said. What the responding side said is its answer, until it says another."""
    side = wish.standing.side.other if wish.standing.side else Side.RESPONDING
    if side is Side.RAISING:
        return situation, happen(wish.at, situation.stage, side, Event.RECORDED_FOR), ("raiser", "raising_seat")
    after, answered, told = _respond(situation, wish)
    happened = (*answered, *happen(wish.at, situation.stage, side, Event.RECORDED_FOR))
    return after, tuple(replace(one, side=side) for one in happened), ("responding_seat", "responding_lead", *told)


def _confirm(situation: Situation, wish: Wish) -> Done:
    side = own_side(wish)
    event = Event.SAID_OTHERWISE if wish.otherwise else Event.CONFIRMED
    told = ("raiser", "raising_seat") if side is Side.RESPONDING else ("responding_seat",)
    return situation, happen(wish.at, situation.stage, side, event), told


def _hand_over(situation: Situation, _wish: Wish) -> Done:
    return situation, (), SEATS


def _restrict(situation: Situation, wish: Wish) -> Done:
    """Change nothing but who sees it; those who still do are told."""
    return replace(situation, restricted_by=situation.restricted_by | {own_side(wish)}), (), SEATS


def _lift(situation: Situation, wish: Wish) -> Done:
    """Take back one's own side's restriction: it stays restricted while the other side has restricted it too."""
    left = situation.restricted_by - {own_side(wish)}
    return replace(situation, restricted_by=left), (), SEATS if left else LINES


def _beside(situation: Situation, _wish: Wish) -> Done:
    """Change nothing between the two sides: an agency joins, gives its view, takes on its action, or leaves again."""
    return situation, (), (*SEATS, "joined")


def _shorten(situation: Situation, wish: Wish) -> Done:
    clock, due = wish.clock, wish.due
    span = running_span(situation, clock) if clock else None
    if clock is None or clock.due_at is None or span is None:
        sentence = "Choose a clock that is running and has a date; only such a clock can be made shorter."
        raise Refused(sentence)
    if clock.due_at <= wish.at:
        sentence = (
            f"This clock was due on {moment_text(clock.due_at)} and cannot be made shorter; "
            "whoever can escalate can do that now."
        )
        raise Refused(sentence)
    if due is None or not wish.at <= due < clock.due_at:
        sentence = (
            f"Choose a time from now until before {moment_text(clock.due_at)}; "
            "a clock can only be made shorter by one side."
        )
        raise Refused(sentence)
    check_zone(due)
    return replace(situation, needs=(*situation.needs, Need(clock.stage, clock.key, due, span.started_at))), (), LINES


def _end(situation: Situation, wish: Wish) -> Done:
    end, event = ENDINGS[wish.act]
    return replace(situation, end=end), happen(wish.at, situation.stage, wish.standing.side, event), LINES


ENDINGS: Mapping[Act, tuple[End, Event]] = {
    Act.WITHDRAW: (End.WITHDRAWN, Event.WITHDRAWN),
    Act.REDIRECT: (End.REDIRECTED, Event.REDIRECTED),
    Act.NOT_RESOLVED: (End.NOT_RESOLVED, Event.NOT_RESOLVED),
}

DOES: Mapping[Act, Callable[[Situation, Wish], Done]] = {
    Act.PICK_UP: _pick_up,
    Act.PASS_ON: _pass_on,
    Act.NOT_OURS: _not_ours,
    Act.CHECK: _check,
    Act.RESPOND: _respond,
    Act.NOTE: _note,
    Act.QUESTION: _question,
    Act.PROPOSE: _propose,
    Act.SIGN: _sign,
    Act.DECLINE: _decline,
    Act.ESCALATE: _escalate,
    Act.SKIP: _skip,
    Act.TRIED_OUTSIDE: _tried_outside,
    Act.REMEMBER: _remember,
    Act.RECORD_FOR: _record_for,
    Act.CONFIRM: _confirm,
    Act.HAND_OVER: _hand_over,
    Act.RESTRICT: _restrict,
    Act.LIFT: _lift,
    Act.SIDE_ROUTE: beside.side_route,
    Act.FACILITATED: beside.facilitated,
    Act.LENGTHEN: together.lengthen,
    Act.PAUSE: together.pause,
    Act.RESUME: together.resume,
    Act.TAKE_TIME_BACK: together.take_time_back,
    Act.STEP_DOWN: together.step_down,
    Act.AGREE_TO_IT: together.agree_to_it,
    Act.SHORTEN: _shorten,
    Act.JOIN: _beside,
    Act.OWN_VIEW: _beside,
    Act.TAKE_ON: _beside,
    Act.STEP_ASIDE: _beside,
    Act.WITHDRAW: _end,
    Act.REDIRECT: _end,
    Act.NOT_RESOLVED: _end,
    Act.REOPEN: together.reopen,
}
