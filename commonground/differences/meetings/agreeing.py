"""What the record and the tables say of meetings, for whoever compares the two; words are in both and not compared."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from commonground.differences.kept_rows import Rows
from commonground.differences.meetings.actions import facts
from commonground.differences.models import Dissent, Invited, Meeting, Minutes, MinutesAgreed

Facts = Iterable[Mapping[str, Any]]


def meetings_said(said: Facts) -> dict[int, dict[str, Any]]:
    """Return each meeting as the record says last how it stands."""
    return {one["number"]: one for one in (fact["meeting"] for fact in said if "meeting" in fact)}


def meetings_kept(rows: Rows) -> dict[int, dict[str, Any]]:
    """Return each meeting as the tables have it."""
    return {one.number: facts(one, [who for who in rows[Invited] if who.meeting_id == one.pk]) for one in rows[Meeting]}


def minutes_said(said: Facts) -> Counter[tuple[object, ...]]:
    """Return which minutes were written, which side agreed which, and how many dissents there are, by the record."""
    found: Counter[tuple[object, ...]] = Counter()
    for fact in said:
        for key in ("minutes", "minutes_agreed"):
            if key in fact:
                found[key, *fact[key]] += 1
        if "dissent" in fact:
            found["dissent", fact["dissent"]] += 1
    return found


def minutes_kept(rows: Rows) -> Counter[tuple[object, ...]]:
    """Return the same, by the tables."""
    numbers = {one.pk: one.number for one in rows[Meeting]}
    texts = {one.pk: (numbers[one.meeting_id], one.number) for one in rows[Minutes]}
    found: Counter[tuple[object, ...]] = Counter(("minutes", *text) for text in texts.values())
    found.update(("minutes_agreed", *texts[one.minutes_id], one.side) for one in rows[MinutesAgreed])
    found.update(("dissent", numbers[one.meeting_id]) for one in rows[Dissent])
    return found
