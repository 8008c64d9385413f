"""Who may say that a child has moved, to another school or area."""

from collections.abc import Collection

from commonground.procedures.permitting import PERMITS, ended_text, refusal
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act

WHICH = "Say which child has moved: choose by number."
NO_CHILD = "This is about no child, so none can have moved."
NOWHERE = "Say to which agency or to which area the child has moved."


def moving_refusal(situation: Situation, standings: Collection[Standing]) -> str | None:
    """Return why the holder of these standings cannot say that a child has moved, in a sentence that says who can.

    It is whoever may ask another agency to join, because the new one is asked so.
    """
    if situation.end is not None:
        return ended_text(situation, situation.end)
    if not situation.children:
        return NO_CHILD
    if refusal(situation, Act.JOIN, standings) is not None:
        return f"Only {PERMITS[Act.JOIN].who(situation)} can say that a child has moved."
    return None
