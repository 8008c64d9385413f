"""When nobody can ask for time, pause, step down, agree or reopen; each in a sentence that says what can be done."""

from collections.abc import Callable

from commonground.procedures.beside_stages import SideRoute
from commonground.procedures.definition import Allowance
from commonground.procedures.naming import either_seat, seat_of, who_hastens
from commonground.procedures.situation import Situation
from commonground.procedures.subjects import needs
from commonground.procedures.terms import Act, AgreedBy, End, Event
from commonground.procedures.timing import running, with_more_time


def no_more_time(situation: Situation) -> str | None:
    """Return why no clock can be made longer."""
    return time_stands(situation, situation.procedure.lengthening, "made longer", len(situation.longer))


def no_pause(situation: Situation) -> str | None:
    """Return why no clock can be paused."""
    if situation.paused:
        return f"The clock is paused already; {who_hastens(situation)} can let it run again."
    route = stopping_route(situation)
    since = situation.under_way.since if situation.under_way and route else None
    times = sum(
        one.event is Event.PAUSED and one.of == (route.key if route else "") and (since is None or one.at >= since)
        for one in situation.events
    )
    return time_stands(situation, pausing_now(situation), "paused", times)


def stopping_route(situation: Situation) -> SideRoute | None:
    """Return the side route that is under way, if clocks may stand still for it."""
    route = situation.procedure.side_route(situation.under_way.route) if situation.under_way else None
    return route if route and route.stops else None


def pausing_now(situation: Situation) -> Allowance | None:
    """Return what the edition lets both sides agree about a pause now: for a side route that is under way, its own.

    That is once for each of its strategies.
    """
    route = stopping_route(situation)
    if route is None:
        return situation.procedure.pausing
    usual = situation.procedure.pausing
    return Allowance(route.stops, 1, route.most, route.unit, usual.agree if usual else AgreedBy.SEATS)


def by_leads(situation: Situation, act: Act | None) -> bool:
    """Whether each side's safeguarding lead asks this and agrees to it, not whoever acts at the stage."""
    allowed = (
        {Act.LENGTHEN: situation.procedure.lengthening, Act.PAUSE: pausing_now(situation)}.get(act) if act else None
    )
    return allowed is not None and allowed.agree is AgreedBy.LEADS


def who_asks(act: Act) -> Callable[[Situation], str]:
    """Return how to name who asks for more time or a pause."""
    return lambda situation: (
        "a safeguarding lead of either side" if by_leads(situation, act) else either_seat(situation)
    )


def time_stands(situation: Situation, allowed: Allowance | None, done: str, times: int) -> str | None:
    """Return why no clock can be made longer or paused, by the edition or because a child's need comes first."""
    instead = f"{either_seat(situation)} can propose an agreement."
    if allowed is None:
        return f"Under this procedure no clock can be {done}; {instead}"
    if situation.danger:
        return (
            f"A child may be in danger, so no clock can be {done}; {who_hastens(situation)} can say that "
            f"{needs(situation.subject)} sooner."
        )
    if times >= (allowed.times or 0):
        often = "once" if allowed.times == 1 else f"{allowed.times} times"
        return f"A clock can be {done} {often} in one difference, and that was done; {instead}"
    if not any(span.dated and span.key in allowed.clocks for span in running(situation)):
        return f"No clock that can be {done} is running; {instead}"
    return None


def not_paused(situation: Situation) -> str | None:
    """Return why nothing can run again."""
    if situation.paused:
        return None
    return f"No clock is paused; {either_seat(situation)} can ask for that."


def lowest(situation: Situation) -> str | None:
    """Return why it cannot go down."""
    if situation.stage > 1:
        return None
    return f"This is the first stage, so there is none below it; {either_seat(situation)} can propose an agreement."


def asked_seat(situation: Situation) -> str:
    """Name who answers what is asked."""
    asked = situation.asked
    if asked and by_leads(situation, asked.act):
        return f"a safeguarding lead of the {asked.by.other.label}"
    return seat_of(situation, asked.by.other) if asked else either_seat(situation)


def nothing_to_take_back(situation: Situation) -> str | None:
    """Return why no time can be taken back."""
    if with_more_time(situation):
        return None
    return f"No clock that runs was given more time; {either_seat(situation)} can propose an agreement."


def unasked(situation: Situation) -> str | None:
    """Return why there is nothing to agree to."""
    if situation.asked:
        return None
    return f"Nothing is asked that needs a side to agree; {either_seat(situation)} can ask for more time or a pause."


def who_reopens(situation: Situation) -> str:
    """Name who can reopen it."""
    if situation.late:
        return "the partnership officer, now that the time for either side has passed,"
    if situation.end is End.KEPT_ON_RECORD:
        return (
            "the person who raised it, people who act for that side, its safeguarding lead, or the partnership officer,"
        )
    return "people who act for either side, its safeguarding lead, or the partnership officer,"


def still_open(situation: Situation) -> str | None:
    """Return why there is nothing to reopen."""
    if situation.end:
        return None
    return "This has not ended, so there is nothing to reopen; anyone who takes part can add a note."
