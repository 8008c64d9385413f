"""Writing an entry: in the caller's transaction, in gapless order, in four queries."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from commonground.record import entries
from commonground.record.actions import append, look, looked
from commonground.record.canonical import NotCanonicalError
from commonground.record.chain import publics_of
from commonground.record.models import Entry, EntryText, Head, Look
from commonground.record.verify import verify_one
from tests.conftest import Clone
from tests.connected import connected
from tests.record.conftest import AMY, AT, KIND, PARTNERSHIP, READS, chain_of, write

PUBLIC = publics_of(settings.RECORD_KEYS)


@pytest.mark.django_db
def test_an_entry_has_its_words_and_moves_the_head() -> None:
    subject = uuid4()
    first, second = write(subject, 1), write(subject, 2, by=None, by_name="The clock")
    head = Head.objects.get(pk=subject)
    assert (first.number, second.number, head.size) == (1, 2, 2)
    assert (second.previous, head.digest) == (first.digest, second.digest)
    assert (first.text.actor_name, second.actor) == ("Amy Adeyemi, Fairhaven School", "clock")
    assert verify_one(subject, PUBLIC) is None


@pytest.mark.django_db
def test_nothing_about_anybody_stands_in_the_chain_itself() -> None:
    entry = Entry.objects.filter(pk=write(uuid4()).pk).values().get()
    assert not [text for text in map(str, entry.values()) if "Amy" in text or "visit" in text]
    assert str(AMY.pk) not in map(str, entry.values())


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2])
def test_an_entry_takes_four_queries(number: int) -> None:
    subject = chain_of(number - 1)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        append(
            subject=subject, partnership_id=PARTNERSHIP, kind=KIND, facts={}, sentence="It happened.", by=AMY,
            by_name=AMY.name, at=AT,
        )  # fmt: skip
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) == 4
    assert not [query for query in asked if "RETURNING" in query["sql"]]


@pytest.mark.django_db
def test_kinds_that_nobody_registered_or_that_are_retired_are_refused() -> None:
    for kind in ("subject.unheard_of", "subject.once"):
        with pytest.raises(entries.UnknownKindError):
            write(uuid4(), kind=kind)
    assert entries.readable("subject.once").sentence == "Long ago."
    assert entries.readable("subject.long_forgotten").retired


def test_a_kind_keeps_its_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "KINDS", {})
    kind = entries.register("a.happened", sentence="A.")
    assert entries.register("a.happened", sentence="A.") == kind
    with pytest.raises(ValueError, match=r"a\.happened"):
        entries.register("a.happened", sentence="B.")


@pytest.mark.django_db
def test_what_cannot_be_written_again_is_refused_and_leaves_nothing() -> None:
    for unwritable in ({"facts": {"level": 0.5}}, {"facts": {"at": AT}}, {"words": {"a": "b\0"}}):
        with pytest.raises(NotCanonicalError):
            write(uuid4(), **unwritable)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_record_stays_with_its_partnership() -> None:
    subject = chain_of(1)
    with pytest.raises(ValueError, match="partnership"):
        write(subject, partnership_id=uuid4())


def test_an_entry_outside_a_transaction_is_refused(as_clock: Clone) -> None:  # noqa: ARG001
    with pytest.raises(transaction.TransactionManagementError):
        append(
            subject=uuid4(), partnership_id=PARTNERSHIP, kind=KIND, facts={}, sentence="It happened.", by=None, at=AT,
        )  # fmt: skip
    assert not Head.objects.exists()


def test_what_is_rolled_back_was_never_written(as_clock: Clone) -> None:  # noqa: ARG001
    subject = chain_of(2)

    def write_and_fail() -> None:
        with transaction.atomic():
            write(subject, 3)
            raise LookupError

    with pytest.raises(LookupError):
        write_and_fail()
    assert verify_one(subject, PUBLIC) is None
    assert (Head.objects.get().size, Entry.objects.count(), EntryText.objects.count()) == (2, 2, 2)


@pytest.mark.parametrize("begun", [True, False], ids=["a chain begun", "a new chain"])
def test_writers_at_the_same_moment_leave_no_gap(
    as_clock: Clone, django_db_blocker: DjangoDbBlocker, *, begun: bool
) -> None:
    subject = chain_of(1) if begun else uuid4()
    writers, each = 6, 5
    barrier = Barrier(writers)

    def work(_: int) -> None:
        with django_db_blocker.unblock(), connected(as_clock.clock):
            barrier.wait()
            for number in range(each):
                write(subject, number)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(work, range(writers)))
    assert verify_one(subject, PUBLIC) is None
    assert Head.objects.get(pk=subject).size == writers * each + begun


@pytest.mark.django_db
def test_a_look_is_one_insert() -> None:
    with CaptureQueriesContext(connection) as asked:
        looked(look(subject=uuid4(), partnership_id=PARTNERSHIP, person=AMY, **READS, at=AT))
    assert len(asked) == 1
    seen = Look.objects.get()
    assert (seen.person_id, seen.person_name, seen.at) == (AMY.pk, "Amy Adeyemi", AT)
    assert (seen.title, seen.agency) == ("Teacher", "Oakfield")


def test_the_web_cannot_write_to_a_record_that_it_cannot_see(
    as_clock: Clone, django_db_blocker: DjangoDbBlocker
) -> None:
    subject = chain_of(1)
    with django_db_blocker.unblock(), connected(as_clock.app):
        for target in (subject, uuid4()):
            with pytest.raises(DatabaseError, match="row-level security"):
                write(target, 2)
            with pytest.raises(DatabaseError, match="row-level security"):
                looked(look(subject=target, partnership_id=PARTNERSHIP, person=AMY, **READS, at=AT))
    assert Entry.objects.count() == 1
