"""A group that is not listed: asking that somebody vouch for it, and what they say. Nothing of a difference is in it.

Whoever raises writes and prints meanwhile; sending waits for an officer of the partnership or a safeguarding lead of
their own agency. Whatever is said is said once, whoever of them says it first.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from commonground.differences.actions.entering import signed_in
from commonground.differences.models import Draft, Vouching
from commonground.directory.actions import RefusedError, add_post, invite
from commonground.directory.models import Agency, Partnership
from commonground.directory.people.vouching import list_group
from commonground.directory.queries import Actor, PostNow, officers, posts_now
from commonground.notices.actions import leave
from commonground.notices.reaching import addresses
from commonground.now import london_date
from commonground.procedures.rules import Refused
from commonground.procedures.terms import AgencyKind, Role, Vouched
from commonground.storing import add

ASKED_ALREADY = "You have asked for this group already. Whoever can vouch has been told."
BY_ANOTHER = "You asked for this yourself, so somebody else has to say whether they vouch for the group."


@dataclass(frozen=True, slots=True)
class Group:
    """A group that is not listed, as the person who raises knows it. ``area`` is where it is, if outside."""

    name: str
    kind: str
    phone: str
    area: str = ""
    person: str = ""
    email: str = ""

    def words(self) -> str:
        """Return what is known of it, a line each."""
        kind = AgencyKind(self.kind).label
        parts = (self.name, f"{kind}, {self.area}" if self.area else kind, self.person, self.phone, self.email)
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Vouchers:
    """Who can vouch for a group today: the partnership's officers, and safeguarding leads of one's own agency."""

    officers: tuple[PostNow, ...]
    leads: tuple[PostNow, ...]
    office_only: bool
    """Whether the leads are left out, because one of them is too close to what is raised."""


def vouchers(*, by: Actor, partnership: UUID, own_agency: UUID, too_close: Collection[UUID], at: datetime) -> Vouchers:
    """Return who can vouch for a group about which somebody asks; never they themself. Four queries."""
    on = london_date(at)
    posts = [post for post in posts_now([own_agency], on) if post.post.role == Role.SAFEGUARDING_LEAD]
    people = {person.pk for post in posts for person in (*post.present, *post.holders_away)}
    office_only = bool(people & set(too_close))
    own = signed_in(by)
    leads = () if office_only else tuple(post for post in posts if set(post.present) - {own})
    return Vouchers(tuple(post for post in officers(partnership, on) if post.manned), leads, office_only)


@transaction.atomic
def ask_to_vouch(
    *, by: Actor, at: datetime, draft: UUID, group: Group, partnership: UUID, own_agency: UUID,
    too_close: Collection[UUID] = (),
) -> Vouching:  # fmt: skip
    """Ask that somebody vouch for the group with which one's own draft is about to be raised; tell those who can.

    Raises Draft.DoesNotExist, or Refused in words.
    """
    person = signed_in(by)
    row = Draft.objects.visible_to(by).select_for_update().get(pk=draft)
    if partnership not in by.partnerships or own_agency not in by.agencies:
        raise Refused("You can ask this only for an agency that you work for.")
    before = Vouching.objects.visible_to(by).filter(draft=row)
    if before.filter(came="").exists():
        raise Refused(ASKED_ALREADY)
    before.update(draft=None)
    who = vouchers(by=by, partnership=partnership, own_agency=own_agency, too_close=too_close, at=at)
    asked = Vouching(
        partnership_id=partnership, **asdict(group), asked_by=person, asked_at=at, own_agency_id=own_agency,
        office_only=who.office_only, draft=row,
    )  # fmt: skip
    asked.save(force_insert=True)
    _tell_vouchers(asked, (*who.officers, *who.leads), but=person.email, at=at)
    return asked


@transaction.atomic
def ask_to_be_let_in(
    *, by: Actor, at: datetime, key: UUID, group: Group, does: str, knows_them: str, partnership: UUID
) -> None:  # fmt: skip
    """Leave for the officers of an area that a group without an account asks to be let in; whoever ``by`` is.

    ``key`` is that of the form: sent again, it changes nothing. Nothing is read, so nothing can be told by the answer.
    """
    row = Vouching(
        id=key, partnership_id=partnership, **asdict(group), lets_in=True, does=does, knows_them=knows_them,
        asked_by=by.person, asked_at=at,
    )  # fmt: skip
    add(row, unless_there=True)
    _tell_vouchers(row, officers(partnership, london_date(at)), but="", at=at)


def let_go(*, by: Actor, at: datetime, draft: UUID) -> None:
    """Take back what was asked about the group of a draft, once it is about another, sent, or thrown away."""
    own = Vouching.objects.visible_to(by).filter(draft=draft, asked_by=by.person)
    own.filter(came="").update(came=Vouched.TAKEN_BACK, decided_by=by.person, decided_at=at)
    own.update(draft=None)


@transaction.atomic
def vouch(*, by: Actor, at: datetime, vouching: UUID, desk: bool = False) -> Vouching:
    """Vouch for a group: it is added to the directory, with a desk for its number and mailbox if that is wanted.

    Raises Vouching.DoesNotExist, or Refused in words.
    """
    row = _entered(by, vouching, lets_in=False)
    reach = {"phone": row.phone, "mailbox": row.email} if desk else {}
    try:
        agency = list_group(
            name=row.name, kind=AgencyKind(row.kind), partnership=row.partnership, **reach, by=by, at=at
        )  # fmt: skip
    except RefusedError as refusal:
        raise Refused(str(refusal)) from None
    return _came(row, Vouched.YES, by=by, at=at, agency=agency)


@transaction.atomic
def let_group_in(*, by: Actor, at: datetime, vouching: UUID, role: Role) -> tuple[Vouching, str]:
    """Vouch for a group that asks to be let in: it is added, and whoever asked gets a post there of this role.

    Return it with the link by which they set up their account. Raises Vouching.DoesNotExist, or Refused in words.
    """
    row = _entered(by, vouching, lets_in=True)
    try:
        agency = list_group(name=row.name, kind=AgencyKind(row.kind), partnership=row.partnership, by=by, at=at)
        post = add_post(agency=agency, role=role, title=row.does, phone=row.phone, by=by, at=at)
        link = invite(name=row.person, email=row.email, title=row.does, post=post, by=by, at=at)
    except RefusedError as refusal:
        raise Refused(str(refusal)) from None
    return _came(row, Vouched.YES, by=by, at=at, agency=agency), link


@transaction.atomic
def say_listed(*, by: Actor, at: datetime, vouching: UUID, agency: UUID) -> Vouching:
    """Say that a group is listed already, and as which agency. Raises Vouching.DoesNotExist, or Refused in words."""
    row = _entered(by, vouching)
    found = listed(row.partnership, but=row.own_agency_id).filter(pk=agency).first()
    if found is None:
        raise Refused("That agency is not in this partnership. Choose one from the list.")
    return _came(row, Vouched.LISTED, by=by, at=at, agency=found)


@transaction.atomic
def decline_to_vouch(*, by: Actor, at: datetime, vouching: UUID, reason: str) -> Vouching:
    """Say that one does not vouch for a group, and why. Raises Vouching.DoesNotExist, or Refused in words."""
    return _came(_entered(by, vouching), Vouched.NO, by=by, at=at, reason=reason)


def listed(partnership: Partnership, *, but: UUID | None) -> QuerySet[Agency]:
    """Return the agencies of a partnership that such a group may be, the asking one left out."""
    agencies = Agency.objects.filter(partnerships=partnership).exclude(kind=AgencyKind.PARTNERSHIP)
    return (agencies.exclude(pk=but) if but else agencies).order_by("name", "id")


def why_not(row: Vouching, by: Actor) -> str:
    """Say why somebody who sees an ask to vouch may not answer it; nothing when they may."""
    if row.came == Vouched.TAKEN_BACK:
        return "This was taken back by whoever asked. There is nothing left to do."
    if row.came:
        return f"{row.decided_by} has answered this already: {Vouched(row.came).label.lower()}."
    return BY_ANOTHER if row.asked_by is not None and row.asked_by == by.person else ""


def _entered(by: Actor, vouching: UUID, **asked: bool) -> Vouching:
    """Lock an ask that somebody sees; raises Vouching.DoesNotExist, or Refused when it is not theirs to answer."""
    rows = Vouching.objects.visible_to(by).select_related("partnership", "asked_by", "decided_by")
    row = rows.select_for_update(of=("self",)).get(pk=vouching, **asked)
    if why := why_not(row, by):
        raise Refused(why)
    return row


def _came(
    row: Vouching, came: Vouched, *, by: Actor, at: datetime, agency: Agency | None = None, reason: str = ""
) -> Vouching:  # fmt: skip
    row.came, row.agency, row.reason = came, agency, reason
    row.decided_by, row.decided_at = signed_in(by), at
    row.save(update_fields=["came", "agency", "reason", "decided_by", "decided_at"])
    if row.asked_by and not row.lets_in:
        _tell(row, "vouching_answered", [(row.asked_by.pk, row.asked_by.email)], at=at)
    return row


def _tell_vouchers(row: Vouching, posts: Collection[PostNow], *, but: str, at: datetime) -> None:
    found: dict[str, UUID | None] = {}
    for post in posts:
        found |= addresses(post)
    found.pop(but, None)
    _tell(row, "vouching_asked", [(person, address) for address, person in found.items()], at=at)


def _tell(row: Vouching, kind: str, recipients: list[tuple[UUID | None, str]], *, at: datetime) -> None:
    """Leave the notices of an ask to vouch: no name, no number, no reference; they lead to what waits for people."""
    leave(
        partnership_id=row.partnership_id, subject=row.pk, reference="", kind=kind, recipients=recipients, stage="",
        due=None, about=kind, at=at,
    )  # fmt: skip
