"""A difference in words for an agency's own file: what its reader may see of the record, stage by stage.

It is drawn twice from the same parts, as plain text to copy and as a PDF. Which child it is about never stands in it:
it goes into that child's own file. What people wrote stands further in than what the product says, line by line, so
that no words can pass for a heading.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from commonground.differences import beginning, presenting, record_lines
from commonground.differences.entries import FILED
from commonground.differences.keeping_safe import MEANWHILE
from commonground.differences.models import Clock, Difference
from commonground.differences.reading import Standpoint
from commonground.differences.when import lasting_day
from commonground.directory.models import Person
from commonground.now import london_date
from commonground.procedures.beside_stages import binds
from commonground.procedures.naming import capital, for_children
from commonground.procedures.situation import Situation
from commonground.procedures.subjects import needs, reads
from commonground.procedures.terms import End, Event, Side, Subject
from commonground.procedures.worktime import moment_text
from commonground.record.models import Entry

OWN_NOTES = "For our own side only: the other side does not see these notes"
MOST_ENTRIES = 400
"""So many of the newest entries are told; a difference with more would be a book and not a page in a file."""

UNTOLD = frozenset({FILED, "clock.reminder_before", "clock.reminder_after"})
"""Kinds of entry that say nothing about the difference itself."""

TURNS = {
    "sign": "to sign the proposed agreement, or say why not",
    "go_on": "to agree, or to take it further",
    "answer": "to answer",
}
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""What nobody sees: control characters, and marks that turn the direction of whatever comes after them."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that happened, in a sentence, and what people wrote then, each with its label."""

    sentence: str
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part under a heading: facts on a line each, somebody's words, and what happened, in order."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    words: str = ""
    said: tuple[Said, ...] = ()
    own_side: bool = False
    """Whether it is a side's own and not for the other side's eyes."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole of it: what it is called, who took it and when, and its parts."""

    title: str
    taken: str
    parts: tuple[Part, ...]
    keywords: tuple[str, ...] = ()
    """What the file says of itself to machines, besides its title."""


def paper(
    here: Standpoint,
    entries: Sequence[Entry],
    clocks: Sequence[Clock],
    present: Mapping[UUID, tuple[Person, ...]],
    *,
    taken_by: str,
    at: datetime,
    cut: bool = False,
) -> Paper:
    """Return a difference as it goes into a file.

    ``entries`` are those that the reader may see, the newest first, ``cut`` whether older ones were left out;
    ``clocks`` those that run; ``present`` who is there today for each post.
    """
    parts = (
        what_it_is(here.difference, here.situation),
        Part(reads(here.situation.subject, MEANWHILE), words=plain(here.difference.meanwhile)),
        Part("What happens next", next_facts(here, clocks, at)),
        _to_ring(here, present),
        *_stages(here, [one for one in reversed(entries) if not one.side_only], at, cut=cut),
        *_own_notes([one for one in reversed(entries) if one.side_only], at, here.situation.subject),
    )
    title = f"Professional difference {here.difference}"
    return Paper(title, taken(taken_by, at), parts)


def taken(taken_by: str, at: datetime) -> str:
    """Return what a paper says of who took it, and when."""
    return line(f"Taken from Common Ground by {taken_by}, on {moment_text(at)}.")


