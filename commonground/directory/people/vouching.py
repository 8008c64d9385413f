"""Listing a group for which somebody vouches: an officer of the partnership, or a safeguarding lead who works in it."""

from datetime import datetime

from django.db import transaction

from commonground.directory.actions import one_at_a_time, refuse
from commonground.directory.changes import post_added, write_down
from commonground.directory.models import Agency, Partnership, Post
from commonground.directory.people import rules
from commonground.directory.queries import Actor
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, Role

DESK = "Desk"
"""What the first desk of such a group is called, until its people say what they call it."""


@transaction.atomic
def list_group(
    *,
    name: str,
    kind: AgencyKind,
    partnership: Partnership,
    phone: str = "",
    mailbox: str = "",
    by: Actor,
    at: datetime,
) -> Agency:
    """Add a group to the partnership in which somebody vouches for it; with a number or mailbox, also a desk for them.

    Nobody is at that desk yet: routing steps over it to the partnership's office until somebody is.
    """
    one_at_a_time([partnership])
    refuse(rules.vouching(by, name, partnership))
    agency = Agency.objects.create(name=name, kind=kind)
    agency.partnerships.set([partnership])
    write_down(agency=agency.pk, sentence=f"{name} was added: {by.person} vouched for it.", by=by, at=at)
    if phone or mailbox:
        desk = Post.objects.create(
            agency=agency, role=Role.PRACTITIONER, title=DESK, desk=True, mailbox=mailbox, phone=phone,
            starts=london_date(at),
        )  # fmt: skip
        write_down(agency=agency.pk, sentence=post_added(desk), by=by, at=at)
    return agency
