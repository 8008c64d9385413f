"""What is done to the images of an area's library: an editor brings one in, and deletes one that nothing names.

One by which somebody can be known is hidden by an editor at once, and taken out for good by another.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from commonground.directory.actions import RefusedError
from commonground.directory.queries import Actor
from commonground.library.images.models import PageImage
from commonground.library.images.reading import Drawn
from commonground.library.pages.editors import keeper
from commonground.library.telling import APPROVED, SHOWN_AGAIN, tell_it_waits, tell_who_proposed

MOST = 200
"""How many images an area keeps at most."""


@transaction.atomic
def bring_in(*, by: Actor, at: datetime, partnership: UUID, key: str, alt: str, picture: Drawn) -> PageImage:
    """Keep an image for the pages of an area, as its name; ``alt`` is what it shows, empty where it only decorates."""
    person = keeper(by, partnership)
    taken = f"There is an image with the name “{key}” already. Choose another name."
    rows = PageImage.objects.filter(partnership=partnership)
    if rows.filter(key=key).exists():
        raise RefusedError(taken)
    if rows.count() >= MOST:
        message = f"There are {MOST} images here already. Delete one that no page names."
        raise RefusedError(message)
    try:
        with transaction.atomic():
            return PageImage.objects.create(
                partnership_id=partnership, key=key, alt=alt.strip(), kind=picture.kind, width=picture.width,
                height=picture.height, content=picture.content, by=person, at=at,
                digest=hashlib.sha256(picture.content).hexdigest(),
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(taken) from error


@transaction.atomic
def delete(*, by: Actor, partnership: UUID, image: UUID) -> str:
    """Delete an image that no edition names, and return its name. Raises PageImage.DoesNotExist, or RefusedError."""
    row = _kept(by, partnership, image)
    try:
        with transaction.atomic():
            row.delete()
    except IntegrityError as error:  # the database knows which editions name it
        message = (
            f"A page or a draft names the image “{row.key}”, or did once people had read it. So it stays. If somebody "
            "can be known by it, take it out."
        )
        raise RefusedError(message) from error
    return row.key


@transaction.atomic
def hide(*, by: Actor, at: datetime, partnership: UUID, image: UUID, why: str) -> PageImage:
    """Hide an image by which somebody can be known, with a reason, until another editor takes it out.

    From now on only the area's editors see it. Raises PageImage.DoesNotExist, or RefusedError.
    """
    row, person = _kept(by, partnership, image), keeper(by, partnership)
    if row.hidden_at:
        message = f"The image “{row.key}” is hidden or taken out already."
        raise RefusedError(message)
    if not why.strip():
        message = "Say why it is taken out."
        raise RefusedError(message)
    row.hidden_by, row.hidden_at, row.hidden_why = person, at, why.strip()
    row.save(update_fields=["hidden_by", "hidden_at", "hidden_why"])
    tell_it_waits(partnership, row.pk, by=person, at=at, about=_hidden(row))
    return row


@transaction.atomic
def show_again(*, by: Actor, at: datetime, partnership: UUID, image: UUID) -> PageImage:
    """Show an image that was hidden as it was shown before. Raises PageImage.DoesNotExist, or RefusedError."""
    row, person = _hidden_one(by, partnership, image), keeper(by, partnership)
    tell_who_proposed(SHOWN_AGAIN, partnership, row.pk, who=row.hidden_by, by=person, at=at, about=_hidden(row))
    row.hidden_by, row.hidden_at, row.hidden_why = None, None, ""
    row.save(update_fields=["hidden_by", "hidden_at", "hidden_why"])
    return row


@transaction.atomic
def take_out(*, by: Actor, at: datetime, partnership: UUID, image: UUID) -> PageImage:
    """Take out an image that another editor hid: what it showed is gone for good, and each edition with it says so.

    Raises PageImage.DoesNotExist, or RefusedError.
    """
    row, person = _hidden_one(by, partnership, image), keeper(by, partnership)
    if row.hidden_by == person:
        message = "You hid this image yourself. Another editor of this area must look at it and take it out."
        raise RefusedError(message)
    row.taken_out_by, row.taken_out_at, row.content = person, at, b""
    row.save(update_fields=["taken_out_by", "taken_out_at", "content"])
    tell_who_proposed(APPROVED, partnership, row.pk, who=row.hidden_by, by=person, at=at)
    return row


def _kept(by: Actor, partnership: UUID, image: UUID) -> PageImage:
    """Return an image of an area whose library somebody keeps, locked and without its content."""
    keeper(by, partnership)
    return PageImage.objects.select_for_update().defer("content").get(partnership=partnership, pk=image)


def _hidden_one(by: Actor, partnership: UUID, image: UUID) -> PageImage:
    row = _kept(by, partnership, image)
    if row.taken_out_at or not row.hidden_at:
        message = "It is not hidden now. Look at it again: somebody may have answered meanwhile."
        raise RefusedError(message)
    return row


def _hidden(row: PageImage) -> str:
    """Return what of an image a notice is about: it may be hidden and shown again more than once."""
    return f"hidden {row.hidden_at:%Y-%m-%dT%H:%M:%S.%f}"
