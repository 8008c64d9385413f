"""The search over an area's library: its live pages and what stands beside them, ranked.

PostgreSQL folds and finds the words. A thing that is looked for counts by where a page says it (what it is called,
what else people call it, its summary, then the rest), by how it says it, and the more the fewer pages say it at all.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify

from commonground.directory.models import Partnership
from commonground.editions.models import end_of
from commonground.editions.queries import live_editions, procedure_of
from commonground.govuk.components import HitRow
from commonground.library.finding.asking import Place, Sought, arrays, meanings, sought, synonyms
from commonground.library.finding.excerpts import excerpt, said_by
from commonground.library.finding.spelling import corrected, put_right
from commonground.library.glossary.terms import Word
from commonground.library.pages.models import PageEdition, PageWords
from commonground.library.pages.queries import page_url, waiting
from commonground.library.pages.shape import PageKind, read
from commonground.questions import Blank, Question, one_of, prepared_cursor

MOST = 10
"""So many pages are shown; whoever needs the next one asks with other words."""

WORTH = 0.12
"""A page that comes to less than this part of the first says too little of what was asked."""

WEIGHTS = "{0, 0.5, 0.8, 1.0}"
"""How much a word counts in a page's summary, in what else people call it, and in its title."""

IN_PASSING = 0.02
"""How much it counts that a page only says it somewhere."""

KEPT = 300
"""So many seconds new titles and stages may be missing from the words by which things are found or put right."""

WAITS = "It is about the safety of children, and {area} has not approved it yet. It says what to do meanwhile."
"""What is said of a page that the area's library editor has not approved, in place of its summary."""

NEAR, FAR, BEST = 100, 60, 40
"""So many pages are looked at that are about a thing, and that only say it; and so many of them all are compared."""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search of an area's library came to.

    ``first`` are words of the glossary that were all that was asked for, ``within`` those that stood in a longer
    question. ``corrected`` are the words that were put right: as written, and as searched for.
    """

    first: tuple[Word, ...] = ()
    hits: tuple[HitRow, ...] = ()
    within: tuple[Word, ...] = ()
    corrected: tuple[tuple[str, str], ...] = ()


# What is about each way to say a thing, then what says it somewhere: both no more than can be told apart. A thing
# counts the more the fewer say it. What can be read today is asked afterwards, of those that came out best.
SEARCH = f"""
WITH asked AS MATERIALIZED (
  SELECT no, weight, string_agg(way::text, ' | ')::tsquery AS query, count(*) AS ways  -- a rank is divided by them
  FROM (SELECT no, weight, phraseto_tsquery('english', said) AS way
    FROM unnest(%(numbers)s::int[], %(said)s::text[], %(weights)s::float8[]) AS t (no, said, weight)) AS ways
  WHERE numnode(way) > 0 GROUP BY no, weight
), found AS (
  SELECT one.edition_id::text AS key, no, weight * ways * ts_rank('{WEIGHTS}', one.head, query, 1) AS rank
  FROM asked CROSS JOIN LATERAL (
    SELECT edition_id, head FROM library_pagewords
    WHERE head @@ query AND partnership_id = %(area)s LIMIT {NEAR}) AS one
  UNION ALL
  SELECT one.edition_id::text, no, weight * {IN_PASSING} FROM asked CROSS JOIN LATERAL (
    SELECT edition_id FROM library_pagewords
    WHERE body @@ query AND partnership_id = %(area)s LIMIT {FAR}) AS one
  UNION ALL
  SELECT key, no, weight * ways * ts_rank('{WEIGHTS}', head, query, 1)
  FROM asked JOIN unnest(%(keys)s::text[], %(heads)s::tsvector[]) AS places (key, head) ON head @@ query
), things AS (
  SELECT key, no, max(rank) AS rank FROM found GROUP BY key, no
), told AS (
  SELECT key, no, rank * ln(1 + {NEAR}::float8 / count(*) OVER (PARTITION BY no)) AS rank FROM things
)
SELECT key, sum(rank) * count(*) AS rank, array_agg(no) FROM told GROUP BY key ORDER BY 2 DESC, 1 LIMIT {BEST}
"""  # noqa: S608 constants only; what is asked for are parameters

HEAD = """
SELECT (setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'B')
  || setweight(to_tsvector('english', %s), 'C'))::text
"""


@Question
def areas_there() -> "QuerySet[Partnership]":
    """Ask for the areas whose libraries can be searched, by name."""
    return Partnership.objects.order_by("name")


def _while() -> int:
    """Return a number that stays the same for a while: what is read by it is read anew after that."""
    return int(time.monotonic()) // KEPT


def search(area: Partnership, text: str, on: date) -> Results:
    """Return what an area's library says about something on a day; words that nothing says are put right."""
    things = sought(text)
    hits, said = _found(area, things, on)
    wrong = [
        word for number, one in enumerate(things) if number not in said and one.meaning is None
        for word in one.written.split()
    ]  # fmt: skip
    titles = _titles(area.pk, on, _while()) if wrong else ()
    righted = tuple((word, right) for word in dict.fromkeys(wrong) if (right := put_right(word, more=titles)))
    if righted:
        things = sought(corrected(text, righted))
        hits, _ = _found(area, things, on)
    first, within = meanings(things)
    return Results(first, hits, within, righted)


