"""Links for people without an account: one person, seven days, one browser; made as a pass of a difference is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F

from commonground.briefings.actions.reading import why_not
from commonground.briefings.models import Briefing, PersonalLink, Receipt, Recipient, Tally
from commonground.briefings.terms import Audience, WhyLeft
from commonground.directory.actions import RefusedError
from commonground.directory.guests.actions import Guest, device_digest, make_guest
from commonground.directory.models import Agency
from commonground.directory.queries import Actor
from commonground.notices.actions import leave
from commonground.now import london_date
from commonground.procedures.terms import Role

DAYS = 7
"""For how many days a link opens, counted in calendar days from the day on which it is given."""


@dataclass(frozen=True, slots=True)
class LinkTo:
    """Whom a link is for: name, what they do, the address to which it goes, and with which agency they help."""

    name: str
    does: str
    address: str
    agency: UUID


@transaction.atomic
def give_link(*, by: Actor, at: datetime, briefing: UUID, to: LinkTo) -> PersonalLink:
    """Send somebody without an account a link to read a briefing by."""
    row = Briefing.objects.visible_to(by).select_related("edition").filter(pk=briefing).first()
    agency = Agency.objects.filter(pk=to.agency, partnerships=row.partnership_id).first() if row else None
    if row is None or agency is None or by.person is None or not may_give(by, row, agency.pk):
        message = "An area’s officers give links in its agencies, and a safeguarding lead in the agency of their own."
        raise RefusedError(message)
    if reason := why_not(row, [Recipient()]):
        raise RefusedError(reason)
    today, address = london_date(at), to.address.strip()
    if row.starts > today:
        message = f"People can read it from {row.starts:%-d %B %Y}. Send the link on that day or later."
        raise RefusedError(message)
    given = PersonalLink.objects.filter(briefing=row, agency=agency, address__iexact=address)
    if Receipt.objects.filter(briefing=row, person__in=given.values("person")).exists():
        message = "Whoever has this address has read it already, by a link. There is nothing more to do."
        raise RefusedError(message)
    for before in given.select_for_update().filter(ended_at=None):
        _end(before, at)
    person = make_guest(Guest(to.name.strip(), to.does.strip(), address))
    link = PersonalLink.objects.create(
        briefing=row, person=person, agency=agency, address=address, given_by=by.person, given_at=at,
        last_day=today + timedelta(days=DAYS),
    )  # fmt: skip
    Recipient.objects.create(
        briefing=row, person=person, agency=agency, audience=Audience.PRACTITIONERS, added_on=today,
        due=row.until and max(row.until, link.last_day) if row.required else None,
    )  # fmt: skip
    _count(row.pk, agency.pk, reached=1)
    leave(
        partnership_id=row.partnership_id, subject=row.pk, reference="", kind="briefing_link", stage="", due=None,
        recipients=[(person.pk, address)], about=str(link.pk), at=at,
    )  # fmt: skip
    return link


def may_give(by: Actor, row: Briefing, agency: UUID) -> bool:
    """Say whether somebody gives links to a briefing in an agency."""
    if row.agency_id and row.agency_id != agency:
        return False
    return agency in by.agencies_as(Role.SAFEGUARDING_LEAD) or (
        row.agency_id is None and row.partnership_id in by.offices
    )


class Opened(NamedTuple):
    """A link that was shown, and why it does not open; nothing where it does."""

    link: PersonalLink
    why_not: str


def open_link(*, person: UUID, device: str, at: datetime) -> Opened | None:
    """Return the link that somebody shows, and whether it opens in their browser; None where there is none.

    It is bound to no browser yet: that takes ``bind``, so that a mail program that looks at links opens none.
    """
    rows = PersonalLink.objects.select_for_update(of=("self",)).filter(person=person)
    found = rows.select_related("briefing__edition", "person", "agency", "given_by").first()
    if found is None:
        return None
    reason = ""
    if found.ended_at:
        reason = "This link was taken back, or a newer one was sent to you. Use the one in the latest message."
    elif found.last_day < london_date(at):
        reason = f"This link worked for {DAYS} days, and they have passed."
    elif found.device and found.device != device_digest(device):
        reason = (
            "This link was opened on another telephone or computer, and it opens on that one only. A link is for one "
            "person. If somebody passed it on to you, please ask for one of your own."
        )
    return Opened(found, reason)


def bind(link: PersonalLink, device: str, *, at: datetime) -> None:
    """Note the one browser in which a link opens from now on."""
    link.device, link.opened_at = device_digest(device), at
    link.save(update_fields=["device", "opened_at"])


@transaction.atomic
def take_link_back(*, by: Actor, at: datetime, link: UUID) -> PersonalLink:
    """End a link before its last day."""
    row = PersonalLink.objects.select_for_update(of=("self",)).select_related("briefing").filter(pk=link).first()
    if row is None or not may_give(by, row.briefing, row.agency_id):
        message = "This link is not yours to take back."
        raise RefusedError(message)
    if row.ended_at is None:
        _end(row, at)
    return row


def _end(row: PersonalLink, at: datetime) -> None:
    """End a link. Where nothing was read by it, its holder is asked no longer."""
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    asked = Recipient.objects.filter(briefing=row.briefing_id, person=row.person_id, left_at=None, agreed_at=None)
    opened = asked.filter(opened_at__isnull=False).count()
    if gone := asked.update(left_at=at, why_left=WhyLeft.NAMED_OUT):
        _count(row.briefing_id, row.agency_id, reached=-gone, opened=-opened, gone=gone)


def _count(briefing: UUID, agency: UUID, **more: int) -> None:
    """Add to the count of an agency's people in no team, which volunteers are."""
    there, _ = Tally.objects.get_or_create(
        briefing_id=briefing, agency_id=agency, team=None, audience=Audience.PRACTITIONERS
    )  # fmt: skip
    Tally.objects.filter(pk=there.pk).update(**{name: F(name) + by for name, by in more.items()})
