"""Whether tables and record agree on the steps of resolving well, and on the parts of an agreement."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from commonground.differences.child_day.words import in_record
from commonground.differences.differing.sources import Source
from commonground.differences.differing.words import LINE, WHY
from commonground.differences.fresh_eyes.actions import facts as looked
from commonground.differences.kept_rows import Rows
from commonground.differences.models import (
    ChildDay,
    FreshEyes,
    Point,
    Proposal,
    SayBack,
    SideSheet,
    Undertaking,
)
from commonground.differences.numbers.models import Number
from commonground.differences.numbers.words import in_words
from commonground.differences.saying_back.words import HOW
from commonground.differences.sheets.in_words import in_record as sheet_in_record
from commonground.differences.thresholds.models import Mark, Placement
from commonground.differences.undertakings.actions import facts as undertaken
from commonground.differences.undertakings.words import DONE_WHEN, EVIDENCE, REASON, WHAT
from commonground.procedures.agreement import CODES, codes, holds
from commonground.procedures.differing import Stand
from commonground.procedures.fresh_eyes import Looks
from commonground.procedures.steps import Step
from commonground.procedures.terms import Side
from commonground.record.models import Entry, EntryText

Understood = dict[int, tuple[str, str, str]]
"""What was said back, by number, what the other side said of it, and what is missing."""
NOTHING_SAID = ("", "", "")


def said_back_said(entries: list[Entry], texts: dict[Any, EntryText]) -> Understood:
    """Return what the record says was said back, and what became of it."""
    said: Understood = {}
    for entry in entries:
        words = texts[entry.pk].words if entry.pk in texts else {}
        if "said_back" in entry.facts:
            said[entry.facts["said_back"]] = (words.get(HOW, ""), "", "")
        elif "heard_of" in entry.facts:
            number = entry.facts["heard_of"]
            said[number] = (said.get(number, NOTHING_SAID)[0], entry.facts["heard"], "".join(words.values()))
    return said


def said_back_kept(rows: Rows) -> Understood:
    """Return the same as the tables have it."""
    return {one.number: (one.words, one.heard, one.missing) for one in rows[SayBack]}


def seen_said(entries: list[Entry], texts: dict[Any, EntryText]) -> dict[int, dict[str, str]]:
    """Return what the record says that each side sees, by number of the view."""
    return {
        entry.facts["side_view"]: texts[entry.pk].words if entry.pk in texts else {}
        for entry in entries
        if "side_view" in entry.facts
    }


Days = dict[int, tuple[str, dict[str, str]]]
"""Each day of the child that was shared, by number: the key of its version, and what it says."""


def days_said(entries: list[Entry], texts: dict[Any, EntryText]) -> Days:
    """Return what the record says of the child's day."""
    return {
        entry.facts["child_day"]: (entry.facts.get("age", ""), texts[entry.pk].words if entry.pk in texts else {})
        for entry in entries
        if "child_day" in entry.facts
    }


def days_kept(rows: Rows) -> Days:
    """Return the same as the table has it."""
    return {one.number: (one.age, in_record(one)) for one in rows[ChildDay] if one.number}


def sheets_said(entries: list[Entry], texts: dict[Any, EntryText]) -> dict[int, dict[str, str]]:
    """Return what the record says of sheets, by number of the one that was shared."""
    return {
        entry.facts["sheet"]: texts[entry.pk].words if entry.pk in texts else {}
        for entry in entries
        if "sheet" in entry.facts
    }


def sheets_kept(rows: Rows) -> dict[int, dict[str, str]]:
    """Return the same as the table has it."""
    return {one.number: sheet_in_record(one) for one in rows[SideSheet] if one.number}


Undertaken = dict[int, dict[str, Any]]
"""Each action, by number: whose it is, by when, whether it is open; what it is, how it is seen, what came of it."""


def undertaken_said(entries: list[Entry], texts: dict[Any, EntryText]) -> Undertaken:
    """Return each action as the record says last how it stands, with its words."""
    said: Undertaken = {}
    for entry in entries:
        if "undertaking" not in entry.facts:
            continue
        words, facts = texts[entry.pk].words if entry.pk in texts else {}, entry.facts["undertaking"]
        one = said.setdefault(facts["number"], {"done_when": words.get(DONE_WHEN, "")})
        one |= facts | {"what": words.get(WHAT, ""), "words": words.get(EVIDENCE, words.get(REASON, ""))}
    return said


def undertaken_kept(rows: Rows) -> Undertaken:
    """Return the same as the tables have it."""
    return {
        one.number: undertaken(one) | {"done_when": one.done_when, "what": one.what, "words": one.words}
        for one in rows[Undertaking]
    }


AgreementParts = dict[int, tuple[dict[str, Any], bool]]
"""The codes and dates of each agreement's parts, and whether the words of its parts stand in its text."""


