"""A change of mind: a side answers otherwise than it did before. It is good practice, and nobody has won by it."""

from commonground.procedures.terms import Answer

GOOD_PRACTICE = "They listened and looked again. To change one’s mind for a child is good practice."


def changed(before: Answer | None, now: Answer, *, own_word: bool) -> bool:
    """Say whether a side changed its mind: it answers otherwise than before, and that was its ``own_word``.

    What somebody else recorded for it may never have been its mind.
    """
    return own_word and before is not None and before is not now
