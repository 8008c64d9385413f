"""Who may have an action, put one on the list, say that it is done or not needed any more, and hand it over.

What somebody has undertaken to do moves no clock. It goes on after the difference has ended.
"""

from collections.abc import Iterable
from datetime import date

from commonground.procedures.situation import Standing
from commonground.procedures.steps import of_a_side
from commonground.procedures.terms import Capacity, Term

OWNING = frozenset(
    {
        Capacity.RAISER,
        Capacity.ANSWERING,
        Capacity.LEAD,
        Capacity.HELPING,
        Capacity.FACILITATING,
        Capacity.JOINED,
    }
)
"""By which people may have an action: for a side, for an agency that joined, or because they help both sides."""

NOT_YOURS = (
    "Only people of the agency that has this action can do that. They are named on the list; ask them, or add a note."
)
WHO_NOTES = (
    "Only people who act for a side, belong to an agency that joined, or help both sides can put an action on the "
    "list. Ask one of them."
)
OVER = "This action is dealt with already. Perhaps a colleague was quicker."
HAS_A_DAY = "What they take on in the agreement has a day already: it is on the list. Perhaps a colleague was quicker."
NO_LINE = "That line stands in no agreement that both sides have signed. Open the agreement, and choose it there."
NOT_THEIRS = (
    "Another agency takes this on in the agreement, so the action is theirs. Choose that agency, or somebody of it."
)
NOT_THEM = (
    "Whoever has an action must be able to see this difference. Choose somebody from the list, or ask their agency to "
    "join first."
)
GONE_BY = "That day has gone by. Give a day from today on."
NOTHING_NEW = "They have it already, by the same day. Choose somebody else, or another day."


class Now(Term):
    """What has become of an action."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    SET_ASIDE = "set_aside", "Not needed any more"


def of_an_owner(standings: Iterable[Standing]) -> Standing | None:
    """Return the standing by which somebody deals with actions: of a side first; None when they have none."""
    standings = tuple(standings)
    return of_a_side(standings) or next((one for one in standings if one.capacity in OWNING), None)


def is_past(due: date, today: date) -> bool:
    """Whether the day by which something was to be done has gone by."""
    return due < today
