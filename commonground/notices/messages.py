"""What notices say: one fixed template a kind, with a reference, a stage, a date and a link, and nothing else.

No name, no free words, one recipient: whoever reads over a shoulder, or gets it by mistake, learns nothing about
anybody. The link asks for a sign-in and shows nothing to somebody who may not see what it leads to.

Urgent, at any hour and by two routes, is what somebody must know before the next working day because a child may
need it before then, and nothing else, so that people go on opening what comes at night:

* the time was shortened, or a stage was passed over: each is done on one side's word because of what the child
  needs, and both lines must hear of it at once;
* a clock ran out: nobody acted in the time that the child was given, so the one who was told by the ordinary way
  may be the one who is not there. A clock of working days runs out in working hours; one that runs out at night is
  of an edition that said nights count;
* a difference was raised in which a child may be in danger: any answer to the first question but *no*. The kind
  does not tell, so whoever leaves the notice says so.

An escalation, an answer or a reminder can wait until people are at work: the clock counts working time as they do.
"""

from collections.abc import Sequence
from datetime import date, datetime
from email.utils import parseaddr
from functools import cache
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from commonground.directory.guests import actions as guests
from commonground.notices.invitations import METHODS, Invitation
from commonground.notices.kinds import (
    ABOUT_BRIEFINGS,
    ABOUT_GROUPS,
    ABOUT_HOLIDAYS,
    ABOUT_LIBRARY,
    ABOUT_POSTS,
    ABOUT_PROMOTING,
    BY_LINK,
    BY_PASS,
    ON_ONE_PAGE,
    TEMPLATES,
)
from commonground.notices.models import Notice, Summary
from commonground.procedures.worktime import day_text, moment_text

BODY = """{says}

Reference: {reference}
{details}
Read more (you will be asked to sign in):
{link}

This message holds no details about anybody, so that it is safe to send. Nobody reads answers to it.
"""

GUESTS_BODY = BODY.replace("to sign in", "for your code")
NAMELESS = {
    "a group that is not listed": ABOUT_GROUPS,
    "who answers at each stage": ABOUT_POSTS,
    "bank holidays": ABOUT_HOLIDAYS,
    "the library": ABOUT_LIBRARY,
    "something to read": ABOUT_BRIEFINGS,
    "thanks, or what leaders plan and say": ABOUT_PROMOTING,
}
"""What a summary calls notices that have no reference."""
LINK_BODY = """{says}

{details}Open it here. Nobody asks you to sign in:
{link}

The link is yours alone. Please do not pass it on. Nobody reads answers to this message.
"""
NAMELESS_BODY = BODY.replace("Reference: {reference}\n{details}\n", "{details}")

SUMMARY = """This is your summary for {day}. It lists {what} with news since your last one.

{list}

Read more (you will be asked to sign in):
{link}

This message holds no details about anybody, so that it is safe to send. Nobody reads answers to it.
"""


def subject_line(kind: str, reference: str, *, urgent: bool) -> str:
    """Return the subject of a message."""
    named = f"Common Ground {reference}".rstrip()
    return f"{named}: {'urgent: ' if urgent else ''}{TEMPLATES[kind].title}"


def body(kind: str, *, reference: str, stage: str, due: datetime | None, guest: UUID | None = None) -> str:
    """Return the whole text of a message; ``due`` is written as it is in London. A ``guest`` is sent their own link."""
    template = TEMPLATES[kind]
    details = f"Stage: {stage}\n" if stage else ""
    details += f"{template.due}: {moment_text(due)}\n" if due else ""
    if guest and kind in BY_LINK:
        return LINK_BODY.format(says=template.says, details=details, link=guests.link(guest, of="briefings"))
    if guest:
        return GUESTS_BODY.format(says=template.says, reference=reference, details=details, link=guests.link(guest))
    form = BODY
    if not reference:
        form, details = NAMELESS_BODY, f"{details}\n" if details else ""
    return form.format(says=template.says, reference=reference, details=details, link=link(reference, kind))


