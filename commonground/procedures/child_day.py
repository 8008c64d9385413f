"""A day in the life of a child, as each side knows it: of what it is told, and what keeps somebody from it."""

from collections.abc import Iterable

from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import agency_refusal
from commonground.procedures.terms import Subject

OVER = "This has ended, so no day is filled in any more. What was shared stays, and you can still read it."
NOT_BEGUN = "Your side has not begun this day yet. Begin on the page “The child’s day”."
NOTHING = "Nothing is filled in yet. Say something of one part of the day, if only that it is not known."
LACKS = (
    "Say of “{part}” what is known and how, and if it goes well or is a worry. Or say that it is not known. Then "
    "share the day."
)


def has_days(subject: Subject) -> bool:
    """Say whether there is a child whose day can be told."""
    return subject is Subject.CHILD


def day_refusal(situation: Situation, standings: Iterable[Standing], *, stands_in: bool) -> str | None:
    """Return why somebody cannot fill in a day for their side, in a sentence; None when they can."""
    return agency_refusal(situation, standings, OVER, stands_in=stands_in)
