"""What is done to the images of an area's library: an editor brings one in, and deletes one that nothing names.

One by which somebody can be known is hidden by an editor at once, and taken out for good by another.
"""

import hashlib
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from commonground.directory.actions import RefusedError, refuse
from commonground.directory.models import Person
from commonground.directory.queries import Actor
from commonground.library.images.models import PageImage
from commonground.library.images.reading import Drawn
from commonground.library.pages.editors import keeper
from commonground.library.telling import APPROVED, SHOWN_AGAIN, tell_it_waits, tell_who_proposed

log = structlog.get_logger("commonground.library")

SAY_WHY = "Say why it is taken out."

MOST = 200
"""How many images an area keeps at most, without those that were taken out."""


@transaction.atomic
def bring_in(*, by: Actor, at: datetime, partnership: UUID, key: str, alt: str, picture: Drawn) -> PageImage:
    """Keep an image for the pages of an area, as its name; ``alt`` is what it shows, empty where it only decorates."""
    person = keeper(by, partnership)
    taken = f"There is an image with the name “{key}” already. Choose another name."
    rows = PageImage.objects.filter(partnership=partnership)
    if rows.filter(key=key).exists():
        raise RefusedError(taken)
    digest = hashlib.sha256(picture.content).hexdigest()
    if same := rows.filter(digest=digest, hidden_at__isnull=False).first():
        message = f"This is the picture “{same.key}”, which is hidden or taken out here. Bring in another one."
        raise RefusedError(message)
    if rows.filter(taken_out_at=None).count() >= MOST:
        message = f"There are {MOST} images here already. Delete one that no page names."
        raise RefusedError(message)
    try:
        with transaction.atomic():
            return PageImage.objects.create(
                partnership_id=partnership, key=key, alt=alt.strip(), kind=picture.kind, width=picture.width,
                height=picture.height, content=picture.content, by=person, at=at,
                digest=digest,
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(taken) from error


@transaction.atomic
def delete(*, by: Actor, partnership: UUID, image: UUID) -> str:
    """Delete an image that no edition names, and return its name. Raises PageImage.DoesNotExist, or RefusedError."""
    row, _ = _kept(by, partnership, image)
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
def hide(*, by: Actor, at: datetime, partnership: UUID, image: UUID, why: str) -> list[str]:
    """Hide an image by which somebody can be known, with a reason, until another editor takes it out.

    The same picture under other names of the area is hidden with it. From now on only the area's editors see it.
    Returns the names, its own first. Raises PageImage.DoesNotExist, or RefusedError.
    """
    person, rows = keeper(by, partnership), PageImage.objects.filter(partnership=partnership)
    same = rows.filter(digest__in=rows.filter(pk=image).values("digest")).defer("content").order_by("pk")
    found = {row.pk: row for row in same.select_for_update()}
    if image not in found:
        raise PageImage.DoesNotExist
    row = found.pop(image)
    if row.hidden_at:
        message = f"The image “{row.key}” is hidden or taken out already."
        raise RefusedError(message)
    if not why.strip():
        message = SAY_WHY
        raise RefusedError(message)
    shown = [row, *(one for one in found.values() if not one.hidden_at)]
    for one in shown:
        one.hidden_by, one.hidden_at, one.hidden_why = person, at, why.strip()
        one.save(update_fields=["hidden_by", "hidden_at", "hidden_why"])
        tell_it_waits(partnership, one.pk, by=person, at=at, about=_hidden(one))
    return [one.key for one in shown]


@transaction.atomic
def show_again(*, by: Actor, at: datetime, partnership: UUID, image: UUID, hiding: str) -> PageImage:
    """Show an image that was hidden as it was shown before; ``hiding`` is the one that was read.

    Raises PageImage.DoesNotExist, or RefusedError.
    """
    row, person = _kept(by, partnership, image)
    refuse(_answerable(row) or _meanwhile(row, hiding))
    tell_who_proposed(SHOWN_AGAIN, partnership, row.pk, who=row.hidden_by, by=person, at=at, about=_hidden(row))
    row.hidden_by, row.hidden_at, row.hidden_why = None, None, ""
    row.save(update_fields=["hidden_by", "hidden_at", "hidden_why"])
    return row


@transaction.atomic
def take_out(*, by: Actor, at: datetime, partnership: UUID, image: UUID, hiding: str, why: str) -> PageImage:
    """Take out an image that another editor hid: what it showed is gone for good, and each edition with it says why.

    ``hiding`` is the one that was read, and ``why`` the reason as it stands from then on.
    Raises PageImage.DoesNotExist, or RefusedError.
    """
    row, person = _kept(by, partnership, image)
    refuse(barred(row, person) or _meanwhile(row, hiding) or ("" if why.strip() else SAY_WHY))
    row.taken_out_by, row.taken_out_at, row.content, row.hidden_why = person, at, b"", why.strip()
    row.save(update_fields=["taken_out_by", "taken_out_at", "content", "hidden_why"])
    tell_who_proposed(APPROVED, partnership, row.pk, who=row.hidden_by, by=person, at=at)
    area = slugify(row.partnership.name)
    told = partial(log.info, "image taken out", area=area, image=str(row.pk), digest=row.digest)
    transaction.on_commit(told, robust=True)  # for whoever restores a backup of before
    return row


def barred(row: PageImage, person: Person | None) -> str:
    """Return why somebody does not take out an image, whatever they say of it. Empty for whoever may."""
    if row.hidden_by == person and not row.taken_out_at and person:
        return "You hid this image yourself. Another editor of this area must look at it and take it out."
    return _answerable(row)


def _kept(by: Actor, partnership: UUID, image: UUID) -> tuple[PageImage, Person]:
    """Return an image of an area, locked and without its content, and who keeps the library there."""
    person = keeper(by, partnership)
    return PageImage.objects.select_for_update().defer("content").get(partnership=partnership, pk=image), person


def _answerable(row: PageImage) -> str:
    """Return why nobody answers whether an image is taken out: it does not wait for that. Empty where it does."""
    if row.taken_out_at or not row.hidden_at:
        return "It is not hidden now. Look at it again: somebody may have answered meanwhile."
    return ""


def _meanwhile(row: PageImage, hiding: str) -> str:
    """Return why an image is not answered as it was read: it is hidden anew. Empty where it stands as it was read."""
    if row.hiding != hiding:
        return "It was shown again meanwhile, and then hidden anew. Read why it is hidden now, and answer that."
    return ""


def _hidden(row: PageImage) -> str:
    """Return what of an image a notice is about."""
    return f"hidden {row.hiding}"
