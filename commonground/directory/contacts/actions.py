"""What the officers of an area change about its numbers. Each is checked when it is kept."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from commonground.directory.actions import RefusedError
from commonground.directory.models import Contact, ContactKind, Hours
from commonground.directory.queries import Actor
from commonground.now import london_date


@dataclass(frozen=True, slots=True)
class ContactWords:
    """What an officer writes about a number."""

    kind: ContactKind
    name: str
    phone: str
    form: str
    hours: Hours
    opens: time | None
    closes: time | None


@transaction.atomic
def keep_contact(
    *, by: Actor, at: datetime, partnership: UUID, words: ContactWords, contact: UUID | None = None
) -> Contact:
    """Put a number on the page of an area, or change one; it counts as checked today.

    Raises RefusedError for an area whose officer the actor is not, Contact.DoesNotExist for a number that is not there.
    """
    _officer(by, partnership)
    row = _own(by, contact) if contact else Contact(partnership_id=partnership)
    if words.hours is Hours.ALWAYS:
        row.opens = row.closes = None
    else:
        row.opens, row.closes = words.opens, words.closes
        if row.opens is None or row.closes is None or row.opens >= row.closes:
            message = "Say from when to when, with the earlier time first."
            raise RefusedError(message)
    row.kind, row.name, row.phone, row.form, row.hours = words.kind, words.name, words.phone, words.form, words.hours
    row.checked_on, row.checked_by = london_date(at), by.person
    row.save()
    return row


@transaction.atomic
def check_contact(*, by: Actor, at: datetime, contact: UUID) -> Contact:
    """Note that somebody rang a number today and it is right. Raises Contact.DoesNotExist."""
    row = _own(by, contact)
    row.checked_on, row.checked_by = london_date(at), by.person
    row.save(update_fields=["checked_on", "checked_by"])
    return row


@transaction.atomic
def end_contact(*, by: Actor, at: datetime, contact: UUID) -> Contact:
    """Take a number off the page. Raises Contact.DoesNotExist."""
    row = _own(by, contact)
    row.ended_on = london_date(at)
    row.save(update_fields=["ended_on"])
    return row


def _own(by: Actor, contact: UUID) -> Contact:
    return Contact.objects.select_for_update().get(pk=contact, partnership__in=by.offices, ended_on=None)


def _officer(by: Actor, partnership: UUID) -> None:
    if partnership not in by.offices:
        message = "Only the officers of a partnership keep its numbers."
        raise RefusedError(message)
