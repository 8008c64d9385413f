"""When two sides may place what they see on a threshold chart, and what keeps somebody from it, in sentences."""

from collections.abc import Iterable

from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import agency_refusal
from commonground.procedures.terms import Kind, Subject

BY_LEVEL = frozenset({Kind.THRESHOLD, Kind.REFERRAL_OUTCOME, Kind.ASSESSMENT, Kind.STEP_DOWN_CLOSE})
"""The kinds of difference in which two sides see the level of need differently, so that a chart can help."""

OVER = "This has ended, so nothing is placed on the chart any more. What was shown stays in the record."
NOT_BEGUN = "Your side has not begun yet. Begin on the page “Thresholds side by side”."
WAITS = "Your side has placed it. You can add to it once it is shown."
PLACED = "Your side has placed it already. Once it is shown you can add to it, and nothing is taken out."
UNUSED = "Your side has said that it does not use this chart. You can add a note instead."
NOTHING = "Choose at least one phrase first, or say that you do not use this chart."
NOTHING_NEW = "Choose something that your side has not chosen yet. What was shown stays as it is."
MEANWHILE = "Somebody of your side changed this since you opened the page. Look at it, and then send yours again."


def by_level(kind: Kind, subject: Subject) -> bool:
    """Say whether a chart can help in a difference of this kind: it is about somebody, and about a level of need."""
    return kind in BY_LEVEL and subject is not Subject.THEME


def chart_refusal(situation: Situation, standings: Iterable[Standing], *, stands_in: bool) -> str | None:
    """Return why somebody cannot place anything on the chart, in a sentence; None when they can."""
    return agency_refusal(situation, standings, OVER, stands_in=stands_in)


def placing_refusal(*, placed: bool, unused: bool) -> str | None:
    """Return why a side cannot place what it chose, or say that it does not use the chart; None when it can."""
    if unused:
        return UNUSED
    return PLACED if placed else None


def choosing_refusal(*, placed: bool, shown: bool, unused: bool) -> str | None:
    """Return why a side cannot choose a phrase, or add one to what is shown; None when it can."""
    if unused:
        return UNUSED
    return WAITS if placed and not shown else None
