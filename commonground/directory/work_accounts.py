"""Who somebody is who signed in at their organisation, and which posts its groups give them.

The provider is believed about the work addresses of its own domains, and about nobody else's. It makes no account:
whoever is not on the books is told whom to ask. A work account is known by its subject from its first sign-in on, so
that an address that was given to somebody else opens nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from commonground.directory.actions import RefusedError, end_holding, hold
from commonground.directory.models import GroupPost, Holding, Invitation, Person, Post
from commonground.directory.queries import Actor, current
from commonground.now import london_date
from commonground.provider import Provider

ASK = "Ask the safeguarding lead of your agency, or your partnership’s office"
LONGEST_SUBJECT = 191  # characters that allauth keeps

log = structlog.get_logger("commonground.work_accounts")


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says of somebody, from a token that was verified.

    ``confirmed`` is False when it says that the address is not; ``groups`` is None when it says that they are too many
    to list.
    """

    subject: str
    email: str
    name: str = ""
    tenant: str = ""
    confirmed: bool = True
    groups: frozenset[str] | None = frozenset()
    second_step: bool = False


def claimed(token: Mapping[str, Any]) -> Claims:
    """Return what a token says; what is not there, or not of its kind, says nothing."""
    names = token.get("_claim_names")
    too_many = _yes(token, "hasgroups", otherwise=False) or (isinstance(names, Mapping) and "groups" in names)
    return Claims(
        subject=_word(token, "sub"),
        email=_word(token, "email").strip().lower(),
        name=_word(token, "preferred_username"),
        tenant=_word(token, "tid"),
        confirmed=all(_yes(token, one, otherwise=True) for one in ("email_verified", "xms_edov")),
        groups=None if too_many else _words(token, "groups"),
        second_step="mfa" in _words(token, "amr"),
    )


def _yes(token: Mapping[str, Any], name: str, *, otherwise: bool) -> bool:
    return str(token.get(name, otherwise)).lower() in {"true", "1"}


def _word(token: Mapping[str, Any], name: str) -> str:
    value = token.get(name)
    return value if isinstance(value, str) else ""


def _words(token: Mapping[str, Any], name: str) -> frozenset[str]:
    value = token.get(name)
    return frozenset(one for one in value if isinstance(one, str)) if isinstance(value, list) else frozenset()


@transaction.atomic
def recognise(*, claims: Claims, provider: Provider, at: datetime) -> Person:
    """Return the person on the books whose work account this is, and know it from now on; raises RefusedError.

    Links by which the account could be set up otherwise stop working.
    """
    person = _on_the_books(claims, provider)
    known = SocialAccount.objects.filter(provider=provider.issuer)
    theirs = known.filter(user=person).first()
    account = known.filter(uid=claims.subject).first()
    if account and account.user_id != person.pk:
        log.warning("work account came with another address", account=str(account.user_id))
        message = f"Your work account signed in here before with another address than {claims.email}. {ASK}."
        raise RefusedError(message)
    if theirs and theirs.uid != claims.subject:
        log.warning("address came with another work account", account=str(person.pk))
        message = (
            f"The work account that signs in as {claims.email} is not the one that did before, so nobody is signed in. "
            f"{ASK}: once they know why, the old one can be forgotten."
        )
        raise RefusedError(message)
    if not theirs:
        SocialAccount.objects.create(user=person, provider=provider.issuer, uid=claims.subject)
        Invitation.objects.filter(person=person, used=None).update(used=at)
        log.info("work account known", account=str(person.pk))
    follow_groups(person=person, groups=claims.groups, at=at)
    return person


def _on_the_books(claims: Claims, provider: Provider) -> Person:
    """Return the person with this address, locked; raises RefusedError with a sentence that says whom to ask."""
    if provider.tenant and claims.tenant != provider.tenant:
        message = f"Your work account belongs to another organisation than the one that may sign in here. {ASK}."
        raise RefusedError(message)
    if not claims.email:
        who = f" You are {claims.name} there." if claims.name else ""
        message = (
            f"Your organisation’s sign-in sent no email address, so we cannot tell who you are here.{who} "
            "Ask your computer help desk to have it send one, or sign in with your password."
        )
        raise RefusedError(message)
    if not claims.confirmed or claims.email.rpartition("@")[2] not in provider.domains:
        message = (
            f"{claims.email} is not an address that this sign-in can vouch for. Sign in with your password. {ASK}."
        )
        raise RefusedError(message)
    person = Person.objects.select_for_update().filter(email__iexact=claims.email).first()
    if person is None or person.email.lower() != claims.email or not 0 < len(claims.subject) <= LONGEST_SUBJECT:
        message = f"Nobody with the address {claims.email} has an account here. Accounts are by invitation. {ASK}."
        raise RefusedError(message)
    if not person.is_active:
        message = "This account is closed. Ask your safeguarding lead."
        raise RefusedError(message)
    return person


@transaction.atomic
def follow_groups(*, person: Person, groups: frozenset[str] | None, at: datetime) -> None:
    """Give somebody the posts of their groups from today, and end those whose group they are in no longer.

    What a colleague gave them stays. A post that somebody else holds is left to whoever keeps the people. Who was in a
    group until today holds its post no longer, or until tonight if they came to it today.
    """
    if groups is None:
        log.warning("groups too many to list", account=str(person.pk))
        return
    today = london_date(at)
    given = GroupPost.objects.filter(current(today, "post__"), group__in=groups).order_by("group")
    wanted = {one.post_id: one for one in given.select_related("post")}
    for holding in Holding.objects.filter(current(today), person=person).exclude(group=""):
        if holding.post_id not in wanted:
            end_holding(holding=holding, last_day=max(today - timedelta(days=1), holding.starts), by=None, at=at)
    held = set(Holding.objects.filter(current(today), person=person, deputy=False).values_list("post", flat=True))
    for post, one in wanted.items():
        if post in held:
            again = Holding.objects.filter(post=post, person=person, starts=today, ends=today).exclude(group="")
            again.update(ends=None)
            continue
        try:
            hold(person=person, post=one.post, group=one.group, by=None, at=at)
        except RefusedError:
            log.warning("post of a group is held", account=str(person.pk))


@transaction.atomic
def give_group(*, group: str, post: Post, by: Actor | None, at: datetime) -> GroupPost:  # noqa: ARG001 as every action
    """Have people of a provider's group hold a post. Not one that reaches further than its agency; RefusedError."""
    if post.partnership_id is not None:
        message = f"{post} is a post of the partnership. A person gives it, not a group."
        raise RefusedError(message)
    if not group.strip():
        message = "Name the group as the provider sends it: with Entra, its object id."
        raise RefusedError(message)
    return GroupPost.objects.get_or_create(group=group.strip(), post=post)[0]


@transaction.atomic
def take_group(*, group: str, post: Post, by: Actor | None, at: datetime) -> None:  # noqa: ARG001 as every action
    """Have a group give a post no longer; who holds it by the group does so until they next sign in. RefusedError."""
    if not GroupPost.objects.filter(group=group.strip(), post=post).delete()[0]:
        message = f"That group does not give the post of {post}."
        raise RefusedError(message)


@transaction.atomic
def forget_work_account(*, email: str, by: Actor | None, at: datetime) -> Person:  # noqa: ARG001 as every action
    """Forget which work account was somebody's, so that the next to come with their address is; RefusedError."""
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None or not SocialAccount.objects.filter(user=person).delete()[0]:
        message = f"Nobody signed in with a work account as {email}."
        raise RefusedError(message)
    log.warning("work account forgotten", account=str(person.pk))
    return person
