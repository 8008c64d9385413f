"""Invitations as calendars read them: by the library’s reader, and by the rule of London’s clock that they carry."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from icalendar import Calendar

from commonground.notices.actions import leave
from commonground.notices.calendars import calendar
from commonground.notices.invitations import METHODS, Invitation
from commonground.notices.kinds import TEMPLATES
from commonground.notices.models import Notice
from commonground.notices.sending import send_waiting
from commonground.now import LONDON
from tests.conftest import Clone
from tests.notices.conftest import AMY, AT, PARTNERSHIP, REFERENCE, SUBJECT, Sink
from tests.notices.test_hours import somebody

LINK = "http://localhost:8000/differences/7K3F9QXM2C/"
UID = "5b0c@localhost"
STARTS = datetime(2026, 3, 27, 10, tzinfo=UTC)  # the Friday before the clocks go forward


def made(starts: datetime, *, method: str = "REQUEST", sequence: int = 0) -> Any:  # noqa: ANN401 - as the library reads it
    invitation = Invitation(UID, sequence, starts, starts + timedelta(hours=1))
    ical = calendar(invitation, method=method, reference=REFERENCE, link=LINK, address="amy@example.org", at=AT)
    return Calendar.from_ical(ical)


def test_it_holds_a_reference_a_time_and_an_address_and_nothing_else() -> None:
    event = made(datetime(2026, 6, 1, 9, tzinfo=UTC)).walk("VEVENT")[0]
    assert str(event["summary"]) == f"Meeting about {REFERENCE}"
    assert {str(event["url"]), str(event["description"])} == {LINK}
    assert set(event) == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "ORGANIZER", "ATTENDEE",
        "STATUS",
    }  # fmt: skip
    assert str(event["attendee"]) == "mailto:amy@example.org"  # whoever it is sent to, and nobody else


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_change_keeps_the_uid_and_counts_on_and_a_cancellation_says_so(method: str) -> None:
    found = made(datetime(2026, 6, 1, 9, tzinfo=UTC), method=method, sequence=3)
    event = found.walk("VEVENT")[0]
    assert (found["method"], str(event["uid"]), event["sequence"]) == (method, UID, 3)
    assert event["status"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")


@pytest.mark.parametrize(
    ("starts", "reads"),
    [
        (datetime(2026, 10, 23, 9, tzinfo=UTC), "20261023T100000"),  # the Friday before the clocks go back
        (datetime(2026, 10, 26, 10, tzinfo=UTC), "20261026T100000"),  # the Monday after
        (datetime(2027, 3, 26, 10, tzinfo=UTC), "20270326T100000"),
        (datetime(2027, 3, 29, 9, tzinfo=UTC), "20270329T100000"),
    ],
)
def test_ten_in_london_is_ten_on_both_sides_of_a_change(starts: datetime, reads: str) -> None:
    event = made(starts).walk("VEVENT")[0]
    assert event["dtstart"].to_ical().decode() == reads
    assert event["dtstart"].params["tzid"] == "Europe/London"
    assert event["dtstart"].dt.astimezone(UTC) == starts


def test_the_rule_that_it_carries_is_london_s_hour_by_hour() -> None:
    """Reckoned from the invitation alone: which of its changes came last before each hour, until 2036."""
    changes = []
    for part in made(datetime(2026, 6, 1, 9, tzinfo=UTC)).walk("VTIMEZONE")[0].subcomponents:
        month, before, after = part["rrule"]["bymonth"][0], part["tzoffsetfrom"].td, part["tzoffsetto"].td
        assert part["rrule"]["byday"] == ["-1SU"]
        hour = part["dtstart"].dt.hour
        for year in range(2025, 2037):
            last = max(day for day in range(22, 32) if datetime(year, month, day).weekday() == 6)  # noqa: DTZ001
            changes.append((datetime(year, month, last, hour, tzinfo=UTC) - before, after))
    changes.sort()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at.year < 2036:
        offset = [after for moment, after in changes if moment <= at][-1]
        assert at.astimezone(LONDON).utcoffset() == offset, at
        at += timedelta(hours=1)


def test_every_kind_that_invites_has_words() -> None:
    assert METHODS.keys() <= TEMPLATES.keys()


def left(kind: str, *addresses: str, sequence: int = 0, starts: datetime = STARTS) -> list[Notice]:
    invitation = Invitation(UID, sequence, starts, starts + timedelta(hours=1))
    with transaction.atomic():
        return leave(
            partnership_id=PARTNERSHIP, subject=SUBJECT, reference=REFERENCE, kind=kind, stage="", due=None,
            recipients=[(AMY if address.startswith("amy") else None, address) for address in addresses],
            about=f"meeting 1 change {sequence}", invitation=invitation, at=AT,
        )  # fmt: skip


def test_a_real_mail_server_takes_one_message_for_each_with_its_calendar(as_clock: Clone, sink: Sink) -> None:  # noqa: ARG001
    left("meeting_set", "amy@example.org", "bob@example.org")
    left("meeting_changed", "amy@example.org", sequence=1, starts=STARTS + timedelta(days=1))
    left("meeting_off", "bob@example.org", sequence=1)
    assert send_waiting(lambda: AT) == 4
    found = []
    for one in sink.taken:
        (address,) = one.recipients
        assert str(one.message["To"]) == address
        assert one.message["Cc"] is None
        assert one.message.get_content_type() == "multipart/alternative"
        text, ical = one.message.iter_parts()
        assert (text.get_content_type(), ical.get_content_type()) == ("text/plain", "text/calendar")
        assert "It begins: " in text.get_content() or "It was to begin: " in text.get_content()
        calendar = Calendar.from_ical(ical.get_content())
        event = calendar.walk("VEVENT")[0]
        assert ical.get_param("method") == calendar["method"]
        assert str(event["attendee"]) == f"mailto:{address}"
        others = {"amy@example.org", "bob@example.org"} - {address}
        assert not any(other.encode() in one.raw for other in others)
        found.append((address, str(calendar["method"]), event["sequence"], str(event["uid"]), str(event["status"])))
    assert sorted(found) == [
        ("amy@example.org", "REQUEST", 0, UID, "CONFIRMED"),
        ("amy@example.org", "REQUEST", 1, UID, "CONFIRMED"),
        ("bob@example.org", "CANCEL", 1, UID, "CANCELLED"),
        ("bob@example.org", "REQUEST", 0, UID, "CONFIRMED"),
    ]


def test_an_invitation_waits_for_no_summary(as_clock: Clone, sink: Sink) -> None:
    dora = somebody("dora", daily=True, database=as_clock.app, owner=as_clock.owner)
    invitation = Invitation(UID, 0, STARTS, STARTS + timedelta(hours=1))
    with transaction.atomic():
        leave(
            partnership_id=PARTNERSHIP, subject=SUBJECT, reference=REFERENCE, kind="meeting_set", stage="", due=None,
            recipients=[(dora.person.pk, dora.address)], about="meeting 1", invitation=invitation, at=AT,
        )  # fmt: skip
    assert send_waiting(lambda: AT) == 1
    assert sink.taken[0].message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("kind", ["meeting_off", "guest_meeting_off", "meeting_changed"])
def test_what_is_of_a_meeting_early_on_the_next_morning_goes_at_night_and_all_else_of_meetings_then(
    as_clock: Clone,  # noqa: ARG001
    sink: Sink,
    kind: str,
) -> None:
    evening = datetime(2026, 3, 25, 20, tzinfo=UTC)  # a Wednesday; people are at work again at eight
    left(kind, "amy@example.org", starts=datetime(2026, 3, 26, 7, 30, tzinfo=UTC))
    left(kind, "cath@example.org", starts=datetime(2026, 3, 26, 11, tzinfo=UTC))  # they may set out before eight
    left("meeting_off", "bob@example.org", starts=datetime(2026, 3, 26, 11, 1, tzinfo=UTC))
    assert send_waiting(lambda: evening) == 2
    assert sorted(one.recipients for one in sink.taken) == [["amy@example.org"], ["cath@example.org"]]
    assert send_waiting(lambda: datetime(2026, 3, 26, 8, tzinfo=UTC)) == 1


def test_the_same_is_left_once_and_another_kind_carries_none(as_clock: Clone) -> None:  # noqa: ARG001
    left("meeting_set", "amy@example.org")
    left("meeting_set", "amy@example.org")
    assert Notice.objects.count() == 1
    with pytest.raises(ValueError, match="an invitation goes with"):
        left("noted", "amy@example.org")
