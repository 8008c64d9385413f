"""Who may call a meeting, change it and write down what came of it; who must be there; and by when its minutes are due.

A meeting moves nothing. That it was held, and that its minutes were sent, is noted as any note says it, and only where
a clock of the edition counts by that.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, tzinfo

from commonground.procedures.definition import Procedure
from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Standing
from commonground.procedures.steps import of_a_side
from commonground.procedures.terms import Capacity, Event, Side, Term
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
    helping = (one for one in standings if one.capacity in {Capacity.HELPING, Capacity.FACILITATING})
    return of_a_side(standings) or next(helping, None)


of_who_dissents = of_an_owner
"""Whoever takes part says in their own words that they do not agree: of a side, of who joined, or of who helps."""


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


def minutes_clock(procedure: Procedure, stage: int) -> str | None:
    """Return the clock of a stage by which minutes are due: it ends when they are sent; None where there is none."""
    clocks = procedure.stage(stage).clocks
    return next((clock.key for clock in clocks if Event.MINUTES_SENT in clock.ends), None)
