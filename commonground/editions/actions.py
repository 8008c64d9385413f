"""Changing editions and holidays: load a definition, confirm it, open it; proclaim a bank holiday."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from commonground.directory.models import Partnership, Person
from commonground.editions.models import Confirmation, Edition, Holiday
from commonground.procedures.definition import DefinitionError, provisional_parts
from commonground.procedures.loading import load


@transaction.atomic
def add_edition(*, text: str, partnerships: Iterable[Partnership], in_force: date) -> Edition:
    """Add the next edition of a procedure from its text; raises DefinitionError in words when it is nonsense."""
    procedure = load(text)
    number = 1 + Edition.objects.filter(key=procedure.key).count()
    digest = hashlib.sha256(text.encode()).hexdigest()
    edition = Edition.objects.create(key=procedure.key, number=number, text=text, digest=digest, in_force=in_force)
    edition.partnerships.set(partnerships)
    return edition


@transaction.atomic
def open_edition(*, edition: Edition, by: Person, source: str, at: datetime) -> Edition:
    """Open an edition to practitioners; every stage is confirmed with its source.

    Raises DefinitionError while anything in it is provisional: nothing unknown is ever followed.
    """
    procedure = load(edition.text)
    unknown = provisional_parts(procedure)
    if unknown:
        message = "This edition cannot be opened yet. " + " ".join(unknown)
        raise DefinitionError(message)
    Confirmation.objects.bulk_create(
        Confirmation(edition=edition, part=f"stage {stage.number}: {stage.name}", source=source, by=by, at=at)
        for stage in procedure.stages
    )
    edition.opened = at
    edition.save()
    return edition


def proclaim_holiday(*, day: date, name: str) -> Holiday:
    """Put a newly proclaimed bank holiday on record; running clocks are re-dated by the next sweep."""
    holiday, _ = Holiday.objects.update_or_create(day=day, defaults={"name": name, "proclaimed": True})
    return holiday
