"""Sending what waits in the outbox. Safe to run twice, late, on two machines, and to be killed at any point.

A notice is claimed by a lease in one transaction, handed to the mail server outside any, and marked with its answer
in another. Killed in between, it is sent again when the lease has run out, under the same Message-ID: the only honest
gap is between the server's answer and our mark.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from commonground.notices.messages import email
from commonground.notices.models import Notice
from commonground.notices.smtp import AnsweringBackend

LEASE = timedelta(minutes=2)  # far longer than one message may take (settings.EMAIL_TIMEOUT for each step)
LONGEST_WAIT = timedelta(hours=2)
NOT_DELIVERED = "would have been sent"  # what a demonstration without a mail server marks

log = structlog.get_logger("commonground.notices")


def send_waiting(clock: Callable[[], datetime]) -> int:
    """Send every notice that waits and is not leased; return how many the mail server took.

    A recipient that is refused waits longer each time, and the others are sent. When the server itself cannot be
    reached, all stay as they are for the next run.
    """
    mailer = AnsweringBackend()
    sent = 0
    try:
        while notice := _claim(clock()):
            try:
                answer = mailer.deliver(email(notice)) if settings.NOTICES_DELIVER else NOT_DELIVERED
            except (smtplib.SMTPException, OSError) as error:
                _put_off(notice, error, clock())
                if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
                    break
                mailer.close()  # the next message gets a new connection: this one may have lost its place
            else:
                _mark(notice, answer, clock())
                sent += 1
    finally:
        mailer.close()
    return sent


def waiting(at: datetime) -> Q:
    """Return the condition that a notice may be sent at a moment: not sent, and neither leased nor put off."""
    return Q(sent_at=None) & (Q(leased_until=None) | Q(leased_until__lte=at))


def _claim(at: datetime) -> Notice | None:
    """Lease the oldest notice that waits, or return None. Two senders never get the same one."""
    with transaction.atomic():
        found = Notice.objects.select_for_update(skip_locked=True).filter(waiting(at)).order_by("left_at").first()
        if found:
            Notice.objects.filter(pk=found.pk).update(leased_until=at + LEASE, tries=F("tries") + 1)
            found.tries += 1
    return found


def _mark(notice: Notice, answer: str, at: datetime) -> None:
    """Write down that the server took it, and what it said."""
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(sent_at=at, leased_until=None, answer=answer[:300])


def _put_off(notice: Notice, error: Exception, at: datetime) -> None:
    """Keep a notice for later: a minute after the first try, twice as long after each, two hours at most."""
    wait = min(timedelta(minutes=1) * 2 ** min(notice.tries - 1, 10), LONGEST_WAIT)
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(leased_until=at + wait, answer=_reason(error)[:300])
    log.warning("put off", kind=notice.kind, attempt=notice.tries, reason=_reason(error))


def _reason(error: Exception) -> str:
    """Return why it was not sent, without the server's words: they may quote the address."""
    codes = (
        [code for code, _ in error.recipients.values()]
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else [getattr(error, "smtp_code", "")]
    )
    return " ".join(str(part) for part in (type(error).__name__, *codes) if part)
