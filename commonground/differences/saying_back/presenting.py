"""What was said back, on the page of a difference: first of all to whom it is about, then next to each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commonground.differences.models import SayBack, View
from commonground.differences.presenting import ASKED, WORRY
from commonground.differences.reading import Standpoint
from commonground.differences.saying_back.forms import WORDS
from commonground.differences.saying_back.words import MISSING
from commonground.differences.when import short_moment
from commonground.govuk.components import Cell, CellMark, Line, Offer, Row
from commonground.procedures.saying_back import Heard, heard_refusal
from commonground.procedures.terms import Side
from commonground.record.models import Entry

OPENS_LATER = Cell("", note="Their reply opens when you have read how they understand your worry.")
REPLY = frozenset({WORRY, ASKED})
"""The rows in which the reply stands."""
LABEL, WHETHER = "How each understands the other", "Is that right?"
MARKS: Mapping[Heard, CellMark] = {Heard.YES: "same", Heard.NEARLY: "nearly", Heard.NO: "nearly"}


@dataclass(frozen=True, slots=True)
class ToSay:
    """What was said back of this person's side, and waits for their word on it."""

    number: int
    words: str
    who: str
    yes: str
    nearly: str
    no: str
    reply_hidden: bool


def to_say(here: Standpoint, said: Sequence[SayBack], first: SayBack | None, now: datetime) -> ToSay | None:
    """Return what waits for this person's word, the newest; nothing once a side has said it, or for others."""
    last = {one.side: one for one in said}
    for one in last.values():
        if heard_refusal(here.situation, here.standings, Side(one.side), one.heard) is None:
            own = WORDS[Side(one.side).other]
            who = f"{one.by.name}, {short_moment(one.at, now)}"
            labels = own[Heard.YES], own[Heard.NEARLY], own[Heard.NO]
            return ToSay(one.number, one.words, who, *labels, one is first)
    return None


def with_said_back(drawn: Sequence[Row], said: Sequence[SayBack], now: datetime) -> tuple[Row, ...]:
    """Return both sides' rows with the newest that each said back, after the first; then what the other says of it.

    That is the other side's word, so it stands in the other side's column, under the name of whoever said it.
    """
    newest = {Side(one.side): one for one in said}
    if not newest:
        return tuple(drawn)
    own = Row(LABEL, *(_cell(newest[side], now) if side in newest else None for side in Side))
    words = [_word(newest[side.other], now) if side.other in newest else None for side in Side]
    return (*drawn[:1], own, *([Row(WHETHER, *words)] if any(words) else []), *drawn[1:])


def rows(drawn: Sequence[Row], said: Sequence[SayBack], first: SayBack | None, now: datetime) -> tuple[Row, ...]:
    """Return both sides' rows with what was said back; where that is read ``first``, without the reply."""
    both = with_said_back(drawn, said, now)
    return tuple(replace(row, responding=OPENS_LATER) if first and row.label in REPLY else row for row in both)


def lines(drawn: Sequence[Line], entries: Sequence[Entry], first: SayBack | None) -> tuple[Line, ...]:
    """Return lines of the record; where something is read ``first``, without the words of the reply."""
    hidden = first.reply if first else None
    return tuple(
        replace(line, words="", sentence=f"{entry.text.actor_name} answered.")
        if hidden and entry.facts.get("view") == hidden
        else line
        for line, entry in zip(drawn, entries, strict=True)
    )


def opened(views: Sequence[View], first: SayBack | None) -> tuple[View, ...]:
    """Return what both sides wrote; where something is read ``first``, without the reply."""
    return tuple(view for view in views if not first or view.number != first.reply)


def offers(drawn: Sequence[Offer], first: SayBack | None) -> tuple[Offer, ...]:
    """Return what one can do; where something is read ``first``, nothing is shown before the rest."""
    return tuple(replace(one, main=False) if first else one for one in drawn)


def read_first(first: SayBack | None) -> Offer | None:
    """Return what is next for whoever reads how they are understood first; nothing for others."""
    return Offer("said_back", "Read how they understand your worry", "#said-back") if first else None


def _cell(one: SayBack, now: datetime) -> Cell:
    return Cell(one.words, note=f"{one.by.name}, {short_moment(one.at, now)}")


def _word(one: SayBack, now: datetime) -> Cell | None:
    """Return what the other side says of what was said back; nothing before it has."""
    if one.heard_by is None or one.heard_at is None:
        return None
    heard = Heard(one.heard)
    return Cell(
        f"{MISSING[heard]}: {one.missing}" if one.missing else "",
        note=f"{one.heard_by.name}, {short_moment(one.heard_at, now)}",
        mark=WORDS[Side(one.side).other][heard],
        mark_kind=MARKS[heard],
    )
