"""Sending what waits in the outbox. Safe to run twice, late, on two machines, and to be killed at any point.

A notice is claimed by a lease in one transaction, handed to the mail server outside any, and marked with its answer
in another. Killed in between, it is sent again when the lease has run out, under the same Message-ID: the only honest
gap is between the server's answer and our mark.

Whether it may be sent yet is asked when it is claimed, so that a new bank holiday or another choice counts at once:
what is urgent always may, and what is of a meeting early on the next morning; all else in working hours; and what goes
to somebody who chose a summary is first gathered into one, which is then sent as a notice is.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from commonground.notices import hours
from commonground.notices.bouncing import bounced
from commonground.notices.messages import email
from commonground.notices.models import Notice, Summary
from commonground.notices.smtp import AnsweringBackend
from commonground.notices.summing_up import CHOSE_DAILY, gather
from commonground.procedures.worktime import Calendar

LEASE = timedelta(minutes=2)  # far longer than one message may take (settings.EMAIL_TIMEOUT for each step)
LONGEST_WAIT = timedelta(hours=2)
FOR_GOOD = 500
SETS_OUT = timedelta(hours=3)
"""So long before a meeting somebody may set out for it: from one end of a county to the other, by bus."""
NOT_DELIVERED = "would have been sent"  # what a demonstration without a mail server marks

Sent = TypeVar("Sent", Notice, Summary)

log = structlog.get_logger("commonground.notices")


def send_waiting(clock: Callable[[], datetime]) -> int:
    """Send every notice and summary that may be sent now and is not leased; return how many the mail server took.

    A recipient that is refused waits longer each time, and the others are sent. When the server itself cannot be
    reached, all stay as they are for the next run.
    """
    mailer = AnsweringBackend()
    days = hours.calendar()
    gather(clock(), days)
    sent = 0
    try:
        while outgoing := _claim(clock(), days):
            try:
                answer = mailer.deliver(email(outgoing)) if settings.NOTICES_DELIVER else NOT_DELIVERED
            except (smtplib.SMTPException, OSError) as error:
                _put_off(outgoing, error, clock())
                if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
                    break
                mailer.close()  # the next message gets a new connection: this one may have lost its place
            else:
                _mark(outgoing, answer, clock())
                sent += 1
    finally:
        mailer.close()
    return sent


def waiting(at: datetime) -> Q:
    """Return the condition that something is not sent, and neither leased nor put off."""
    return Q(sent_at=None) & (Q(leased_until=None) | Q(leased_until__lte=at))


def timely(at: datetime, days: Calendar) -> Q:
    """Return the condition on notices that one may be sent by itself at a moment.

    In working hours that is all but what waits for a summary; and what will be due before the next one, was tried by
    itself before, or is of a meeting, does not. At night it is what is urgent, and what is of a meeting for which
    people may have set out before they are next at work: nobody is to travel to one that is cancelled.
    """
    of_a_meeting, morning = ~Q(uid=""), hours.next_morning(at, days)
    if not hours.within(at, days):
        return Q(urgent=True) | of_a_meeting & Q(due__lte=morning + SETS_OUT)
    alone = ~CHOSE_DAILY | Q(due__gt=at, due__lte=morning) | Q(tries__gt=0) | of_a_meeting
    return Q(urgent=True) | Q(alone, summary=None)


def _claim(at: datetime, days: Calendar) -> Notice | Summary | None:
    """Lease what is urgent, else the oldest that may be sent, or return None. Two senders never get the same one."""
    notices = Notice.objects.filter(waiting(at), timely(at, days)).order_by("-urgent", "left_at")
    found = _lease(notices, at)
    if found is None and hours.within(at, days):
        return _lease(Summary.objects.filter(waiting(at)).order_by("day"), at)
    return found


def _lease(rows: "QuerySet[Sent]", at: datetime) -> "Sent | None":
    with transaction.atomic():
        found = rows.select_for_update(skip_locked=True).first()
        if found:
            rows.model.objects.filter(pk=found.pk).update(leased_until=at + LEASE, tries=F("tries") + 1)
            found.tries += 1
    return found


def _mark(outgoing: Notice | Summary, answer: str, at: datetime) -> None:
    """Write down that the server took it, and what it said; with a summary, all that it lists."""
    sent = {"sent_at": at, "leased_until": None, "answer": answer[:300]}
    with transaction.atomic():
        type(outgoing).objects.filter(pk=outgoing.pk).update(**sent)
        if isinstance(outgoing, Summary):
            outgoing.notices.update(**sent)


def _put_off(outgoing: Notice | Summary, error: Exception, at: datetime) -> None:
    """Keep it for later: a minute after the first try, twice as long after each, two hours at most."""
    wait = min(timedelta(minutes=1) * 2 ** min(outgoing.tries - 1, 10), LONGEST_WAIT)
    with transaction.atomic():
        rows = type(outgoing).objects.filter(pk=outgoing.pk)
        rows.update(leased_until=at + wait, answer=_reason(error)[:300])
        if _is_final(error):
            bounced(outgoing.message_id, at)
    kind = "summary" if isinstance(outgoing, Summary) else outgoing.kind
    log.warning("put off", kind=kind, attempt=outgoing.tries, reason=_reason(error))


def _is_final(error: Exception) -> bool:
    """Say whether the server refused the recipient for good: a code of 500 or more."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= FOR_GOOD for code, _ in error.recipients.values()
    )


def _reason(error: Exception) -> str:
    """Return why it was not sent, without the server's words: they may quote the address."""
    codes = (
        [code for code, _ in error.recipients.values()]
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else [getattr(error, "smtp_code", "")]
    )
    return " ".join(str(part) for part in (type(error).__name__, *codes) if part)
