"""Who may ask somebody to advise a side of a difference, who may not be asked, and who may end it."""

from collections.abc import Collection

from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity, Role, Side

FOR_BOTH = frozenset(
    {
        Role.SAFEGUARDING_PARTNER,
        Role.PARTNERSHIP_OFFICER,
        Role.PARTNERSHIP_CHAIR,
        Role.FACILITATOR,
        Role.SCRUTINEER,
        Role.LIBRARY_EDITOR,
    }
)
"""Roles that are there for both sides, so nobody who has one advises either."""

ENDED = "This has ended, so nobody is asked for advice about it any more."
WHO_ASKS = (
    "Only people who act for a side, or its safeguarding lead, can ask somebody to advise it. The partnership’s "
    "officer can too, for either."
)
WHO_ENDS = (
    "Only whoever gives the advice, people who act for the side that they advise or its safeguarding lead, or the "
    "partnership’s officer can end it."
)


def sides_asking(standings: Collection[Standing]) -> tuple[Side, ...]:
    """Return the sides for which the holder of these standings may ask for advice."""
    office = any(one.capacity is Capacity.OFFICER for one in standings)
    own = {one.side for one in standings if takes_part(one)}
    return tuple(side for side in Side if office or side in own)


def asking_refusal(standings: Collection[Standing], side: Side | None, *, ended: bool) -> str | None:
    """Return why nobody can be asked to advise a side (None: any) now, in a sentence; None means that they can."""
    if ended:
        return ENDED
    sides = sides_asking(standings)
    return None if sides and side in {None, *sides} else WHO_ASKS


def may_end(standings: Collection[Standing], side: Side, *, mine: bool) -> bool:
    """Say whether the holder of these standings may end somebody's advice to a side; ``mine`` is one's own."""
    return mine or side in sides_asking(standings)
