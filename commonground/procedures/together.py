"""What both sides must agree to, or what goes back: lengthen, pause, resume, step down, reopen.

One side asks and the other agrees or says no. Asking changes nothing and stops no clock; agreeing does it. One thing
is asked at a time: a new one takes the place of the one before, and none outlives its stage. No agreement of two sides
goes before what the child needs: that is asked again when it is agreed.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from commonground.procedures.definition import Allowance
from commonground.procedures.going_back import by_leads, pausing_now, stopping_route
from commonground.procedures.moves import (
    LINES,
    SEAT_OF,
    SEATS,
    Done,
    Wish,
    arrived,
    happen,
    own_side,
    running_span,
)
from commonground.procedures.naming import capital, either_seat
from commonground.procedures.permitting import Refused
from commonground.procedures.situation import Ask, Longer, Situation
from commonground.procedures.subjects import needs
from commonground.procedures.terms import Act, Event, Unit
from commonground.procedures.timing import ClockState, Span, binding, clocks, with_more_time
from commonground.procedures.worktime import (
    LONDON,
    Calendar,
    day_text,
    is_working_day,
    moment_text,
    reckon,
    stood_still,
)

EVERYBODY = (*LINES, "raising_lead", "responding_lead", "facilitating")
"""Everybody who has a seat."""
SHORTENED = "This clock was made shorter because {} sooner, so it cannot be {}; either side can propose an agreement."
CHANGED = {Act.LENGTHEN: "made longer", Act.PAUSE: "paused"}


@dataclass(frozen=True, slots=True)
class Asking:
    """What asking for a day comes to: of which clock, how many days, the date that results, when a pause would end."""

    clock: ClockState
    days: int
    due: datetime | None
    until: datetime | None = None


def allowance(situation: Situation, act: Act) -> Allowance | None:
    """Return what the edition lets both sides agree about time."""
    return situation.procedure.lengthening if act is Act.LENGTHEN else pausing_now(situation)


def concerned(situation: Situation, act: Act, calendar: Calendar) -> ClockState:
    """Return the clock that more time or a pause is about: of those that the edition names, the one due first.

    Raise Refused when none of them runs.
    """
    allowed = allowance(situation, act)
    states = [state for state in clocks(situation, calendar) if allowed and state.key in allowed.clocks]
    if (found := binding(states)) is None:
        raise Refused(f"No clock that can be {CHANGED[act]} is running; anyone who takes part can ask or note.")
    if found.shortened:
        raise Refused(SHORTENED.format(needs(situation.subject), CHANGED[act]))
    return found


def asking(situation: Situation, act: Act, day: date, *, at: datetime, calendar: Calendar) -> Asking:
    """Work out what it comes to when a clock is to be due on a day, or paused until a day. Raise Refused."""
    state = concerned(situation, act, calendar)
    return _lengthening(situation, state, day, calendar) if act is Act.LENGTHEN else _pausing(
        situation, state, day, at=at, calendar=calendar
    )  # fmt: skip


def _lengthening(situation: Situation, state: ClockState, day: date, calendar: Calendar) -> Asking:
    span = running_span(situation, state)
    most = situation.procedure.lengthening.most if situation.procedure.lengthening else None
    if span is None or state.due_at is None or most is None:
        raise Refused("Choose a clock that is running and has a date; only such a clock can be made longer.")
    found = None
    for days in range(1, most + 1):
        more = Longer(span.stage, span.key, span.started_at, days)
        after = clocks(replace(situation, longer=(*situation.longer, more)), calendar)
        due = next(one.due_at for one in after if _same(one, span) and one.ended_at is None)
        if due and (found is None or due.astimezone(LONDON).date() <= day):
            found = Asking(state, days, due)
    if found is None or found.due is None or found.due.astimezone(LONDON).date() != day:
        last = f"{day_text(found.due.astimezone(LONDON).date())}" if found and found.due else ""
        raise Refused(
            f"It is due {moment_text(state.due_at)}. Choose a later day on which offices are open, by at most "
            f"{most} {state.unit.label}. The nearest is {last}."
        )
    return found


def _pausing(situation: Situation, state: ClockState, day: date, *, at: datetime, calendar: Calendar) -> Asking:
    until = datetime.combine(day, calendar.opens, LONDON).astimezone(UTC)
    if until <= at:
        raise Refused("Choose a day after today on which the clock runs again.")
    begun = happen(at, situation.stage, None, Event.PAUSED, of=_for(situation))
    after = clocks(replace(situation, events=situation.events + begun, paused=until), calendar)
    due = next(one.due_at for one in after if (one.key, one.stage, one.ended_at) == (state.key, state.stage, None))
    pausing = pausing_now(situation)
    days = days_paused(at, until, pausing.unit if pausing else Unit.WORKING_DAYS, calendar)
    return Asking(state, days, due, until)


def _for(situation: Situation) -> str:
    """Return for which side route a pause would be; nothing for one of none."""
    route = stopping_route(situation)
    return route.key if route else ""


def days_paused(begins: datetime, ends: datetime, unit: Unit, calendar: Calendar) -> int:
    """Return how many days a pause leaves out, counted in working days or calendar days."""
    day, last, count = begins.astimezone(LONDON).date(), ends.astimezone(LONDON).date(), 0
    while day <= last:
        counts = unit is Unit.CALENDAR_DAYS or is_working_day(day, calendar)
        count += counts and stood_still(day, ((begins, ends),), unit, calendar)
        day += timedelta(days=1)
    return count


def asked_about(situation: Situation, calendar: Calendar) -> ClockState | None:
    """Return the clock that one side asks to lengthen or pause, as it is now; None when that is not what it asks."""
    about = situation.asked and situation.asked.longer
    if not about:
        return None
    own = (about.clock, about.stage, about.started)
    return next((one for one in clocks(situation, calendar) if (one.key, one.stage, one.started_at) == own), None)


def _same(state: ClockState, span: Span) -> bool:
    return (state.key, state.stage, state.started_at) == (span.key, span.stage, span.started_at)


def no_room(situation: Situation, due: datetime | None, at: datetime) -> str | None:
    """Return why no more time can be asked for a clock that is due then, in a sentence; None when some can."""
    last = situation.needed_by
    if due is None or due <= at:
        return "The clock is past its time, so no more can be given; whoever can escalate can do that now."
    if last and due.astimezone(LONDON).date() >= last:
        return (
            f"{capital(needs(situation.subject, 'this'))} by {day_text(last)}, and it is due {moment_text(due)}, so "
            "there is no time to give. Either side can propose an agreement, and whoever can escalate can do that now."
        )
    return None


def reopening_ends(situation: Situation, calendar: Calendar) -> datetime | None:
    """Return until when either side may reopen what ended; None when only the partnership's officer may."""
    reopening = situation.procedure.reopening
    if reopening is None or reopening.within is None or situation.open:
        return None
    return reckon(situation.events[-1].at, reopening.within, reopening.unit, calendar).due


