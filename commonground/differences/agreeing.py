"""Does what the tables say agree with what the record says? Each record's facts are replayed through the rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from commonground.differences.agreeing_of_steps import (
    days_kept,
    days_said,
    fresh_eyes_kept,
    fresh_eyes_said,
    lists_kept,
    lists_said,
    numbers_kept,
    numbers_said,
    parts_kept,
    parts_said,
    placed_kept,
    placed_said,
    said_back_kept,
    said_back_said,
    seen_said,
    sheets_kept,
    sheets_said,
    undertaken_kept,
    undertaken_said,
)
from commonground.differences.entries import MASK_CONFIRMED, MASKED, SHOWN_AGAIN
from commonground.differences.keeping_safe import MEANWHILE
from commonground.differences.kept_rows import Kept, Rows
from commonground.differences.meetings.agreeing import meetings_kept, meetings_said, minutes_kept, minutes_said
from commonground.differences.models import (
    AgencyAction,
    Child,
    ChildName,
    Clock,
    Difference,
    Link,
    Proposal,
    Ring,
    SideView,
    Signature,
    View,
)
from commonground.differences.side_views.words import words as words_of
from commonground.editions.queries import procedure_of
from commonground.procedures import rules
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Answer, Subject
from commonground.record.models import Entry, EntryText, Mask

THEME = "The theme"
VIEW_WORDS = {"The worry": "worry", "Why": "worry", "What was tried": "tried", "What is asked": "ask"}


@dataclass(frozen=True, slots=True)
class Apart:
    """One thing in which tables and record differ."""

    reference: str
    what: str


def all_disagreements(differences: Iterable[Difference]) -> Iterator[Apart]:
    """Yield everything in which the tables of some differences differ from their records, in their order."""
    differences = list(differences)
    kept = Kept(differences)
    for difference in differences:
        yield from _disagreements(kept.of(difference))


def disagreements(difference: Difference) -> Iterator[Apart]:
    """Yield everything in which a difference's tables differ from its record; nothing when they agree."""
    return all_disagreements([difference])


def _disagreements(rows: Rows) -> Iterator[Apart]:
    difference, entries = rows.difference, rows[Entry]
    facts = [entry.facts for entry in entries]
    moves = [fact for fact in facts if "act" in fact]
    try:
        replayed = rules.replay(procedure_of(difference.edition), moves)
    except (rules.Refused, ValueError, KeyError) as wrong:
        yield Apart(difference.reference, f"the record cannot be followed: {wrong}")
        return
    yield from _standing(difference, replayed)
    texts = {text.entry_id: text for text in rows[EntryText]}
    checks = (
        ("who or what it is about", _about_said(entries, texts), _about_kept(rows, entries, texts)),
        ("clocks", _clocks_said(facts), _clocks_kept(rows)),
        ("views", _views_said(entries, texts), _views_kept(rows, entries, texts)),
        ("what each side sees", seen_said(entries, texts), {one.number: words_of(one) for one in rows[SideView]}),
        ("the child’s day", days_said(entries, texts), days_kept(rows)),
        ("the sheets", sheets_said(entries, texts), sheets_kept(rows)),
        ("the lists", lists_said(entries, texts), lists_kept(rows)),
        ("what was said back", said_back_said(entries, texts), said_back_kept(rows)),
        ("proposals", _proposals_said(entries, texts), _proposals_kept(rows, entries, texts)),
        ("signatures", _signed_said(facts), _signed_kept(rows)),
        ("actions", _actions_said(facts), _actions_kept(rows)),
        ("what was undertaken", undertaken_said(entries, texts), undertaken_kept(rows)),
        ("parts of an agreement", parts_said(facts), parts_kept(rows, entries, texts)),
        ("meetings", meetings_said(entries, texts), meetings_kept(rows, entries, texts)),
        ("minutes of meetings", minutes_said(entries, texts), minutes_kept(rows)),
        ("before a court", any(fact.get("in_court") for fact in facts), difference.in_court),
        ("whose numbers are rung", _area_said(facts), str(difference.contacts_of_id or "")),
        ("who is to be rung", _rings_said(facts), _rings_kept(rows)),
        ("first names kept", _names_said(facts), _names_kept(rows)),
        ("links", _links_said(facts), _links_kept(rows)),
        ("fresh eyes", fresh_eyes_said(facts), fresh_eyes_kept(rows)),
        ("the two numbers", numbers_said(entries, texts), numbers_kept(rows)),
        ("what was placed on the chart", placed_said(entries), placed_kept(rows)),
        ("masks", _masks_said(entries), _masks_kept(rows)),
        ("who sees it", bool(replayed.restricted_by), difference.restricted),
        ("what keeps the child safe meanwhile", *_meanwhile(difference, entries, texts)),
    )
    for what, said, kept in checks:
        if said != kept:
            yield Apart(difference.reference, what)


