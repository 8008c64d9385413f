"""One officer proposes a draft, another approves it; an edition is retired, never deleted."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from commonground.directory.actions import RefusedError, refuse
from commonground.directory.queries import Actor
from commonground.editions.actions.drafting import draft, kept, milestone
from commonground.editions.models import Done, Edition
from commonground.editions.queries import lacks, left_without
from commonground.govuk.dates import in_words
from commonground.now import london_date


@transaction.atomic
def propose(*, by: Actor, at: datetime, edition: UUID, version: int, in_force: date) -> Edition:
    """Propose a draft to the other officers, to be followed from a day. Nobody changes it until they answer.

    Raises RefusedError, in words, while it has problems or anything in it is provisional or not confirmed.
    """
    row = draft(by, edition, version)
    if missing := lacks(row):
        message = "This draft cannot be proposed yet. " + " ".join(missing)
        raise RefusedError(message)
    refuse(_too_early(in_force, at))
    row.proposed_by, row.proposed_at, row.in_force = by.person, at, in_force
    row.save(update_fields=["proposed_by", "proposed_at", "in_force"])
    milestone(row, Done.PROPOSED, by=by.person, at=at, words=f"To be followed from {in_words(in_force)}.")
    return row


@transaction.atomic
def take_back(*, by: Actor, at: datetime, edition: UUID) -> Edition:
    """Take back what one proposed oneself, to change it."""
    row = _proposed(by, edition)
    if row.proposed_by != by.person:
        message = f"Only {row.proposed_by} can take this back. You can send it back, and say why."
        raise RefusedError(message)
    return _back(row, Done.TAKEN_BACK, by, at, "")


@transaction.atomic
def send_back(*, by: Actor, at: datetime, edition: UUID, reason: str) -> Edition:
    """Send back what another officer proposed, with what should change."""
    row = _proposed(by, edition)
    if row.proposed_by == by.person:
        message = "You proposed this yourself. Take it back instead."
        raise RefusedError(message)
    if not reason.strip():
        message = "Say what should change."
        raise RefusedError(message)
    return _back(row, Done.SENT_BACK, by, at, reason.strip())


@transaction.atomic
def approve(*, by: Actor, at: datetime, edition: UUID, proposed: datetime | None) -> Edition:
    """Approve what another officer proposed: it is open to practitioners from its day on, and stays as it is.

    ``proposed`` is when that was proposed which was read: what was taken back and proposed anew since is not approved
    unseen. Raises RefusedError for that, for one's own, for a day that has gone by, and for what this version cannot
    follow.
    """
    row = _proposed(by, edition)
    if row.proposed_by == by.person:
        message = "You proposed this yourself. Another officer of one of its partnerships must approve it."
        raise RefusedError(message)
    if row.proposed_at != proposed:
        message = f"{row.proposed_by} proposed it anew since you read it. Read it again before you approve it."
        raise RefusedError(message)
    refuse(_too_early(row.in_force, at))
    if missing := lacks(row):
        message = "This edition cannot be opened. " + " ".join(missing)
        raise RefusedError(message)
    row.approved_by, row.opened = by.person, at
    row.save(update_fields=["approved_by", "opened"])
    milestone(row, Done.APPROVED, by=by.person, at=at)
    return row


@transaction.atomic
def retire(*, by: Actor, at: datetime, edition: UUID, why: str, leaves_none: bool = False) -> Edition:
    """Retire an edition: nothing new is raised under it. What runs under it goes on, and it stays readable.

    Raises RefusedError where it would leave a partnership without a procedure, unless that is said plainly.
    """
    row = kept(by, edition)
    if row.retired_at:
        message = "It is retired already."
        raise RefusedError(message)
    if row.proposed_at and not row.opened:
        message = "It is proposed: take it back or send it back first."
        raise RefusedError(message)
    if not row.opened and not row.milestones.exclude(done=Done.STARTED).exists():
        message = "This draft was never proposed. Delete it instead."
        raise RefusedError(message)
    if not why.strip():
        message = "Say why it is retired."
        raise RefusedError(message)
    bare = left_without(row, london_date(at)) if row.opened and not leaves_none else []
    if bare:
        message = f"Then nobody could raise a difference in {' and '.join(bare)}. Open another edition first."
        raise RefusedError(message)
    row.retired_by, row.retired_at, row.retired_why = by.person, at, why.strip()
    row.save(update_fields=["retired_by", "retired_at", "retired_why"])
    milestone(row, Done.RETIRED, by=by.person, at=at, words=why.strip())
    return row


def _proposed(by: Actor, edition: UUID) -> Edition:
    row = kept(by, edition)
    if not row.proposed_at or row.opened:
        message = "It is not proposed now. Look at it again: somebody may have answered meanwhile."
        raise RefusedError(message)
    return row


def _back(row: Edition, done: Done, by: Actor, at: datetime, words: str) -> Edition:
    row.proposed_by = row.proposed_at = row.in_force = None
    row.save(update_fields=["proposed_by", "proposed_at", "in_force"])
    milestone(row, done, by=by.person, at=at, words=words)
    return row


def _too_early(in_force: date | None, at: datetime) -> str:
    if in_force is not None and in_force >= london_date(at):
        return ""
    return "The day from which it is followed has gone by. Choose today or a later day."
