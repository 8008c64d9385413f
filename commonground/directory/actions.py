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

from commonground.directory.changes import has_post, on_days, post_added, write_down
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
from commonground.directory.people import rules
from commonground.directory.queries import Actor, away, current, may_fill, not_over
from commonground.govuk.dates import in_words
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, Role
from commonground.turns import wait_for_turn

INVITATION_LASTS = timedelta(days=7)


class RefusedError(Exception):
    """The directory does not allow this; the message is a sentence for the person who asked."""


def refuse(why: str) -> None:
    """Raise RefusedError with a sentence, if there is one."""
    if why:
        raise RefusedError(why)


@transaction.atomic
def create_partnership(
    *, name: str, area: str, officer: str, email: str, contact: str = "", by: Actor | None, at: datetime
) -> tuple[Partnership, str]:
    """Make a partnership with its office and its first officer; return it and the officer's invitation link."""
    post = found_partnership(name=name, area=area, contact=contact, by=by, at=at)
    link = invite(name=officer, email=email, title="Partnership officer", post=post, by=by, at=at)
    return Partnership.objects.get(name=name), link


@transaction.atomic
def found_partnership(*, name: str, area: str, contact: str = "", by: Actor | None, at: datetime) -> Post:
    """Make a partnership with its office; return the post of its officer, which nobody holds yet."""
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
    return add_post(
        agency=office,
        role=Role.PARTNERSHIP_OFFICER,
        title="Partnership officer",
        partnership=partnership,
        by=by,
        at=at,
    )


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


def one_at_a_time(partnerships: Collection[Partnership]) -> None:
    """Have whoever else adds an agency to these wait until this transaction ends, and so find its name taken.

    It is no lock on a row: the web may change nothing of a partnership, and there is no row of the new agency yet.
    """
    for key in sorted(str(one.pk) for one in partnerships):
        wait_for_turn(f"agencies of {key}")


@transaction.atomic
def add_agency(
    *,
    name: str,
    kind: AgencyKind,
    partnerships: Collection[Partnership],
    by: Actor | None,
    at: datetime,
) -> Agency:
    """Add an organisation to one or more partnerships."""
    one_at_a_time(partnerships)
    refuse(rules.adding_agency(by, name, partnerships))
    agency = Agency.objects.create(name=name, kind=kind)
    agency.partnerships.set(partnerships)
    write_down(agency=agency.pk, sentence=f"{name} was added.", by=by, at=at)
    return agency


@transaction.atomic
def add_team(
    *,
    agency: Agency,
    name: str,
    by: Actor | None,
    at: datetime,
) -> Team:
    """Add a team to an agency."""
    refuse(rules.adding_team(by, agency, name))
    team = Team.objects.create(agency=agency, name=name)
    write_down(agency=agency.pk, sentence=f"The team {name} was added.", by=by, at=at)
    return team


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
    by: Actor | None,
    at: datetime,
) -> Post:
    """Add a post to an agency's line, from today unless ``starts`` says otherwise."""
    if team and team.agency_id != agency.pk:
        message = f"{team} is not a team of {agency}."
        raise RefusedError(message)
    if partnership and agency.kind != AgencyKind.PARTNERSHIP:
        message = f"Only a partnership’s office has posts of the partnership, and {agency} is not one."
        raise RefusedError(message)
    refuse(rules.adding_post(by, agency, role))
    post = Post.objects.create(
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
    write_down(agency=agency.pk, sentence=post_added(post), by=by, at=at)
    return post


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
    by: Actor | None,
    at: datetime,
) -> Holding:
    """Put somebody in a post, from today unless ``starts`` says otherwise; only a desk has several holders.

    A deputy stands in while nobody who holds it is there: never for themself, and nobody who is away that day.
    ``group`` is that of their organisation's sign-in, when it is why they hold it.
    """
    today = london_date(at)
    starts = starts or today
    Post.objects.select_for_update().get(pk=post.pk)
    refuse(rules.placing(by, person, post, today))
    then = Holding.objects.filter(not_over(starts), post=post, person__is_active=True)
    if ends:
        then = then.filter(starts__lte=ends)
    refuse(rules.twice(person, post, then, deputy=deputy))
    if not deputy and not post.desk and then.filter(deputy=False).exists():
        message = f"Somebody else holds the post of {post} at that time. End that first."
        raise RefusedError(message)
    gone = away(starts).filter(person=person).first() if deputy else None
    if gone:
        days = on_days(gone.starts, gone.ends)
        message = f"{person} is away {days}, so they cannot stand in then. Choose somebody who is there."
        raise RefusedError(message)
    holding = Holding.objects.create(post=post, person=person, deputy=deputy, starts=starts, ends=ends, group=group)
    write_down(agency=post.agency_id, sentence=has_post(holding), by=by, at=at)
    return holding


@transaction.atomic
def end_holding(
    *,
    holding: Holding,
    last_day: date,
    by: Actor | None,
    at: datetime,
) -> None:
    """Let somebody hold a post until the end of a day and no longer."""
    post = Post.objects.select_for_update().get(pk=holding.post_id)
    holding.refresh_from_db(fields=["ends"])
    refuse(rules.filling(by, post))
    if last_day < holding.starts:
        message = f"{holding.person} has this post from {in_words(holding.starts)}: it cannot end before."
        raise RefusedError(message)
    if holding.ends and holding.ends < last_day:
        message = f"{holding.person} has this post until {in_words(holding.ends)} already."
        raise RefusedError(message)
    holding.ends = last_day
    holding.save(update_fields=["ends"])
    does = "stands in for" if holding.deputy else "holds"
    until = f"{holding.person} {does} {post} until {in_words(last_day)}."
    write_down(agency=post.agency_id, sentence=until, by=by, at=at)


@transaction.atomic
def leave(*, person: Person, by: Actor | None, at: datetime) -> None:
    """Close an account at once: sessions end, links stop working, and every post is held no longer than today."""
    today = london_date(at)
    refuse(rules.closing(by, person, today))
    for agency in rules.agencies_of(person, today):
        left = f"{person} left: their account was closed, and they hold no post after today."
        write_down(agency=agency.pk, sentence=left, by=by, at=at)
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
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
    by: Actor | None,
    at: datetime,
) -> Absence:
    """Note that somebody is away from the first day to the last, both included: deputies act meanwhile."""
    today = london_date(at)
    refuse(rules.excusing(by, person, today))
    if ends < starts:
        message = "The last day away is before the first."
        raise RefusedError(message)
    absence = Absence.objects.create(person=person, starts=starts, ends=ends)
    for agency in rules.agencies_of(person, today):
        write_down(agency=agency.pk, sentence=f"{person} is away {on_days(starts, ends)}.", by=by, at=at)
    return absence


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
        write_down(agency=post.agency_id, sentence=f"{person} was invited.", by=by, at=at)
    elif (
        person.has_usable_password()
        or SocialAccount.objects.filter(user=person).exists()
        or not person.is_active
        or not Holding.objects.filter(current(today), person=person, post=post).exists()
    ):
        message = "This address belongs to an account already. The partnership’s office can change its posts."
        raise RefusedError(message)
    else:
        write_down(agency=post.agency_id, sentence=f"{person} got a new invitation link.", by=by, at=at)
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
