"""Sweeps at the same moment, late, and killed in the middle: every clock has its say once, to everyone once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.manage import ROOT
from commonground.notices.models import Notice
from commonground.now import now
from commonground.record.models import Entry
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected

MANY = 24
PATIENCE = 60  # seconds for a sweep on a busy machine
SWEEPER = """
import sys
from datetime import datetime
import django
django.setup()
from commonground.differences.actions import sweep
print("begins", flush=True)
print(sweep(datetime.fromisoformat(sys.argv[1])), flush=True)
"""


@dataclass(frozen=True)
class Due:
    """Differences whose clocks are all due by a moment."""

    clone: Clone
    at: datetime
    rows: tuple[Difference, ...]


@pytest.fixture
def due(seeded: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[Due]:
    """Give many differences whose clocks have run out and not said so; the record is whole at the end."""
    with django_db_blocker.unblock(), connected(seeded.owner):
        cast = Cast(now() - timedelta(minutes=50))
        with transaction.atomic():
            rows = tuple(cast.raised() for _ in range(MANY))
        moments = [row.due_at for row in rows if row.due_at]
        assert len(moments) == MANY
        yield Due(seeded, max(moments) + timedelta(minutes=1), rows)
        call_command("verify_record", stdout=StringIO())
        call_command("agree", stdout=StringIO())


def sweep_together(due: Due, many: int) -> list[int]:
    """Sweep as the worker does, so many times at the same moment; return how many clocks each did."""
    barrier, done = Barrier(many, timeout=PATIENCE), list[int]()

    def sweep() -> None:
        with connected(due.clone.clock):
            barrier.wait()
            done.append(actions.sweep(due.at))

    threads = [Thread(target=sweep) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def said_once(due: Due) -> None:
    """Hold that every clock ran out once in the record, and that the same people were told of each, once."""
    entries = Counter(Entry.objects.filter(kind="clock.ran_out").values_list("subject", flat=True))
    assert entries == Counter(row.pk for row in due.rows)
    told = Counter(Notice.objects.filter(kind="clock_ran_out").values_list("subject", "address"))
    assert set(told.values()) == {1}
    addresses = {row.pk: {address for subject, address in told if subject == row.pk} for row in due.rows}
    assert len({frozenset(one) for one in addresses.values()}) == 1
    assert all(len(one) > 3 for one in addresses.values())
    ids = list(Notice.objects.values_list("message_id", flat=True))
    assert len(ids) == len(set(ids))


def test_two_sweeps_at_once_share_the_work_and_a_late_one_finds_none(due: Due) -> None:
    done = sweep_together(due, 2)
    assert sum(done) == MANY
    assert min(done) > 0, "they did not run at the same time"
    said_once(due)
    assert sweep_together(due, 1) == [0]
    said_once(due)


def test_what_a_killed_sweep_left_is_done_by_the_next_and_nothing_twice(due: Due) -> None:
    environment = {
        **os.environ,
        **due.clone.environment,
        "COMMONGROUND_ROLE": "clock",
        "DJANGO_SETTINGS_MODULE": "commonground.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", SWEEPER, due.at.isoformat()]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "begins\n"
        deadline = time.monotonic() + PATIENCE
        while not (before := Entry.objects.filter(kind="clock.ran_out").count()):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout.read() == "", "it was killed too late"
    assert 0 < before < MANY
    sweep_together(due, 2)
    said_once(due)
