"""Everything that changes the directory: organisations, posts and who holds them, invitations, leaving.

``by`` is who does it; None is whoever runs the product's commands. ``at`` is the moment it happens.
"""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from commonground.directory.models import (
    Absence,
    Agency,
    Holding,
    Invitation,
    Partnership,
    Person,
    Post,
    Team,
)
from commonground.directory.queries import Actor, current, may_fill
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, Role

INVITATION_LASTS = timedelta(days=7)


class RefusedError(Exception):
    """The directory does not allow this; the message is a sentence for the person who asked."""


@transaction.atomic
def create_partnership(
    *, name: str, area: str, officer: str, email: str, contact: str = "", by: Actor | None, at: datetime
) -> tuple[Partnership, str]:
    """Make a partnership with its office and its first officer; return it and the officer's invitation link."""
    if Partnership.objects.filter(name__iexact=name).exists():
        message = f"There is a partnership called {name} already."
        raise RefusedError(message)
    partnership = Partnership.objects.create(name=name, area=area, contact=contact)
    office = add_agency(
        name=f"{name} Safeguarding Children Partnership office",
        kind=AgencyKind.PARTNERSHIP,
        partnerships=[partnership],
        by=by,
        at=at,
    )
    post = add_post(
        agency=office,
        role=Role.PARTNERSHIP_OFFICER,
        title="Partnership officer",
        partnership=partnership,
        by=by,
        at=at,
    )
    return partnership, invite(name=officer, email=email, title="Partnership officer", post=post, by=by, at=at)


@transaction.atomic
def ask_for_identifier(*, partnership: str, basis: str, at: datetime) -> Partnership:  # noqa: ARG001 as every action
    """Have a partnership ask for children's national consistent identifier, or (``basis`` empty) no longer.

    ``basis`` names the law and the partnership's decision. Raises RefusedError for a partnership that is not there.
    """
    row = Partnership.objects.select_for_update().filter(name__iexact=partnership).first()
    if row is None:
        message = f"There is no partnership called {partnership}."
        raise RefusedError(message)
    row.identifier_basis = basis.strip()
    row.save(update_fields=["identifier_basis"])
    return row


@transaction.atomic
def add_agency(
    *,
    name: str,
    kind: AgencyKind,
    partnerships: Collection[Partnership],
    by: Actor | None,  # noqa: ARG001 - every action takes who does it
    at: datetime,  # noqa: ARG001 - and when
) -> Agency:
    """Add an organisation to one or more partnerships."""
    agency = Agency.objects.create(name=name, kind=kind)
    agency.partnerships.set(partnerships)
    return agency


@transaction.atomic
def add_team(
    *,
    agency: Agency,
    name: str,
    by: Actor | None,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
) -> Team:
    """Add a team to an agency."""
    return Team.objects.create(agency=agency, name=name)


@transaction.atomic
def add_post(
    *,
    agency: Agency,
    role: Role,
    title: str,
    team: Team | None = None,
    partnership: Partnership | None = None,
    desk: bool = False,
    mailbox: str = "",
    phone: str = "",
    starts: date | None = None,
    ends: date | None = None,
    by: Actor | None,  # noqa: ARG001
    at: datetime,
) -> Post:
    """Add a post to an agency's line, from today unless ``starts`` says otherwise."""
    if team and team.agency_id != agency.pk:
        message = f"{team} is not a team of {agency}."
        raise RefusedError(message)
    if partnership and agency.kind != AgencyKind.PARTNERSHIP:
        message = f"Only a partnership’s office has posts of the partnership, and {agency} is not one."
        raise RefusedError(message)
    return Post.objects.create(
        agency=agency,
        team=team,
        partnership=partnership,
        role=role,
        title=title,
        desk=desk,
        mailbox=mailbox,
        phone=phone,
        starts=starts or london_date(at),
        ends=ends,
    )


@transaction.atomic
def add_person(
    *,
    name: str,
    email: str,
    title: str = "",
    phone: str = "",
    by: Actor | None,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
) -> Person:
    """Add somebody who cannot sign in until they accept an invitation."""
    person = Person(name=name, email=email.strip().lower(), title=title, phone=phone)
    person.set_unusable_password()
    try:
        person.full_clean()
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    person.save()
    return person


