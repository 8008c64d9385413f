"""The steps of resolving well: what people do in the middle of a difference so that they understand each other.

No step moves a clock, keeps an act back or changes where a difference stands. Each can be passed by.
"""

from collections.abc import Iterable

from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Term


class Step(Term):
    """One step; its label is what an entry of that kind tells, in a few words."""

    ACTION_NOTED = "action_noted", "Somebody has something to do by a day"
    ACTION_DONE = "action_done", "An action is done"
    ACTION_SET_ASIDE = "action_set_aside", "An action is not needed any more"
    ACTION_HANDED_OVER = "action_handed_over", "An action was handed over"
    PLACE_ON_CHART = "place_on_chart", "A side placed what it sees on the threshold chart"
    SHOW_CHART = "show_chart", "What was placed on the threshold chart was shown"
    ADD_TO_CHART = "add_to_chart", "A side added to what it placed on the threshold chart"


NOT_A_SIDE = "Only people who act for one of the two sides can do this. You can read what they wrote."


def of_a_side(standings: Iterable[Standing]) -> Standing | None:
    """Return the standing by which somebody takes a step for a side, at any stage; None when they act for none."""
    return next((one for one in standings if takes_part(one)), None)
