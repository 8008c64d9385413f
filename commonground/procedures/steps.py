"""The steps of resolving well: what people do in the middle of a difference so that they understand each other.

No step moves a clock, keeps an act back or changes where a difference stands. Each can be passed by.
"""

from collections.abc import Iterable

from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Term


class Step(Term):
    """One step; its label is what an entry of that kind tells, in a few words."""


NOT_A_SIDE = "Only people who act for one of the two sides can do this. You can read what they wrote."


def of_a_side(standings: Iterable[Standing]) -> Standing | None:
    """Return the standing by which somebody takes a step for a side, at any stage; None when they act for none."""
    return next((one for one in standings if takes_part(one)), None)
