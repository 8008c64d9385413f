"""The real product, running on a database of its own: web as `app`, worker as `clock`, a mail server, a clock.

The two programs are started as `bin/serve` starts them. What a test does between two pages is to move the clock's
file and to wait for the worker: nothing is called by name.
"""

import http.client
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from commonground.manage import ROOT, URLS
from commonground.now import london_date, now
from commonground.supervisor import Child, _gunicorn
from tests.conftest import Clone, copied
from tests.connected import connected
from tests.facts.bank_holidays import BANK_HOLIDAYS
from tests.notices.conftest import Sink

PATIENCE = 90  # seconds that a program may take on a busy machine


@dataclass
class Product:
    """The product at an address, with the mail server that it sends to and the file that moves its clock."""

    address: str
    database: Clone
    sink: Sink
    clock: Path
    set_to: datetime
    blocker: DjangoDbBlocker

    def set_clock(self, moment: datetime) -> None:
        """Make it this moment for the product; its clock runs on from there."""
        written = self.clock.with_suffix(".new")
        written.write_text(moment.astimezone(UTC).isoformat(), encoding="ascii")
        written.replace(self.clock)  # whole or not at all: two programs read it
        self.set_to = moment

    def wait(self, until: Callable[[], bool], why: str) -> None:
        """Give the worker time until something is so; fail with the reason when it does not come about."""
        deadline = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < deadline, f"in {PATIENCE} seconds the worker did not get there: {why}"
            time.sleep(0.2)

    def says_its_record_is_whole(self) -> None:
        """Have the two commands read the record: nothing was changed in it, and it leads to where the tables are."""
        self.command("verify_record")
        self.command("agree")

    def command(self, *words: str) -> str:
        """Run a command of `bin/manage` on this database; return what it said."""
        said = StringIO()
        with self.blocker.unblock(), connected(self.database.owner):
            call_command(*words, stdout=said)
        return said.getvalue()


@contextmanager
def running(
    database: Clone, folder: Path, blocker: DjangoDbBlocker, *, demonstration: bool = True
) -> Iterator[Product]:  # fmt: skip
    """Start the product on a database, as the demonstration or for real, and stop everything at the end."""
    port, sink = free_port(), Sink(free_port())
    product = Product(f"http://localhost:{port}", database, sink, folder / "clock", now(), blocker)
    told = {name: value for name, value in os.environ.items() if name not in URLS} | {
        "COMMONGROUND_DEMONSTRATION": "1" if demonstration else "0",
        "COMMONGROUND_TESTING": "1",
        "COMMONGROUND_KEYS": database.environment["COMMONGROUND_KEYS"],
        "COMMONGROUND_DATA": database.environment["COMMONGROUND_DATA"],
        "COMMONGROUND_URL": product.address,
        "COMMONGROUND_CLOCK_FILE": str(product.clock),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port),
        "PYTHONPATH": str(ROOT),
    }
    web = told | {"COMMONGROUND_ROLE": "app", "DATABASE_URL": database.app}
    worker = told | {"COMMONGROUND_ROLE": "clock", "DATABASE_CLOCK_URL": database.clock}
    with ExitStack() as stack:
        sink.start()
        stack.callback(sink.stop)
        for child in (
            Child("web", _gunicorn(port), web, folder),
            Child("worker", ["commonground.manage", "work"], worker, folder),
        ):
            stack.callback(child.stop)
            child.start()
        wait_until_well(port, folder)
        yield product


def wait_until_well(port: int, logs: Path) -> None:
    """Wait until web, database and worker are well; fail with what they logged when they do not become so."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException), closing(
            http.client.HTTPConnection("localhost", port, timeout=5)
        ) as asked:  # fmt: skip
            asked.request("GET", "/health/")
            if asked.getresponse().status == http.client.OK:
                return
        time.sleep(0.2)
    pytest.fail("\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(logs.glob("*.log"))))


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def monday_morning(after: datetime) -> datetime:
    """Return the next working Monday's half past nine (UTC): people have begun, and nothing is due."""
    day = london_date(after) + timedelta(days=1)
    while day.isoweekday() != 1 or day in BANK_HOLIDAYS:
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def product(
    cast_template: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Product]:
    """Give the product with the cast in it and no difference yet, for one module of journeys."""
    with (
        copied(cast_template) as database,
        running(database, tmp_path_factory.mktemp("product"), django_db_blocker) as started,
    ):
        yield started
