"""A draft: started, saved, given up. ``by`` None is whoever runs the product's commands."""

import hashlib
import re
import tomllib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership, Person
from commonground.directory.queries import Actor
from commonground.editions.models import Done, Edition, Milestone
from commonground.editions.queries import confirmed_parts, reading
from commonground.now import LONDON
from commonground.procedures.confirming import parts
from commonground.procedures.terms import Covers
from commonground.turns import wait_for_turn

MOST_BYTES = 256 * 1024
"""No procedure is longer; what is longer is something else."""

KEY = re.compile(r"[-a-z0-9_]{1,60}")


class SavedMeanwhileError(RefusedError):
    """Somebody saved the draft since it was read. The text is the caller's to keep, and to show."""


@transaction.atomic
def start_draft(
    *, by: Actor | None, at: datetime, partnerships: Collection[Partnership], text: str, based_on: Edition | None = None
) -> Edition:
    """Start a draft from a text: of a shipped definition, of an edition, or one that says next to nothing.

    What was confirmed of the edition that it is based on, and still says the same, is confirmed of the draft.
    Raises RefusedError for a partnership whose officer ``by`` is not, unless the edition is shared with it.
    """
    key = _key(text)
    _own(by, partnerships, based_on)
    wait_for_turn(f"editions of {key}")  # for the next number
    last = Edition.objects.filter(key=key).aggregate(last=Max("number"))["last"] or 0
    person = by.person if by else None
    edition = Edition.objects.create(
        key=key, number=last + 1, text=text, digest=_digest(text), based_on=based_on,
        covers=_covers(text), drafted_by=person, changed_by=person, changed_at=at,
    )  # fmt: skip
    edition.partnerships.set(partnerships)
    _carry_over(edition)
    milestone(edition, Done.STARTED, by=person, at=at)
    return edition


@transaction.atomic
def save_draft(*, by: Actor, at: datetime, edition: UUID, text: str, version: int) -> Edition:
    """Save what a draft says, with its problems if it has any; ``version`` is the one that was read.

    Raises SavedMeanwhileError when somebody saved it since; Edition.DoesNotExist for whoever does not keep it.
    """
    row = draft(by, edition, version)
    if _key(text) != row.key:
        message = f"The key of this procedure stays “{row.key}”: it says which editions belong together."
        raise RefusedError(message)
    row.text, row.digest, row.covers, row.version = text, _digest(text), _covers(text), row.version + 1
    row.changed_by, row.changed_at = by.person, at
    row.save(update_fields=["text", "digest", "covers", "version", "changed_by", "changed_at"])
    return row


@transaction.atomic
def discard_draft(*, by: Actor, edition: UUID) -> None:
    """Delete a draft that was never proposed. Raises RefusedError for one that was: it is retired instead."""
    row = draft(by, edition)
    if row.milestones.filter(done=Done.PROPOSED).exists():
        message = "This draft was proposed once, so it stays in the list. Retire it, and say why."
        raise RefusedError(message)
    if Edition.objects.filter(based_on=row).exists():
        message = "Another draft is based on this one, so it stays."
        raise RefusedError(message)
    row.confirmations.all().delete()
    row.milestones.all().delete()
    row.delete()


def kept(by: Actor, edition: UUID) -> Edition:
    """Return an edition that somebody keeps, locked. Raises Edition.DoesNotExist."""
    return Edition.objects.kept_by(by).select_for_update(of=("self",)).get(pk=edition)


def draft(by: Actor, edition: UUID, version: int | None = None) -> Edition:
    """Return a draft that may be changed, locked; refuse one that may not, or that is of another version by now."""
    row = kept(by, edition)
    if row.opened:
        message = "This edition was opened, so it stays as it is. Start a draft from it."
        raise RefusedError(message)
    if row.retired_at:
        message = "This draft was retired, so it stays as it is. Start a draft from it."
        raise RefusedError(message)
    if row.proposed_at:
        message = f"{row.proposed_by} proposed this draft, so it stays as it is until it is approved or taken back."
        raise RefusedError(message)
    if version is not None and version != row.version:
        raise SavedMeanwhileError(_saved_by(row))
    return row


def signed_in(by: Actor) -> Person:
    """Return who acts; refuse nobody."""
    if by.person is None:
        message = "Sign in first."
        raise RefusedError(message)
    return by.person


def milestone(edition: Edition, done: Done, *, by: Person | None, at: datetime, words: str = "") -> None:
    """Write down what was done to an edition."""
    Milestone.objects.create(
        edition=edition, done=done, by=by, at=at, version=edition.version, digest=edition.digest, words=words
    )


def _saved_by(row: Edition) -> str:
    who = row.changed_by.name if row.changed_by else "Somebody"
    when = f"{row.changed_at.astimezone(LONDON):%H:%M on %d.%m.%Y}" if row.changed_at else "meanwhile"
    return (
        f"{who} saved this draft at {when}, after you had opened it. Yours is not saved, and it is kept on this page. "
        "Look at the draft as it is now, then put in what is missing."
    )


def _key(text: str) -> str:
    """Return the key that a text gives its procedure; refuse a text that gives none."""
    if len(text.encode()) > MOST_BYTES:
        message = "This text is longer than 256 kB. No procedure is that long: check that it is the right file."
        raise RefusedError(message)
    if "\0" in text:
        message = "This text holds a character that no text has: check that it is the right file."
        raise RefusedError(message)
    try:
        key = tomllib.loads(text).get("key")
    except tomllib.TOMLDecodeError:
        raise RefusedError(reading(text).problems[0]) from None
    if not isinstance(key, str) or not KEY.fullmatch(key):
        message = "The procedure needs a key: small letters, digits and hyphens, like “our-area”."
        raise RefusedError(message)
    return key


def _covers(text: str) -> Covers:
    """Return what a text, which may not be followed yet, says that it is for."""
    return Covers.CONFERENCES if tomllib.loads(text).get("conferences") else Covers.DIFFERENCES


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _own(by: Actor | None, partnerships: Collection[Partnership], based_on: Edition | None) -> None:
    """Refuse a draft for nobody, and for others than one's own partnerships and those that share the edition."""
    if not partnerships:
        message = "Say for which partnership this draft is."
        raise RefusedError(message)
    if by is None:
        return
    keys = {one.pk for one in partnerships}
    shared = based_on is not None and Edition.objects.kept_by(by).filter(pk=based_on.pk).exists()
    may = by.offices | (set(based_on.partnerships.values_list("pk", flat=True)) if based_on and shared else set())
    if not keys & by.offices or not keys <= may:
        message = "Only the officers of a partnership draft its procedure."
        raise RefusedError(message)


def _carry_over(edition: Edition) -> None:
    procedure = reading(edition.text).procedure
    if edition.based_on is None or procedure is None:
        return
    before = confirmed_parts(edition.based_on)
    for part in parts(procedure):
        found = before.get(part.key)
        if found and found.says == part.says:
            found.pk, found._state.adding, found.edition = None, True, edition  # noqa: SLF001 Django's way to copy
            found.save()
