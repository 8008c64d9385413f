"""When a side may give a number on the scale of its edition, and what keeps somebody from it, in sentences."""

from collections.abc import Iterable

from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import agency_refusal, side_refusal

GIVEN = "Your side has given its number. It stays as it is, so that both were given without the other’s."
OVER = "This has ended, so no number is given any more. What was shown stays in the record."


def number_refusal(
    situation: Situation, standings: Iterable[Standing], *, given: bool, stands_in: bool
) -> str | None:  # fmt: skip
    """Return why somebody cannot give the number of their side, in a sentence; None when they can."""
    if given:
        return side_refusal(situation, standings, OVER) or GIVEN
    return agency_refusal(situation, standings, OVER, stands_in=stands_in)
