"""Short addresses of what an area's library holds: given once, printed on paper, and the same whatever it is called.

They have letters and figures that look like no other, and no vowels, so no words.
"""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from commonground.directory.models import Partnership
from commonground.library.pages.models import ShortAddress

ALPHABET = "23456789cdfghjkmnpqrtvwxy"
LENGTH = 5
TRIES = 20
WHOLE = ""
"""The key of an area's library itself."""


def give(partnership: UUID, key: str) -> None:
    """Give a page, or an area's library, its short address, unless it has one."""
    for _ in range(TRIES):
        if ShortAddress.objects.filter(partnership=partnership, key=key).exists():
            return
        try:
            with transaction.atomic():
                ShortAddress.objects.create(
                    code=get_random_string(LENGTH, ALPHABET), partnership_id=partnership, key=key
                )
        except IntegrityError:  # the code is another's, or somebody else has just given it one
            continue
    message = f"No short address is free for {key}."
    raise RuntimeError(message)


def addresses(area: Partnership) -> Mapping[str, str]:
    """Return the whole short address of each page of an area by its key, and of the library itself; in one query."""
    rows = ShortAddress.objects.filter(partnership=area.pk).values_list("key", "code")
    return {key: whole("library_short", code) for key, code in rows}


def address(area: Partnership, key: str) -> str:
    """Return the whole short address of a page, or of the library itself; the long one where none was given."""
    rows = ShortAddress.objects.filter(partnership=area.pk, key=key)
    return whole_address(area, key, rows.values_list("code", flat=True).first())


def whole_address(area: Partnership, key: str, code: str | None) -> str:
    """Return the whole address with this short code; the long one of the page, or of the library, without."""
    slug = slugify(area.name)
    if code:
        return whole("library_short", code)
    return whole("library:page", slug, key) if key else whole("library:area", slug)


def found(code: str) -> ShortAddress | None:
    """Return where a short address leads, however it is typed; None for one that was never given."""
    return ShortAddress.objects.select_related("partnership").filter(code=code.lower()).first()


def whole(name: str, *named: str) -> str:
    """Return an address of the product as one types it anywhere."""
    return settings.BASE_URL + reverse(name, args=named)
