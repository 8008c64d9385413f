"""Is the record as it was written? Names the first entry that was changed, dropped, put elsewhere or added.

Needs the public keys only, of all that ever signed. What it cannot see: all tables rolled back together to an older,
whole state.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from commonground.record import chain
from commonground.record.canonical import NotCanonicalError
from commonground.record.entries import readable
from commonground.record.models import Entry, EntryText, Head

Keys: TypeAlias = tuple[bytes, ...]

BATCH = 200  # subjects read at a time


@dataclass(frozen=True)
class Finding:
    """What is wrong with a subject's record: at which entry (None: at its head), in a sentence."""

    subject: UUID
    number: int | None
    sentence: str


@dataclass
class Counts:
    """How much was verified."""

    subjects: int = 0
    entries: int = 0
    masked: int = 0

    def add(self, entries: Sequence[Entry], texts: Sequence[EntryText]) -> None:
        """Add one subject's record."""
        self.subjects += 1
        self.entries += len(entries)
        self.masked += len(entries) - len(texts)


def verify_subject(
    entries: Sequence[Entry], texts: Iterable[EntryText], head: Head | None, public_keys: Keys
) -> Finding | None:
    """Return the first thing wrong with one subject's record, or None.

    ``entries`` in the order of their numbers. An entry without its words is whole when the record says that they were
    masked; words that are not those committed to are named.
    """
    words = {text.entry_id: text for text in texts}
    there = set(words)
    previous = chain.BEGINNING
    for expected, entry in enumerate(entries, 1):
        if entry.number > expected:
            return Finding(entry.subject, expected, f"Entry {expected} is missing.")
        sentence = _amiss(entry, previous, entries, public_keys) or _words_amiss(entry, words.pop(entry.pk, None))
        if sentence:
            return Finding(entry.subject, entry.number, sentence)
        previous = entry.digest
    if words:
        return _stray(next(iter(words.values())))
    return _head_amiss(entries, head, public_keys) or _masks_amiss(entries, there)


def verify_all(public_keys: Keys, counts: Counts) -> Iterator[Finding]:
    """Yield what is wrong with each subject's record, a few subjects at a time; add to ``counts`` on the way."""
    last, named = UUID(int=0), set[UUID]()
    while subjects := _subjects_after(last):
        heads = Head.objects.in_bulk(subjects)
        by_subject: dict[UUID, list[Entry]] = {subject: [] for subject in subjects}
        rows = Entry.objects.filter(subject__in=subjects).select_related("text").order_by("number", "id")
        for entry in rows:
            by_subject[entry.subject].append(entry)
        for subject, entries in by_subject.items():
            texts = [entry.text for entry in entries if hasattr(entry, "text")]
            counts.add(entries, texts)
            if verify_subject(entries, texts, heads.get(subject), public_keys):
                # Heads were read before entries: somebody may have written in between. Look again, under its lock.
                finding = verify_one(subject, public_keys)
                if finding:
                    named.add(subject)
                    yield finding
        last = subjects[-1]
    strays = EntryText.objects.exclude(Exists(Entry.objects.filter(pk=OuterRef("entry_id"))))
    for text in strays.order_by("subject"):
        if text.subject not in named:
            named.add(text.subject)
            yield _stray(text)


def verify_one(subject: UUID, public_keys: Keys, counts: Counts | None = None) -> Finding | None:
    """Read one subject's record while nobody writes to it; return the first thing wrong with it, or None."""
    with transaction.atomic():
        head = Head.objects.select_for_update().filter(pk=subject).first()
        entries = list(Entry.objects.filter(subject=subject).order_by("number", "id"))
        texts = list(EntryText.objects.filter(Q(entry__in=entries) | Q(subject=subject)))
    if counts:
        counts.add(entries, texts)
    return verify_subject(entries, texts, head, public_keys)


def numbered(subject: UUID, digest: str) -> tuple[int, int] | None:
    """Return the number of the entry with this digest, and how many there are; None when none has it."""
    numbers = Entry.objects.filter(subject=subject, digest=digest.strip().lower()).values_list("number", flat=True)
    number = numbers.first()
    return None if number is None else (number, Entry.objects.filter(subject=subject).count())


