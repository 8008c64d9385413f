"""An officer confirms what a draft says, with the source and its date."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from commonground.directory.actions import RefusedError
from commonground.directory.queries import Actor
from commonground.editions.actions.drafting import draft, save_draft, signed_in
from commonground.editions.models import Confirmation, Edition
from commonground.editions.queries import reading
from commonground.now import london_date
from commonground.procedures.confirming import parts
from commonground.procedures.definition import DefinitionError
from commonground.procedures.filling import filled
from commonground.procedures.loading import load


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


@transaction.atomic
def fill_in(
    *,
    by: Actor,
    at: datetime,
    edition: UUID,
    version: int,
    key: str,
    figures: Mapping[str, int],
    source: str,
    dated: date,
) -> Edition:
    """Put the figures of one part into a draft, or say that a stage is as it stands, and confirm it.

    Raises RefusedError, in words, for what would make a procedure that cannot be followed, and as ``confirm`` does.
    """
    row = draft(by, edition, version)
    try:
        text = filled(row.text, key, figures)
        says_more = load(text) != reading(row.text).procedure
    except DefinitionError as error:
        raise RefusedError(str(error)) from error
    if says_more:
        row = save_draft(by=by, at=at, edition=edition, text=text, version=version)
    return confirm(by=by, at=at, edition=edition, version=row.version, keys=[key], source=source, dated=dated)
