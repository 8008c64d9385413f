"""The numbers of an area: when each is answered, and what is wrong with them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from commonground.directory.models import Contact, ContactKind, Hours, Partnership
from commonground.directory.queries import Actor
from commonground.now import LONDON
from commonground.questions import Blank, Question, one_of

GOOD_FOR = timedelta(days=90)
"""How long a number counts as checked; after that its officers are asked to ring it."""


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


@Question
def _areas(areas: Blank) -> "QuerySet[Partnership, Partnership]":
    return Partnership.objects.filter(one_of("pk", areas))


@Question
def _contacts(areas: Blank) -> "QuerySet[Contact, Contact]":
    return Contact.objects.filter(one_of("partnership", areas), ended_on=None)


def contact_alarms(actor: Actor, on: date) -> int:
    """Return how many things are wrong with the numbers of an officer's areas, in two queries."""
    offices = list(actor.offices)
    contacts = _contacts(areas=offices)
    return sum(len(alarms(area, contacts, on)) for area in _areas(areas=offices))
