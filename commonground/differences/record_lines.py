"""The record as lines in time, and what in it can be masked: from entries to what a page draws."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from commonground.differences.actions.chronology import ABOUT, WORDS
from commonground.differences.actions.masking import written_by
from commonground.differences.chronology import chronicled, side_of
from commonground.differences.differing.words import FROM
from commonground.differences.fresh_eyes import words as fresh_eyes
from commonground.differences.keeping_safe import MEANWHILE
from commonground.differences.reading import Standpoint
from commonground.differences.undertakings.words import DONE_WHEN, EVIDENCE, REASON, WHAT
from commonground.differences.when import short_moment
from commonground.directory.queries import Actor
from commonground.govuk.components import Line
from commonground.procedures import masking
from commonground.procedures.chronology import may_say
from commonground.procedures.steps import Step
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Side, Subject
from commonground.record.models import Entry

ORDER = (
    *(WHAT, DONE_WHEN, EVIDENCE, REASON, "Before"),
    *(fresh_eyes.SEES, fresh_eyes.MISSED, fresh_eyes.WHAT, fresh_eyes.WHY),
    *("Answer", "Which child", "Who", "By when", "Why", "Why not", "Whose it is", "Where it belongs", "The worry"),
    "What was tried",
)
"""Which words of an entry are read first; they are kept without an order."""

ON_ENTRY = {
    f"step.{Step.ENTRY_AGREED}": "Agreed by",
    f"step.{Step.ENTRY_OTHERWISE}": "Seen otherwise by",
    f"step.{Step.CORRECTED}": "Corrected by",
}
"""How it begins what somebody said of an entry."""

AGREEMENTS = frozenset({"Proposed agreement", "Signed agreement"})
"""Words of which the decision alone is read in short: the whole text stands on the same page."""

LAST = (FROM, ABOUT, MEANWHILE, "Now asked or told", "Stepped over")
"""Which are read last, and only in the whole record."""


def lines(
    entries: Iterable[Entry], now: datetime, *, whole: bool = False, subject: str = Subject.CHILD
) -> tuple[Line, ...]:
    """Return entries of the record as a line in time, in the order given; with all their words, or the first.

    What they are labelled with reads as it does of what the difference is about.
    """
    return tuple(_line(entry, now, whole=whole, subject=Subject(subject)) for entry in entries)


def whole_lines(
    here: Standpoint, actor: Actor, entries: Sequence[Entry], said: Mapping[UUID, Sequence[Entry]], now: datetime
) -> tuple[Line, ...]:  # fmt: skip
    """Return entries with all their words, what each side ``said`` of them, and what this person can do about each."""
    drawn = lines(entries, now, whole=True, subject=here.difference.subject)
    return tuple(
        replace(line, ways=tuple(_ways(entry, here, actor)), said=on_entry(said.get(entry.pk, ()), now))
        for entry, line in zip(entries, drawn, strict=True)
    )


def on_entry(said: Iterable[Entry], now: datetime) -> tuple[tuple[str, str], ...]:
    """Return what was said of an entry: by whom and when, and in which words, in the order in which it was said."""
    return tuple(
        (f"{ON_ENTRY[one.kind]} {one.text.actor_name}, {short_moment(one.at, now)}", one.text.words.get(WORDS, ""))
        for one in said
    )


def _ways(entry: Entry, here: Standpoint, actor: Actor) -> Iterator[tuple[str, str]]:
    """Yield what can be done about an entry, each with its address."""
    where = [here.difference.reference, entry.pk]
    if may := may_say(chronicled(entry), here.standings):
        own = may == (Step.CORRECTED,)
        label = "Say what is right in this" if own else "Say whether you agree with this"
        yield label, reverse("differences:say_of_entry", args=where)
    if masking := _masking(entry, here, actor):
        yield masking, reverse("differences:mask", args=where)


def _masking(entry: Entry, here: Standpoint, actor: Actor) -> str:
    if actor.let_in:  # by a pass: that page is not theirs
        return ""
    written = written_by(entry, actor, here.seats)
    if hasattr(entry, "mask"):
        undecided = entry.mask.confirmed is None and not masking.decision_refusal(written, here.standings)
        return "Decide whether these words stay hidden" if undecided else ""
    return "" if masking.mask_refusal(written, here.standings) else "Hide words that were put in by mistake"


def _line(entry: Entry, now: datetime, *, whole: bool, subject: Subject) -> Line:
    side = side_of(entry.facts)
    name = side.label if side else ""  # the sentence says which agency that was then
    if entry.side_only:
        name = f"{Side(entry.side_only).label}, own side only"
    return Line(
        when=short_moment(entry.at, now),
        sentence=entry.text.sentence,
        words="" if whole else _in_short(entry.text.words),
        parts=_parts_of(entry.text.words, subject) if whole else (),
        side="raising" if side is Side.RAISING else "responding" if side else "neither",
        side_name=name,
        at=entry.at.isoformat(),
    )


def _in_short(words: Mapping[str, str]) -> str:
    """Return the words of an entry that say most: an answer with its reason, or what is read first."""
    if "Answer" in words:
        return f"{words['Answer']}: {words.get('Why', '')}"
    for came in (EVIDENCE, REASON):
        if WHAT in words and came in words:
            return f"{words[WHAT]}\n\n{came}: {words[came]}"
    first = min((label for label in words if label not in LAST), key=_place, default=None)
    if first in AGREEMENTS:
        decision, *more = words[first].split("\n\n")
        return f"{decision} …" if more else decision
    return words[first] if first else ""


def _parts_of(words: Mapping[str, str], subject: Subject) -> tuple[tuple[str, str], ...]:
    """Return all words of an entry with their labels, in the order in which they are read."""
    return tuple((reads(subject, label), words[label]) for label in sorted(words, key=_place))


def _place(label: str) -> tuple[int, int, str]:
    if label in LAST:
        return 2, LAST.index(label), label
    return (0, ORDER.index(label), label) if label in ORDER else (1, 0, label)
