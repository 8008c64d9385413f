"""When people are told: working hours, one summary a working day, and never a wait for what is urgent."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from threading import Barrier
from typing import NamedTuple

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from commonground.directory.actions import add_person
from commonground.directory.models import Person
from commonground.directory.queries import actor_for
from commonground.editions.models import Holiday
from commonground.notices import hours
from commonground.notices.actions import choose_how, leave
from commonground.notices.models import Notice, Summary
from commonground.notices.sending import LEASE, send_waiting
from commonground.now import london_date
from tests.conftest import Clone
from tests.connected import connected
from tests.notices.conftest import AT, PARTNERSHIP, SUBJECT, Sink

FRIDAY_EVENING = datetime(2026, 3, 27, 19, 30, tzinfo=UTC)  # clocks go forward on the Sunday
MONDAY_AT_EIGHT = datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
HALF_A_MINUTE = timedelta(seconds=30)


class Told(NamedTuple):
    """Somebody who is told, and where."""

    person: Person
    address: str


def somebody(name: str, *, daily: bool, database: str, owner: str) -> Told:
    """Return a person who chose how they are told; made as owner, chosen as the web does."""
    with connected(owner):
        person = add_person(name=name, email=f"{name}@example.org", by=None, at=AT)
    if daily:
        with connected(database):
            choose_how(daily=True, by=actor_for(person, london_date(AT)), at=AT)
    return Told(person, person.email)


@pytest.fixture
def daily(as_clock: Clone) -> Told:
    """Give Dora, who chose a summary."""
    return somebody("dora", daily=True, database=as_clock.app, owner=as_clock.owner)


def left(told: Told | str, about: str, *, at: datetime, **more: object) -> Notice:
    """Leave one notice for somebody, or for a desk's mailbox, as clocks do."""
    person, address = (told.person.pk, told.address) if isinstance(told, Told) else (None, told)
    given = {"kind": "answered", "stage": "Practitioners", "due": None, "reference": "7K3F-9QXM-2C", **more}
    with transaction.atomic():
        (notice,) = leave(
            partnership_id=PARTNERSHIP,
            subject=SUBJECT,
            recipients=[(person, address)],
            about=about,
            at=at,
            **given,  # type: ignore[arg-type]
        )
    return notice


def send(at: datetime) -> int:
    return send_waiting(lambda: at)


