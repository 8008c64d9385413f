"""Asking one person for advice about a draft, and taking it back. It starts no clock, and nobody else is told."""

from datetime import datetime
from uuid import UUID

from commonground.differences.models import Draft
from commonground.directory.models import Person
from commonground.directory.queries import Actor, people_of
from commonground.now import london_date
from commonground.procedures import rules


def advisers(by: Actor, at: datetime) -> dict[UUID, tuple[Person, UUID]]:
    """Return whom somebody may ask: the colleagues in their agencies today, each with the agency."""
    on = london_date(at)
    found = {person.pk: (person, agency) for agency in sorted(by.agencies) for person in people_of(agency, on)}
    if by.person:
        found.pop(by.person.pk, None)
    return found


def ask_advice(*, by: Actor, at: datetime, draft: UUID, person: UUID) -> Draft:
    """Let one colleague read a draft; whoever was asked before sees it no longer.

    Raises Draft.DoesNotExist for one that is not the actor's own, Refused for somebody who is no colleague.
    """
    row = Draft.objects.visible_to(by).select_for_update(of=("self",)).get(pk=draft)
    found = advisers(by, at).get(person)
    if found is None:
        raise rules.Refused("Choose a colleague who works in your agency today.")
    row.advice_from, row.advice_agency_id = found
    row.advice_at = at
    row.save(update_fields=["advice_from", "advice_agency", "advice_at"])
    return row


def take_back(*, by: Actor, draft: UUID) -> Draft:
    """Let nobody but oneself read a draft again. Raises Draft.DoesNotExist for one that is not the actor's own."""
    row = Draft.objects.visible_to(by).select_for_update(of=("self",)).get(pk=draft)
    row.advice_from = row.advice_agency = row.advice_at = None
    row.save(update_fields=["advice_from", "advice_agency", "advice_at"])
    return row
