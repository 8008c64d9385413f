"""Who may say of whom that they are too close to a difference to take part in it (invariant 8)."""

from collections.abc import Collection
from dataclasses import dataclass

from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity, Side, TooClose

ENDED = "This has ended, so nobody takes part in it any more."
ALREADY = "They take no part in this already."
RAISED_IT = "They raised it, so they see it to its end."
RAISERS_OWN = "You raised this, so you see it to its end. If it is too close to you, hand it over to a colleague."
ANSWERS_FOR_IT = (
    "Whoever took the decision answers for it, so say this only of somebody on the side that raised it. "
    "Of somebody with a personal interest, say that."
)
NOT_YOURS = (
    "Anyone can say this of themselves. Of somebody else, only the person who raised it, a safeguarding lead of their "
    "side, or the partnership’s officer can."
)


@dataclass(frozen=True, slots=True)
class Close:
    """Somebody who is said to be too close: whoever says it or another, of which side, and what they are in it now.

    ``side`` is None for somebody of neither.
    """

    oneself: bool
    side: Side | None
    raised_it: bool = False
    already: bool = False


def interest_refusal(standings: Collection[Standing], why: TooClose, about: Close, *, ended: bool) -> str | None:
    """Return why the holder of these standings cannot say this of somebody, in a sentence; None means that they can."""
    if ended:
        return ENDED
    if about.oneself and about.raised_it:
        return RAISERS_OWN
    if not about.oneself and why is TooClose.DECISION and about.side is not Side.RAISING:
        return ANSWERS_FOR_IT
    if not _may_say(standings, about):
        return NOT_YOURS
    if about.raised_it:
        return RAISED_IT
    return ALREADY if about.already else None


def _may_say(standings: Collection[Standing], about: Close) -> bool:
    if about.oneself:
        return bool(standings)
    may = {Capacity.RAISER, Capacity.LEAD}
    return any(
        one.capacity is Capacity.OFFICER or (about.side and one.capacity in may and one.side is about.side)
        for one in standings
    )