def text(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def test_what_can_wait_waits_for_the_next_working_morning_and_what_is_urgent_does_not(
    as_clock: Clone, sink: Sink
) -> None:  # fmt: skip
    amy = somebody("amy", daily=False, database=as_clock.app, owner=as_clock.owner)
    left(amy, "entry 1", at=FRIDAY_EVENING)
    left("desk@example.org", "entry 1", at=FRIDAY_EVENING)
    assert send(FRIDAY_EVENING) == 0
    urgent = left(amy, "entry 2", at=FRIDAY_EVENING, kind="shortened")
    danger = left("desk@example.org", "entry 3", at=FRIDAY_EVENING, kind="raised_to_you", urgent=True)
    assert send(FRIDAY_EVENING) == 2
    assert sink.ids == [urgent.message_id, danger.message_id]
    assert send(MONDAY_AT_EIGHT - HALF_A_MINUTE) == 0
    assert send(MONDAY_AT_EIGHT) == 2


def test_a_bank_holiday_is_a_day_off_also_when_it_is_proclaimed_late(as_clock: Clone, sink: Sink) -> None:
    good_friday = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
    left("desk@example.org", "entry 1", at=good_friday)
    assert send(good_friday) == 0
    assert send(datetime(2026, 4, 6, 9, 0, tzinfo=UTC)) == 0, "Easter Monday"
    tuesday = datetime(2026, 4, 7, 7, 0, tzinfo=UTC)
    with connected(as_clock.owner):
        Holiday.objects.create(day=tuesday.date(), name="A day of mourning", proclaimed=True)
    assert send(tuesday) == 0
    assert send(tuesday + timedelta(days=1)) == 1
    assert len(sink.ids) == 1


def test_urgent_ones_go_before_what_waited_longer(as_clock: Clone, sink: Sink) -> None:  # noqa: ARG001
    first = left("desk@example.org", "entry 1", at=AT - timedelta(hours=3))
    last = left("desk@example.org", "entry 2", at=AT, kind="skipped")
    send(AT)
    assert sink.ids == [last.message_id, first.message_id]


def test_a_summary_lists_references_stages_and_dates_and_nothing_else(daily: Told, sink: Sink) -> None:
    due = datetime(2026, 4, 1, 16, 0, tzinfo=UTC)
    left(daily, "entry 1", at=FRIDAY_EVENING, due=due)
    left(daily, "entry 2", at=FRIDAY_EVENING + timedelta(hours=1), stage="Senior managers", kind="escalated", due=due)
    left(daily, "entry 9", at=FRIDAY_EVENING, reference="2222-2222-22")
    assert send(FRIDAY_EVENING + timedelta(hours=2)) == 0
    assert send(MONDAY_AT_EIGHT) == 1
    (mail,) = sink.taken
    assert mail.recipients == [daily.address]
    assert str(mail.message["Subject"]) == "Common Ground: your summary for Monday 30 March 2026"
    assert text(mail.message) == (
        "This is your summary for Monday 30 March 2026. It lists 2 differences with news since your last one.\n"
        "\n"
        "2222-2222-22, Practitioners\n"
        "7K3F-9QXM-2C, Senior managers, To be settled by Wednesday 1 April 2026 at 17:00\n"
        "\n"
        "Read more (you will be asked to sign in):\n"
        "http://localhost:8000/notices/\n"
        "\n"
        "This message holds no details about anybody, so that it is safe to send. Nobody reads answers to it.\n"
    )
    assert set(Notice.objects.values_list("sent_at", "answer", "tries")) == {
        (MONDAY_AT_EIGHT, "250 2.0.0 queued as 1", 0)
    }
    assert send(MONDAY_AT_EIGHT + timedelta(hours=1)) == 0


def test_what_comes_by_day_is_for_the_next_day_but_what_is_due_before_it_and_what_is_urgent_are_not(
    daily: Told, sink: Sink
) -> None:
    midday = MONDAY_AT_EIGHT + timedelta(hours=4)
    left(daily, "entry 1", at=midday)
    assert send(midday) == 0
    soon = left(daily, "entry 2", at=midday, due=midday + timedelta(hours=5))
    urgent = left(daily, "entry 3", at=midday, kind="clock_ran_out")
    later = left(daily, "entry 4", at=midday, due=midday + timedelta(days=2))
    assert send(midday) == 2
    assert sink.ids == [urgent.message_id, soon.message_id]
    assert send(MONDAY_AT_EIGHT + timedelta(days=1)) == 1
    assert Notice.objects.get(pk=later.pk).summary == Summary.objects.get()
    assert len(sink.ids) == len(set(sink.ids)) == 3


def test_nobody_gets_a_summary_of_nothing(daily: Told, sink: Sink) -> None:
    assert send(MONDAY_AT_EIGHT) == 0
    left(daily, "entry 1", at=MONDAY_AT_EIGHT)
    assert send(MONDAY_AT_EIGHT + HALF_A_MINUTE) == 0, "it was left at eight: the next one lists it"
    assert (sink.ids, Summary.objects.count()) == ([], 0)


def test_who_chooses_again_is_told_so_from_then_on(as_clock: Clone, daily: Told, sink: Sink) -> None:
    midday = MONDAY_AT_EIGHT + timedelta(hours=4)
    waits = left(daily, "entry 1", at=midday)
    assert send(midday) == 0
    with connected(as_clock.app):
        choose_how(daily=False, by=actor_for(daily.person, london_date(midday)), at=midday)
    assert send(midday) == 1
    assert sink.ids == [waits.message_id]


def test_what_was_tried_by_itself_is_in_no_summary(as_clock: Clone, down: Sink) -> None:
    """Its server may have taken it: in a summary it would come a second time under another Message-ID."""
    amy = somebody("amy", daily=False, database=as_clock.app, owner=as_clock.owner)
    left(amy, "entry 1", at=MONDAY_AT_EIGHT)
    assert send(MONDAY_AT_EIGHT + timedelta(hours=9)) == 0
    with connected(as_clock.app):
        choose_how(daily=True, by=actor_for(amy.person, london_date(AT)), at=AT)
    down.start()
    assert send(MONDAY_AT_EIGHT + timedelta(days=1)) == 1
    assert (len(down.ids), Summary.objects.count()) == (1, 0)


DIES = """
import os, signal, sys, django
from datetime import datetime
django.setup()
from commonground.notices import sending
sending._mark = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
sending.send_waiting(lambda: datetime.fromisoformat(sys.argv[1]))
"""


def test_killed_between_the_server_s_answer_and_our_mark_the_same_summary_is_sent_again(
    as_clock: Clone, daily: Told, sink: Sink
) -> None:
    left(daily, "entry 1", at=FRIDAY_EVENING)
    died = subprocess.run(
        [sys.executable, "-c", DIES, MONDAY_AT_EIGHT.isoformat()],
        env={
            **os.environ, **as_clock.environment, "COMMONGROUND_ROLE": "clock", "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(sink.port), "DJANGO_SETTINGS_MODULE": "commonground.settings",
        },
        check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    assert len(sink.taken) == 1, "the server had taken it"
    left(daily, "entry 2", at=FRIDAY_EVENING, reference="2222-2222-22")  # its change was kept late
    assert send(MONDAY_AT_EIGHT + HALF_A_MINUTE) == 0, "its sender might still be at it"
    assert send(MONDAY_AT_EIGHT + LEASE) == 1
    first, again = sink.taken
    assert len(set(sink.ids)) == 1
    assert text(first.message) == text(again.message), "under one Message-ID, one text"
    assert send(MONDAY_AT_EIGHT + timedelta(days=1)) == 1
    assert "2222-2222-22" in text(sink.taken[-1].message)


def test_two_senders_at_once_make_and_send_each_summary_once(
    as_clock: Clone, sink: Sink, django_db_blocker: DjangoDbBlocker
) -> None:
    people = [somebody(f"p{n}", daily=True, database=as_clock.app, owner=as_clock.owner) for n in range(12)]
    for number, told in enumerate(people):
        for entry in range(3):
            left(told, f"entry {entry}", at=FRIDAY_EVENING, due=MONDAY_AT_EIGHT + timedelta(hours=number))
    barrier = Barrier(2)

    def work(_: int) -> int:
        with django_db_blocker.unblock(), connected(as_clock.clock):
            barrier.wait()
            return send(MONDAY_AT_EIGHT)

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(work, range(2)))
    told_once(sink)
    assert sum(counts) == len(sink.ids)


def told_once(sink: Sink) -> None:
    """Hold that each Message-ID came once, and that each notice came by itself or in one summary, but not by both."""
    assert len(sink.ids) == len(set(sink.ids))
    alone = set(Notice.objects.filter(summary=None).values_list("message_id", flat=True))
    assert set(sink.ids) == alone | set(Summary.objects.values_list("message_id", flat=True))
    assert not Notice.objects.filter(sent_at=None).exists()


def test_looking_costs_the_same_however_much_waits(as_clock: Clone, daily: Told, sink: Sink) -> None:  # noqa: ARG001
    def asked(at: datetime) -> int:
        with CaptureQueriesContext(connection) as caught:
            send(at)
        return len(caught)

    asked(FRIDAY_EVENING)
    none = asked(FRIDAY_EVENING)
    for number in range(30):
        left(daily, f"entry {number}", at=FRIDAY_EVENING)
    assert asked(FRIDAY_EVENING) == none


@pytest.mark.django_db
def test_mornings() -> None:
    days = hours.calendar()
    assert hours.next_morning(FRIDAY_EVENING, days) == MONDAY_AT_EIGHT
    assert hours.next_morning(MONDAY_AT_EIGHT - HALF_A_MINUTE, days) == MONDAY_AT_EIGHT
    assert hours.next_morning(MONDAY_AT_EIGHT, days) == MONDAY_AT_EIGHT + timedelta(days=1)
    assert [hours.within(MONDAY_AT_EIGHT + timedelta(hours=h), days) for h in (0, 9, 10)] == [True, True, False]
