"""Eight who write at once, and what is left after the database was killed amid them."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from threading import Event, Lock, Thread

import psycopg
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, transaction

from commonground import postgresql
from commonground.database import Embedded
from commonground.differences import actions
from commonground.now import now
from commonground.procedures.terms import Answer
from tests.cast import ASK, MEANWHILE, Cast
from tests.connected import connected, tell_database
from tests.properties.checks import MARK, amiss
from tests.properties.tables import Tables

WRITERS = 8
WHOLE = (1, 3, 6, 7, 11)  # the invariants in which a change that landed in part would show
ENOUGH = 3  # changes that every round lets be acknowledged before the kill


@dataclass
class Round:
    """What the writers were told, and were not told yet, when the database was killed."""

    number: str
    acknowledged: list[str] = field(default_factory=list)
    in_flight: list[str] = field(default_factory=list)
    wrong: list[BaseException] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    half_done: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def __str__(self) -> str:
        """Return the figures of the round."""
        return (
            f"round {self.number}: {len(self.acknowledged)} acknowledged, {len(self.in_flight)} in flight, "
            f"{len(self.lost)} lost, {len(self.half_done)} half-done"
        )

    def write(self, url: str, who: int, *, durably: bool) -> None:
        """Raise, answer and escalate, again and again, until the database is gone."""
        step, doing = 0, ""
        with connected(url):
            try:
                if not durably:
                    with connection.cursor() as cursor:
                        cursor.execute("SET synchronous_commit = off")
                cast = Cast(now() - timedelta(minutes=1))
                while True:
                    step += 1
                    for doing in self.one_difference(cast, f"{MARK} {self.number} {who} {step}"):
                        with self.lock:
                            self.acknowledged.append(doing)
            except (InterfaceError, OperationalError):
                with self.lock:
                    self.in_flight.append(doing)
            except BaseException as error:  # noqa: BLE001 a thread's errors are read by the test
                self.wrong.append(error)

    def one_difference(self, cast: Cast, said: str) -> Iterator[str]:
        """Take one difference through three changes; yield the words of each when it is acknowledged."""
        words = {"tried": "We spoke.", "ask": ASK, "meanwhile": MEANWHILE}
        with acting(cast, "amy"):
            row = cast.raised(worry=f"{said} raised")
        yield f"{said} raised"
        with acting(cast, "bob"):
            row = cast.do(
                actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=f"{said} answered", meanwhile=MEANWHILE
            )
        yield f"{said} answered"
        with acting(cast, "amy"):
            cast.do(actions.escalate, row, "amy", reason=f"{said} escalated", **words)
        yield f"{said} escalated"


@contextmanager
def acting(cast: Cast, name: str) -> Iterator[None]:
    """Open a transaction that knows who asks."""
    with transaction.atomic():
        tell_database(cast.actor(name))
        yield


def kill(embedded: Embedded) -> int:
    """Kill the server and all its children at once, as by the kernel; return how many there were."""
    children = list(postgresql.working_in(embedded.home / "cluster"))
    for number in children:
        os.kill(number, signal.SIGKILL)
    return len(children)


def started_again(embedded: Embedded) -> None:
    """Start the server again once it is dead; its clients may hear of that before a busy kernel says so."""
    deadline = time.monotonic() + 10
    while not embedded.ensure():
        assert time.monotonic() < deadline, "the database did not die"
        time.sleep(0.05)


def killed_amid_writers(embedded: Embedded, number: str, *, after: float, durably: bool = True) -> Round:
    """Let eight write, kill the database amid them, have it recover, and see what is left."""
    told, stopped = Round(number), Event()
    url = embedded.url("app")
    threads = [
        Thread(target=told.write, args=(url, who), kwargs={"durably": durably}, daemon=True) for who in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60
    while len(told.acknowledged) < ENOUGH and time.monotonic() < deadline:
        stopped.wait(0.01)
    stopped.wait(after)
    assert kill(embedded) > WRITERS
    for thread in threads:
        thread.join(60)
    assert not told.wrong, told.wrong
    started_again(embedded)
    look(embedded, told)
    return told


def look(embedded: Embedded, told: Round) -> None:
    """See what was acknowledged and is not there, and what is there in part."""
    with psycopg.connect(embedded.url("owner"), autocommit=True) as owner:
        rows = owner.execute("SELECT t.words::text FROM record_entrytext t").fetchall()
        kept = "\n".join(words for (words,) in rows)
        told.lost = [said for said in told.acknowledged if f'"{said}"' not in kept]
        found = amiss(Tables(owner, now() - timedelta(hours=1)), WHOLE)
    told.half_done = [line for lines in found.values() for line in lines]


def is_whole(embedded: Embedded) -> None:
    """Have the two commands read the record: nothing was changed in it, and it leads to where the tables are."""
    with connected(embedded.url("owner")):
        call_command("verify_record", stdout=StringIO())
        call_command("agree", stdout=StringIO())
