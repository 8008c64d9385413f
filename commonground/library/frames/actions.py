"""What an area's officers do about who may show its panels: list a site, and take it off."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from commonground.directory.actions import RefusedError
from commonground.directory.models import Person
from commonground.directory.queries import Actor
from commonground.library.frames.models import FramingSite
from commonground.library.frames.origins import OriginError, origin
from commonground.turns import wait_for_turn

MOST = 20
"""Sites of one area: all of them stand in the headers of each of its panels."""


@transaction.atomic
def list_site(*, by: Actor, at: datetime, partnership: UUID, address: str, name: str) -> FramingSite:
    """Let a site show the panels of an area's library. Raises RefusedError, in words."""
    person = _officer(by, partnership)
    try:
        site = origin(address)
    except OriginError as error:
        raise RefusedError(str(error)) from error
    if not name.strip():
        message = "Say whose site it is."
        raise RefusedError(message)
    wait_for_turn(f"sites of {partnership}")  # so that no two pass the limit together
    if FramingSite.objects.filter(partnership=partnership, ended_at=None).count() >= MOST:
        message = f"An area lists up to {MOST} sites. Take one off that is not used any more."
        raise RefusedError(message)
    try:
        with transaction.atomic():
            return FramingSite.objects.create(
                partnership_id=partnership, origin=site, name=name.strip(), added_by=person, added_at=at
            )
    except IntegrityError as error:
        message = f"{site} is on the list already."
        raise RefusedError(message) from error


@transaction.atomic
def take_site_off(*, by: Actor, at: datetime, site: UUID) -> FramingSite:
    """Let a site show panels no longer. Raises FramingSite.DoesNotExist for one that is not listed."""
    row = FramingSite.objects.select_for_update().get(pk=site, partnership__in=by.offices, ended_at=None)
    row.ended_by, row.ended_at = _officer(by, row.partnership_id), at
    row.save(update_fields=["ended_by", "ended_at"])
    return row


def _officer(by: Actor, partnership: UUID) -> Person:
    if by.person is None or partnership not in by.offices:
        message = "Only the officers of a partnership say which sites show its library."
        raise RefusedError(message)
    return by.person
