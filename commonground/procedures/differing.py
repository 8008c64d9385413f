"""What is agreed, what is not, and what only one side says: a few lines, drawn from what both sides wrote.

A line is agreed when both sides say so, and either can take it out again. Nothing waits for the lists.
"""

from collections.abc import Iterable

from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import side_refusal
from commonground.procedures.terms import Event, Side, Term

FIRST_STAGE = 2
"""From this stage on the lists are made: before it, people talk."""

MOST = 12
"""About seven lines can be taken in at once; with so many the lists are full."""

TOO_EARLY = "These lists begin at stage 2, or once both sides have met. Until then, talk with each other."
HAS_ENDED = "This has ended, so the lists stay as they are. You can still read them."
FULL = f"There are {MOST} lines on the lists, which is as many as people can take in. Take one off first."
NOT_YOURS_TO_TAKE_OFF = "Only the side that put a line there can take it off, and only until the other side has spoken."
GONE = "That line was taken off the lists."


class Stand(Term):
    """Where a side stands on a line."""

    AGREES = "agrees", "We agree"
    DIFFERS = "differs", "We see it differently"


class Listed(Term):
    """The three lists, in the order in which they are read."""

    NOT_AGREED = "not_agreed", "Not agreed"
    AGREED = "agreed", "Agreed"
    ONE_SIDE = "one_side", "Only one side says"


def listed(raising: str, responding: str) -> Listed:
    """Return on which list a line stands, by where both sides stand on it; nothing is a side that has not said."""
    stands = {raising, responding}
    if Stand.DIFFERS in stands:
        return Listed.NOT_AGREED
    return Listed.AGREED if stands == {Stand.AGREES} else Listed.ONE_SIDE


def lists_refusal(situation: Situation, standings: Iterable[Standing], *, begun: bool = False) -> str | None:
    """Return why somebody cannot work on the lists, in a sentence; None when they can.

    ``begun`` is whether there are lines already, or both sides have met.
    """
    met = any(one.event is Event.MET for one in situation.events)
    early = not (begun or met or situation.stage >= FIRST_STAGE)
    return side_refusal(situation, standings, HAS_ENDED) or (TOO_EARLY if early else None)


def take_off_refusal(side: Side, put_by: Side, others: str) -> str | None:
    """Return why a side cannot take a line off, in a sentence; ``others`` is where the other side stands on it."""
    return None if side is put_by and not others else NOT_YOURS_TO_TAKE_OFF