def lengthen(situation: Situation, wish: Wish) -> Done:
    """Ask the other side for more days on a clock."""
    span = _checked(situation, wish, Act.LENGTHEN)
    more = Longer(span.stage, span.key, span.started_at, wish.days)
    return _asked(situation, wish, Ask(Act.LENGTHEN, own_side(wish), more, wish.due))


def pause(situation: Situation, wish: Wish) -> Done:
    """Ask the other side to let the clocks stand still until a day."""
    span = _checked(situation, wish, Act.PAUSE)
    if wish.until is None or wish.until <= wish.at:
        raise Refused("Choose a day after today on which the clock runs again.")
    about = Longer(span.stage, span.key, span.started_at, wish.days)
    return _asked(situation, wish, Ask(Act.PAUSE, own_side(wish), about, wish.due, wish.until))


def step_down(situation: Situation, wish: Wish) -> Done:
    """Ask the other side to go back to a lower stage."""
    if wish.to_stage is None or not 1 <= wish.to_stage < situation.stage:
        raise Refused(f"Choose a stage below stage {situation.stage}; whoever can escalate goes up that way.")
    return _asked(situation, wish, Ask(Act.STEP_DOWN, own_side(wish), to_stage=wish.to_stage))


def _asked(situation: Situation, wish: Wish, ask: Ask) -> Done:
    other = own_side(wish).other
    leads = (f"{other.value}_lead",) if by_leads(situation, ask.act) else ()
    return replace(situation, asked=ask), (), (SEAT_OF[other], *leads)


