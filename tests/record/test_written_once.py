"""Nothing that is written is changed or deleted: models, triggers and grants each refuse it alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from commonground.record.actions import look, looked
from commonground.record.models import Entry, EntryText, Head, Look, RewrittenError
from tests.conftest import Clone
from tests.record.conftest import AMY, AT, PARTNERSHIP, READS, chain_of, write

pytestmark = pytest.mark.django_db

WRITTEN = ("record_entry", "record_entrytext", "record_look")
CHANGES = [f"UPDATE {table} SET subject = gen_random_uuid()" for table in WRITTEN]  # noqa: S608 the list above
REMOVALS = [f"{verb} {table}" for table in (*WRITTEN, "record_head") for verb in ("DELETE FROM", "TRUNCATE")]
REMOVALS = [f"{one} CASCADE" if "TRUNCATE" in one else one for one in REMOVALS]


@pytest.fixture(autouse=True)
def written() -> None:
    """Write three entries and a look."""
    subject = chain_of(3)
    looked(look(subject=subject, partnership_id=PARTNERSHIP, person=AMY, **READS, at=AT))


def refused(statement: str, word: str) -> None:
    with pytest.raises(DatabaseError, match=word), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("model", [Entry, EntryText, Look])
def test_models_refuse(model: Any) -> None:  # noqa: ANN401 one of three
    one = model.objects.all()[0]
    for change in (one.save, one.delete, model.objects.all().delete):
        with pytest.raises(RewrittenError):
            change()
    with pytest.raises(RewrittenError):
        model.objects.update(subject=PARTNERSHIP)
    with pytest.raises(RewrittenError):
        model.objects.bulk_update([one], ["subject"])


@pytest.mark.parametrize("statement", CHANGES + REMOVALS)
def test_triggers_refuse_even_the_owner(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused(statement, "stays as it is")
    assert (Entry.objects.count(), EntryText.objects.count(), Head.objects.count()) == (3, 3, 1)


@pytest.mark.parametrize(
    "change",
    ["size = size + 2", "size = size", "size = size - 1", "digest = repeat('0', 64)", "size = 1",
     "size = size + 1, partnership_id = gen_random_uuid()", "size = size + 1, subject = gen_random_uuid()"],
)  # fmt: skip
def test_a_head_goes_forward_one_entry_at_a_time(change: str) -> None:
    refused(f"UPDATE record_head SET {change}", "goes forward")  # noqa: S608 the list above


@pytest.mark.parametrize("role", ["app", "clock"])
@pytest.mark.parametrize("statement", CHANGES + REMOVALS)
def test_grants_refuse_when_there_are_no_triggers(
    as_role: Callable[[str], AbstractContextManager[None]], role: str, statement: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (*WRITTEN, "record_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with as_role(role):
        refused(statement, "permission denied")


@pytest.mark.parametrize("role", ["app", "clock"])
def test_neither_role_can_take_the_triggers_off(
    as_role: Callable[[str], AbstractContextManager[None]], role: str
) -> None:
    with as_role(role):
        refused("ALTER TABLE record_entry DISABLE TRIGGER ALL", "must be owner")
        refused("SET LOCAL session_replication_role = replica", "permission denied")


def test_triggers_are_what_refuses(clone: Clone) -> None:
    """The control: without them a superuser's change goes through, so the tests above prove something."""
    with psycopg.connect(clone.owner) as owner:
        owner.execute("ALTER TABLE record_entry DISABLE TRIGGER USER")
        owner.execute("UPDATE record_entry SET kind = 'x'")


def test_new_entries_are_still_taken() -> None:
    write(Head.objects.get().pk, 4)
    assert Head.objects.get().size == 4
