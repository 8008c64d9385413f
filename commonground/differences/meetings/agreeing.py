"""What record and tables say of meetings, for whoever compares the two: how each stands, and what is written."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from commonground.differences.kept_rows import Rows
from commonground.differences.meetings import words as words_of
from commonground.differences.meetings.actions import facts, times_in_words
from commonground.differences.meetings.actions import proposed as times_of
from commonground.differences.models import Dissent, Invited, Meeting, Minutes, MinutesAgreed
from commonground.procedures.steps import Step
from commonground.record.models import Entry, EntryText

Texts = Mapping[Any, EntryText]
"""The words of each entry; none of one whose words are hidden."""
WORDS = (
    words_of.TIMES,
    words_of.WHERE,
    words_of.ABOUT,
    words_of.OTHERS,
    words_of.APOLOGIES,
    words_of.AGENDA,
    words_of.READ_OUT,
)
"""The words of a meeting that a table holds too."""
PLACED = frozenset(f"step.{step}" for step in (Step.MEETING_PROPOSED, Step.MEETING_CHANGED))
"""The kinds of entry that say where a meeting is."""
TOLD_BY = {words_of.TIMES: f"step.{Step.MEETING_PROPOSED}", words_of.READ_OUT: f"step.{Step.MEETING_HELD}"}
"""What stays in a table while the words of its entry are hidden, for it holds none that people wrote."""
OF_MINUTES = (words_of.WHO, words_of.DECISION, words_of.REASONS)


def meetings_said(entries: list[Entry], texts: Texts) -> dict[int, dict[str, Any]]:
    """Return each meeting as the record says last how it stands, with its words."""
    said: dict[int, dict[str, Any]] = {}
    for entry in entries:
        if "meeting" in entry.facts:
            words, stands = _words(entry, texts), entry.facts["meeting"]
            one = said.setdefault(stands["number"], {})
            if entry.pk not in texts and entry.kind in PLACED:
                one.pop(words_of.WHERE, "")
            labels = set(WORDS) - ({words_of.WHERE} if entry.kind not in PLACED else set())
            named = {words_of.RENAMED.get(label, label): text for label, text in words.items()}
            one |= stands | {label: named[label] for label in labels if label in named}
    return said


def meetings_kept(rows: Rows, entries: list[Entry], texts: Texts) -> dict[int, dict[str, Any]]:
    """Return each meeting as the tables have it, but for what only an entry tells whose words are hidden."""
    hidden = {(one.facts["meeting"]["number"], one.kind) for one in entries if _hides(one, texts)}
    return {
        one.number: facts(one, [who for who in rows[Invited] if who.meeting_id == one.pk])
        | {label: text for label, text in _kept_words(one).items() if (one.number, TOLD_BY.get(label)) not in hidden}
        for one in rows[Meeting]
    }


def _hides(entry: Entry, texts: Texts) -> bool:
    return "meeting" in entry.facts and entry.pk not in texts


def _kept_words(one: Meeting) -> dict[str, str]:
    kept = {
        words_of.TIMES: times_in_words(times_of(one)),
        words_of.WHERE: one.place,
        words_of.ABOUT: one.about,
        words_of.OTHERS: one.others,
        words_of.APOLOGIES: one.apologies,
        words_of.AGENDA: "\n".join(one.agenda or ()),
        words_of.READ_OUT: "" if one.read_out is None else words_of.read_out(one.read_out),
    }
    return {label: text for label, text in kept.items() if text}


def minutes_said(entries: list[Entry], texts: Texts) -> Counter[tuple[object, ...]]:
    """Return what was written down, which side agreed it for which agency, and each dissent, by the record."""
    found: Counter[tuple[object, ...]] = Counter()
    stand: dict[int, int] = {}
    for entry in entries:
        fact, words = entry.facts, _words(entry, texts)
        if "minutes" in fact:
            meeting, number = fact["minutes"]
            stand[meeting] = number
            found["minutes", meeting, number, *(words.get(label, "") for label in OF_MINUTES)] += 1
        elif "minutes_agreed" in fact:
            found["minutes_agreed", *fact["minutes_agreed"], fact["agency"]] += 1
        elif "dissent" in fact:
            meeting = fact["dissent"]
            read = fact.get("read", stand.get(meeting, 0))
            found["dissent", meeting, read, fact["agency"], words.get(words_of.DISSENT, "")] += 1
    return found


def minutes_kept(rows: Rows) -> Counter[tuple[object, ...]]:
    """Return the same, by the tables."""
    numbers = {one.pk: one.number for one in rows[Meeting]}
    texts = {one.pk: (numbers[one.meeting_id], one.number) for one in rows[Minutes]}
    found: Counter[tuple[object, ...]] = Counter(
        ("minutes", *texts[one.pk], one.decided_by, one.decision, one.reasons) for one in rows[Minutes]
    )
    found.update(
        ("minutes_agreed", *texts[one.minutes_id], one.side, str(one.agency_id)) for one in rows[MinutesAgreed]
    )
    found.update(("dissent", numbers[one.meeting_id], one.read, str(one.agency_id), one.words) for one in rows[Dissent])
    return found


def _words(entry: Entry, texts: Texts) -> Mapping[str, str]:
    return texts[entry.pk].words if entry.pk in texts else {}
