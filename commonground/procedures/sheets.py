"""Sheets: what a side lists for itself, shares, and then reads beside the other's. What keeps somebody from it."""

from collections.abc import Iterable

from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import Step, agency_refusal
from commonground.procedures.terms import Subject, Term


class Tool(Term):
    """One tool whose sheet each side of a difference fills in."""

    ADULTS = "adults", "Who is in this child’s life"
    TIMELINE = "timeline", "A joint chronology"


STEPS = {Tool.ADULTS: Step.ADULTS, Tool.TIMELINE: Step.TIMELINE}
"""The step that is taken when a sheet is shared."""
OVER = "This has ended, so nothing is filled in here any more. What was shared stays, and you can still read it."
NOTHING = "Your side has said nothing here yet. Fill in one line, and then share it."
NOT_BEGUN = "Your side has begun nothing here that is not shared, so there is nothing to throw away."
NOTHING_TO_QUOTE = "Nothing is shared here that can be quoted yet."
MOST_LINES = 60
LONGEST_WORDS, LONGEST_WHO = 280, 120
"""How many characters each thing that is said may have, of a line or of a part of a child's day; and who told whom."""
FULL = "This holds as many lines as it can. Take one out, and then add yours."


def has_sheets(subject: Subject) -> bool:
    """Say whether there is a child about whose life something can be listed."""
    return subject is Subject.CHILD


def sheet_refusal(situation: Situation, standings: Iterable[Standing], *, stands_in: bool) -> str | None:
    """Return why somebody fills in no sheet for their side, in a sentence; None when they can."""
    return agency_refusal(situation, standings, OVER, stands_in=stands_in)