def as_text(one: Paper) -> str:
    """Return it as plain text: headings underlined, people's words set in by four spaces."""
    lines = [one.title, one.taken]
    for part in one.parts:
        lines += ["", part.heading, "-" * len(part.heading)]
        lines += [f"{label}: {value}" for label, value in part.facts]
        lines += _set_in(part.words)
        for said in part.said:
            lines.append(said.sentence)
            for label, words in said.words:
                lines += [f"  {label}:", *_set_in(words)]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Return words without what nobody sees, with one kind of line break."""
    return "\n".join(UNSEEN.sub("", one.replace("\t", " ")).rstrip() for one in text.splitlines()).strip("\n")


def line(text: str) -> str:
    """Return words as one line."""
    return " ".join(plain(text).split())


def _set_in(text: str) -> list[str]:
    return [f"    {one}".rstrip() for one in text.split("\n")] if text else []


def what_it_is(row: Difference, situation: Situation) -> Part:
    """Return what a difference is, who raised it with whom, and by which procedure; never who the child is."""
    subject = situation.subject
    raised = f"{row.name_of(Side.RAISING)} ({row.raised_by.name}), on {moment_text(row.raised_at)}"
    facts = (
        ("Reference", str(row)),
        ("About", row.title),
        *_who(subject),
        ("Raised by", raised),
        ("With", row.name_of(Side.RESPONDING)),
        *(
            (f"Agreed for {for_children(one.children)}", f"on {moment_text(one.at)}. It stands in the record below.")
            for one in situation.agreed
        ),
        *(((reads(subject, beginning.HOW_SOON), soon),) if (soon := beginning.how_soon(situation)) else ()),
        *(((f"{capital(needs(subject))} by", lasting_day(row.needed_by)),) if row.needed_by else ()),
        ("Procedure", situation.procedure.name),
    )
    return Part("What it is", tuple((label, line(value)) for label, value in facts))


def _who(subject: Subject) -> tuple[tuple[str, str], ...]:
    """Return where the reader finds who it is; nothing where it is about nobody in particular."""
    if subject is Subject.THEME:
        return ()
    which = "Which child" if subject is Subject.CHILD else "Who"
    return ((which, f"See your own file for {reads(subject, 'the child')}’s name. It is left out here on purpose."),)


def next_facts(here: Standpoint, clocks: Sequence[Clock], at: datetime) -> tuple[tuple[str, str], ...]:
    """Return whose turn it is, by when, and what comes after; or how it ended."""
    row, situation = here.difference, here.situation
    if row.ended_at or situation.turn is None:
        ended = f"{End(row.end).label}, on {moment_text(row.ended_at or at)}"
        return ("It has ended", ended), ("After that", "Anyone who is still worried can raise a new difference.")
    turn = TURNS["sign" if situation.proposal else "go_on" if situation.answered else "answer"]
    after = "This is the last stage."
    if not situation.last:
        rung = situation.procedure.stage(situation.stage + 1)
        after = f"{row.name_of(Side.RAISING)} can take it to stage {rung.number}: {rung.name}"
    facts = (
        ("It waits for", f"{row.name_of(situation.turn)}, {turn}"),
        *((one.label, _due(one, at)) for one in clocks if binds(one.key) and not one.ended_at),
        ("If it is not settled", after),
    )
    return tuple((label, line(value)) for label, value in facts)


def _due(clock: Clock, at: datetime) -> str:
    if clock.due_at is None:
        return "no fixed date"
    return moment_text(clock.due_at) + (" (past its time; nothing has closed)" if clock.due_at <= at else "")


def _to_ring(here: Standpoint, present: Mapping[UUID, tuple[Person, ...]]) -> Part:
    found: list[tuple[str, str]] = []
    for group in presenting.people(here.difference, here.seats, present, None):
        known = [f"{one.name}. {one.what}. Ring {one.phone}" for one in group.people if one.phone]
        found += [(line(group.name), line(one)) for one in known or ["no number is known here"]]
    return Part("Who can be rung", tuple(found))


def _stages(here: Standpoint, entries: Sequence[Entry], at: datetime, *, cut: bool) -> Iterator[Part]:
    """Yield what happened at each stage, in order. A stage that it came back to is told again."""
    situation = here.situation
    steps = [(one.at, one.stage) for one in reversed(situation.events) if one.event is not Event.RECEIVED]

    def stage_of(entry: Entry) -> int:
        return next((stage for since, stage in steps if since <= entry.at), 1)

    runs = [(stage, list(found)) for stage, found in groupby(entries, stage_of)]
    begins = [found[0].at for _, found in runs]
    kept = ""
    if cut:
        yield Part("Earlier entries", (("Left out", "Older entries are in the whole record only."),))
    for number, (stage, found) in enumerate(runs):
        left = begins[number + 1] if number + 1 < len(begins) else here.difference.ended_at
        how = "not settled" if number + 1 < len(begins) else here.difference.end and End(here.difference.end).label
        name = line(situation.procedure.stage(stage).name)
        said = []
        for entry in found:
            if entry.kind not in UNTOLD:
                said.append(_said(entry, at, kept, situation.subject))
            kept = entry.text.words.get(MEANWHILE, kept)
        yield Part(f"Stage {stage}: {name}, {_span(begins[number], left, how)}", said=tuple(said))


def _own_notes(entries: Sequence[Entry], at: datetime, subject: Subject) -> Iterator[Part]:
    if entries:
        yield Part(OWN_NOTES, said=tuple(_said(entry, at, "", subject) for entry in entries), own_side=True)


def _said(entry: Entry, at: datetime, meanwhile: str, subject: Subject) -> Said:
    """Return an entry in words; what keeps the child safe meanwhile only where it changed."""
    (drawn,) = record_lines.lines([entry], at, whole=True, subject=subject)
    unchanged = (reads(subject, MEANWHILE), meanwhile)
    words = tuple((line(label), plain(text)) for label, text in drawn.parts if (label, text) != unchanged)
    return Said(line(f"{moment_text(entry.at)}: {drawn.sentence}"), words)


def _span(since: datetime, until: datetime | None, how: str) -> str:
    """Return "since Monday 2 …", "Monday 2 … to Tuesday 3 …, not settled", or the one day that it was."""
    first = lasting_day(london_date(since))
    if until is None:
        return f"since {first}"
    last = lasting_day(london_date(until))
    return f"{first}, {how}" if first == last else f"{first} to {last}, {how}"