def link(reference: str, kind: str = "") -> str:
    """Return the address of the page of a difference; it shows nothing to somebody who may not see it.

    Of a kind about posts it is that of who answers, of one about bank holidays that of those, of one about the library
    that of its desk, of one about briefings that of one's own; where it has come to another stage, that of all of it on
    one page. Without a reference it is that of what waits for whoever is told.
    """
    if kind in ABOUT_POSTS:
        return f"{settings.BASE_URL}/coverage/"
    if kind in ABOUT_HOLIDAYS:
        return f"{settings.BASE_URL}/bank-holidays/"
    if kind in ABOUT_LIBRARY:
        return f"{settings.BASE_URL}/keep-library/"
    if kind in ABOUT_BRIEFINGS | ABOUT_PROMOTING:
        return f"{settings.BASE_URL}/briefings/"
    if not reference:
        return f"{settings.BASE_URL}/"
    page = f"{settings.BASE_URL}/differences/{reference.replace('-', '')}/"
    return f"{page}on-one-page/" if kind in ON_ONE_PAGE else page


def summary_subject(day: date) -> str:
    """Return the subject of a day's summary."""
    return f"Common Ground: your summary for {day_text(day)} {day.year}"


def summary_body(day: date, notices: Sequence[Notice], link: str) -> str:
    """Return the whole text of a day's summary: each reference once, with the stage and date told last."""
    ordered = sorted(notices, key=lambda one: (one.left_at, one.pk))
    last = {(one.reference, "" if one.reference else one.kind): one for one in ordered}
    many = len({reference for reference, _ in last if reference})
    what = ["1 difference" if many == 1 else f"{many} differences"] if many else []
    kinds = {kind for _, kind in last}
    what += [name for name, those in NAMELESS.items() if kinds & those]
    return SUMMARY.format(
        day=f"{day_text(day)} {day.year}",
        what=" and ".join(what),
        list="\n".join(line(last[key]) for key in sorted(last)),
        link=link,
    )


def line(notice: Notice) -> str:
    """Return what a summary says of a notice: reference, stage and date, as far as it has them."""
    due = f"{TEMPLATES[notice.kind].due} {moment_text(notice.due)}" if notice.due else ""
    return ", ".join(part for part in (notice.reference, notice.stage, due) if part) or TEMPLATES[notice.kind].title


def message_id(once: str) -> str:
    """Return the Message-ID of a notice: the same however often it is sent."""
    return f"<{once[:40]}@{sent_from()}>"


def sent_from() -> str:
    """Return the host of the address that notices are sent from."""
    return _host(settings.DEFAULT_FROM_EMAIL)


@cache
def _host(sender: str) -> str:
    _, address = parseaddr(sender)
    return address.rpartition("@")[2]


def email(outgoing: Notice | Summary) -> EmailMultiAlternatives:
    """Return a notice, or a day's summary, as an e-mail to its one recipient."""
    if isinstance(outgoing, Summary):
        subject = summary_subject(outgoing.day)
        text = summary_body(outgoing.day, list(outgoing.notices.all()), f"{settings.BASE_URL}/notices/")
    else:
        subject = subject_line(outgoing.kind, outgoing.reference, urgent=outgoing.urgent)
        guest = outgoing.person_id if outgoing.kind in BY_PASS | BY_LINK else None
        text = body(outgoing.kind, reference=outgoing.reference, stage=outgoing.stage, due=outgoing.due, guest=guest)
    made = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[outgoing.address],
        headers={"Message-ID": outgoing.message_id, "Auto-Submitted": "auto-generated"},
    )
    if isinstance(outgoing, Notice) and outgoing.uid:
        made.attach_alternative(*_invitation(outgoing))
    return made


def _invitation(notice: Notice) -> tuple[str, str]:
    """Return what calendar programs read of a notice that invites to a meeting, and its type."""
    from commonground.notices.calendars import calendar  # noqa: PLC0415 the worker's alone: the web need not load it

    assert notice.due  # noqa: S101 a meeting begins
    assert notice.until  # noqa: S101 and ends
    to, method = Invitation(notice.uid, notice.sequence, notice.due, notice.until), METHODS[notice.kind]
    guest = notice.kind in BY_PASS and notice.person_id
    where = guests.link(notice.person_id) if guest and notice.person_id else link(notice.reference, notice.kind)
    made = calendar(
        to, method=method, reference=notice.reference, link=where, address=notice.address, at=notice.left_at
    )  # fmt: skip
    return made.decode(), f"text/calendar; method={method}"
