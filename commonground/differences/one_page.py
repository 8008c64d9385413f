"""A difference on one page, for whoever comes to it new: the next stage, or a meeting. Nothing is read or decided here.

On paper long words are shown in part, and the record has the rest. It is one page unless its type would be too small to
read out: then it goes on overleaf.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonground.differences import presenting
from commonground.differences.agreements import Agreement, ChildStands, children
from commonground.differences.differing.presenting import side_by_side
from commonground.differences.for_our_file import line, next_facts, taken
from commonground.differences.keeping_safe import MEANWHILE, Worded
from commonground.differences.meetings.decided import Decided
from commonground.differences.models import Point, Proposal, SayBack, SideView, View
from commonground.differences.reading import Standpoint, Written
from commonground.differences.saying_back import presenting as saying_back
from commonground.differences.side_views.presenting import both_views
from commonground.differences.thresholds.on_one_page import placed_row
from commonground.differences.thresholds.reading import Placed
from commonground.differences.undertakings.queries import Listed
from commonground.differences.when import lasting_day, moment_words
from commonground.govuk.components import Cell, Row
from commonground.printing import written_out
from commonground.procedures.differing import Listed as On
from commonground.procedures.naming import capital
from commonground.procedures.subjects import needs, reads
from commonground.procedures.terms import Answer, Side, Subject
from commonground.procedures.worktime import moment_text

READ_FIRST = (
    "It is good practice to say that we see it differently, whatever one’s rank. Start from the child: what is an "
    "ordinary day like now, and what has to change?"
)
"""What whoever leads a meeting reads out first."""
LONGEST_ON_PAPER, LONGEST_AGREEMENT, MOST_TRIED = 420, 1200, 6
"""So many letters of one text, or of an agreement, and so many things that were tried, the newest, stand on paper."""
LONGEST_DECIDED = 300
MOST_DECIDED, MOST_ACTIONS = 2, 6
"""What so many meetings decided, the newest, and so many actions, what is open first, stand on paper."""
MOST_LOOKS = 1
"""So many words with fresh eyes stand on paper: the newest."""
LONGEST_LINE, LONGEST_STAND = 160, 100
"""So many of a line that is not agreed, and of what a side says of it: all such lines stand there, however many."""
THE_REST = "… (the rest is in the record)"


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that was tried to settle it: when, what in a sentence, and the words that go with it."""

    when: str
    what: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OnePage:
    """All that whoever comes to it new has to read first."""

    title: str
    facts: tuple[tuple[str, str], ...]
    safe_label: str
    safe: str
    safe_by: str
    not_agreed: tuple[Row, ...]
    agreed_lines: tuple[str, ...]
    children: tuple[ChildStands, ...]
    rows: tuple[Row, ...]
    decided: tuple[Decided, ...]
    undertaken: tuple[Listed, ...]
    tried: tuple[Tried, ...]
    fresh_eyes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """What was seen by who looked for neither side: who and when, then their words with their labels."""


@dataclass(frozen=True, slots=True)
class Understood:
    """How the sides understand each other: what was said back, the views that they shared, the lines of their lists.

    With them what each placed on the chart, what meetings decided and what is to be done.
    ``first`` is what this person reads before the reply that came with it, which is then left out here too.
    ``fresh_eyes`` is what was seen with these: see ``fresh_eyes.queries.given``.
    """

    said: Sequence[SayBack] = ()
    first: SayBack | None = None
    seen: Sequence[SideView] = ()
    points: Sequence[Point] = ()
    placed: Sequence[Placed] = ()
    decided: Sequence[Decided] = ()
    undertaken: Sequence[Listed] = ()
    safe: Worded | None = None
    fresh_eyes: Sequence[tuple[str, tuple[tuple[str, str], ...]]] = ()


def one_page(
    here: Standpoint, written: Written, proposed: Sequence[Proposal], understood: Understood, at: datetime
) -> OnePage:
    """Return a difference on one page. ``proposed`` are all agreements that were proposed, in order."""
    row, subject = here.difference, here.situation.subject
    sides = saying_back.rows(presenting.two_sides(row, written.views, at), understood.said, understood.first, at)
    seen = both_views(row, understood.seen, at).first if understood.seen else ()
    views = saying_back.opened(written.views, understood.first)
    return OnePage(
        title=row.title,
        facts=_facts(here, written, at),
        safe_label=reads(subject, MEANWHILE),
        safe=row.meanwhile,
        safe_by=understood.safe.words(at) if understood.safe else "",
        not_agreed=side_by_side(one for one in understood.points if one.listed is On.NOT_AGREED),
        agreed_lines=tuple(one.text for one in understood.points if one.listed is On.AGREED),
        children=children(row, here.situation, at),
        rows=(
            *(one for one in sides if one.label != presenting.WHAT_WAS_TRIED),
            *seen,
            *placed_row(row, understood.placed),
        ),
        decided=tuple(understood.decided),
        undertaken=tuple(understood.undertaken),
        tried=tuple(sorted(_tried(here, views, proposed, at), key=lambda one: one.at)),
        fresh_eyes=tuple(understood.fresh_eyes),
    )


