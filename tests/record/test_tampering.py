"""A thousand ways of rewriting a record, each done by a superuser with every trigger off: all named and located."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from commonground.record import chain, subjects
from commonground.record.chain import publics_of
from commonground.record.models import Entry, EntryText, Head, Mask
from commonground.record.verify import Counts, verify_all, verify_one
from tests import cluster
from tests.conftest import Clone
from tests.connected import connected
from tests.record.conftest import HIDDEN, SHOWN, chain_of, write

PUBLIC = publics_of(settings.RECORD_KEYS)
STRANGER = bytes(32)  # a key that is not the record's: all that somebody who rewrites it has
SIZE = 8
TAMPERS = 1000

Place = int | None


def run(statement: str, *parameters: str | int | UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount > 0, "nothing was changed: the tamper would prove nothing"


class Tampering:
    """One try at rewriting the record of `subject`; each method returns where it must be found."""

    def __init__(self, subject: UUID, dice: random.Random) -> None:
        self.subject, self.dice = subject, dice
        self.number = dice.randint(1, SIZE)
        self.how = ""

    def again(self, first: int) -> None:
        """Link and sign the entries from `first` on anew, and the head: as well as it can be done without the key."""
        previous = chain.BEGINNING
        for entry in Entry.objects.filter(subject=self.subject).order_by("number"):
            if entry.number >= first:
                link = replace(chain.Link.of(entry), previous=previous)
                entry.digest = chain.digest(link)
                forged = chain.sign(STRANGER, chain.entry_message(self.subject, entry.number, entry.digest))
                run(
                    "UPDATE record_entry SET previous = %s, digest = %s, signature = %s WHERE id = %s",
                    previous, entry.digest, forged, entry.pk,
                )  # fmt: skip
            previous = entry.digest
        self.end(Entry.objects.filter(subject=self.subject).count(), previous)

    def end(self, size: int, digest: str) -> None:
        """Make the head say where the chain ends, with a forged signature."""
        forged = chain.sign(STRANGER, chain.head_message(self.subject, size, digest))
        run(
            "UPDATE record_head SET size = %s, digest = %s, signature = %s WHERE subject = %s",
            size, digest, forged, self.subject,
        )  # fmt: skip

    def _column(self, table: str, columns: dict[str, str], where: str, *of: int | UUID) -> None:
        column, value = self.dice.choice(list(columns.items()))
        self.how = f"{table}.{column}"
        run(f"UPDATE {table} SET {column} = {value} WHERE {where}", *of)  # noqa: S608 the lists below

    def change_entry(self) -> Place:
        """Change any one column of an entry."""
        columns = {
            "id": "gen_random_uuid()",
            "subject": "gen_random_uuid()",
            "partnership_id": "gen_random_uuid()",
            "number": "number + 100",
            "at": "at + interval '1 microsecond'",
            "kind": "kind || 'x'",
            "actor": "'clock'",
            "side_only": "'responding'",
            "facts": "facts || '{\"stage\": 100}'",
            "commitment": "repeat('a', 64)",
            "previous": "repeat('b', 64)",
            "digest": "repeat('c', 64)",
            "signature": "repeat('d', 128)",
        }
        assert columns.keys() == {field.column for field in Entry._meta.fields}
        self._column("record_entry", columns, "subject = %s AND number = %s", self.subject, self.number)
        return self.number

    def change_words(self) -> Place:
        """Change any one column of an entry's words."""
        columns = {
            "subject": "gen_random_uuid()",
            "partnership_id": "gen_random_uuid()",
            "side_only": "'responding'",
            "salt": "repeat('e', 64)",
            "actor_name": "'Somebody else'",
            "sentence": "sentence || ' Not.'",
            "words": "words - 'More'",
        }
        assert columns.keys() == {field.column for field in EntryText._meta.fields} - {"entry_id"}
        where = "entry_id = (SELECT id FROM record_entry WHERE subject = %s AND number = %s)"
        self._column("record_entrytext", columns, where, self.subject, self.number)
        return self.number

    def change_head(self) -> Place:
        """Change any one column of the head."""
        columns = {
            "subject": "gen_random_uuid()",
            "partnership_id": "gen_random_uuid()",
            "size": "size + 1",
            "digest": "repeat('a', 64)",
            "signature": "repeat('b', 128)",
        }
        assert columns.keys() == {field.column for field in Head._meta.fields}
        self._column("record_head", columns, "subject = %s", self.subject)
        return None

    def swap_words(self) -> Place:
        """Exchange what two entries say."""
        one, other = sorted(self.dice.sample(range(1, SIZE + 1), 2))
        run(
            "UPDATE record_entrytext t SET sentence = o.sentence, words = o.words, salt = o.salt FROM record_entry e,"
            " record_entry f, record_entrytext o WHERE e.id = t.entry_id AND f.id = o.entry_id AND e.subject = %s"
            " AND f.subject = e.subject AND (e.number, f.number) IN ((%s, %s), (%s, %s))",
            self.subject, one, other, other, one,
        )  # fmt: skip
        return one

    def _drop(self) -> None:
        of = "(SELECT id FROM record_entry WHERE subject = %s AND number = %s)"
        run(f"DELETE FROM record_entrytext WHERE entry_id = {of}", self.subject, self.number)  # noqa: S608
        run("DELETE FROM record_entry WHERE subject = %s AND number = %s", self.subject, self.number)

    def _shift(self, first: int, by: int) -> None:
        """Move the numbers from `first` on, round the rule that each stands once."""
        moved = "UPDATE record_entry SET number = number + %s WHERE subject = %s AND number >= %s"
        run(moved, 1000, self.subject, first)
        run(moved, by - 1000, self.subject, 1000)

    def drop(self) -> Place:
        """Take an entry out, with its words."""
        self._drop()
        return self.number

    def drop_last(self) -> Place:
        """Take the last entry out."""
        self.number = SIZE
        return self.drop()

    def drop_last_and_put_head_back(self) -> Place:
        """Cut the last entry off, and make the head say that there never was one."""
        self.drop_last()
        before = Entry.objects.get(subject=self.subject, number=SIZE - 1)
        self.end(SIZE - 1, before.digest)
        if self.dice.random() < 0.5:  # the true signature of that entry, where the head's should be
            run("UPDATE record_head SET signature = %s WHERE subject = %s", before.signature, self.subject)
        return None

    def drop_and_close_the_gap(self) -> Place:
        """Take an entry out and move up those after it, perhaps linked and signed anew."""
        self.number = self.dice.randint(1, SIZE - 1)
        self._drop()
        self._shift(self.number + 1, -1)
        if self.dice.random() < 0.5:
            self.again(self.number)
        return self.number

    def cut_off(self) -> Place:
        """Take out an entry and all after it."""
        run("DELETE FROM record_entrytext t USING record_entry e WHERE e.id = t.entry_id"
            " AND e.subject = %s AND number >= %s", self.subject, self.number)  # fmt: skip
        run("DELETE FROM record_entry WHERE subject = %s AND number >= %s", self.subject, self.number)
        return self.number

    def reorder(self) -> Place:
        """Exchange the places of two entries, perhaps linked and signed anew."""
        one, other = sorted(self.dice.sample(range(1, SIZE + 1), 2))
        for number, becomes in ((one, 1000), (other, one), (1000, other)):
            run("UPDATE record_entry SET number = %s WHERE subject = %s AND number = %s", becomes, self.subject, number)
        if self.dice.random() < 0.5:
            self.again(one)
        return one

    def add(self) -> Place:
        """Put a forged entry in, or behind the last one, and link and sign all after it as well as can be."""
        self.number = self.dice.randint(1, SIZE + 1)
        if self.number <= SIZE:
            self._shift(self.number, 1)
        run(
            "INSERT INTO record_entry SELECT (json_populate_record(e, %s)).* FROM record_entry e"
            " WHERE subject = %s AND number = %s",
            json.dumps({"id": str(uuid4()), "number": self.number, "facts": {"stage": 4}}),
            self.subject, self.number + (1 if self.number <= SIZE else -1),
        )  # fmt: skip
        self.again(self.number)
        return self.number

    def rewrite_from(self) -> Place:
        """Change an entry and its words, and link and sign the tail anew (for the first entry: the whole chain)."""
        run(
            "UPDATE record_entry SET facts = '{\"stage\": 100}' WHERE subject = %s AND number = %s",
            self.subject, self.number,
        )  # fmt: skip
        self.again(self.number)
        return self.number

    def rewrite_words_and_all(self) -> Place:
        """Change what an entry says, and link and sign the tail anew."""
        entry = Entry.objects.get(subject=self.subject, number=self.number)
        salt, said = entry.text.salt, "It never happened."
        committed = chain.commitment(salt, said, {}, entry.text.actor_name)
        run("UPDATE record_entrytext SET sentence = %s, words = '{}' WHERE entry_id = %s", said, entry.pk)
        run("UPDATE record_entry SET commitment = %s WHERE id = %s", committed, entry.pk)
        self.again(self.number)
        return self.number

    def rewrite_everything(self) -> Place:
        """Link and sign the whole chain anew without changing a word."""
        self.again(1)
        return 1

    def put_head_back(self) -> Place:
        """Put an older head back, truly signed in its day, and leave the entries."""
        size = self.dice.randint(1, SIZE - 1)
        digest = Entry.objects.get(subject=self.subject, number=size).digest
        signature = chain.sign(settings.RECORD_KEYS[0], chain.head_message(self.subject, size, digest))
        run(
            "UPDATE record_head SET size = %s, digest = %s, signature = %s WHERE subject = %s",
            size, digest, signature, self.subject,
        )  # fmt: skip
        return size + 1

    def remove_head(self) -> Place:
        """Take the head away."""
        run("DELETE FROM record_head WHERE subject = %s", self.subject)
        return None


