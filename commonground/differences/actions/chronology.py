"""What a side says of an entry of the record: an entry of its own, which names the one that it is about."""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.masking import readable
from commonground.differences.actions.stepping import begin_step
from commonground.differences.chronology import chronicled
from commonground.directory.queries import Actor
from commonground.procedures.chronology import NEEDS_WORDS, WITHOUT_WORDS, word_refusal
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step, of_a_side_or_let_in
from commonground.procedures.worktime import moment_text
from commonground.record.models import Entry

SAID = {
    Step.ENTRY_AGREED: "agreed with what is written of {when}",
    Step.ENTRY_OTHERWISE: "said that they see otherwise what is written of {when}",
    Step.CORRECTED: "corrected what their side wrote on {when}",
}
ABOUT, WORDS = "What it is about", "In their words"
TELLS = {Step.ENTRY_OTHERWISE: "entry_otherwise", Step.CORRECTED: "corrected"}
"""By which notice the other side is told; of agreement it is told nothing."""


def say_of_entry(*, by: Actor, at: datetime, difference: UUID, entry: UUID, step: Step, words: str = "") -> Entry:
    """Say of an entry that one agrees with it, sees it otherwise, or what is right in it; the entry itself stays.

    Raises Difference.DoesNotExist or Entry.DoesNotExist (not there, or not this actor's to see), or Refused in words.
    """
    stepping = begin_step(by=by, at=at, difference=difference, standing=of_a_side_or_let_in)
    found = readable(stepping.row, entry, by, stepping.entered.seats)
    if sentence := word_refusal(chronicled(found), step, stepping.entered.standings):
        raise Refused(sentence)
    if not words and step in NEEDS_WORDS:
        raise Refused(WITHOUT_WORDS)
    written = found.text.sentence if hasattr(found, "text") else found.mask.sentence
    kind = TELLS.get(step, "")
    return stepping.finish(
        step, sentence=SAID[step].format(when=moment_text(found.at)), facts={"entry": str(found.pk)},
        words={ABOUT: written, WORDS: words}, tells=[stepping.side.other] if kind else (), kind=kind,
    )  # fmt: skip