def _subjects_after(last: UUID) -> list[UUID]:
    """Return the next subjects, in order, of which there is a head or an entry."""
    heads = Head.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    entries = Entry.objects.filter(subject__gt=last).order_by("subject").values_list("subject", flat=True)
    return sorted({*heads[:BATCH], *entries.distinct()[:BATCH]})[:BATCH]


def _amiss(entry: Entry, previous: str, entries: Sequence[Entry], public_keys: Keys) -> str:
    """Return what is wrong with an entry that stands where its number says, or nothing."""
    number = entry.number
    try:
        link = chain.Link.of(entry)
        if chain.digest(link) != entry.digest:
            for other in range(1, len(entries) + 2):
                if chain.digest(replace(link, number=other)) == entry.digest:
                    return f"Entry {number} is not what was written there: it was written as entry {other}."
            return f"Entry {number} was changed."
    except NotCanonicalError:
        return f"Entry {number} was changed: it holds what was never written."
    message = chain.entry_message(entry.subject, number, entry.digest)
    if not chain.is_signed(public_keys, entry.signature, message):
        return f"Entry {number} was added or written anew: it is not signed with the record's key."
    if entry.previous != previous:
        return f"Entry {number} does not follow the one before it."
    return ""


def _words_amiss(entry: Entry, text: EntryText | None) -> str:
    """Return what is wrong with the words of an entry, or nothing; words that were masked are not there."""
    if text is None:
        return ""
    try:
        fits = entry.commitment == chain.commitment(text.salt, text.sentence, text.words, text.actor_name)
    except NotCanonicalError:
        fits = False
    of_entry = (entry.subject, entry.partnership_id, entry.side_only)
    if fits and of_entry == (text.subject, text.partnership_id, text.side_only):
        return ""
    return f"The words of entry {entry.number} were changed."


def _masks_amiss(entries: Sequence[Entry], there: Collection[UUID]) -> Finding | None:
    """Return where words are gone that were not masked, or can be read though they were, in a record that is whole."""
    hidden: dict[str, bool] = {}
    for entry in entries:
        if said := readable(entry.kind).words:
            hidden[entry.facts["entry"]] = said == "hidden"
    for entry in entries:
        masked = hidden.get(str(entry.pk), False)
        if entry.pk not in there and not masked:
            sentence = f"The words of entry {entry.number} are gone, and nobody has masked them."
            return Finding(entry.subject, entry.number, sentence)
        if entry.pk in there and masked:
            sentence = f"The words of entry {entry.number} can be read, though they were masked."
            return Finding(entry.subject, entry.number, sentence)
    return None


def _head_amiss(entries: Sequence[Entry], head: Head | None, public_keys: Keys) -> Finding | None:
    """Return what is wrong with the end of a record whose entries are whole."""
    size = len(entries)
    if head is None:
        return Finding(entries[-1].subject, None, f"The head is missing; entries after {size} may be, too.")
    message = chain.head_message(head.subject, head.size, head.digest)
    if not chain.is_signed(public_keys, head.signature, message):
        return Finding(head.subject, None, f"The head was changed; entries after {size} may be missing.")
    if head.size > size:
        missing = (
            f"Entry {head.size}, the last, is" if head.size == size + 1 else f"Entries {size + 1} to {head.size} are"
        )
        return Finding(head.subject, size + 1, f"{missing} missing.")
    if head.size < size:
        sentence = f"Entry {head.size + 1} comes after the end: the head was put back."
        return Finding(head.subject, head.size + 1, sentence)
    if (head.digest, head.partnership_id) != (entries[-1].digest, entries[-1].partnership_id):
        return Finding(head.subject, None, f"The head does not fit entry {size}, the last.")
    return None


def _stray(text: EntryText) -> Finding:
    return Finding(text.subject, None, f"There are words of an entry that is not there ({text.entry_id}).")
