"""Whether tables and record agree on the steps of resolving well, and on the parts of an agreement."""

from collections import Counter
from typing import Any

from commonground.differences.differing.words import LINE
from commonground.differences.kept_rows import Rows
from commonground.differences.models import (
    Point,
    Proposal,
    SayBack,
    Undertaking,
)
from commonground.differences.numbers.models import Number
from commonground.differences.saying_back.words import HOW
from commonground.differences.thresholds.models import Mark, Placement
from commonground.differences.undertakings.actions import facts as undertaken
from commonground.procedures.agreement import CODES, codes, holds
from commonground.procedures.steps import Step
from commonground.record.models import Entry, EntryText

Understood = dict[int, tuple[str, str, str]]
"""What was said back, by number, what the other side said of it, and what is missing."""


def said_back_said(entries: list[Entry], texts: dict[Any, EntryText]) -> Understood:
    """Return what the record says was said back, and what became of it."""
    said: Understood = {}
    for entry in entries:
        words = texts[entry.pk].words if entry.pk in texts else {}
        if "said_back" in entry.facts:
            said[entry.facts["said_back"]] = (words.get(HOW, ""), "", "")
        elif "heard_of" in entry.facts:
            number = entry.facts["heard_of"]
            said[number] = (said[number][0], entry.facts["heard"], "".join(words.values()))
    return said


def said_back_kept(rows: Rows) -> Understood:
    """Return the same as the tables have it."""
    return {one.number: (one.words, one.heard, one.missing) for one in rows[SayBack]}


def seen_said(entries: list[Entry], texts: dict[Any, EntryText]) -> dict[int, dict[str, str]]:
    """Return what the record says that each side sees, by number of the view."""
    return {entry.facts["side_view"]: texts[entry.pk].words for entry in entries if "side_view" in entry.facts}


def undertaken_said(facts: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Return each action as the record says last how it stands: whose it is, by when, and whether it is open."""
    return {said["number"]: said for said in (fact["undertaking"] for fact in facts if "undertaking" in fact)}


def undertaken_kept(rows: Rows) -> dict[int, dict[str, Any]]:
    """Return the same as the tables have it."""
    return {one.number: undertaken(one) for one in rows[Undertaking]}


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


Lines = dict[int, tuple[str, dict[str, str], bool]]
"""The lines of the lists, by number: their words, where each side stands, and whether they were taken off."""


def lists_said(entries: list[Entry], texts: dict[Any, EntryText]) -> Lines:
    """Return the lines of the lists as the record tells them."""
    said: Lines = {}
    for entry in entries:
        facts, side = entry.facts, (entry.facts.get("by") or {}).get("side", "")
        if number := facts.get("point"):
            said[number] = (texts[entry.pk].words[LINE.format(number=number)], {side: "agrees"}, False)
        elif number := facts.get("stand_on"):
            said[number][1][side] = facts["stand"]
        elif number := facts.get("taken_off"):
            said[number] = (*said[number][:2], True)
    return said


def lists_kept(rows: Rows) -> Lines:
    """Return the lines of the lists as the table keeps them."""
    return {
        one.number: (
            one.text,
            {side: stand for side, stand in (("raising", one.raising), ("responding", one.responding)) if stand},
            one.taken_off_at is not None,
        )
        for one in rows[Point]
    }


def numbers_said(entries: list[Entry]) -> tuple[list[str], list[str]]:
    """Return which sides gave a number, and whose were shown; the record holds the numbers in words only."""
    gave = [entry.facts["by"]["side"] for entry in entries if entry.kind == f"step.{Step.GIVE_NUMBER}"]
    return sorted(gave), sorted(side for entry in entries for side in entry.facts.get("numbers", ()))


def numbers_kept(rows: Rows) -> tuple[list[str], list[str]]:
    """Return the same of the rows that are kept."""
    numbers = rows[Number]
    return sorted(one.side for one in numbers), sorted(one.side for one in numbers if one.shown_at)