def _found(area: Partnership, things: Sequence[Sought], on: date) -> tuple[tuple[HitRow, ...], set[int]]:
    """Return what says any of these things, the best first; and of which of them something says it."""
    if not things:
        return (), set()
    places, heads = _places(area.pk, area.name, on, _while())
    numbers, said, weights = arrays(things)
    asked: dict[str, Any] = {
        "numbers": numbers, "said": said, "weights": weights, "area": area.pk, "keys": list(places), "heads": heads,
    }  # fmt: skip
    with prepared_cursor() as cursor:
        cursor.execute(SEARCH, asked)
        rows = cursor.fetchall()
    named = [UUID(key) for key, _, _ in rows if key not in places]
    read_today = (_Page(*row) for row in _readable(found=named, area=area.pk, on=on, over=end_of(on)))
    pages = {str(row.pk): row for row in read_today}
    there = [(key, rank) for key, rank, _ in rows if key in places or key in pages]
    best = [key for key, rank in there if rank >= WORTH * there[0][1]][:MOST]
    lines = _lines([pages[key].pk for key in best if key in pages and pages[key].opened], things)
    names = _names([pages[key].pk for key in best if key in pages and not pages[key].opened])
    shown = tuple(_place(area, places[key]) if key in places else _page(area, pages[key], lines, names) for key in best)
    return shown, {number for key, _, some in rows if key in places or key in pages for number in some}


class _Page(NamedTuple):
    """What the search reads of an edition."""

    pk: UUID
    key: str
    kind: str
    title: str
    summary: str
    opened: datetime | None


@Question
def _readable(found: Blank, area: Blank, on: Blank, over: Blank) -> "QuerySet[PageEdition, tuple[Any, ...]]":
    """Ask which of these editions are read on a day, or wait for the area's editor."""
    rows = PageEdition.objects.filter(partnership=area)
    named = rows.filter(one_of("pk", found))
    live = rows.filter(key__in=named.values("key")).stood(on, over)
    return named.filter(Q(pk__in=live.values("pk")) | waiting()).values_list(*_Page._fields)


@Question
def _said(editions: Blank) -> "QuerySet[PageWords, tuple[UUID, str]]":
    return PageWords.objects.filter(one_of("edition", editions)).values_list("edition", "said")


def _lines(editions: Sequence[UUID], things: Sequence[Sought]) -> dict[UUID, SafeString]:
    """Return the lines in which these editions say what is looked for, in one query."""
    pattern = said_by(things)
    return {edition: excerpt(said, pattern) for edition, said in _said(editions=list(editions))}


def _names(editions: Sequence[UUID]) -> dict[UUID, str]:
    """Return what editions that wait are called as they came: what an editor has made of that, nobody else reads."""
    rows = PageEdition.objects.filter(pk__in=editions).values_list("pk", "shared") if editions else ()
    return {edition: read(shared).title for edition, shared in rows}


@lru_cache(maxsize=64)
def _places(area: UUID, name: str, on: date, _while: int) -> tuple[dict[str, Place], list[str]]:
    """Return the places beside an area's pages as they are called there, and by what each is found.

    That of the stages is also found by what the stages are called; they are read anew after a while.
    """
    procedures = [procedure_of(one) for one in live_editions(area, on)]
    stages = tuple(said for one in procedures for said in (one.name, *(stage.name for stage in one.stages)))
    places = {
        one.key: replace(
            one, title=one.title.format(area=name), words=one.words + (stages if one.key == "stages" else ())
        )
        for one in synonyms().places
    }
    return places, [_head(one) for one in places.values()]


def _head(place: Place) -> str:
    """Return what a place is found by, as PostgreSQL folds it."""
    with connection.cursor() as cursor:
        cursor.execute(HEAD, [place.title, "\n".join(place.words), place.summary])
        (head,) = cursor.fetchone()
    return str(head)


def _place(area: Partnership, place: Place) -> HitRow:
    to = [slugify(area.name)] if place.of_area else []
    return HitRow(place.title, reverse(place.route, args=to), place.summary)


def _page(area: Partnership, row: _Page, lines: Mapping[UUID, SafeString], names: Mapping[UUID, str]) -> HitRow:
    label, href = PageKind(row.kind).label, page_url(area, row.key)
    if not row.opened:
        return HitRow(names[row.pk], href, WAITS.format(area=area.name), note=label)
    return HitRow(row.title, href, row.summary, lines[row.pk], note=label)


@lru_cache(maxsize=16)
def _titles(area: UUID, on: date, _while: int) -> frozenset[str]:
    """Return the words in the titles of an area's pages, small; read anew after a while, as it reads them all."""
    rows = PageEdition.objects.of(area).stood(on).values_list("title", flat=True)
    return frozenset(word for title in rows for word in title.lower().split() if word.isalpha())
