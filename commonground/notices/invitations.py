"""Invitations to meetings as iCalendar (RFC 5545, RFC 5546): what a calendar program takes from an e-mail.

It holds no more than a notice does: a reference, when, and the address of the page. There is no place, nobody's name
and no list of who else is invited: the one attendee is whoever it is sent to, as the standard demands.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from commonground.now import LONDON

REQUEST, CANCEL = "REQUEST", "CANCEL"

METHODS = {
    "meeting_set": REQUEST,
    "meeting_changed": REQUEST,
    "meeting_off": CANCEL,
    "guest_meeting": REQUEST,
    "guest_meeting_changed": REQUEST,
    "guest_meeting_off": CANCEL,
}
"""The kinds of notice that carry an invitation, each with what it asks of a calendar."""

SUMMER, WINTER = timedelta(hours=1), timedelta()


@dataclass(frozen=True, slots=True)
class Invitation:
    """When a meeting is, which one it is for ever (``uid``), and how often it was changed since it was first set."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime


def uid(meeting: UUID) -> str:
    """Return what names a meeting in every calendar: it stays the same whatever is changed."""
    return f"{meeting}@{_sender().rpartition('@')[2]}"


def calendar(
    invitation: Invitation, *, method: str, reference: str, link: str, address: str, at: datetime
) -> bytes:  # fmt: skip
    """Return an invitation, a change of it or a cancellation, for one recipient; the same whenever it is sent."""
    made, event = Calendar(), Event()
    made.add("prodid", "-//Common Ground//Meetings//EN")
    made.add("version", "2.0")
    made.add("method", method)
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    starts, ends = invitation.starts.astimezone(LONDON), invitation.ends.astimezone(LONDON)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", f"Meeting about {reference}")
    event.add("description", link)
    event.add("url", link)
    event.add("organizer", vCalAddress(f"mailto:{_sender()}"))
    event.add("attendee", vCalAddress(f"mailto:{address}"))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    made.add_component(london())
    made.add_component(event)
    return bytes(made.to_ical())


def london() -> Timezone:
    """Return the rule of London's clock for calendars that do not know it: each change stands as read before it.

    ``icalendar`` makes one by itself, in which the spring change stands an hour late.
    """
    zone, summer, winter = Timezone(), TimezoneDaylight(), TimezoneStandard()
    zone.add("tzid", LONDON.key)
    changes = (
        (summer, "BST", datetime(1996, 3, 31, 1), WINTER, SUMMER),  # noqa: DTZ001 local, as the standard wants it
        (winter, "GMT", datetime(1996, 10, 27, 2), SUMMER, WINTER),  # noqa: DTZ001 as above
    )
    for part, called, first, before, after in changes:
        part.add("dtstart", first)
        part.add("tzname", called)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
