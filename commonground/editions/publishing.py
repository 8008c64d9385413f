"""An edition from its text to being open, in one go and through the same actions: for what is invented."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from commonground.directory.models import Partnership, Person
from commonground.directory.queries import actor_for
from commonground.editions.actions import approve, confirm, propose, start_draft
from commonground.editions.models import Edition
from commonground.editions.queries import reading
from commonground.now import london_date
from commonground.procedures.confirming import parts


@transaction.atomic
def publish(
    *, text: str, partnerships: Collection[Partnership], by: Person, approved_by: Person, source: str, at: datetime,
    in_force: date | None = None,
) -> Edition:  # fmt: skip
    """Start, confirm and propose an edition as one officer, and approve it as another; from today, unless said.

    Raises RefusedError, in words, as the actions do.
    """
    today = london_date(at)
    officer = actor_for(by, today)
    edition = start_draft(by=None, at=at, partnerships=partnerships, text=text)
    procedure = reading(text).procedure
    keys = [part.key for part in parts(procedure)] if procedure else []
    confirm(by=officer, at=at, edition=edition.pk, version=1, keys=keys, source=source, dated=today)
    row = propose(by=officer, at=at, edition=edition.pk, version=1, in_force=in_force or today)
    return approve(by=actor_for(approved_by, today), at=at, edition=row.pk, proposed=row.proposed_at)
