"""The embedded PostgreSQL: starts, stops, is shared, and comes back whole after a kill."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from commonground import keys, postgresql
from commonground.database import DatabaseError, Embedded, check_durable, check_role

STARTER = """
import sys, time
from pathlib import Path
from commonground.database import Embedded
assert Embedded(Path(sys.argv[1])).start(patience=30)
print("started", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def embedded() -> Iterator[Embedded]:
    """Give an embedded server of this module's own; the environment's keys are not its keys."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.delenv("COMMONGROUND_KEYS")
        made = Embedded(Path(folder))
        assert made.start()
        yield made
        made.stop()
        made.remove()
        assert not list(postgresql.working_in(made.home / "cluster"))


@pytest.fixture
def starter(embedded: Embedded) -> Iterator[subprocess.Popen[str]]:
    """Hand the server to another process, which can be killed; take it back afterwards."""
    embedded.stop()
    environment = {name: value for name, value in os.environ.items() if name != "COMMONGROUND_KEYS"}
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, str(embedded.data)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "started\n"
        yield process
        process.kill()
    assert embedded.start(patience=30)


def rows(embedded: Embedded) -> int:
    with psycopg.connect(embedded.url("owner")) as connection:
        return int(connection.execute("SELECT count(*) FROM kept").fetchall()[0][0])


@pytest.fixture(autouse=True)
def kept(embedded: Embedded) -> None:
    """Have a table with three rows that every stop and kill must keep."""
    with psycopg.connect(embedded.url("owner")) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 3)")


def test_stop_and_start_keep_the_data(embedded: Embedded) -> None:
    embedded.stop()
    with pytest.raises(psycopg.OperationalError):
        embedded.superuser()
    assert embedded.start()
    assert rows(embedded) == 3


def test_server_ends_when_its_starter_is_killed(embedded: Embedded, starter: subprocess.Popen[str]) -> None:
    starter.kill()
    starter.wait()
    deadline = time.monotonic() + 10
    while list(postgresql.working_in(embedded.home / "cluster")):
        assert time.monotonic() < deadline, "the server outlived its starter by ten seconds"
        time.sleep(0.05)


def test_kill_of_everything_is_recovered_from(embedded: Embedded, starter: subprocess.Popen[str]) -> None:
    with psycopg.connect(embedded.url("owner")) as connection:
        connection.execute("INSERT INTO kept VALUES (4)")
    for number in sorted(postgresql.working_in(embedded.home / "cluster")):
        with suppress(ProcessLookupError):  # those behind it end by themselves once it is gone
            os.kill(number, signal.SIGKILL)  # the server first: it cannot notice, nor put anything in order
    starter.kill()
    starter.wait()
    assert (embedded.home / "cluster" / "postmaster.pid").exists()
    assert embedded.start(patience=30)
    assert "recovery" in (embedded.home / "postgresql.log").read_text()
    assert rows(embedded) == 4
    embedded.stop()


def test_stale_pid_file_with_the_number_of_a_live_process_is_got_over(embedded: Embedded) -> None:
    embedded.stop()
    pid_file = embedded.home / "cluster" / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"], user=embedded.home.stat().st_uid, cwd="/") as other:
        pid_file.write_text(f"{other.pid}\n{embedded.home / 'cluster'}\n1\n5432\n{embedded.socket}\n\n")
        assert embedded.start()
        assert other.poll() is None, "something that is not the server was ended"
        other.kill()
    assert rows(embedded) == 3


def test_server_that_died_under_its_starter_is_started_again(embedded: Embedded) -> None:
    assert not embedded.ensure()
    assert embedded._process
    embedded._process.kill()
    embedded._process.wait()
    assert embedded.ensure()
    assert rows(embedded) == 3


def test_one_starter_at_a_time_and_others_join(embedded: Embedded, starter: subprocess.Popen[str]) -> None:
    assert starter.poll() is None
    other = Embedded(embedded.data)
    assert not other.start()
    with other.used():
        assert rows(other) == 3


def test_starter_waits_for_those_who_joined(embedded: Embedded) -> None:
    other = Embedded(embedded.data)
    with other.used():
        began = time.monotonic()
        embedded.stop(patience=0.3)
        assert time.monotonic() - began > 0.3
    assert embedded.start()


def test_second_claim_is_refused_in_words(embedded: Embedded) -> None:
    with embedded.claim(), pytest.raises(DatabaseError, match=r"Another bin/serve runs on .*--data"):
        Embedded(embedded.data).claim()


def test_without_its_keys_nothing_starts(embedded: Embedded) -> None:
    embedded.stop()
    key = embedded.keys / "database.key"
    away = key.rename(embedded.keys / "away")
    with pytest.raises(keys.MissingKeyError, match=r"database\.key is missing.* delete .* and start again"):
        embedded.start()
    embedded.stop()
    assert not key.exists(), "a lost key was replaced by a new one"
    away.rename(key)
    assert embedded.start()


def test_nobody_gets_in_without_a_password(embedded: Embedded) -> None:
    folder = embedded.socket
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(folder), user="app", password="wrong", dbname="commonground")


@pytest.mark.parametrize("role", ["app", "clock"])
def test_lesser_roles_pass_the_check(embedded: Embedded, role: str) -> None:
    with psycopg.connect(embedded.url(role)) as connection, connection.cursor() as cursor:
        check_role(cursor, role)
        check_durable(cursor)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute("CREATE TABLE mine ()")


@pytest.mark.parametrize(
    ("power", "taken_back"),
    [
        ("ALTER ROLE app SUPERUSER", "ALTER ROLE app NOSUPERUSER"),
        ("ALTER ROLE app BYPASSRLS", "ALTER ROLE app NOBYPASSRLS"),
        ("ALTER ROLE app CREATEROLE", "ALTER ROLE app NOCREATEROLE"),
        ("GRANT owner TO app", "REVOKE owner FROM app"),
        ("GRANT postgres TO app", "REVOKE postgres FROM app"),
        ("ALTER TABLE kept OWNER TO app", "ALTER TABLE kept OWNER TO owner"),
    ],
)
def test_role_that_sees_too_much_is_refused(embedded: Embedded, power: str, taken_back: str) -> None:
    with embedded.superuser("commonground") as superuser:
        superuser.execute(power.encode())
        try:
            with (
                psycopg.connect(embedded.url("app")) as connection,
                connection.cursor() as cursor,
                pytest.raises(DatabaseError, match="sees past row-level security"),
            ):
                check_role(cursor, "app")
        finally:
            superuser.execute(taken_back.encode())


def test_owner_is_not_taken_for_app(embedded: Embedded) -> None:
    with (
        psycopg.connect(embedded.url("owner")) as connection,
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="must be the role app"),
    ):
        check_role(cursor, "app")


def test_server_that_may_lose_what_it_acknowledged_is_refused(embedded: Embedded) -> None:
    with psycopg.connect(embedded.url("app")) as connection, connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        with pytest.raises(DatabaseError, match="synchronous_commit"):
            check_durable(cursor)
