"""What search finds a page by, kept beside its edition from the moment that somebody may find it."""

import re
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.db.models.expressions import Combinable

from commonground.library.pages.drawing import plain
from commonground.library.pages.models import PageEdition, PageEditions, PageWords
from commonground.library.pages.shape import PageText, read

LANGUAGE = "english"
"""How PostgreSQL folds words: "referred" and "referrals" are one."""

ENDS = (".", "?", "!", ":", "”", '"')
GAP = re.compile(r"\s+(?=[.,;:?!](\s|$))")
"""What the number of a source leaves in front of a full stop."""


def keep_words(row: PageEdition) -> None:
    """Keep what an edition is found by, as it is now."""
    words = found_by(row.text, row.shared, opened=bool(row.opened))
    PageWords.objects.update_or_create(
        edition=row, defaults=words, create_defaults=words | {"partnership": row.partnership}
    )


def forget_words(rows: PageEditions) -> None:
    """Forget what some editions were found by: nobody finds them any more."""
    PageWords.objects.filter(edition__in=rows).delete()


def forget_words_before(row: PageEdition) -> None:
    """Forget what the editions were found by in whose place this one is read: search would look through them all."""
    older = PageEdition.objects.of(row.partnership_id, row.key).filter(opened__isnull=False, in_force__lte=row.in_force)
    forget_words(older.exclude(pk=row.pk))


def found_by(text: str, shared: str, *, opened: bool) -> dict[str, Any]:
    """Return what an edition is found by: all that it says once it is published, till then only the head of what came.

    It takes texts and no row, so that the migration that keeps this of older editions reads as it will always read.
    """
    page = read(text if opened else shared or text)
    said = all_said(page) if opened else ""
    return {"head": head(page), "body": SearchVector(Value(said), config=LANGUAGE), "said": said}


def all_said(page: PageText) -> str:
    """Return what a page says as plain sentences: its headings too."""
    lines = (line for one in page.sections for line in (one.heading, *plain(one.words).split("\n")))
    return GAP.sub("", " ".join(line if line.endswith(ENDS) else f"{line}." for line in lines if line))


def head(page: PageText) -> Combinable:
    """Return what PostgreSQL looks through first, weighted: what a page is called, and what it is about."""
    parts = ((page.title, "A"), ("\n".join(page.words), "B"), (page.summary, "C"))
    weighted = (SearchVector(Value(words), weight=weight, config=LANGUAGE) for words, weight in parts)
    found: Combinable = reduce(add, weighted)
    return found
