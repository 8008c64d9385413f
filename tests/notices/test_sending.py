"""Sending through a real mail server: nothing lost, each once, whatever dies in between."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from pytest_django import DjangoDbBlocker, Settings

from commonground.notices.models import Notice
from commonground.notices.sending import LEASE, LONGEST_WAIT, NOT_DELIVERED, send_waiting
from tests.conftest import Clone
from tests.connected import connected
from tests.notices.conftest import AT, Sink, left


def send(at: datetime = AT) -> int:
    return send_waiting(lambda: at)


def test_each_goes_to_one_recipient_and_the_server_s_answer_is_kept(as_clock: Clone, sink: Sink) -> None:  # noqa: ARG001
    notices = left("amy@example.org", "bob@example.org", "desk@example.org")
    assert send() == 3
    assert sorted(one.recipients for one in sink.taken) == [
        ["amy@example.org"], ["bob@example.org"], ["desk@example.org"],
    ]  # fmt: skip
    assert all([str(one.message["To"])] == one.recipients for one in sink.taken)
    assert sorted(sink.ids) == sorted(notice.message_id for notice in notices)
    assert {str(one.message["Auto-Submitted"]) for one in sink.taken} == {"auto-generated"}
    first = Notice.objects.order_by("sent_at", "answer").first()
    assert first
    assert (first.answer, first.sent_at, first.tries, first.leased_until) == ("250 2.0.0 queued as 1", AT, 1, None)
    assert send(AT + timedelta(days=1)) == 0
    assert len(sink.taken) == 3


def test_a_mail_server_that_is_down_loses_nothing_and_all_go_out_once_when_it_is_back(
    as_clock: Clone,  # noqa: ARG001
    down: Sink,
) -> None:
    left("amy@example.org", "bob@example.org", "cath@example.org")
    for minute in range(5):
        assert send(AT + timedelta(minutes=minute)) == 0
    assert Notice.objects.filter(sent_at=None).count() == 3
    assert set(Notice.objects.exclude(answer="").values_list("answer", flat=True)) == {"ConnectionRefusedError"}
    down.start()
    for hours in range(4):
        send(AT + timedelta(hours=hours + 1))
    assert len(set(down.ids)) == len(down.ids) == 3
    assert not Notice.objects.filter(sent_at=None).exists()


def test_one_refused_recipient_waits_longer_each_time_and_holds_up_nobody(as_clock: Clone, sink: Sink) -> None:  # noqa: ARG001
    sink.refused = {"gone@example.org"}
    left("gone@example.org", kind="shortened", at=AT - timedelta(minutes=1))  # urgent: tried in the evening too
    left("amy@example.org", "bob@example.org")
    assert send() == 2
    waits = []
    at = AT
    for _ in range(10):
        notice = Notice.objects.get(sent_at=None)
        assert notice.leased_until
        waits.append(notice.leased_until - at)
        assert send(notice.leased_until - timedelta(seconds=1)) == 0
        at = notice.leased_until
        assert send(at) == 0
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert max(waits) == LONGEST_WAIT
    notice = Notice.objects.get(sent_at=None)
    assert notice.answer == "SMTPRecipientsRefused 550", "the server's words may quote the address"
    sink.refused = set()
    assert send(at + LONGEST_WAIT) == 1


def test_two_senders_at_once_send_each_once(as_clock: Clone, sink: Sink, django_db_blocker: DjangoDbBlocker) -> None:
    left(*(f"person{number}@example.org" for number in range(30)))
    barrier = Barrier(2)

    def work(_: int) -> int:
        with django_db_blocker.unblock(), connected(as_clock.clock):
            barrier.wait()
            return send()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(work, range(2)))
    assert sum(counts) == 30
    assert min(counts) > 0, "both had a share"
    assert len(sink.ids) == len(set(sink.ids)) == 30


DIES = """
import os, signal, django
django.setup()
from commonground.notices import sending
from commonground.now import now
sending._mark = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
sending.send_waiting(now)
"""


def test_killed_between_the_server_s_answer_and_our_mark_it_is_sent_again_under_the_same_id(
    as_clock: Clone, sink: Sink
) -> None:
    (notice,) = left("amy@example.org", kind="shortened")  # urgent: it is sent at whatever hour tests run
    died = subprocess.run(
        [sys.executable, "-c", DIES],
        env={
            **os.environ, **as_clock.environment, "COMMONGROUND_ROLE": "clock", "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(sink.port), "DJANGO_SETTINGS_MODULE": "commonground.settings",
        },
        check=False,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    assert sink.ids == [notice.message_id], "the server had taken it"
    lease = Notice.objects.get().leased_until
    assert lease
    assert send(lease - timedelta(seconds=1)) == 0, "its sender might still be at it"
    assert send(lease) == 1
    assert sink.ids == [notice.message_id] * 2
    assert send(lease + LEASE) == 0


def test_a_demonstration_without_a_mail_server_says_what_would_have_been_sent(
    as_clock: Clone,  # noqa: ARG001
    settings: Settings,
) -> None:
    settings.NOTICES_DELIVER = False
    left("amy@example.org")
    assert send() == 1
    assert Notice.objects.filter(answer=NOT_DELIVERED, sent_at=AT, tries=1).exists()


def test_the_oldest_goes_first(as_clock: Clone, sink: Sink) -> None:  # noqa: ARG001
    left("late@example.org")
    left("early@example.org", at=AT - timedelta(hours=1))
    send()
    assert [one.recipients for one in sink.taken] == [["early@example.org"], ["late@example.org"]]
