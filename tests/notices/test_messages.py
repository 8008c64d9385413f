"""What notices say: a reference, a stage, a date and a link, and nothing about anybody."""

import re
from datetime import UTC, datetime
from string import Formatter
from uuid import uuid4

import pytest
from pytest_django import Settings

from commonground.differences.actions import telling
from commonground.directory.guests.actions import link
from commonground.notices import messages
from commonground.notices.kinds import TEMPLATES
from commonground.notices.models import Notice
from tests.notices.conftest import AT, DUE, REFERENCE

KINDS = sorted(TEMPLATES)
UNUSED_WORDS = re.compile(r"\b(cases?|tickets?|disputes?|complain\w*|winners?|faults?|breach\w*)\b", re.IGNORECASE)


def notice(kind: str, **more: object) -> Notice:
    """Return a notice that was never saved, with somebody's particulars wherever they could be."""
    told: dict[str, object] = {
        "partnership_id": uuid4(),
        "subject": uuid4(),
        "reference": REFERENCE,
        "kind": kind,
        "stage": "Practitioners",
        "due": DUE,
        "person_id": uuid4(),
        "address": "canary-amy@example.org",
        "once": "canary once",
        "message_id": messages.message_id("ab" * 32),
        "left_at": AT,
        "answer": "canary answer",
    }
    return Notice(**{**told, **more})


@pytest.mark.parametrize("kind", KINDS)
def test_templates_hold_no_variable_and_no_word_that_is_not_used(kind: str) -> None:
    template = TEMPLATES[kind]
    for text in (template.title, template.says, template.due):
        assert [name for _, name, _, _ in Formatter().parse(text) if name is not None] == []
        assert not UNUSED_WORDS.search(text)
        assert "\n" not in text
    fields = {name for _, name, _, _ in Formatter().parse(messages.BODY) if name is not None}
    assert fields == {"says", "reference", "details", "link"}


def test_a_guest_is_sent_their_own_link_and_asked_for_a_code() -> None:
    told = notice("guest_told")
    assert told.person_id
    text = str(messages.email(told).body)
    assert link(told.person_id) in text
    assert "you will be asked for your code" in text
    assert "/differences/" not in text


def test_every_kind_that_is_left_has_a_template() -> None:
    of_clocks = {"reminder_before", "clock_ran_out", "reminder_after"}
    assert set(telling.KINDS.values()) | of_clocks <= TEMPLATES.keys()


def test_only_what_cannot_wait_is_urgent_by_its_kind() -> None:
    assert {kind for kind in KINDS if TEMPLATES[kind].urgent} == {"shortened", "skipped", "clock_ran_out"}
    assert messages.email(notice("skipped", urgent=True)).subject == (
        f"Common Ground {REFERENCE}: urgent: it has moved past a stage"
    )
    assert "urgent" not in str(messages.email(notice("raised_to_you")).subject)


def test_a_message_reads_well(settings: Settings) -> None:
    settings.BASE_URL = "https://commonground.example"
    assert messages.email(notice("raised_to_you")).body == (
        "Somebody in another service sees differently what is needed, and asks for your answer.\n"
        "\n"
        "Reference: 7K3F-9QXM-2C\n"
        "Stage: Practitioners\n"
        "Please answer by: Wednesday 4 March 2026 at 17:00\n"
        "\n"
        "Read more (you will be asked to sign in):\n"
        "https://commonground.example/differences/7K3F9QXM2C/\n"
        "\n"
        "This message holds no details about anybody, so that it is safe to send. Nobody reads answers to it.\n"
    )


def test_times_are_those_of_london() -> None:
    summer = datetime(2026, 6, 1, 16, 0, tzinfo=UTC)
    assert "Monday 1 June 2026 at 17:00" in messages.body("escalated", reference=REFERENCE, stage="", due=summer)


@pytest.mark.parametrize("kind", KINDS)
def test_without_stage_and_date_nothing_hangs_loose(kind: str) -> None:
    text = messages.body(kind, reference=REFERENCE, stage="", due=None)
    assert "Stage" not in text
    assert "None" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_about_anybody_is_in_the_mail_headers_included(kind: str) -> None:
    """But for the address it goes to, two people's mails about two differences are the same to the letter.

    A guest's mail also has the link of their own pass, so for that it is one person at two addresses.
    """
    person = uuid4()

    def raw(**more: object) -> bytes:
        sent = messages.email(notice(kind, person_id=person, **more)).message()
        del sent["Date"]
        return sent.as_bytes()

    mail = raw()
    assert mail.count(b"canary") == 1, "only in the address"
    assert b"Cc:" not in mail
    assert b"Bcc:" not in mail
    other = raw(address="bob@example.org", answer="x", once="y", left_at=DUE)
    assert mail.replace(b"canary-amy@example.org", b"bob@example.org") == other


def test_the_message_id_is_the_same_for_the_same_notice_and_gives_nothing_away(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Common Ground <noreply@commonground.example>"
    assert messages.message_id("ab" * 32) == f"<{'ab' * 20}@commonground.example>"
