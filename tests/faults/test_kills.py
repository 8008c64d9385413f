"""The database is killed amid eight writers: nothing that was acknowledged is lost, and nothing is half done."""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from commonground import postgresql
from commonground.database import DatabaseError, Embedded
from commonground.differences.actions import telling
from commonground.manage import migrate
from commonground.notices.actions import put
from commonground.notices.models import Notice
from commonground.now import now
from tests.cast import seed
from tests.connected import connected
from tests.faults.writers import is_whole, killed_amid_writers

ROUNDS, LONG_ROUNDS = 5, 30
LATEST = 1.0  # seconds after the first acknowledged changes


@pytest.fixture(scope="module")
def cluster_of_our_own(django_db_blocker: DjangoDbBlocker) -> Iterator[Embedded]:
    """Give a PostgreSQL that only these tests use, with the cast in it."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.delenv("COMMONGROUND_KEYS")
        made = Embedded(Path(folder))
        assert made.start()
        with django_db_blocker.unblock(), connected(made.url("owner")):
            migrate()
            seed(now() - timedelta(hours=1))
        yield made
        made.stop()
        made.remove()
        assert not list(postgresql.working_in(made.home / "cluster"))


@pytest.fixture
def embedded(cluster_of_our_own: Embedded, django_db_blocker: DjangoDbBlocker) -> Iterator[Embedded]:
    """Give that PostgreSQL to one test, which may reach it."""
    with django_db_blocker.unblock():
        yield cluster_of_our_own


def kill_and_look(embedded: Embedded, rounds: int, figure: Callable[[str], None]) -> None:
    """Kill it so often; print and assert the figures of every round."""
    dice = Random(rounds)  # noqa: S311 a test's own dice
    for number in range(1, rounds + 1):
        told = killed_amid_writers(embedded, f"{rounds}.{number}", after=dice.uniform(0, LATEST))
        figure(str(told))
        assert told.acknowledged
        assert told.in_flight
        assert told.lost == []
        assert told.half_done == []
        is_whole(embedded)


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(
    embedded: Embedded, figure: Callable[[str], None]
) -> None:
    kill_and_look(embedded, ROUNDS, figure)


@pytest.mark.long
def test_nothing_is_lost_in_many_more_rounds(embedded: Embedded, figure: Callable[[str], None]) -> None:
    kill_and_look(embedded, LONG_ROUNDS, figure)


def test_a_server_that_acknowledges_before_it_writes_loses_something(embedded: Embedded) -> None:
    """The rounds can tell: without synchronous commit they find what is lost."""
    with embedded.superuser() as root:  # what is not asked to be on disk is written by the WAL writer, later
        root.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        root.execute("SELECT pg_reload_conf()")
    lost = killed_amid_writers(embedded, "asynchronous", after=LATEST, durably=False).lost
    with embedded.superuser() as root:
        root.execute("ALTER SYSTEM RESET wal_writer_delay")
        root.execute("SELECT pg_reload_conf()")
    assert lost


def test_a_server_that_acknowledges_before_it_writes_is_refused(embedded: Embedded) -> None:
    with embedded.superuser() as root:
        root.execute("ALTER SYSTEM SET synchronous_commit = off")
    embedded.stop()
    with pytest.raises(DatabaseError, match="synchronous_commit"):
        embedded.start()
    with embedded.superuser() as root:
        root.execute("ALTER SYSTEM RESET synchronous_commit")
    embedded.stop()
    assert embedded.start()


def after_the_change(notices: list[Notice]) -> None:
    """Leave notices in a transaction of their own, once the change is kept: what the product does not do."""
    if not notices:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT cg_person()")
        (person,) = cursor.fetchone()

    def later() -> None:
        time.sleep(0.5)  # as long as a busy machine may take; many writers are here when it dies
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, current_date)", (person,))
            put(notices)

    transaction.on_commit(later)


def test_notices_left_outside_the_transaction_are_found_half_done(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rounds can tell: with notices apart from their change they find changes that told nobody."""
    monkeypatch.setattr(telling, "put", after_the_change)
    told = killed_amid_writers(embedded, "apart", after=LATEST)
    assert any("left no notice" in line for line in told.half_done)
    repair(embedded)


def repair(embedded: Embedded) -> None:
    """Begin anew, so that what was planted here is found by no other test."""
    embedded.drop_database("commonground")
    embedded.make_database("commonground")
    with connected(embedded.url("owner")):
        migrate()
        seed(now() - timedelta(hours=1))
