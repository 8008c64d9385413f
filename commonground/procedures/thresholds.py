"""When two sides may place what they see on a threshold chart, and what keeps somebody from it, in sentences."""

from commonground.procedures.terms import Kind, Subject

BY_LEVEL = frozenset({Kind.THRESHOLD, Kind.REFERRAL_OUTCOME, Kind.ASSESSMENT, Kind.STEP_DOWN_CLOSE})
"""The kinds of difference in which two sides see the level of need differently, so that a chart can help."""

OVER = "This has ended, so nothing is placed on the chart any more. What was shown stays in the record."
NOT_BEGUN = "Your side has not begun yet. Begin on the page “Thresholds side by side”."
BEGUN = "Somebody of your side has begun already. Go on from what is there."
WAITS = "Your side has placed it. You can add to it once it is shown."
PLACED = "Your side has placed it already. Once it is shown you can add to it, and nothing is taken out."
NOTHING = "Choose at least one phrase first, or say that you do not use this chart."
NOTHING_NEW = "Choose something that your side has not chosen yet. What was shown stays as it is."
MEANWHILE = "Somebody of your side changed this since you opened the page. Look at it, and then send yours again."


def by_level(kind: Kind, subject: Subject) -> bool:
    """Say whether a chart can help in a difference of this kind: it is about somebody, and about a level of need."""
    return kind in BY_LEVEL and subject is not Subject.THEME
