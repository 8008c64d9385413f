"""The library in the bench: five thousand pages of one area, read, searched as people ask, and differences searched."""

import random
from collections.abc import Mapping
from itertools import cycle, islice
from urllib.parse import quote

from django.db import connection

from commonground.library.pages.actions import A_YEAR
from commonground.library.pages.finding import found_by
from commonground.library.pages.models import PageEdition, PageWords
from commonground.library.pages.shape import REFERENCE, PageKind, PageText, Section, load, read, shipped, write
from commonground.now import london_date, now
from tests.bench.seeding import Seeded
from tests.bench.serving import Request
from tests.library.test_search import ASKED

PAGES = 5_000
SECTIONS = 6
RARE, COMMON = 1_500, 15
"""Words of differences that are searched for stand between these places of Zipf's law."""


def shelve(seeded: Seeded) -> list[str]:
    """Give the bench's area its pages, published; return the keys. Runs as owner."""
    draw = random.Random("the library")  # noqa: S311 data for measuring
    pages = [load(text) for text in shipped().values()]
    parts = [REFERENCE.sub("", one.words) for page in pages for one in page.sections]
    texts = {f"page-{number}": _text(number, pages[number % len(pages)], parts, draw) for number in range(PAGES)}
    at, area = now(), seeded.partnership
    rows = [
        PageEdition(
            partnership=area, key=key, kind=PageKind.GUIDANCE, title=read(text).title, summary=read(text).summary,
            number=1, text=text, shared=text, changed_at=at,
        ) for key, text in texts.items()
    ]  # fmt: skip
    PageEdition.objects.bulk_create(rows, batch_size=500)
    day = london_date(at)
    PageEdition.objects.of(area.pk).update(opened=at, in_force=day, review_by=day + A_YEAR)
    found = (PageWords(edition=row, partnership=area, **found_by(row.text, row.shared, opened=True)) for row in rows)
    PageWords.objects.bulk_create(found, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE library_pageedition, library_pagewords")
    return list(texts)


def _text(number: int, like: PageText, parts: list[str], draw: random.Random) -> str:
    """Return a page of its own: the head of a shipped one, numbered, over parts of any."""
    sections = tuple(Section(f"Part {at}", words) for at, words in enumerate(draw.sample(parts, SECTIONS), start=1))
    title = f"{like.title} {number}"
    return write(PageText(
        PageKind.GUIDANCE, title, like.summary, "", "", (), False, (), draw.sample(like.words, 3), (), sections  # type: ignore[arg-type]
    ))  # fmt: skip


def reading(keys: list[str], cookies: list[str], count: int) -> list[Request]:
    """Return how some pages are asked for, each another."""
    return [Request(f"/library/bench/{key}/", cookie) for key, cookie in islice(zip(keys, cycle(cookies)), count)]


def asking(cookies: list[str], count: int) -> list[Request]:
    """Return how the library is searched: as people ask, misspelt and all."""
    asked = (f"/library/search/?area=bench&q={quote(text)}" for text in cycle(ASKED))
    return [Request(url, cookie) for url, cookie in islice(zip(asked, cycle(cookies)), count)]


def own(cookies: Mapping[str, list[str]], name: str, count: int) -> list[Request]:
    """Return how somebody searches their own differences: for common words and rare ones."""
    draw = random.Random(name)  # noqa: S311 data for measuring
    urls = (f"/differences/search/?q=word{draw.randrange(COMMON, RARE)}" for _ in range(count))
    return [Request(url, cookie) for url, cookie in zip(urls, cycle(cookies[name]))]
