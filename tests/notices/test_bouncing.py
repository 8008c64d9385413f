"""What the mail server sends back: known by its Message-ID, believed only as a report that a delivery failed."""

import os
import subprocess
import sys
from datetime import timedelta
from email import message_from_string

import pytest

from commonground.notices.bouncing import bounced, returned
from commonground.notices.models import Notice, Summary
from commonground.notices.sending import send_waiting
from tests.conftest import Clone
from tests.notices.conftest import AT, Sink, left

REPORT = """From: MAILER-DAEMON@mail.example
To: commonground@fairhaven.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; gone@example.org
Action: {action}
Status: 5.1.1

--part
Content-Type: {attached}

From: commonground@fairhaven.example
Message-ID: {message_id}
Subject: Common Ground BCDF-GHJK-LM: a worry has been raised with you

--part--
"""


def report(message_id: str, *, action: str = "failed", attached: str = "message/rfc822") -> str:
    return REPORT.format(message_id=message_id, action=action, attached=attached)


def at_the_command(clone: Clone, text: str) -> subprocess.CompletedProcess[str]:
    """Hand a message to the command, as a mail server pipes it."""
    return subprocess.run(
        [sys.executable, "-m", "commonground.manage", "bounced"],
        env={**os.environ, **clone.environment, "COMMONGROUND_ROLE": "owner"},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("attached", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_message_that_came_back(attached: str) -> None:
    assert returned(message_from_string(report("<abc@x>", attached=attached))) == "<abc@x>"


@pytest.mark.parametrize(
    "text",
    [
        report("<abc@x>", action="delayed"),
        report("<abc@x>", action="delivered"),
        report(""),
        "Subject: I am out of the office\nIn-Reply-To: <abc@x>\n\nBack on Monday.",
        "",
        "Content-Type: message/rfc822\n\nnothing",
    ],
)
def test_anything_else_is_no_report(text: str) -> None:
    assert returned(message_from_string(text)) is None


def test_a_message_that_came_back_is_marked_once_and_no_other(as_clock: Clone) -> None:  # noqa: ARG001
    gone, there = left("gone@example.org", "amy@example.org")
    assert bounced(gone.message_id, AT) == 1
    assert bounced(gone.message_id, AT + timedelta(days=1)) == 0
    assert bounced("<nobody@x>", AT) == 0
    assert set(Notice.objects.values_list("message_id", "bounced_at")) == {
        (gone.message_id, AT), (there.message_id, None),
    }  # fmt: skip


def test_with_a_summary_all_that_it_lists_came_back(as_clock: Clone) -> None:  # noqa: ARG001
    first, second = left("amy@example.org"), left("amy@example.org", about="entry 2")
    summary = Summary.objects.create(address="amy@example.org", day=AT.date(), message_id="<summary@x>")
    Notice.objects.filter(pk=first[0].pk).update(summary=summary)
    assert bounced("<summary@x>", AT) == 1
    assert Notice.objects.get(pk=second[0].pk).bounced_at is None


@pytest.mark.parametrize(("code", "final"), [(550, True), (450, False)])
def test_what_the_server_refuses_for_good_came_back_at_once(
    as_clock: Clone,  # noqa: ARG001
    sink: Sink,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    final: bool,  # noqa: FBT001 a case
) -> None:
    async def refuse(*_: object) -> str:
        return f"{code} not here"

    monkeypatch.setattr(sink, "handle_RCPT", refuse)
    left("gone@example.org")
    assert send_waiting(lambda: AT) == 0
    assert (Notice.objects.get().bounced_at is not None) is final


def test_the_command_reads_what_the_mail_server_hands_it(as_clock: Clone) -> None:
    (gone,) = left("gone@example.org")
    done = at_the_command(as_clock, report(gone.message_id))
    assert done.stdout == "1 notices are marked as not delivered.\n", done.stderr
    assert Notice.objects.get().bounced_at
    none = at_the_command(as_clock, "Subject: hello\n\nhello")
    assert none.returncode
    assert "does not say that a delivery failed" in none.stderr
