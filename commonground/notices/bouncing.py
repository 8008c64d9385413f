"""What could not be delivered: the mail server said so at once, or sent it back later (RFC 3464).

The address that messages come from hands what is sent back to `bin/manage bounced`. A message is known by its
Message-ID, which cannot be guessed; nothing else of what came back is believed, or kept.
"""

from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from email.parser import HeaderParser

from django.db import transaction
from django.db.models import Q

from commonground.notices.models import Notice, Summary

FAILED = "failed"
"""The action of a delivery report that says that nothing more will be tried; "delayed" is not one."""


@transaction.atomic
def bounced(message_id: str, at: datetime) -> int:
    """Note that a message cannot be delivered; with a summary, all that it lists. Return how many notices that is."""
    Summary.objects.filter(message_id=message_id, bounced_at=None).update(bounced_at=at)
    of_it = Q(message_id=message_id) | Q(summary__message_id=message_id)
    return Notice.objects.filter(of_it, bounced_at=None).update(bounced_at=at)


def returned(message: Message) -> str | None:
    """Return the Message-ID of what came back undelivered; None when this is no report that a delivery failed."""
    actions, ids = [], []
    for part in message.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            ids += list(_ids(part))
        if action := part.get("Action"):
            actions.append(str(action).strip().lower())
    return ids[0] if ids and FAILED in actions else None


def _ids(part: Message) -> Iterator[str]:
    """Yield the Message-ID of a message that is attached whole, or by its headers."""
    inner = part.get_payload()
    attached = [HeaderParser().parsestr(inner)] if isinstance(inner, str) else inner
    for one in attached:
        if isinstance(one, Message) and (found := str(one.get("Message-ID", "")).strip()):
            yield found
