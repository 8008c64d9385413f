"""The worker as a process: it beats, sweeps and sends, ends when told, and gets over kills and a lost database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg import sql
from pytest_django import Settings

from commonground.database import DatabaseError
from commonground.notices import sweeps
from commonground.notices.models import Heartbeat, Notice
from commonground.now import now
from tests import cluster
from tests.conftest import Clone
from tests.notices.conftest import AT, Sink, left

Start = Callable[[], subprocess.Popen[bytes]]


def until(condition: Callable[[], object], seconds: float = 40) -> None:
    """Wait for something to come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.1)


@pytest.fixture
def start(as_clock: Clone, sink: Sink, tmp_path: Path) -> Iterator[Start]:
    """Give a way of starting workers on the test's own database; those left running are ended."""
    environment = {
        **os.environ,
        **as_clock.environment,
        "COMMONGROUND_ROLE": "clock",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port),
    }
    running = []
    log = (tmp_path / "worker.log").open("wb")

    def begin() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "commonground.manage", "work"]
        running.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()
    log.close()


def beaten() -> bool:
    return Heartbeat.objects.filter(name="worker").exists()


def forget_heartbeat(clone: Clone) -> None:
    with psycopg.connect(clone.owner) as owner:
        owner.execute("DELETE FROM notices_heartbeat")


def test_it_beats_sends_at_once_and_ends_in_peace_when_told(start: Start, sink: Sink) -> None:
    worker = start()
    until(beaten)
    until(lambda: 1 <= time.time() % 5 < 1.2)  # the schedule, every five seconds, has just been and is far away
    left("amy@example.org", kind="shortened", at=now())  # urgent: it is sent at whatever hour tests run
    woken = time.monotonic()
    until(lambda: sink.taken)
    assert time.monotonic() - woken < 3, "the job woke it; it did not wait for the schedule"
    until(lambda: Notice.objects.filter(sent_at__isnull=False).exists())
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0
    assert not ProcrastinateJob.objects.filter(status__in=["doing", "failed"]).exists()


def test_it_gets_over_a_database_that_goes_away(start: Start, as_clock: Clone) -> None:
    worker, name = start(), sql.Identifier(as_clock.name)
    until(beaten)
    for seconds in (0, 4):
        with cluster.EMBEDDED.superuser() as root:
            root.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
            root.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [as_clock.name])
            time.sleep(seconds)
            root.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))
        connection.close()
        forget_heartbeat(as_clock)
        until(beaten)
    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0


def test_a_killed_worker_s_job_is_done_by_the_next(start: Start, as_clock: Clone) -> None:
    worker = start()
    until(beaten)
    worker.kill()
    worker.wait()
    with psycopg.connect(as_clock.owner) as owner:  # as if it had been in the middle of one, a while ago
        owner.execute("DELETE FROM procrastinate_jobs")
        owner.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        owner.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, status, worker_id)"
            " SELECT 'notices', 'send_waiting', 0, 'doing', max(id) FROM procrastinate_workers"
        )
        owner.execute("DELETE FROM procrastinate_periodic_defers")
    (stalled,) = ProcrastinateJob.objects.values_list("pk", flat=True)
    start()
    until(lambda: not ProcrastinateJob.objects.filter(pk=stalled).exists())


@pytest.mark.parametrize("role", ["owner", "app"])
def test_no_other_role_may_work(settings: Settings, role: str) -> None:
    settings.ROLE = role
    with pytest.raises(CommandError, match=f"not {role}"):
        call_command("work")


@pytest.mark.django_db
def test_a_role_that_only_says_so_may_not_work(settings: Settings) -> None:
    settings.ROLE = "clock"
    with pytest.raises(DatabaseError, match="Connected as owner"):
        call_command("work")


def test_one_sweep_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []

    def failing(_at: object) -> None:
        raise LookupError

    monkeypatch.setattr(sweeps, "SWEEPS", [])
    sweeps.register(failing)
    sweeps.register(done.append)
    sweeps.register(done.append)
    with pytest.raises(ExceptionGroup) as failed:
        sweeps.run(AT)
    assert [type(error) for error in failed.value.exceptions] == [LookupError]
    assert done == [AT]


def test_the_clocks_are_swept() -> None:
    assert "commonground.differences.actions.sweeping" in {sweep.__module__ for sweep in sweeps.SWEEPS}
