"""What a side may say of an entry of the record: that it agrees, that it sees it otherwise, or what is right in it.

Silence is never agreement, and the entry never changes: each word is an entry of its own.
"""

from collections.abc import Collection
from dataclasses import dataclass

from commonground.procedures.situation import Standing
from commonground.procedures.steps import NOT_A_SIDE, Step, of_a_side_or_let_in
from commonground.procedures.terms import Side

WORDS = (Step.ENTRY_AGREED, Step.ENTRY_OTHERWISE, Step.CORRECTED)
"""What may be said of an entry."""

NEEDS_WORDS = frozenset({Step.ENTRY_OTHERWISE, Step.CORRECTED})
"""All but a plain yes: whoever reads it later has to follow."""

WITHOUT_WORDS = "Say it in your words, so that whoever reads it later can follow."
OWN_ENTRY = "Your side wrote this, so the other side says whether it agrees. You can say what is right."
THEIR_ENTRY = "The other side wrote this. You can say that you see it otherwise."
OWN_NOTE = "This is a note of your own side. The other side does not read it, so there is nobody to agree."
A_WORD = "This is itself a word on another entry. Say what you think of that one."


@dataclass(frozen=True, slots=True)
class Chronicled:
    """An entry as these rules see it: for which side it was written, if it is one side’s own note, or itself a word."""

    side: Side | None
    own_note: bool = False
    word: bool = False


def may_say(entry: Chronicled, standings: Collection[Standing]) -> tuple[Step, ...]:
    """Return what the holder of these standings may say of an entry; nothing for whoever may say nothing."""
    return tuple(step for step in WORDS if word_refusal(entry, step, standings) is None)


def word_refusal(entry: Chronicled, step: Step, standings: Collection[Standing]) -> str | None:
    """Return why the holder of these standings cannot say this of an entry, in a sentence; None means that they can.

    A side agrees with what the other wrote, or sees it otherwise, and corrects what it wrote itself. Of what the clock
    or neither side wrote both may say whether they agree.
    """
    standing = of_a_side_or_let_in(standings)
    if standing is None:
        return NOT_A_SIDE
    if entry.own_note:
        return OWN_NOTE
    if entry.word:
        return A_WORD
    if step is Step.CORRECTED:
        return None if entry.side is standing.side else THEIR_ENTRY
    return OWN_ENTRY if entry.side is standing.side else None
