"""Leaving notices in the outbox, in the transaction of the change that they tell; choosing how one is told."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from commonground.directory.queries import Actor
from commonground.notices import waking
from commonground.notices.invitations import METHODS, Invitation
from commonground.notices.kinds import TEMPLATES
from commonground.notices.messages import message_id
from commonground.notices.models import HowTold, Notice
from commonground.notices.summing_up import UNGATHERED
from commonground.storing import add

NOT_NEEDED = "not sent: no longer needed"


class UnknownNoticeError(ValueError):
    """A notice was to be left of a kind that has no template."""


def leave(
    *,
    partnership_id: UUID,
    subject: UUID,
    reference: str,
    kind: str,
    recipients: Iterable[tuple[UUID | None, str]],
    stage: str,
    due: datetime | None,
    about: str,
    urgent: bool = False,
    invitation: Invitation | None = None,
    at: datetime,
) -> list[Notice]:
    """Leave one notice for each recipient, (person or None for a desk, address), and wake the sender.

    ``about`` says what of the subject is told, such as "entry 14": the same kind about the same thing is left once
    for each address, however often this is called. It is ``urgent`` if that is said, or if its kind always is.
    What invites to a meeting is due when that begins.
    Returns what was asked for; what was there already stays as it is. Raises UnknownNoticeError, or
    TransactionManagementError outside a transaction.
    """
    notices = made(
        partnership_id=partnership_id, subject=subject, reference=reference, kind=kind, recipients=recipients,
        stage=stage, due=due, about=about, urgent=urgent, invitation=invitation, at=at,
    )  # fmt: skip
    put(notices)
    return notices


def put(notices: Sequence[Notice]) -> None:
    """Put notices that were made in the outbox together, and wake the sender; see ``leave``."""
    if not connection.in_atomic_block:
        message = "A notice is left in the transaction of what it tells, and there is none."
        raise transaction.TransactionManagementError(message)
    if notices:
        add(*notices, unless_there=True)
        waking.wake()


def made(
    *,
    partnership_id: UUID,
    subject: UUID,
    reference: str,
    kind: str,
    recipients: Iterable[tuple[UUID | None, str]],
    stage: str,
    due: datetime | None,
    about: str,
    urgent: bool = False,
    invitation: Invitation | None = None,
    at: datetime,
) -> list[Notice]:
    """Make what ``leave`` leaves, for whoever puts many in the outbox together."""
    if kind not in TEMPLATES:
        raise UnknownNoticeError(kind)
    if (kind in METHODS) != (invitation is not None):
        message = f"{kind}: an invitation goes with the kinds that carry one, and with no other."
        raise ValueError(message)
    told: dict[str, Any] = {
        "partnership_id": partnership_id,
        "subject": subject,
        "reference": reference,
        "kind": kind,
        "urgent": urgent or TEMPLATES[kind].urgent,
        "stage": stage,
        "due": due,
        "left_at": at,
    }
    if invitation:
        told |= {"due": invitation.starts, "until": invitation.ends}
        told |= {"uid": invitation.uid, "sequence": invitation.sequence}
    notices = []
    for person_id, address in recipients:
        once = _once(kind, subject, address, about)
        notices.append(Notice(**told, person_id=person_id, address=address, once=once, message_id=message_id(once)))
    return notices


def take_back(which: Q, *, kinds: Sequence[str], at: datetime) -> int:
    """Have notices of some kinds not sent that nobody needs any more; return how many.

    What was tried, or stands in a summary, goes out.
    """
    rows = Notice.objects.filter(UNGATHERED, which, kind__in=kinds)
    return rows.update(sent_at=at, answer=NOT_NEEDED)


@transaction.atomic
def choose_how(*, daily: bool, by: Actor, at: datetime) -> None:
    """Have oneself told in one summary each working day, or at once in working hours. What is urgent never waits."""
    HowTold.objects.update_or_create(person=by.person, defaults={"daily": daily, "chosen_at": at})


def _once(kind: str, subject: UUID, address: str, about: str) -> str:
    """Return what is the same for the same notice: 64 hexadecimal digits that say nothing by themselves."""
    told = "\n".join((kind, str(subject), address.casefold(), about))
    return hashlib.sha256(told.encode()).hexdigest()
