"""Writing the record: an entry at the end of a chain, and who has looked. Nothing here changes what is written."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from commonground.questions import Blank, Question
from commonground.record import chain, entries
from commonground.record.models import Entry, EntryText, Head, Look
from commonground.storing import add, change, change_each

THE_CLOCK = "The clock"


@dataclass(frozen=True)
class Written:
    """One entry with its words and the head that follows from it: made, but not yet in the database."""

    entry: Entry
    text: EntryText
    head: Head


@Question
def _head(subject: Blank) -> "QuerySet[Head]":
    return Head.objects.select_for_update().filter(pk=subject)


def append(
    *,
    subject: UUID,
    partnership_id: UUID,
    kind: str,
    facts: Mapping[str, Any],
    sentence: str,
    words: Mapping[str, Any] | None = None,
    by: Any,  # noqa: ANN401 a person of the floor above, known here by its key only
    by_name: str = THE_CLOCK,
    at: datetime,
    side_only: str = "",
) -> Entry:
    """Write the next entry of a subject's chain, in the caller's transaction; return it.

    ``facts`` are codes, dates and figures (moments as ISO 8601 in UTC) and hold nothing about anybody; ``sentence``
    and ``words`` are what people read. ``by`` is a person, or None for the clock. The head's row is the lock: others
    who write to the same chain wait until this transaction ends. Raises UnknownKindError, NotCanonicalError,
    ValueError for another partnership, or TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        message = "An entry is written in the transaction of what it tells, and there is none."
        raise transaction.TransactionManagementError(message)
    entries.writable(kind)
    written = None
    while written is None:
        head = next(iter(_head(subject=subject)), None)
        if head and head.partnership_id != partnership_id:
            message = "A record stays with the partnership that it began with."
            raise ValueError(message)
        written = compose(
            head, subject=subject, partnership_id=partnership_id, kind=kind, facts=facts, sentence=sentence,
            words=words, person_id=by.pk if by is not None else None, by_name=by_name, at=at, side_only=side_only,
        )  # fmt: skip
        if head is None and not _begin(written.head):
            written = None  # somebody wrote the first entry at the same moment: this one comes after it
    add(written.entry, written.text)
    if written.head.size > 1:
        change(written.head, ("size", "digest", "signature"))
    return written.entry


@dataclass(frozen=True)
class Said:
    """What the clock has to say in one chain that was begun already: see ``append``."""

    subject: UUID
    kind: str
    facts: Mapping[str, Any]
    sentence: str
    words: Mapping[str, Any]


def append_each(said: Sequence[Said], *, at: datetime) -> list[Entry]:
    """Write the next entry of several chains, each another one, as the clock; return them in the same order.

    The same as ``append``, with as many statements as for one. Raises LookupError for a chain that was never begun.
    """
    for kind in {one.kind for one in said}:
        entries.writable(kind)
    locked = Head.objects.select_for_update().filter(pk__in=[one.subject for one in said]).order_by("pk")
    heads = {head.pk: head for head in locked}
    written = [
        compose(
            heads[one.subject], subject=one.subject, partnership_id=heads[one.subject].partnership_id, kind=one.kind,
            facts=one.facts, sentence=one.sentence, words=one.words, person_id=None, by_name=THE_CLOCK, at=at,
        )
        for one in said
    ]  # fmt: skip
    add(*(one.entry for one in written))
    add(*(one.text for one in written))
    change_each([one.head for one in written], ("size", "digest", "signature"))
    return [one.entry for one in written]


def look(
    *,
    subject: UUID,
    partnership_id: UUID,
    person: Any,  # noqa: ANN401 as above
    title: str,
    agency: str,
    relation: str,
    part: str,
    at: datetime,
) -> Look:
    """Return that a person read a part of a subject, as what in which agency, and by which relation to it."""
    return Look(
        subject=subject,
        partnership_id=partnership_id,
        person_id=person.pk,
        person_name=person.name,
        title=title,
        agency=agency,
        relation=relation,
        part=part,
        at=at,
    )


def looked(*looks: Look) -> None:
    """Write down what was read, in the reader's transaction: what cannot be written down is not shown."""
    add(*looks)


def compose(
    head: Head | None,
    *,
    subject: UUID,
    partnership_id: UUID,
    kind: str,
    facts: Mapping[str, Any],
    sentence: str,
    words: Mapping[str, Any] | None,
    person_id: UUID | None,
    by_name: str,
    at: datetime,
    side_only: str = "",
) -> Written:
    """Make the entry that follows ``head`` (None: the first), linked and signed, without touching the database."""
    salt = secrets.token_hex(32)
    words = dict(words or {})
    link = chain.Link(
        id=uuid4(),
        subject=subject,
        partnership_id=partnership_id,
        number=head.size + 1 if head else 1,
        at=at,
        kind=kind,
        actor=chain.actor_token(subject, person_id),
        side_only=side_only,
        facts=dict(facts),
        commitment=chain.commitment(salt, sentence, words, by_name),
        previous=head.digest if head else chain.BEGINNING,
    )
    digest, key = chain.digest(link), settings.RECORD_KEYS[0]
    bound = {"subject": subject, "partnership_id": partnership_id}
    entry = Entry(
        **vars(link), digest=digest, signature=chain.sign(key, chain.entry_message(subject, link.number, digest))
    )
    text = EntryText(
        entry=entry, **bound, side_only=side_only, salt=salt, actor_name=by_name, sentence=sentence, words=words
    )
    signature = chain.sign(key, chain.head_message(subject, link.number, digest))
    return Written(entry, text, Head(**bound, size=link.number, digest=digest, signature=signature))


def _begin(head: Head) -> bool:
    """Put in a chain's first head; False if somebody else's came first (waiting for them if they are at it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_head (subject, partnership_id, size, digest, signature) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (subject) DO NOTHING",
            [head.subject, head.partnership_id, head.size, head.digest, head.signature],
        )
        return bool(cursor.rowcount)