@transaction.atomic
def hold(
    *,
    person: Person,
    post: Post,
    deputy: bool = False,
    starts: date | None = None,
    ends: date | None = None,
    group: str = "",
    by: Actor | None,  # noqa: ARG001
    at: datetime,
) -> Holding:
    """Put somebody in a post, from today unless ``starts`` says otherwise; only a desk has several holders.

    ``group`` is that of their organisation's sign-in, when it is why they hold it.
    """
    starts = starts or london_date(at)
    Post.objects.select_for_update().get(pk=post.pk)
    others = Holding.objects.filter(post=post, deputy=False).filter(Q(ends=None) | Q(ends__gte=starts))
    if ends:
        others = others.filter(starts__lte=ends)
    if not deputy and not post.desk and others.exists():
        message = f"Somebody else holds the post of {post} at that time. End that first."
        raise RefusedError(message)
    return Holding.objects.create(post=post, person=person, deputy=deputy, starts=starts, ends=ends, group=group)


@transaction.atomic
def end_holding(
    *,
    holding: Holding,
    last_day: date,
    by: Actor | None,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
) -> None:
    """Let somebody hold a post until the end of a day and no longer."""
    if last_day < holding.starts:
        message = f"{holding.person} holds this post from {holding.starts:%d.%m.%Y}: it cannot end before."
        raise RefusedError(message)
    holding.ends = last_day
    holding.save(update_fields=["ends"])


@transaction.atomic
def leave(*, person: Person, by: Actor | None, at: datetime) -> None:  # noqa: ARG001
    """Close an account at once: sessions end, links stop working, and every post is held no longer than today."""
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    today = london_date(at)
    held = Holding.objects.filter(Q(ends=None) | Q(ends__gt=today), person=person)
    held.filter(starts__lte=today).update(ends=today)
    for holding in held.filter(starts__gt=today):
        holding.ends = holding.starts
        holding.save(update_fields=["ends"])
    Invitation.objects.filter(person=person, used=None).update(used=at)
    for session in UserSession.objects.filter(user=person):
        session.end()


@transaction.atomic
def record_absence(
    *,
    person: Person,
    starts: date,
    ends: date,
    by: Actor | None,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
) -> Absence:
    """Note that somebody is away from the first day to the last, both included: deputies act meanwhile."""
    if ends < starts:
        message = "The last day away is before the first."
        raise RefusedError(message)
    return Absence.objects.create(person=person, starts=starts, ends=ends)


@transaction.atomic
def invite(*, name: str, email: str, post: Post, title: str = "", by: Actor | None, at: datetime) -> str:
    """Give somebody a post and return the link by which they set up their account; it is shown this once.

    A safeguarding lead fills posts of her own agency, an officer those of her partnership; nobody one that
    reaches further than their own, and nobody gets at an account that is in use. Inviting somebody again who
    has not set up the account yet makes a new link and ends the old one.
    """
    if by is not None and not may_fill(by, post):
        message = f"You cannot invite somebody to be {post}. The partnership’s office can help."
        raise RefusedError(message)
    today = london_date(at)
    person = Person.objects.select_for_update().filter(email__iexact=email.strip()).first()
    if person is None:
        person = add_person(name=name, email=email, title=title, by=by, at=at)
        hold(person=person, post=post, by=by, at=at)
    elif (
        person.has_usable_password()
        or SocialAccount.objects.filter(user=person).exists()
        or not person.is_active
        or not Holding.objects.filter(current(today), person=person, post=post).exists()
    ):
        message = "This address belongs to an account already. The partnership’s office can change its posts."
        raise RefusedError(message)
    Invitation.objects.filter(person=person, used=None).update(used=at)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        person=person,
        digest=digest_of(token),
        expires=at + INVITATION_LASTS,
        by=by.person if by else None,
    )
    return settings.BASE_URL + reverse("directory:accept", args=[token])


def open_invitation(*, token: str, at: datetime, lock: bool = False) -> Invitation:
    """Return the invitation that a link leads to; raises RefusedError when it is unknown, used or too old."""
    invitations = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects
    found = (
        invitations.select_related("person")
        .filter(digest=digest_of(token), used=None, expires__gt=at, person__is_active=True)
        .first()
    )
    if found is None:
        message = "This link has been used already, or is older than seven days. Ask for a new one."
        raise RefusedError(message)
    return found


@transaction.atomic
def accept_invitation(*, token: str, password: str, at: datetime) -> Person:
    """Set up an account with its first password; raises RefusedError when the link does not work any more."""
    invitation = open_invitation(token=token, at=at, lock=True)
    invitation.used = at
    invitation.save(update_fields=["used"])
    person = invitation.person
    person.set_password(password)
    person.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person


def digest_of(token: str) -> str:
    """Return what is kept of a link's secret part."""
    return hashlib.sha256(token.encode()).hexdigest()
