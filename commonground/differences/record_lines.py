"""The record as lines in time, and what in it can be masked: from entries to what a page draws."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse

from commonground.differences.actions.masking import written_by
from commonground.differences.reading import Standpoint
from commonground.differences.when import short_moment
from commonground.directory.queries import Actor
from commonground.govuk.components import Line, LineSide
from commonground.procedures import masking
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Act, Side, Subject
from commonground.record.models import Entry

ORDER = (
    *("Answer", "Which child", "Who", "Why", "Why not", "Whose it is", "Where it belongs", "The worry"),
    "What was tried",
)
"""Which words of an entry are read first; they are kept without an order."""

LAST = ("What keeps the child safe meanwhile", "Now asked or told", "Stepped over")
"""Which are read last, and only in the whole record."""


def lines(
    entries: Iterable[Entry], now: datetime, *, whole: bool = False, subject: str = Subject.CHILD
) -> tuple[Line, ...]:
    """Return entries of the record as a line in time, in the order given; with all their words, or the first.

    What they are labelled with reads as it does of what the difference is about.
    """
    return tuple(_line(entry, now, whole=whole, subject=Subject(subject)) for entry in entries)


def lines_to_mask(here: Standpoint, actor: Actor, entries: Sequence[Entry], now: datetime) -> tuple[Line, ...]:
    """Return entries with all their words, and beside each what this person can do about words put in by mistake."""
    return tuple(
        replace(line, link=link, href=reverse("differences:mask", args=[here.difference.reference, entry.pk]))
        if (link := _masking(entry, here, actor))
        else line
        for entry, line in zip(entries, lines(entries, now, whole=True, subject=here.difference.subject), strict=True)
    )


def _masking(entry: Entry, here: Standpoint, actor: Actor) -> str:
    if actor.let_in:  # by a pass: that page is not theirs
        return ""
    written = written_by(entry, actor)
    if hasattr(entry, "mask"):
        undecided = entry.mask.confirmed is None and not masking.decision_refusal(written, here.standings)
        return "Decide whether these words stay hidden" if undecided else ""
    return "" if masking.mask_refusal(written, here.standings) else "Hide words that were put in by mistake"


def _line(entry: Entry, now: datetime, *, whole: bool, subject: Subject) -> Line:
    side = _side_of(entry)
    name = Side(side).label if side != "neither" else ""  # the sentence says which agency that was then
    if entry.side_only:
        name = f"{Side(entry.side_only).label}, own side only"
    return Line(
        when=short_moment(entry.at, now),
        sentence=entry.text.sentence,
        words="" if whole else _in_short(entry.text.words),
        parts=_parts_of(entry.text.words, subject) if whole else (),
        side=side,
        side_name=name,
        at=entry.at.isoformat(),
    )


def _side_of(entry: Entry) -> LineSide:
    if entry.facts.get("act") == Act.RAISE:
        return "raising"
    side = (entry.facts.get("by") or {}).get("side")
    return side if side in {"raising", "responding"} else "neither"


def _in_short(words: Mapping[str, str]) -> str:
    """Return the words of an entry that say most: an answer with its reason, or what is read first."""
    if "Answer" in words:
        return f"{words['Answer']}: {words.get('Why', '')}"
    first = min((label for label in words if label not in LAST), key=_place, default=None)
    return words[first] if first else ""


def _parts_of(words: Mapping[str, str], subject: Subject) -> tuple[tuple[str, str], ...]:
    """Return all words of an entry with their labels, in the order in which they are read."""
    return tuple((reads(subject, label), words[label]) for label in sorted(words, key=_place))


def _place(label: str) -> tuple[int, int, str]:
    if label in LAST:
        return 2, LAST.index(label), label
    return (0, ORDER.index(label), label) if label in ORDER else (1, 0, label)
