"""Whom to ring in an area: numbers that its officers keep, by the hour, each with the day on which it was checked.

Anybody may read them, signed in or not. The product rings nobody.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from commonground.directory.actions import RefusedError
from commonground.directory.models import Contact, ContactKind, Hours, Partnership
from commonground.directory.queries import Actor
from commonground.now import LONDON, london_date

GOOD_FOR = timedelta(days=90)
"""How long a number counts as checked; after that its officers are asked to ring it."""


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


def contacts_of(partnerships: Collection[UUID]) -> list[Contact]:
    """Return the numbers of some areas, by kind and name, in one query."""
    found = Contact.objects.filter(partnership__in=partnerships, ended_on=None).select_related("partnership")
    order = list(ContactKind)
    return sorted(found, key=lambda one: (one.partnership.name, order.index(ContactKind(one.kind)), one.name))


def answers(contact: Contact, at: datetime, *, working_day: bool) -> bool:
    """Say whether a number is answered at a moment; ``working_day`` says whether the London day of it is one."""
    if contact.opens is None or contact.closes is None:
        return True
    office = working_day and contact.opens <= at.astimezone(LONDON).time() < contact.closes
    return office is (contact.hours == Hours.OFFICE)


def hours_words(contact: Contact) -> str:
    """Return when a number is answered, in words."""
    if contact.opens is None or contact.closes is None:
        return "Day and night"
    hours = f"{contact.opens:%H:%M} to {contact.closes:%H:%M} on working days"
    return hours if contact.hours == Hours.OFFICE else f"At all times other than {hours}"


def stale(contact: Contact, on: date) -> bool:
    """Say whether it is too long ago that a number was checked."""
    return contact.checked_on + GOOD_FOR < on


def alarms(partnership: Partnership, contacts: Iterable[Contact], on: date) -> list[str]:
    """Return what is wrong with an area's numbers, in sentences for its officers; nothing when all is well."""
    own = [one for one in contacts if one.partnership_id == partnership.pk]
    found = [
        f"{one.name} ({one.phone}) was last checked on {one.checked_on:%d.%m.%Y}. Ring it, and say that it is right."
        for one in own
        if stale(one, on)
    ]
    for kind, called in (
        (ContactKind.FRONT_DOOR, "children’s social care"),
        (ContactKind.ON_CALL, "a senior person on call"),
        (ContactKind.ADVICE, "advice"),
    ):
        hours = {one.hours for one in own if one.kind == kind}
        missing = [] if Hours.ALWAYS in hours else [one for one in (Hours.OFFICE, Hours.OTHERWISE) if one not in hours]
        if len(missing) > 1:
            found.append(f"There is no number for {called} in {partnership}.")
        elif missing:
            when = "in office hours" if missing[0] is Hours.OFFICE else "outside office hours"
            found.append(f"There is no number for {called} {when} in {partnership}.")
    return found


def contact_alarms(actor: Actor, on: date) -> int:
    """Return how many things are wrong with the numbers of an officer's areas, in two queries."""
    areas = Partnership.objects.filter(pk__in=actor.offices).prefetch_related("contacts")
    return sum(len(alarms(area, [one for one in area.contacts.all() if one.ended_on is None], on)) for area in areas)


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
