"""Which child it is: who opens a first name and date of birth, and who gives which agency's reference."""

from collections.abc import Collection

from commonground.procedures.situation import Standing
from commonground.procedures.terms import BESIDE, Capacity, Side

ONLY_THE_TWO = (
    "Only the person who raised this and the person who has picked it up can open the first name and date of birth. "
    "Ring one of them."
)
WHO_GIVES = "You act for neither side, so this is not yours to give; either side can give its own reference."
THEIRS = "The responding side has given its reference already. Only its own people can change it."
RAISERS = "Only people of the side that raised this can give its reference. Give your own."


def opens_names(
    standings: Collection[Standing], *, stage: int, handed_to_me: bool, picked_up_by_me: bool | None
) -> bool:
    """Say whether the holder of these standings deals with it, and so may open first names and dates of birth.

    That is whoever raised it or was handed it, and whoever picked it up. Until somebody has (``picked_up_by_me`` is
    None) it is whoever answers at the present stage, who could otherwise not say which child it is. A guest opens
    them only once they have answered.
    """
    return any(
        one.capacity is Capacity.RAISER
        or (handed_to_me and one.side is Side.RAISING and one.capacity is Capacity.ANSWERING)
        or (one.side is Side.RESPONDING and _answers(one, stage, mine=picked_up_by_me))
        for one in standings
    )


def _answers(one: Standing, stage: int, *, mine: bool | None) -> bool:
    if mine is None:
        return one.capacity is Capacity.ANSWERING and one.stage == stage
    return mine and one.capacity in {Capacity.ANSWERING, Capacity.GUEST}


def reference_refusal(standings: Collection[Standing], of: Side, *, known: bool) -> str | None:
    """Return why the holder of these standings cannot give a side's reference, in a sentence; None means they can.

    Each side gives its own, and may put it right. The raising side may also write down the other one's, as it was
    told it, while there is none.
    """
    own = {one.side for one in standings if one.side and one.capacity not in BESIDE}
    if not own:
        return WHO_GIVES
    if of in own:
        return None
    if of is Side.RAISING:
        return RAISERS
    return THEIRS if known else None
