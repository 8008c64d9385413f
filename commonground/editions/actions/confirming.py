"""An officer confirms what a draft says, with the source and its date."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from commonground.directory.actions import RefusedError
from commonground.directory.queries import Actor
from commonground.editions.actions.drafting import draft, signed_in
from commonground.editions.models import Confirmation, Edition
from commonground.editions.queries import reading
from commonground.now import london_date
from commonground.procedures.confirming import parts


@transaction.atomic
def confirm(
    *, by: Actor, at: datetime, edition: UUID, version: int, keys: Collection[str], source: str, dated: date
) -> Edition:
    """Confirm parts of a draft as they stand in this version. What they say later is not confirmed by it.

    Raises RefusedError, in words, for what is not known yet, and without a source that is not in the future.
    """
    row, person = draft(by, edition, version), signed_in(by)
    if not source.strip():
        message = "Say where this stands: the name of the document, and the page or section."
        raise RefusedError(message)
    if dated > london_date(at):
        message = "The date of the source must be today or in the past."
        raise RefusedError(message)
    found = reading(row.text)
    if found.procedure is None:
        raise RefusedError(found.problems[0])
    by_key = {part.key: part for part in parts(found.procedure)}
    for key in keys:
        part = by_key.get(key)
        if part is None or not part.known:
            message = f"{part.label if part else key}: it is not known yet, so it cannot be confirmed."
            raise RefusedError(message)
        Confirmation.objects.create(
            edition=row, part=key, says=part.says, source=source.strip(), dated=dated, by=person, at=at
        )
    return row