def _checked(situation: Situation, wish: Wish, act: Act) -> Span:
    """Return the clock that is asked about; raise Refused where the edition or the child's need forbids it."""
    state, done = wish.clock, CHANGED[act]
    span = _still(situation, state, wish.at, act)
    allowed = allowance(situation, act)
    most, unit = (allowed.most or 0, allowed.unit) if allowed else (0, Unit.WORKING_DAYS)
    if act is Act.LENGTHEN:
        unit = span.clock.unit
    if not 1 <= wish.days <= most:
        raise Refused(f"Under this procedure a clock can be {done} by 1 to {most} {unit.label}; choose another day.")
    last = situation.needed_by
    if last and (wish.due is None or wish.due.astimezone(LONDON).date() > last):
        due = f" It would be due {moment_text(wish.due)}." if wish.due else ""
        raise Refused(
            f"{capital(needs(situation.subject, 'this'))} by {day_text(last)}, so the clock cannot be {done} beyond "
            f"that.{due} Choose an earlier day, or propose an agreement."
        )
    return span


def _still(situation: Situation, state: ClockState | None, at: datetime, act: Act) -> Span:
    """Return the clock if it still runs, is not past its time, and no child's need made it shorter; or Refused."""
    done = CHANGED[act]
    span = running_span(situation, state) if state else None
    allowed = allowance(situation, act)
    if state is None or state.due_at is None or span is None or not allowed or state.key not in allowed.clocks:
        raise Refused(f"No clock that can be {done} is running; anyone who takes part can ask or note what is needed.")
    if state.due_at <= at:
        raise Refused(
            f"This clock was due {moment_text(state.due_at)}, so it can no longer be {done}; whoever can escalate can "
            "do that now."
        )
    if any((n.stage, n.clock) == (span.stage, span.key) and n.started in {None, span.started_at}
           for n in situation.needs):  # fmt: skip
        raise Refused(SHORTENED.format(needs(situation.subject), done))
    return span


def agree_to_it(situation: Situation, wish: Wish) -> Done:
    """Agree to what is asked, and so do it; or say no, and nothing changes."""
    asked = situation.asked
    if asked is None or wish.agrees is None:
        raise Refused("Say whether your side agrees, or why it does not.")
    after = replace(situation, asked=None)
    if not wish.agrees:
        return after, (), (SEAT_OF[asked.by],)
    if asked.act is Act.STEP_DOWN:
        stage = asked.to_stage or 1
        return *arrived(after, stage, Event.STEPPED_DOWN, wish.at, own_side(wish)), LINES
    _still(situation, wish.clock, wish.at, asked.act)
    if asked.act is Act.LENGTHEN and asked.longer:
        return replace(after, longer=(*after.longer, asked.longer)), (), SEATS
    if asked.until is None or asked.until <= wish.at:
        raise Refused("The day until which a pause was asked has come. Either side can ask again, for a later day.")
    happened = happen(wish.at, situation.stage, own_side(wish), Event.PAUSED, of=_for(situation))
    return replace(after, paused=asked.until), happened, SEATS


def resume(situation: Situation, wish: Wish) -> Done:
    """Let the clocks run again, on one side's word."""
    at = min(wish.at, situation.paused or wish.at)
    return replace(situation, paused=None), happen(at, situation.stage, wish.standing.side, Event.RESUMED), SEATS


def take_time_back(situation: Situation, wish: Wish) -> Done:
    """Take back the longer time of a clock, on one side's word; what both sides gave once they may not give again."""
    state = wish.clock
    span = running_span(situation, state) if state else None
    if state is None or span is None or state.due_at is None or span not in with_more_time(situation):
        raise Refused(f"No clock that runs was given more time; {either_seat(situation)} can propose an agreement.")
    if state.due_at <= wish.at:
        raise Refused(
            f"This clock was due {moment_text(state.due_at)}, so there is no time to take back; whoever can escalate "
            "can do that now."
        )
    own = (span.stage, span.key, span.started_at)
    after = tuple(
        replace(one, taken_back=wish.at) if (one.stage, one.clock, one.started) == own and not one.taken_back else one
        for one in situation.longer
    )
    return replace(situation, longer=after), (), SEATS


def given_more(situation: Situation, calendar: Calendar) -> ClockState | None:
    """Return the clock whose longer time could be taken back: of those, the one due first."""
    spans = with_more_time(situation)
    return binding(one for one in clocks(situation, calendar) if any(_same(one, span) for span in spans))


def reopen(situation: Situation, wish: Wish) -> Done:
    """Open it again at the stage where it ended, with fresh clocks and nothing proposed."""
    after = replace(situation, end=None)
    return *arrived(after, situation.stage, Event.REOPENED, wish.at, wish.standing.side), EVERYBODY