def parts_said(facts: list[dict[str, Any]]) -> AgreementParts:
    """Return the codes of each proposed agreement as the record has them."""
    proposed = {fact["proposal"]: fact for fact in facts if "proposal" in fact}
    return {number: ({name: fact[name] for name in CODES if name in fact}, True) for number, fact in proposed.items()}


def parts_kept(rows: Rows, entries: list[Entry], texts: dict[Any, EntryText]) -> AgreementParts:
    """Return what the tables hold of each; their words are looked for in the text as the record has it."""
    signed = {
        entry.facts["proposal"]: texts[entry.pk].words.get("Proposed agreement", "")
        for entry in entries
        if "proposal" in entry.facts and entry.pk in texts
    }
    return {
        one.number: (codes(one.parts), holds(signed.get(one.number, one.text), one.decision, one.parts))
        for one in rows[Proposal]
    }


def placed_said(entries: list[Entry]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how often each side has placed something on a chart, and how many of its phrases were shown."""
    placed, shown = Counter[str](), Counter[str]()
    for entry in entries:
        facts = entry.facts
        if entry.kind == f"step.{Step.PLACE_ON_CHART}":
            placed[facts["by"]["side"]] += 1
        for side, marks in facts.get("shown", ()):
            shown[side] += marks
        if entry.kind == f"step.{Step.ADD_TO_CHART}":
            shown[facts["by"]["side"]] += facts["added"]
    return placed, +shown


def placed_kept(rows: Rows) -> tuple[dict[str, int], dict[str, int]]:
    """Return the same as the tables have it."""
    placements = {one.pk: one for one in rows[Placement] if one.placed_at}
    shown = Counter[str]()
    for mark in rows[Mark]:
        placement = placements.get(mark.placement_id)
        if placement and placement.shown_at and not mark.out_at:
            shown[placement.side] += 1
    return Counter(one.side for one in placements.values()), shown


Lines = dict[int, dict[str, str]]
"""The lines of the lists, by number: words, whose, whence, where each side stands and why, and if it was taken off."""


def lists_said(entries: list[Entry], texts: dict[Any, EntryText]) -> Lines:
    """Return the lines of the lists as the record tells them."""
    said: Lines = {}
    for entry in entries:
        facts, side = entry.facts, (entry.facts.get("by") or {}).get("side", "")
        words = texts[entry.pk].words if entry.pk in texts else {}
        if number := facts.get("point"):
            text = words.get(LINE.format(number=number), "")
            said[number] = {"text": text, "side": side, "from": facts["from"], side: Stand.AGREES.value}
        elif number := facts.get("stand_on"):
            said.setdefault(number, {}).update({side: facts["stand"], f"{side} why": words.get(WHY, "")})
        elif number := facts.get("taken_off"):
            said.setdefault(number, {})["off"] = "taken off"
    return {number: {name: text for name, text in one.items() if text} for number, one in said.items()}


def lists_kept(rows: Rows) -> Lines:
    """Return the lines of the lists as the table keeps them."""
    return {one.number: {name: text for name, text in _line(one) if text} for one in rows[Point]}


def _line(one: Point) -> Iterator[tuple[str, str]]:
    yield from (("text", one.text), ("side", one.side))
    yield "from", Source.named(one.came_from, one.came_from_number, one.came_from_row) if one.came_from else ""
    for side in Side:
        yield from ((side.value, one.stand_of(side)), (f"{side.value} why", one.why_of(side)))
    yield "off", "taken off" if one.taken_off_at else ""


Numbers = tuple[list[str], list[str]]
"""Which sides gave a number, and what was shown: each figure with what was said of it."""


def numbers_said(entries: list[Entry], texts: dict[Any, EntryText]) -> Numbers:
    """Return which sides gave a number, and what was shown; the record holds the numbers in words only."""
    gave = [entry.facts["by"]["side"] for entry in entries if entry.kind == f"step.{Step.GIVE_NUMBER}"]
    shown = (texts[entry.pk].words for entry in entries if "numbers" in entry.facts and entry.pk in texts)
    return sorted(gave), sorted(text for words in shown for text in words.values())


def numbers_kept(rows: Rows) -> Numbers:
    """Return the same of the rows that are kept."""
    numbers = rows[Number]
    return sorted(one.side for one in numbers), sorted(
        in_words(one) for one in numbers if one.shown_at and not one.hidden
    )


def fresh_eyes_said(facts: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Return each ask for fresh eyes as the record says last how it stands: an act may have ended it."""
    said: dict[int, dict[str, Any]] = {}
    for fact in facts:
        if "fresh_eyes" in fact:
            said[fact["fresh_eyes"]["number"]] = fact["fresh_eyes"]
        for number in fact.get("fresh_eyes_over", ()):
            said[number] = said.get(number, {}) | {"now": Looks.OVER.value}
    return said


def fresh_eyes_kept(rows: Rows) -> dict[int, dict[str, Any]]:
    """Return the same as the table has it."""
    return {one.number: looked(one) for one in rows[FreshEyes]}
