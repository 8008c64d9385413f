"""The private draft of a difference: sealed for its author, kept at each page, and thrown away once it is sent."""

import json
import uuid
from datetime import datetime
from uuid import UUID

from commonground import sealing
from commonground.differences.actions import vouching
from commonground.differences.actions.entering import signed_in
from commonground.differences.models import Draft
from commonground.directory.queries import Actor


def save_draft(*, by: Actor, at: datetime, draft: UUID | None, answers: dict[str, object]) -> Draft:
    """Keep the answers so far, sealed for their author; a new draft when ``draft`` is None.

    Raises Draft.DoesNotExist for one that is not the actor's own.
    """
    key = draft or uuid.uuid4()
    contents = sealing.seal(json.dumps(answers).encode(), Draft(pk=key).sealed_as)
    if draft is None:
        return Draft.objects.create(pk=key, author=signed_in(by), sealed=contents, saved_at=at)
    row = Draft.objects.visible_to(by).select_for_update().get(pk=draft)
    row.sealed, row.saved_at = contents, at
    row.save()
    return row


def read_draft(draft: Draft) -> dict[str, object]:
    """Return the answers that a draft holds."""
    answers: dict[str, object] = json.loads(sealing.unseal(bytes(draft.sealed), draft.sealed_as))
    return answers


def discard_draft(*, by: Actor, at: datetime, draft: UUID) -> None:
    """Throw a draft away for good, and take back what was asked about its group."""
    vouching.let_go(by=by, at=at, draft=draft)
    Draft.objects.visible_to(by).filter(pk=draft).delete()
