"""What is done to the images of an area's library: an editor brings one in, and deletes one that nothing names."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from commonground.directory.actions import RefusedError
from commonground.directory.queries import Actor
from commonground.library.images.models import PageImage
from commonground.library.images.reading import Drawn
from commonground.library.pages.editors import libraries

MOST = 200
"""How many images an area keeps at most."""


@transaction.atomic
def bring_in(*, by: Actor, at: datetime, partnership: UUID, key: str, alt: str, picture: Drawn) -> PageImage:
    """Keep an image for the pages of an area, as its name; ``alt`` is what it shows, empty where it only decorates."""
    if by.person is None or partnership not in libraries(by):
        message = "Only the library editors and officers of an area bring in its images."
        raise RefusedError(message)
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
                height=picture.height, content=picture.content, by=by.person, at=at,
                digest=hashlib.sha256(picture.content).hexdigest(),
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(taken) from error


@transaction.atomic
def delete(*, by: Actor, image: UUID) -> PageImage:
    """Delete an image that no edition names. Raises PageImage.DoesNotExist, or RefusedError."""
    row = PageImage.objects.filter(partnership__in=libraries(by)).select_related("partnership").get(pk=image)
    pk = row.pk
    try:
        with transaction.atomic():
            row.delete()
    except IntegrityError as error:  # the database knows which editions name it
        message = f"A page or a draft names the image “{row.key}”, or did once people had read it. So it stays."
        raise RefusedError(message) from error
    row.pk = pk
    return row
