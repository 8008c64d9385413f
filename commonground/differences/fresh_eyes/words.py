"""How the record tells of fresh eyes: what its words are labelled with, and how each side is named in them."""

from commonground.differences.models import Difference
from commonground.procedures.terms import Side

WHAT, BY_WHEN, WHY = "What to look at", "A word is wanted by", "Why not"
SEES = "What I see"
MISSED = "What neither side seems to have looked at"
ASKS = "What I would ask {side}"
TRIES = "What I would try next"
ASKING = ASKS.partition("{")[0]
"""How it begins what is asked of a side."""


def sides_named(row: Difference) -> dict[Side, str]:
    """Return how each side is named where something is asked of it: by its part, where both are called the same."""
    names = {side: row.name_of(side) for side in Side}
    return names if len(set(names.values())) > 1 else {side: f"the {side.label}" for side in Side}


def in_order(label: str) -> tuple[int, str]:
    """Return the place of what somebody says who looked: the record keeps words without an order."""
    places = [SEES, MISSED, ASKING, TRIES]
    found = ASKING if label.startswith(ASKING) else label
    return (places.index(found) if found in places else len(places)), label
