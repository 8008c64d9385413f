"""What editions say, ready to be drawn. Nothing of a published one changes, so in each process it is read once."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from commonground.library.glossary.terms import Word, initials_in
from commonground.library.images.queries import named
from commonground.library.pages.models import PageEdition
from commonground.library.pages.shape import PageText, read

LINK = re.compile(r"\(library:([a-z0-9-]+)\)")
"""A link to another page, as it stands in a text."""

KEPT = 512
"""So many published editions are kept in a process: those of a score of areas."""


@dataclass(frozen=True, slots=True)
class Reads:
    """A page, the keys of the pages that it leads to and of the images that it shows, and the initials read on it."""

    page: PageText
    leads_to: tuple[str, ...]
    shows: frozenset[str]
    initials: tuple[Word, ...]


def reads(row: PageEdition) -> Reads:
    """Return what an edition says; the text of a published one is asked for once in each process."""
    return _published(row.pk, row.opened) if row.opened else _reads(row.text)


@lru_cache(maxsize=KEPT)
def _published(edition: UUID, _at: datetime) -> Reads:
    """Read it; known by when it was published too, so that one that was taken back and written anew is another."""
    return _reads(PageEdition.objects.values_list("text", flat=True).get(pk=edition))


def _reads(text: str) -> Reads:
    page = read(text)
    return Reads(page, tuple(dict.fromkeys(LINK.findall(text))), named(text), initials_in(page))
