"""Removing the second factors of somebody who lost them: one person asks, another confirms, and nobody enrols any.

Who may help is answered by ``queries.helped``, on the day of each step. What was asked is kept for good.
"""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from commonground.directory.actions import RefusedError
from commonground.directory.models import Agency, LostFactor, Person
from commonground.directory.queries import Actor, actor_for, current, helped
from commonground.now import london_date

ASK_LASTS = timedelta(hours=24)

NOBODY_TO_HELP = (
    "Nobody whom you may help has this address. Check it, or ask the partnership’s office: "
    "a safeguarding lead helps people of their own agency, and the office those of its partnership."
)
"""The same whether there is such a person or not."""


@transaction.atomic
def ask_removal(*, email: str, reason: str, by: Actor, at: datetime) -> LostFactor:
    """Ask that the second factors of the person with this address be removed; another must confirm within a day."""
    asker, today, address = _whoever(by), london_date(at), email.strip()
    if asker.email.lower() == address.lower():
        message = "Nobody does this for themselves. Ask two others who may help you."
        raise RefusedError(message)
    person = helped(by, today).select_for_update().filter(email__iexact=address).first()
    if person is None:
        raise RefusedError(NOBODY_TO_HELP)
    if LostFactor.objects.filter(person=person, confirmed_at=None, taken_back_at=None, expires__gt=at).exists():
        message = f"This has been asked for {person} already. Somebody other than who asked can confirm it."
        raise RefusedError(message)
    lost = LostFactor.objects.create(person=person, reason=reason, asked_by=asker, asked_at=at, expires=at + ASK_LASTS)
    there = current(today, "posts__") & current(today, "posts__holdings__")
    lost.agencies.set(Agency.objects.filter(there, posts__holdings__person=person))
    return lost


@transaction.atomic
def take_back_removal(*, lost: UUID, by: Actor, at: datetime) -> LostFactor:
    """Take an open ask back; only whoever asked can."""
    row = _still_open(lost, at)
    if row.asked_by != by.person:
        message = f"Only {row.asked_by}, who asked, can take this back."
        raise RefusedError(message)
    row.taken_back_at = at
    row.save(update_fields=["taken_back_at"])
    return row


@transaction.atomic
def confirm_removal(*, lost: UUID, by: Actor, at: datetime) -> LostFactor:
    """Confirm what another asked: every second factor is removed, every session ends, and the person is told.

    Both must be such as may help the person today.
    """
    row, today = _still_open(lost, at), london_date(at)
    if by.person == row.asked_by:
        message = "You asked for this yourself. Somebody else who may help must confirm it."
        raise RefusedError(message)
    if by.person == row.person:
        message = "Nobody does this for themselves. Ask two others who may help you."
        raise RefusedError(message)
    if not helped(by, today).filter(pk=row.person_id).exists():
        message = f"You do not hold a post today by which you may help {row.person}. The partnership’s office can."
        raise RefusedError(message)
    if not helped(actor_for(row.asked_by, today), today).filter(pk=row.person_id).exists():
        message = f"{row.asked_by}, who asked, does not hold a post today by which they may. Ask anew yourself."
        raise RefusedError(message)
    row.confirmed_by, row.confirmed_at = by.person, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    Authenticator.objects.filter(user=row.person).delete()
    row.person.signed_out_at = at
    row.person.save(update_fields=["signed_out_at"])
    for session in UserSession.objects.filter(user=row.person):
        session.end()
    _tell(row.person)
    return row


def _whoever(by: Actor) -> Person:
    if by.person is None:
        message = "Sign in first."
        raise RefusedError(message)
    return by.person


def _still_open(lost: UUID, at: datetime) -> LostFactor:
    """Return an ask that can still be confirmed, locked; raises RefusedError."""
    asks = LostFactor.objects.select_for_update(of=("self",)).select_related("person", "asked_by", "confirmed_by")
    row = asks.get(pk=lost)
    if row.confirmed_by:
        message = f"{row.confirmed_by} has confirmed this already. {row.person} sets up a new second step now."
        raise RefusedError(message)
    if row.taken_back_at:
        message = f"{row.asked_by} has taken this back. Ask anew if it is still needed."
        raise RefusedError(message)
    if row.expires <= at:
        message = "This was asked more than 24 hours ago. Ask anew if it is still needed."
        raise RefusedError(message)
    return row


def _tell(person: Person) -> None:
    """Tell somebody by e-mail, once it is certain; a relay that is down takes nothing back and is logged."""
    link = settings.BASE_URL + reverse("account_login")
    words = render_to_string("account/email/second_step_removed_message.txt", {"link": link})
    subject = render_to_string("account/email/second_step_removed_subject.txt").strip()

    def send() -> None:
        send_mail(subject, words, None, [person.email])

    transaction.on_commit(send, robust=True)
