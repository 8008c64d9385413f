"""Words are hidden while somebody takes the record, or while it is printed: no paper keeps them, whoever was first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction

from commonground.differences import actions
from commonground.differences.actions import taking_record
from commonground.differences.actions.taking_record import print_record
from commonground.differences.models import Difference, TakenRecord
from commonground.differences.views import taking_record as views
from commonground.differences.whole_record import whole_record
from commonground.now import now
from commonground.printing import printed
from commonground.record.models import Entry
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected, tell_database
from tests.differences.page_story import Browser
from tests.faults.test_races import PATIENCE

LANE = "12 Acacia Lane"


@dataclass(frozen=True)
class Pause:
    """Whoever has read the words waits here, until it is said that they go on."""

    read: Event = field(default_factory=Event)
    goes_on: Event = field(default_factory=Event)

    def before(self, do: Callable[..., Any]) -> Callable[..., Any]:
        """Return the same, done after the wait."""

        def waiting(*asked: Any, **named: Any) -> Any:  # noqa: ANN401 as it is called
            self.read.set()
            assert self.goes_on.wait(PATIENCE)
            return do(*asked, **named)

        return waiting


def noted(cast: Cast) -> tuple[Difference, Entry]:
    """Return a difference in whose record an address stands, and the entry that has it."""
    with transaction.atomic():
        row = cast.do(actions.note, cast.answered(), "amy", words=LANE, own_side=False)
    return row, Entry.objects.filter(subject=row.pk).latest("number")


def take(row: Difference, cast: Cast) -> None:
    """Have Bob ask for the record, in a window of his own."""
    assert Browser(cast.person("bob")).send(f"{row.get_absolute_url()}record/take/").status_code == 302


def waits_for_a_lock() -> bool:
    """Say whether somebody here waits for what another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def hidden_meanwhile(cast: Cast, entry: Entry, url: str, pause: Pause) -> Iterator[None]:
    """Have Amy hide the words as soon as they were read; whoever read them goes on once she waits, or is done."""
    came = list[str]()

    def hide() -> None:
        with connected(url):
            assert pause.read.wait(PATIENCE)
            amy = cast.actor("amy")
            with transaction.atomic():
                tell_database(amy)
                actions.mask(by=amy, at=now(), difference=entry.subject, entry=entry.pk, reason="An address.")
            came.append("hidden")

    hides = Thread(target=hide)
    hides.start()
    try:
        yield
        until = monotonic() + PATIENCE
        while hides.is_alive() and not (pause.read.is_set() and waits_for_a_lock()) and monotonic() < until:
            sleep(0.02)
    finally:
        pause.goes_on.set()
        hides.join(PATIENCE)
    assert came == ["hidden"]


def test_words_hidden_while_a_record_is_taken_are_on_no_paper(
    world: Cast, seeded: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, entry = noted(world)
    pause = Pause()
    monkeypatch.setattr(views, "whole_record", pause.before(whole_record))

    def window() -> None:
        with connected(seeded.app):
            take(row, world)

    takes = Thread(target=window)
    with hidden_meanwhile(world, entry, seeded.app, pause):
        takes.start()
    takes.join(PATIENCE)
    assert pause.read.is_set()
    taken = TakenRecord.objects.get()
    assert LANE not in str(taken.content)
    assert taken.wiped


def test_words_hidden_while_a_record_is_printed_are_on_no_paper(
    world: Cast, seeded: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, entry = noted(world)
    take(row, world)
    taken = TakenRecord.objects.get()
    assert LANE in str(taken.content)
    pause = Pause()
    monkeypatch.setattr(taking_record, "printed", pause.before(printed))

    def prints() -> None:
        with connected(seeded.clock):
            print_record(taken.pk, now())

    printing = Thread(target=prints)
    with hidden_meanwhile(world, entry, seeded.app, pause):
        printing.start()
    printing.join(PATIENCE)
    taken.refresh_from_db()
    assert pause.read.is_set()
    assert taken.finished_at, "it was printed"
    assert taken.wiped
