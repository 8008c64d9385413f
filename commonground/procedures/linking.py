"""Who may link two differences that belong together, and who may take the link back."""

from collections.abc import Collection

from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Standing

WHO_LINKS = (
    "Only people who act for a side in both differences, or its safeguarding lead there, can link them or take a link "
    "back. Ask whoever does."
)
UNKNOWN = (
    "There is no difference with that reference that you can see. Check each letter and number. If it is right, ask "
    "whoever gave it to you."
)
ITSELF = "That is the reference of this difference. Give the reference of the other one."
ALREADY = "These two are linked already."
RESTRICTED = (
    "One of the two is restricted, so they cannot be linked: others could learn from a link that it is there. Note the "
    "other reference in the restricted one."
)


def linking_refusal(here: Collection[Standing], there: Collection[Standing] | None = None) -> str | None:
    """Return why the holder of these standings cannot link two differences, in a sentence; None means that they can.

    ``there`` is how they stand in the other; None asks about this one alone, before another was named.
    """
    both = (here,) if there is None else (here, there)
    return None if all(any(map(takes_part, standings)) for standings in both) else WHO_LINKS
