"""Invitations to meetings: which kinds of notice carry one, and what it holds. ``calendars`` draws it."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings

REQUEST, CANCEL = "REQUEST", "CANCEL"

FOR_GUESTS = {
    "meeting_set": "guest_meeting",
    "meeting_changed": "guest_meeting_changed",
    "meeting_off": "guest_meeting_off",
}
"""The kinds of notice that carry an invitation, each with that by which guests are told the same."""

METHODS = {kind: CANCEL if kind.endswith("_off") else REQUEST for pair in FOR_GUESTS.items() for kind in pair}
"""The same kinds, each with what it asks of a calendar."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """When a meeting is, which one it is for ever (``uid``), and how often it was changed since it was first set."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime


def uid(meeting: UUID) -> str:
    """Return what names a meeting in every calendar: it stays the same whatever is changed."""
    return f"{meeting}@{sender().rpartition('@')[2]}"


def sender() -> str:
    """Return the address that notices come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
