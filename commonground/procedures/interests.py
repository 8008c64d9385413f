"""Who may say of whom that they are too close to a difference to take part in it (invariant 8)."""

from collections.abc import Collection

from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity, Side, TooClose

RAISERS_OWN = "You raised this, so you see it to its end. If it is too close to you, hand it over to a colleague."
ANSWERS_FOR_IT = (
    "Whoever took the decision answers for it, so say this only of somebody on the side that raised it. "
    "Of somebody with a personal interest, say that."
)
NOT_YOURS = (
    "Anyone can say this of themselves. Of somebody else, only the person who raised it, a safeguarding lead of their "
    "side, or the partnership’s officer can."
)


def interest_refusal(
    standings: Collection[Standing], why: TooClose, *, oneself: bool, of_side: Side | None
) -> str | None:
    """Return why the holder of these standings cannot say this of somebody, in a sentence; None means that they can.

    ``of_side`` is the side of the person it is about; None for somebody of neither.
    """
    if oneself:
        if any(one.capacity is Capacity.RAISER for one in standings):
            return RAISERS_OWN
        return None
    if why is TooClose.DECISION and of_side is not Side.RAISING:
        return ANSWERS_FOR_IT
    if any(one.capacity is Capacity.OFFICER for one in standings):
        return None
    may = {Capacity.RAISER, Capacity.LEAD}
    if of_side and any(one.capacity in may and one.side is of_side for one in standings):
        return None
    return NOT_YOURS
