"""Saying back: one side writes how it understands the other, and the other says whether that is so. Nothing waits."""

from collections.abc import Iterable

from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import of_a_side, side_refusal
from commonground.procedures.terms import Side, Term

AT_ONCE = "This is urgent, so nobody is asked to say anything back. Answer it, or take it further."
NOT_YOURS = "Only people who act for the other side can say whether it is understood."
HAS_ENDED = "This has ended, so what was said back stays as it is. You can still read it."
ALREADY = "Somebody of your side has said already whether this is right. It stands in the record."


class Heard(Term):
    """What a side says of how the other understands it."""

    YES = "yes", "yes, that is it"
    NEARLY = "nearly", "nearly, something is missing"
    NO = "no", "no, that is not it"


def is_urgent(situation: Situation) -> bool:
    """Say whether there is no time for it: a child may be in danger, or its edition makes its priority urgent."""
    return situation.danger or situation.procedure.is_urgent(situation.priority)


def say_back_refusal(situation: Situation) -> str | None:
    """Return why nothing can be said back here, in a sentence; None when it can."""
    return AT_ONCE if is_urgent(situation) else None


def heard_refusal(situation: Situation, standings: Iterable[Standing], said_by: Side, heard: str) -> str | None:
    """Return why somebody cannot say whether their side is understood, in a sentence; None when they can."""
    standings = tuple(standings)
    if (standing := of_a_side(standings)) and standing.side is said_by:
        return NOT_YOURS
    return side_refusal(situation, standings, HAS_ENDED) or (ALREADY if heard else None)


def reads_it_first(situation: Situation, standings: Iterable[Standing], *, reply_at_stage: int) -> bool:
    """Say whether somebody reads how they are understood before the reply that came with it: a first look, no more.

    It is for those who act for the raising side, while that stage lasts, and never when it is urgent.
    """
    standing = of_a_side(standings)
    raising = standing is not None and standing.side is Side.RAISING
    return raising and situation.open and reply_at_stage == situation.stage and not is_urgent(situation)
