"""An invitation as iCalendar (RFC 5545, RFC 5546): what a calendar program takes from an e-mail.

It holds no more than a notice does: a reference, when, and the address of the page. There is no place, nobody's name
and no list of who else is invited: the one attendee is whoever it is sent to, as the standard demands.
"""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from commonground.notices.invitations import CANCEL, Invitation, sender
from commonground.now import LONDON

SUMMER, WINTER = timedelta(hours=1), timedelta()


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
    event.add("organizer", vCalAddress(f"mailto:{sender()}"))
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