def _standing(difference: Difference, replayed: Situation) -> Iterator[Apart]:
    kept = difference.stands()
    if replace(kept, facilitated=False) != replace(replayed, facilitated=False):
        yield Apart(difference.reference, "where it stands")
    columns = (difference.stage, difference.end, difference.turn, difference.children_open)
    if columns != (replayed.stage, replayed.end or "", replayed.turn or "", len(replayed.still_open)):
        yield Apart(difference.reference, "stage, end, turn or open children")


About = tuple[str, int, str]
"""What a difference is about: its subject, how many people that are kept, and what a theme is called."""


def _about_said(entries: list[Entry], texts: dict[Any, EntryText]) -> About:
    raised = entries[0]
    subject = Subject(raised.facts.get("subject", Subject.CHILD))
    words = texts[raised.pk].words if raised.pk in texts else {}
    people = raised.facts.get("children", 1) + (subject is Subject.FAMILY_MEMBER)
    return subject.value, people, words.get(THEME, "")


def _about_kept(rows: Rows, entries: list[Entry], texts: dict[Any, EntryText]) -> About:
    row = rows.difference
    theme = row.theme if entries[0].pk in texts else ""
    return row.subject, len(rows[Child]), theme


ClockDates = dict[tuple[int, str, str], tuple[str | None, str | None]]
"""When each clock, by its stage, key and start, is due and ended."""


def _clocks_said(facts: list[dict[str, Any]]) -> ClockDates:
    said: ClockDates = {}
    for fact in facts:
        for clock in fact.get("clocks", ()):
            said[clock["stage"], clock["key"], clock["started"]] = (clock["due"], clock["ended"])
    return said


def _clocks_kept(rows: Rows) -> ClockDates:
    return {
        (clock.stage, clock.key, clock.started_at.isoformat()): (
            clock.due_at.isoformat() if clock.due_at else None,
            clock.ended_at.isoformat() if clock.ended_at else None,
        )
        for clock in rows[Clock]
    }


def _views_said(entries: list[Entry], texts: dict[Any, EntryText]) -> dict[int, dict[str, str]]:
    said = {}
    for entry in entries:
        if "view" in entry.facts and entry.pk in texts:
            words = texts[entry.pk].words
            said[entry.facts["view"]] = {
                field: words[label] for label, field in VIEW_WORDS.items() if label in words
            } | {"answer": entry.facts.get("answer", ""), "before": entry.facts.get("answer_before", "")}
    return said


def _views_kept(rows: Rows, entries: list[Entry], texts: dict[Any, EntryText]) -> dict[int, dict[str, str]]:
    masked = {entry.facts["view"] for entry in entries if "view" in entry.facts and entry.pk not in texts}
    answers = {view.number: view.answer for view in rows[View]}
    return {
        view.number: {
            field: text for field in ("worry", "tried", "ask") if (text := getattr(view, field))
        } | {"answer": Answer(view.answer).value if view.answer else "", "before": answers.get(view.before or 0, "")}
        for view in rows[View]
        if view.number not in masked
    }  # fmt: skip


def _proposals_said(entries: list[Entry], texts: dict[Any, EntryText]) -> dict[int, dict[str, str]]:
    said: dict[int, dict[str, str]] = {}
    for entry in entries:
        if entry.pk not in texts:
            continue
        facts, words = entry.facts, texts[entry.pk].words
        if "proposal" in facts:
            said[facts["proposal"]] = {
                "side": facts["by"]["side"],
                "text": words.get("Proposed agreement", ""),
                "why not": "",
            }
        if facts.get("declined") in said:
            said[facts["declined"]]["why not"] = words.get("Why not", "")
    return said


