"""Who may take back a pass, by which somebody was let into a difference. Who may give one: see ``permitting``."""

from collections.abc import Collection

from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity, Side

WHO_TAKES_BACK = "Only whoever gave it, people of the side that it is for, or the partnership officer can take it back."


def may_take_back(standings: Collection[Standing], *, mine: bool, side: Side) -> bool:
    """Say whether the holder of these standings may take a pass back.

    ``mine`` is whether they gave it; ``side`` is the one it is for. No guest does, and nobody of an agency that joined.
    """
    return mine or any(
        one.capacity is Capacity.OFFICER or (one.side is side and one.capacity not in {Capacity.JOINED, Capacity.GUEST})
        for one in standings
    )
