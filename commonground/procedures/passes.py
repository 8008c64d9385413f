"""Who may let somebody without an account into a difference by a pass, and who may take it back."""

from collections.abc import Collection

from commonground.procedures.permitting import Refused, ended_text
from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import BESIDE, Capacity, Side

WHO_TAKES_BACK = "Only whoever gave it, people of the side that it is for, or the partnership officer can take it back."


def sides_to_let_in(situation: Situation, standings: Collection[Standing]) -> tuple[Side, ...]:
    """Return for which sides the holder of these standings may give a pass now: their own; the officer for either.

    Nobody speaks for the other side, so nobody chooses who does.
    """
    if situation.end is not None:
        return ()
    return tuple(side for side in Side if any(_lets_in(standing, side) for standing in standings))


def refusal_to_let_in(situation: Situation, standings: Collection[Standing], side: Side | None = None) -> str | None:
    """Return why the holder of these standings cannot give a pass now, for a side or for either, in a sentence."""
    if situation.end is not None:
        return ended_text(situation, situation.end)
    sides = sides_to_let_in(situation, standings)
    if side in sides or (side is None and sides):
        return None
    own = f"the {side.label}" if side else "a side"
    return (
        f"Only people who act for {own}, its safeguarding lead, or the partnership officer can let somebody in by a "
        "pass for it. Ask the partnership’s office."
    )


def letting_in(situation: Situation, standings: Collection[Standing], side: Side) -> Standing:
    """Return the first standing by which a pass may be given for a side; raise Refused when there is none."""
    if sentence := refusal_to_let_in(situation, standings, side):
        raise Refused(sentence)
    return next(standing for standing in standings if _lets_in(standing, side))


def _lets_in(standing: Standing, side: Side) -> bool:
    return standing.capacity is Capacity.OFFICER or (takes_part(standing) and standing.side is side)


def may_take_back(standings: Collection[Standing], *, mine: bool, side: Side) -> bool:
    """Say whether the holder of these standings may take a pass back.

    ``mine`` is whether they gave it; ``side`` is the one it is for. No guest does, nobody of an agency that joined, and
    nobody who only advises.
    """
    return mine or any(
        one.capacity is Capacity.OFFICER or (one.side is side and one.capacity not in BESIDE | {Capacity.GUEST})
        for one in standings
    )