def _proposals_kept(rows: Rows, entries: list[Entry], texts: dict[Any, EntryText]) -> dict[int, dict[str, str]]:
    masked = {entry.facts.get("proposal") for entry in entries if entry.pk not in texts}
    unsaid = {entry.facts.get("declined") for entry in entries if entry.pk not in texts}
    return {
        one.number: {"side": one.side, "text": one.text, "why not": "" if one.number in unsaid else one.declined_why}
        for one in rows[Proposal]
        if one.number not in masked
    }


def _signed_said(facts: list[dict[str, Any]]) -> set[tuple[int, str]]:
    return {(fact["signed"][0], fact["signed"][1]) for fact in facts if "signed" in fact}


def _signed_kept(rows: Rows) -> set[tuple[int, str]]:
    signatures = rows[Signature]
    return {(signature.proposal.number, signature.side) for signature in signatures}


def _actions_said(facts: list[dict[str, Any]]) -> set[tuple[int, str, bool]]:
    taken = {(fact["took_on"], fact["agency"]) for fact in facts if "took_on" in fact}
    asked = {(fact["proposal"], agency) for fact in facts for agency in fact.get("actions", ())}
    return {(number, agency, (number, agency) in taken) for number, agency in asked | taken}


def _actions_kept(rows: Rows) -> set[tuple[int, str, bool]]:
    actions = rows[AgencyAction]
    return {(one.proposal.number, str(one.agency_id), one.taken_on_at is not None) for one in actions}


def _area_said(facts: list[dict[str, Any]]) -> str:
    """Return the area to which a child has moved, by its key; nothing for its own partnership's."""
    return next((str(fact["area"]) for fact in reversed(facts) if "area" in fact), "")


def _rings_said(facts: list[dict[str, Any]]) -> dict[int, bool]:
    """Return who asked to be rung, by number, each with whether they have spoken."""
    spoken = {fact["spoke"] for fact in facts if "spoke" in fact}
    return {fact["ring"]: fact["ring"] in spoken for fact in facts if "ring" in fact}


def _rings_kept(rows: Rows) -> dict[int, bool]:
    rings = rows[Ring]
    return {ring.number: ring.spoke_at is not None for ring in rings}


def _names_said(facts: list[dict[str, Any]]) -> tuple[dict[int, bool], set[int]]:
    """Return of which children a first name was given, each with whether it was wiped; and of which it is kept."""
    wiped = {number for fact in facts for number in fact.get("names_wiped", ())}
    given = {number for fact in facts for number in fact.get("named", ())}
    return {number: number in wiped for number in given}, given - wiped


def _names_kept(rows: Rows) -> tuple[dict[int, bool], set[int]]:
    named = [child for child in rows[Child] if child.named]
    names = [name.number for name in rows[ChildName]]
    return {child.number: not child.name_kept for child in named}, set(names)


def _links_said(facts: list[dict[str, Any]]) -> dict[int, bool]:
    """Return its links with others, by number, each with whether it was taken back; the record does not say which."""
    back = {fact["unlink"] for fact in facts if "unlink" in fact}
    return {fact["link"]: fact["link"] in back for fact in facts if "link" in fact}


def _links_kept(rows: Rows) -> dict[int, bool]:
    return {link.number: link.ended_at is not None for link in rows[Link]}


def _masks_said(entries: list[Entry]) -> dict[str, bool]:
    """Return which entries the record says are masked, each with whether a second person has confirmed it."""
    said: dict[str, bool] = {}
    for entry in entries:
        if entry.kind in {MASKED, MASK_CONFIRMED}:
            said[entry.facts["entry"]] = entry.kind == MASK_CONFIRMED
        elif entry.kind == SHOWN_AGAIN:
            said.pop(entry.facts["entry"], None)
    return said


def _masks_kept(rows: Rows) -> dict[str, bool]:
    masks = rows[Mask]
    return {str(mask.pk): bool(mask.confirmed) for mask in masks}


def _meanwhile(difference: Difference, entries: list[Entry], texts: dict[Any, EntryText]) -> tuple[str, str]:
    said = [texts[e.pk].words[MEANWHILE] for e in entries if e.pk in texts and MEANWHILE in texts[e.pk].words]
    return (said[-1] if said else difference.meanwhile), difference.meanwhile
