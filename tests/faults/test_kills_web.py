"""The web's workers are killed in the middle of requests: what was answered is there, all else is whole or absent."""

import http.client
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random
from threading import Barrier, Thread
from urllib.parse import urlencode

import psycopg
import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from commonground.manage import ROOT, URLS
from commonground.now import now
from commonground.procedures.terms import Act
from commonground.record.models import EntryText
from commonground.supervisor import Child, _gunicorn
from tests.cast import ASK, MEANWHILE, Cast
from tests.conftest import Clone
from tests.connected import connected
from tests.differences.raising import Browser
from tests.faults.writers import WHOLE
from tests.journeys.product import free_port
from tests.properties.checks import MARK, amiss
from tests.properties.tables import Tables

TOGETHER = 8  # as many as two workers with four threads take at once
ROUNDS, LONG_ROUNDS = 3, 30
MOST_ANSWERED = 4  # of those that are sent together, when the workers are killed
PATIENCE = 90
WORKERS = 2


@dataclass
class Web:
    """The web as it is served, on a database of its own."""

    port: int
    child: Child
    cast: Cast
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def ask(self, name: str, method: str, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Ask for a page as somebody; return its status, where it leads, and what it says."""
        jar = self.cookies[name]
        sent = {"Cookie": "; ".join(f"{key}={value}" for key, value in jar.items())}
        body = urlencode(form) if form else None
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, address, body, sent)
            answer = connection.getresponse()
            for kept in answer.headers.get_all("Set-Cookie") or ():
                key, _, value = kept.split(";")[0].partition("=")
                jar.setdefault(key, value)
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def workers(self) -> list[int]:
        """Return the numbers of the processes that answer requests."""
        assert self.child._process
        master = self.child._process.pid
        found = []
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == master:
                    found.append(int(entry.name))
        return found

    def wait(self) -> None:
        """Wait until all workers are there, and one answers."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(OSError, http.client.HTTPException):
                if len(self.workers()) == WORKERS and self.ask("nobody", "GET", "/health/")[0]:
                    return
            time.sleep(0.1)
        pytest.fail(self.child.log.read_text(errors="replace")[-3000:])


@dataclass
class Request:
    """One form on its way: who sends it, where to, what it says, and what was answered."""

    by: str
    address: str
    form: dict[str, str]
    said: str
    status: int = 0


@pytest.fixture
def web(seeded: Clone, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Web]:
    """Start the web as `bin/serve` does; at the end its record is whole."""
    port = free_port()
    told = {name: value for name, value in os.environ.items() if name not in URLS} | {
        **{name: seeded.environment[name] for name in ("COMMONGROUND_KEYS", "COMMONGROUND_DATA")},
        "COMMONGROUND_ROLE": "app",
        "COMMONGROUND_URL": f"http://localhost:{port}",
        "DATABASE_URL": seeded.app,
        "PYTHONPATH": str(ROOT),
    }
    with django_db_blocker.unblock(), connected(seeded.owner):
        made = Web(port, Child("web", _gunicorn(port), told, tmp_path), Cast(now() - timedelta(minutes=50)))
        made.cookies["nobody"] = {}
        for name in ("amy", "bob"):
            browser = Browser(made.cast.person(name))
            made.cookies[name] = {key: morsel.value for key, morsel in browser.cookies.items()}
        made.child.start()
        try:
            made.wait()
            yield made
        finally:
            made.child.stop()
        call_command("verify_record", stdout=StringIO())
        call_command("agree", stdout=StringIO())


def drawn(web: Web, number: int, turn: int) -> Request:
    """Return a form that was drawn for somebody and filled in: an answer by Bob, or an escalation by Amy."""
    with transaction.atomic():
        row = web.cast.raised()
    said = f"{MARK} {turn} {number}"
    if number % 2:
        by, act = "bob", Act.RESPOND
        words = {"knows_child": "yes", "answer": "no_because", "because": said, "meanwhile": MEANWHILE}
    else:
        by, act = "amy", Act.ESCALATE
        words = {"reason": said, "tried": "We spoke.", "ask": ASK, "meanwhile": MEANWHILE}
    address = reverse("differences:act", args=[row.reference, act])
    status, _, page = web.ask(by, "GET", address)
    assert status == 200
    return Request(by, address, hidden(page) | words, said)


def hidden(page: str) -> dict[str, str]:
    """Return what a page's form carries besides its questions: its key, its version, and its token."""
    page = page[page.index("<main") :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") == "hidden":
            found[said["name"]] = said.get("value", "")
    assert {"csrfmiddlewaretoken", "submission", "version"} <= found.keys()
    return found


def kill_amid(web: Web, requests: list[Request], answered: int) -> None:
    """Send all at once, and kill the workers when so many are answered; one without an answer keeps status 0."""
    barrier = Barrier(len(requests) + 1, timeout=PATIENCE)

    def send(one: Request) -> None:
        barrier.wait()
        with suppress(OSError, http.client.HTTPException):
            one.status = web.ask(one.by, "POST", one.address, one.form)[0]

    threads = [Thread(target=send, args=[one]) for one in requests]
    for thread in threads:
        thread.start()
    workers = web.workers()
    assert len(workers) == WORKERS
    barrier.wait()
    deadline = time.monotonic() + PATIENCE
    while sum(one.status > 0 for one in requests) < answered and time.monotonic() < deadline:
        time.sleep(0.002)
    for number in workers:
        os.kill(number, signal.SIGKILL)
    for thread in threads:
        thread.join()


def times_kept(one: Request) -> int:
    """Return how often a form's words stand in the record."""
    return sum(one.said in text.words.values() for text in EntryText.objects.all())


def in_part(clone: Clone) -> dict[int, list[str]]:
    """Return what is there in part."""
    with psycopg.connect(clone.owner) as owner:
        return amiss(Tables(owner, now() - timedelta(hours=1)), WHOLE)


def kill_and_look(web: Web, clone: Clone, rounds: int, figure: Callable[[str], None]) -> None:
    """Kill the workers so often; print and assert the figures of every round."""
    dice = Random(rounds)  # noqa: S311 a test's own dice
    for turn in range(rounds):
        requests = [drawn(web, number, turn) for number in range(TOGETHER)]
        kill_amid(web, requests, dice.randint(1, MOST_ANSWERED))
        answered = [one for one in requests if one.status]
        in_flight = [one for one in requests if not one.status]
        web.wait()
        before = {one.said: times_kept(one) for one in requests}
        kept = sum(before[one.said] for one in in_flight)
        figure(f"round {turn}: {len(answered)} answered, {len(in_flight)} in flight, {kept} of them kept")
        assert answered
        assert in_flight
        assert {one.status for one in answered} <= {302}
        assert all(before[one.said] == 1 for one in answered), "something that was answered is not there"
        assert set(before.values()) <= {0, 1}
        assert in_part(clone) == {}
        for one in requests:  # whoever got no answer sends the same form again; so may anybody else
            assert web.ask(one.by, "POST", one.address, one.form)[0] == 302
        assert {times_kept(one) for one in requests} == {1}
        assert in_part(clone) == {}


def test_killed_workers_leave_everything_whole_or_absent(
    web: Web, seeded: Clone, figure: Callable[[str], None]
) -> None:
    kill_and_look(web, seeded, ROUNDS, figure)


@pytest.mark.long
def test_workers_killed_many_more_times(web: Web, seeded: Clone, figure: Callable[[str], None]) -> None:
    kill_and_look(web, seeded, LONG_ROUNDS, figure)
