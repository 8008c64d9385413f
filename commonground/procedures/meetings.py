"""Who may do what about a meeting, and when; who must be there; and which clocks count by it.

A meeting moves nothing. That it was held, and that its minutes were sent, is noted as any note says it, and only where
a clock of the edition counts by that.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime, tzinfo

from commonground.procedures.seats import HELPING, takes_part
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import Step, of_a_side
from commonground.procedures.terms import Capacity, Event, Side, Term
from commonground.procedures.timing import Span, running
from commonground.procedures.undertakings import of_an_owner

MOST_TIMES = 3
"""So many times are asked for on one page."""


class Meets(Term):
    """How far a meeting has got."""

    PROPOSED = "proposed", "Times are proposed"
    SET = "set", "The time is set"
    HELD = "held", "It was held"
    CANCELLED = "cancelled", "It is cancelled"


WHO_CALLS = "Only people who act for a side, or who help both sides, can do this for a meeting. Ask one of them."
WHO_DISSENTS = "Only people who take part can say that they do not agree. If somebody said so there, note it for them."
WHO_AGREES = "Only people who act for one of the two sides can agree for it that it was so."
NOT_PROPOSED = "This meeting is no longer waiting for a time. Perhaps a colleague has chosen one."
NOT_SET = "This can be done only while a time is set for the meeting. See how it stands now."
OVER = "This meeting was held or cancelled, so it cannot be changed. Propose another one."
NOT_HELD = "First note that the meeting was held, and who was there."
NOT_YET = "This meeting has not begun yet. You can note that it was held from then on."
NO_MINUTES = "Nobody has written down yet what was decided. People who act for a side, or help both, can."
AGREED_ALREADY = "Your side has agreed to this already."
NOT_A_TIME = "Choose one of the times that are proposed."
GONE_BY = "That time has gone by. Give one that is still to come."
ENDS_FIRST = "A meeting ends after it begins. Check the two times."
NO_SUCH_TIME = "On that night the clocks go forward, and there is no such time. Choose another."
TWICE = "On that night the clocks go back, so that time comes twice. Choose another."
NOBODY = "Choose at least one person who is asked to come."
NOT_INVITED = (
    "Only people who can see this difference can be invited. Let them in first: by a pass, as an adviser, or by asking "
    "their agency to join. Then invite them."
)
BOTH_THERE = "Somebody of each side was there."
NOT_BOTH = "Nobody of one side was there, or of either."


def of_who_meets(standings: Iterable[Standing]) -> Standing | None:
    """Return the standing by which somebody calls a meeting: of a side, or to help both; None when they have none."""
    standings = tuple(standings)
    return of_a_side(standings) or next((one for one in standings if one.capacity in HELPING), None)


Who = Callable[[Iterable[Standing]], Standing | None]
"""Finds by which of theirs somebody does something; None when by none."""
BY: Mapping[Step, tuple[Who, str]] = {
    Step.MINUTES_AGREED: (of_a_side, WHO_AGREES),
    Step.DISSENTED: (of_an_owner, WHO_DISSENTS),
}
"""By whom it is done, where not by whoever calls meetings; and what all others are told.

Whoever takes part says in their own words that they do not agree: of a side, of who joined, or of who helps.
"""
WHILE: Mapping[Step, tuple[frozenset[Meets], str]] = {
    Step.MEETING_SET: (frozenset({Meets.PROPOSED}), NOT_PROPOSED),
    Step.MEETING_CHANGED: (frozenset({Meets.SET}), NOT_SET),
    Step.MEETING_CANCELLED: (frozenset({Meets.PROPOSED, Meets.SET}), OVER),
    Step.MEETING_HELD: (frozenset({Meets.SET}), NOT_SET),
    Step.MINUTES_WRITTEN: (frozenset({Meets.HELD}), NOT_HELD),
    Step.MINUTES_AGREED: (frozenset({Meets.HELD}), NOT_HELD),
    Step.DISSENTED: (frozenset({Meets.HELD}), NOT_HELD),
}
"""How far a meeting must have got for each step, and what is said otherwise."""


def who_does(step: Step) -> tuple[Who, str]:
    """Return who takes a step of meetings, and what all others are told."""
    return BY.get(step, (of_who_meets, WHO_CALLS))


def meeting_refusal(
    step: Step, standings: Iterable[Standing], state: Meets | None = None, *, begun: bool = True
) -> str | None:
    """Return why somebody cannot take a step of meetings now, in a sentence; None when they can.

    ``state`` is how far the meeting has got, and ``begun`` whether its time has come.
    """
    who, otherwise = who_does(step)
    if who(standings) is None:
        return otherwise
    if step in WHILE and state not in WHILE[step][0]:
        return WHILE[step][1]
    return NOT_YET if step is Step.MEETING_HELD and not begun else None


def time_refusal(starts: datetime, ends: datetime, at: datetime) -> str | None:
    """Return why a meeting cannot be at a time, in a sentence; None when it can."""
    if starts <= at:
        return GONE_BY
    return ENDS_FIRST if ends <= starts else None


def comes_for(standing: Standing) -> Side | None:
    """Return the side for which somebody comes to a meeting: that for which they speak, also by a pass; or none."""
    speaks = takes_part(standing) or standing.capacity is Capacity.GUEST
    return standing.side if speaks else None


def enough(there: Collection[Side | None]) -> bool:
    """Whether somebody of each side was there; no edition says more about who must be."""
    return set(Side) <= set(there)


def local(at: datetime, zone: tzinfo) -> datetime:
    """Return a time that people wrote as it reads there, as a moment; raises ValueError in words for one that is none.

    On the night on which the clocks go forward an hour is missing; on that on which they go back one comes twice.
    """
    moment = at.replace(tzinfo=zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at:
        raise ValueError(NO_SUCH_TIME)
    if moment.replace(fold=1).utcoffset() != moment.utcoffset():
        raise ValueError(TWICE)
    return moment.astimezone(UTC)


def met_counts(situation: Situation, there: Collection[Side | None]) -> bool:
    """Whether a clock of this stage counts by it that both sides met. None may count by what only one side says."""
    return _counts(situation, Event.MET, there)


def minutes_count(situation: Situation, there: Collection[Side | None], others: Collection[datetime]) -> bool:
    """Whether a clock of this stage counts by the minutes of a meeting: of none that another meeting has started.

    ``others`` are the moments at which it was noted that other meetings were held.
    """
    mine = all(span.started_at not in others for span in _by_minutes(situation))
    return mine and _counts(situation, Event.MINUTES_SENT, there)


def times_minutes(situation: Situation) -> bool:
    """Whether any clock of the edition ends by it that minutes are sent, at whatever stage."""
    return any(Event.MINUTES_SENT in clock.ends for clock in situation.procedure.clocks)


def minutes_clock(
    situation: Situation, there: Collection[Side | None], others: Collection[datetime]
) -> Span | None:  # fmt: skip
    """Return the running clock that the minutes of a meeting would end, if it has a date: see ``minutes_count``."""
    counts = minutes_count(situation, there, others)
    return next((span for span in _by_minutes(situation) if counts and span.dated), None)


def _counts(situation: Situation, event: Event, there: Collection[Side | None]) -> bool:
    return situation.open and enough(there) and event in situation.procedure.notes_at(situation.stage)


def _by_minutes(situation: Situation) -> tuple[Span, ...]:
    return tuple(span for span in running(situation) if Event.MINUTES_SENT in span.clock.ends)