def _facts(here: Standpoint, written: Written, at: datetime) -> tuple[tuple[str, str], ...]:
    row, situation = here.difference, here.situation
    stage = situation.procedure.stage(situation.stage)
    raised = f"{moment_text(row.raised_at)}, by {row.name_of(Side.RAISING)} ({row.raised_by.name})"
    facts = (
        ("Raised", raised),
        ("With", row.name_of(Side.RESPONDING)),
        ("Now at", f"stage {stage.number} of {len(situation.procedure.stages)}: {stage.name}"),
        *next_facts(here, written.clocks, at),
        *(((f"{capital(needs(Subject(row.subject)))} by", lasting_day(row.needed_by)),) if row.needed_by else ()),
    )
    return tuple((label, line(value)) for label, value in facts)


def _tried(here: Standpoint, views: Sequence[View], proposed: Sequence[Proposal], at: datetime) -> Iterator[Tried]:
    """Yield what was tried, answered and proposed, as both sides wrote it."""
    row = here.difference
    for view in views:
        who = f"{view.by.name}, for {row.name_of(Side(view.side))},"
        when = moment_words(view.at, at)
        if view.answer:
            answer = Answer(view.answer)
            yield Tried(when, f"{who} answered: {answer.label}", presenting.after(answer.label, view.worry), view.at)
        elif view.tried:
            yield Tried(when, f"{who} noted what was tried", view.tried, view.at)
    standing = set(here.situation.agreements)
    for one in proposed:
        if one.number not in standing:
            came = f"It was not signed: {one.declined_why}" if one.declined_why else "It was not signed by both sides."
            who = f"{one.by.name}, for {row.name_of(Side(one.side))},"
            yield Tried(moment_words(one.at, at), f"{who} proposed an agreement", f"{one.text}\n\n{came}", one.at)


def on_paper(
    one: OnePage, agreed: Sequence[Agreement], *, reference: str, taken_by: str, at: datetime
) -> dict[str, Any]:
    """Return it as the template of the paper reads it: each text is cut so that one page holds all, or few do."""
    tried = one.tried[-MOST_TRIED:]
    return {
        "title": f"Statement of difference {reference}",
        "about": line(one.title),
        "taken": taken(taken_by, at),
        "read_first": READ_FIRST,
        "facts": [[label, short(value)] for label, value in one.facts],
        "safe_label": one.safe_label,
        "safe": short(one.safe),
        "safe_by": line(one.safe_by),
        "not_agreed": [
            [_cell(row.raising, LONGEST_STAND), _cell(row.responding, LONGEST_STAND), short(row.label, LONGEST_LINE)]
            for row in one.not_agreed
        ],
        "children": [[f"Child {child.number}", line(child.how)] for child in one.children],
        "agreed_lines": [short(each, LONGEST_LINE) for each in one.agreed_lines],
        "decided": [_decided(each) for each in one.decided[-MOST_DECIDED:]],
        "undertaken": [_undertaken(each) for each in one.undertaken[:MOST_ACTIONS]],
        "more_undertaken": len(one.undertaken) > MOST_ACTIONS,
        "agreed": [[line(f"{_stands(each)}."), short(each.text, LONGEST_AGREEMENT)] for each in agreed],
        "rows": [[_cell(row.raising), _cell(row.responding), row.label] for row in one.rows],
        "fresh_eyes": [
            [line(f"{who}."), " ".join(f"{label}: {short(said)}" if label else said for label, said in parts)]
            for who, parts in one.fresh_eyes[:MOST_LOOKS]
        ],
        "tried": [[line(f"{each.when}: {each.what}."), short(each.words)] for each in tried],
        "earlier": len(one.tried) > len(tried),
    }


def _stands(one: Agreement) -> str:
    whom = f" for {one.children}" if one.children else ""
    if one.waits_for:
        return f"A proposed agreement{whom}, not signed yet by {one.waits_for}"
    return f"What both sides agreed{whom}"


def _decided(one: Decided) -> list[str]:
    return [line(f"{one.when}:"), f"{short(one.what, LONGEST_DECIDED)} {line(one.agreed)}"]


def _undertaken(one: Listed) -> list[str]:
    """Return an action as paper has it: what it is and whose, and what came of it."""
    came = f"{one.now.label} ({one.over}): {one.words}" if one.over else f"{one.now.label}. To be done by {one.due}."
    return [f"{short(one.what, LONGEST_STAND)} {line(one.whose)}:", short(came, LONGEST_LINE)]


def _cell(cell: Cell | None, longest: int = LONGEST_ON_PAPER) -> dict[str, str]:
    if cell is None:
        return {"lead": "", "text": "Nothing written yet.", "note": "", "mark": ""}
    facts = " · ".join(f"{one.what} ({one.source})" for one in cell.facts)
    return {
        "lead": cell.lead,
        "text": short(facts or cell.text, longest),
        "note": line(cell.note),
        "mark": line(cell.mark),
    }


def short(text: str, longest: int = LONGEST_ON_PAPER) -> str:
    """Return words as one line that is short enough for paper, cut between two words."""
    said = written_out(line(text))
    if len(said) <= longest:
        return said
    kept = said[: longest - len(THE_REST)]
    return f"{kept.rsplit(' ', 1)[0] if ' ' in kept else kept} {THE_REST}"
