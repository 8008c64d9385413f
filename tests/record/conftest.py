"""Records for the tests of the record: chains of invented subjects, in a database that truly commits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from commonground.record import entries
from commonground.record.actions import append
from commonground.record.models import Entry
from tests.conftest import Clone
from tests.connected import connected

KIND = "subject.happened"
HIDDEN, SHOWN = "subject.hidden", "subject.shown"
AT = datetime(2026, 3, 2, 9, 15, 30, 250000, tzinfo=UTC)
PARTNERSHIP = uuid4()
AMY = SimpleNamespace(pk=uuid4(), name="Amy Adeyemi")
READS = {"title": "Teacher", "agency": "Oakfield", "relation": "raiser", "part": "page"}


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register the kinds that these tests write, and one that is retired."""
    monkeypatch.setitem(entries.KINDS, KIND, entries.Kind(KIND, "Something happened."))
    monkeypatch.setitem(entries.KINDS, HIDDEN, entries.Kind(HIDDEN, "Words were hidden.", words="hidden"))
    monkeypatch.setitem(entries.KINDS, SHOWN, entries.Kind(SHOWN, "Words were shown again.", words="shown"))
    monkeypatch.setitem(entries.KINDS, "subject.once", entries.Kind("subject.once", "Long ago.", retired=True))


@pytest.fixture
def as_clock(clone: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[Clone]:
    """Give a database of the test's own, in which the ORM acts as the role `clock` and commits."""
    with django_db_blocker.unblock(), connected(clone.clock):
        yield clone


def write(subject: UUID, number: int = 1, **more: object) -> Entry:
    """Append one entry, in a transaction of its own."""
    told: dict[str, object] = {
        "subject": subject,
        "partnership_id": PARTNERSHIP,
        "kind": KIND,
        "facts": {"stage": number, "due": "2026-03-04T17:00:00+00:00"},
        "sentence": f"Amy asked again, for the {number}th time.",
        "words": {"What she asks": "A visit — today", "More": ["é", None, True]},
        "by": AMY,
        "by_name": "Amy Adeyemi, Fairhaven School",
        "at": AT + timedelta(minutes=number),
    }
    with transaction.atomic():
        return append(**{**told, **more})  # type: ignore[arg-type]


def chain_of(size: int) -> UUID:
    """Write a chain of so many entries; return its subject."""
    subject = uuid4()
    for number in range(1, size + 1):
        write(subject, number, side_only="raising" if number % 5 == 0 else "")
    return subject
