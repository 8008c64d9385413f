"""Hiding the words of an entry, and showing them again. The entry itself stays, and the record still verifies.

An entry commits to its words by a digest, so the chain does not need them. They leave the readable table for one that
no role of the product reads, and come back from there, by two functions of the database and in no other way.
"""

from datetime import datetime
from typing import Any

from django.db import connection

from commonground.record.models import Entry, EntryText, Mask


def withhold(
    entry: Entry,
    *,
    by: Any,  # noqa: ANN401 a person of the floor above, known here by its key only
    by_name: str,
    why: str,
    at: datetime,
    due: datetime,
) -> Mask:
    """Hide the words of an entry at once, until a second person decides by ``due``. They must be there to be hidden."""
    mask = Mask.objects.create(
        entry=entry, subject=entry.subject, partnership_id=entry.partnership_id, side_only=entry.side_only,
        actor_name=entry.text.actor_name, sentence=entry.text.sentence, by_id=by.pk, by_name=by_name, why=why, at=at,
        due_at=due,
    )  # fmt: skip
    _call("record_withhold", mask)
    return mask


def decide(mask: Mask, *, confirmed: bool, by: Any, by_name: str, at: datetime) -> None:  # noqa: ANN401 as above
    """Keep a second person's decision: the words stay hidden, or they are shown again and the mask is gone."""
    mask.second_id, mask.second_name, mask.second_at, mask.confirmed = by.pk, by_name, at, confirmed
    mask.save(update_fields=["second_id", "second_name", "second_at", "confirmed"])
    if not confirmed:
        _call("record_give_back", mask)


def stand_in(mask: Mask, text: str) -> EntryText:
    """Return what is read in place of the words of a masked entry: who wrote it, and ``text``. It is never saved."""
    return EntryText(
        entry=mask.entry, subject=mask.subject, partnership_id=mask.partnership_id, side_only=mask.side_only,
        actor_name=mask.actor_name, sentence=mask.sentence, words={"Masked": text},
    )  # fmt: skip


def _call(function: str, mask: Mask) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [mask.pk])