WAYS: list[Callable[[Tampering], Place]] = [
    getattr(Tampering, name) for name in vars(Tampering) if not name.startswith("_") and name not in {"again", "end"}
]


@pytest.fixture
def as_intruder(as_clock: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[list[UUID]]:
    """Give three records, and act as a superuser for whom no trigger and no foreign key holds."""
    written = [chain_of(SIZE) for _ in range(3)]
    with django_db_blocker.unblock(), connected(cluster.EMBEDDED.url("postgres", as_clock.name)):
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        yield written


def test_a_thousand_tampers_are_each_named_and_located(as_intruder: list[UUID], figure: Callable[[str], None]) -> None:
    dice = random.Random(20260302)  # noqa: S311 the same tampers each time
    missed, tried = [], dict.fromkeys((way.__name__ for way in WAYS), 0)
    for turn in range(TAMPERS):
        way, subject = WAYS[turn % len(WAYS)], dice.choice(as_intruder)
        tampering = Tampering(subject, dice)
        with transaction.atomic():
            place = way(tampering)
            found = verify_one(subject, PUBLIC)
            transaction.set_rollback(True)
        tried[way.__name__] += 1
        if found is None or (found.number, found.subject) != (place, subject):
            missed.append((way.__name__, tampering.how, place, found))
    figure(f"{TAMPERS} tampers, {len(missed)} missed: {tried}")
    assert not missed
    assert min(tried.values()) >= 50
    assert list(verify_all(PUBLIC, Counts())) == [], "rolled back, nothing is amiss"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_verifying_everything_names_each_too(as_intruder: list[UUID], way: Callable[[Tampering], Place]) -> None:
    place = way(Tampering(as_intruder[1], random.Random(7)))  # noqa: S311
    findings = list(verify_all(PUBLIC, Counts()))
    assert (as_intruder[1], place) in [(finding.subject, finding.number) for finding in findings]
    assert not [finding for finding in findings if finding.subject in (as_intruder[0], as_intruder[2])]


def test_words_that_belong_to_no_entry_are_named(as_intruder: list[UUID]) -> None:
    run("UPDATE record_entrytext SET entry_id = gen_random_uuid() WHERE subject = %s", as_intruder[0])
    assert [finding.subject for finding in verify_all(PUBLIC, Counts())] == [as_intruder[0]]


def test_sentences_say_what_happened(as_intruder: list[UUID]) -> None:
    def said(way: Callable[[Tampering], Place], number: int) -> str:
        with transaction.atomic():
            tampering = Tampering(as_intruder[0], random.Random(1))  # noqa: S311
            tampering.number = number
            way(tampering)
            found = verify_one(as_intruder[0], PUBLIC)
            transaction.set_rollback(True)
        assert found
        return found.sentence

    assert said(Tampering.drop, 3) == "Entry 3 is missing."
    assert said(Tampering.drop_last, 0) == "Entry 8, the last, is missing."
    assert said(Tampering.cut_off, 6) == "Entries 6 to 8 are missing."
    assert said(Tampering.rewrite_from, 5) == (
        "Entry 5 was added or written anew: it is not signed with the record's key."
    )
    assert said(Tampering.change_words, 4) == "The words of entry 4 were changed."
    assert said(Tampering.remove_head, 0) == "The head is missing; entries after 8 may be, too."


GONE = "DELETE FROM record_entrytext t USING record_entry e WHERE e.id = t.entry_id AND e.subject = %s AND number = %s"


def test_masked_words_are_no_tampering(as_intruder: list[UUID]) -> None:
    for subject in as_intruder:
        write(subject, SIZE + 1, kind=HIDDEN, facts={"entry": str(Entry.objects.get(subject=subject, number=3).pk)})
        run(GONE, subject, 3)
    counts = Counts()
    assert list(verify_all(PUBLIC, counts)) == []
    assert (counts.subjects, counts.entries, counts.masked) == (3, 3 * SIZE + 3, 3)


def test_words_that_are_gone_without_a_mask_are_named(as_intruder: list[UUID]) -> None:
    """Also where another entry was masked, where they were shown again, and where a row says that they are masked."""
    first, second, third = as_intruder
    for subject, number in ((first, 5), (second, 3)):
        masks = {"entry": str(Entry.objects.get(subject=subject, number=3).pk)}
        write(subject, SIZE + 1, kind=HIDDEN, facts=masks)
        if subject == second:
            write(subject, SIZE + 2, kind=SHOWN, facts=masks)
        else:
            run(GONE, subject, 3)
        run(GONE, subject, number)
    entry = Entry.objects.get(subject=third, number=8)
    Mask.objects.create(
        entry=entry, subject=third, partnership_id=entry.partnership_id, by_id=uuid4(), at=entry.at, due_at=entry.at
    )
    run(GONE, third, 8)
    found = {(one.subject, one.number, one.sentence) for one in verify_all(PUBLIC, Counts())}
    gone = "The words of entry {} are gone, and nobody has masked them."
    assert found == {(subject, n, gone.format(n)) for subject, n in ((first, 5), (second, 3), (third, 8))}
    assert verify_one(third, PUBLIC) is not None


def test_masked_words_that_can_be_read_again_are_named(as_intruder: list[UUID]) -> None:
    subject = as_intruder[0]
    masks = {"entry": str(Entry.objects.get(subject=subject, number=3).pk)}
    write(subject, SIZE + 1, kind=HIDDEN, facts=masks)
    sentence = "The words of entry 3 can be read, though they were masked."
    assert [(one.number, one.sentence) for one in verify_all(PUBLIC, Counts())] == [(3, sentence)]
    write(subject, SIZE + 2, kind=SHOWN, facts=masks)
    assert list(verify_all(PUBLIC, Counts())) == []


def test_no_alarm_while_others_write(as_clock: Clone, django_db_blocker: DjangoDbBlocker) -> None:
    subjects_written = [chain_of(2) for _ in range(5)]
    ended = Event()

    def keep_writing() -> None:
        with django_db_blocker.unblock(), connected(as_clock.clock):
            number = 2
            while not ended.is_set():
                number += 1
                for subject in subjects_written:
                    write(subject, number)

    writer = Thread(target=keep_writing)
    writer.start()
    try:
        for _ in range(15):
            assert list(verify_all(PUBLIC, Counts())) == []
    finally:
        ended.set()
        writer.join()


def verify_command(*arguments: str) -> tuple[str, int]:
    output, code = StringIO(), 0
    try:
        call_command("verify_record", *arguments, stdout=output)
    except SystemExit as ended:
        code = int(str(ended.code))
    return output.getvalue(), code


def test_the_command_ends_with_1_when_something_is_amiss(
    as_intruder: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {as_intruder[0]: "7K3F-9QXM-2C"}
    monkeypatch.setattr(subjects, "REGISTERED", [])
    subjects.register(
        find=lambda text: next((key for key, name in named.items() if name == text), None), name=named.get
    )
    assert verify_command() == ("Verified 24 entries of 3 records, 0 with masked words: all as written.\n", 0)
    assert verify_command("7K3F-9QXM-2C") == (
        "Verified 8 entries of 1 records, 0 with masked words: all as written.\n",
        0,
    )
    run("UPDATE record_entry SET kind = 'x' WHERE subject = %s AND number = 5", as_intruder[0])
    said, code = verify_command()
    assert (code, said.splitlines()[0]) == (1, "7K3F-9QXM-2C: Entry 5 was changed.")
    assert verify_command("7K3F-9QXM-2C")[1] == 1
    assert verify_command(str(as_intruder[1]))[1] == 0
