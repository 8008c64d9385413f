"""What people say of entries of the record and beside an agreement, read back; and for which side one was written."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from commonground.differences.models import Difference
from commonground.procedures.chronology import WORDS, Chronicled
from commonground.procedures.steps import Step
from commonground.procedures.terms import Act, Side
from commonground.questions import Blank, Question
from commonground.record.models import Entry

WORD_KINDS = tuple(f"step.{step}" for step in WORDS)
"""The kinds of entry that are words on another."""
STILL_SEEN = f"step.{Step.STILL_SEES}"
"""The kind of entry that stands beside an agreement."""


FOR_A_SIDE = Q(facts__act=Act.RAISE.value) | Q(facts__by__side__in=[side.value for side in Side])
"""An entry that was written for a side: ``side_of`` says for which."""


def side_of(facts: Mapping[str, Any]) -> Side | None:
    """Return the side for which an entry with these facts was written; None for the clock's and for neither side's."""
    if facts.get("act") == Act.RAISE:
        return Side.RAISING
    side = (facts.get("by") or {}).get("side")
    return Side(side) if side else None


def chronicled(entry: Entry) -> Chronicled:
    """Return an entry as the rules of the chronology see it."""
    return Chronicled(side_of(entry.facts), own_note=bool(entry.side_only), word=entry.kind in WORD_KINDS)


def said_of(entries: Collection[Entry]) -> Mapping[UUID, list[Entry]]:
    """Return what was said of these entries of one difference, by the key of each, in order; in one query or none."""
    keys = {str(entry.pk): entry.pk for entry in entries}
    found: dict[UUID, list[Entry]] = {}
    for one in _of_kinds(next(iter(entries)).subject, WORD_KINDS) if keys else ():
        if key := keys.get(one.facts["entry"]):
            found.setdefault(key, []).append(one)
    return found


def _of_kinds(subject: UUID, kinds: Collection[str]) -> QuerySet[Entry]:
    found = Entry.objects.filter(subject=subject, kind__in=kinds, text__isnull=False)
    return found.select_related("text").order_by("number")


@Question
def _still_seen(subject: Blank) -> QuerySet[Entry]:
    found = Entry.objects.filter(subject=subject, kind=STILL_SEEN, text__isnull=False)
    return found.select_related("text").order_by("number")


def still_seen(row: Difference) -> tuple[Entry, ...]:
    """Return what somebody still sees differently, beside its agreements, in the order in which it was noted."""
    return tuple(_still_seen(subject=row.pk))
