"""What stands on each paper of an area's library: a page whole, a page on one sheet, all pages on one, a poster.

A paper says which edition it holds, and where what stands today is read: by a short address and a QR code that lead
there however old the paper is. The same edition gives the same paper, so it is made once in each process.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

from commonground.directory.models import Partnership
from commonground.govuk.dates import in_words
from commonground.library.images.queries import contents, named
from commonground.library.pages.addresses import WHOLE, address, addresses, whole
from commonground.library.pages.drawing import Leads
from commonground.library.pages.models import PageEdition
from commonground.library.pages.shape import PageKind, PageText, Section
from commonground.library.paper.blocks import NO_IMAGES, Images, blocks
from commonground.now import london_date
from commonground.printing import Content, printed
from commonground.qr_codes import qr_code

TEMPLATES = Path(__file__).parents[1] / "templates" / "library" / "paper"

FIRST: Mapping[PageKind, tuple[str, ...]] = {
    PageKind.PACK: ("Why this matters", "If you do one thing", "In seven minutes", "Talk about it"),
    PageKind.TOOLKIT: (
        "",
        "When a difference touches it",
        "Questions to ask each other",
        "Traps",
        "If you disagree about this today",
    ),
}
"""What comes first on one sheet, where not all of a page stands there."""

POSTER: Mapping[str, Content] = {
    "title": "Do you see it differently?",
    "summary": "People who work with the same child do not always agree. Say so early. The child needs both views.",
    "danger": "If a child is in danger now, ring 999. Refer first. Differ afterwards.",
    "steps_heading": "Where to begin",
    "steps": [
        "Open the start page. It asks if a child is in danger, and says whom to ring.",
        "Talk to each other. Say what you saw, what worries you and what you ask for.",
        "Still apart? Write it down there, and the other side is asked to answer.",
    ],
    "scan": "Scan this, or type",
    "more": "You need no account to begin, or to read. Questions to ask each other, toolkits and guidance:",
}


def whole_page(row: PageEdition, area: Partnership, leads: Leads) -> bytes:
    """Return a page of an area's library as a PDF of as many pages as it takes, with its images."""
    page, images = row.page, contents(row.partnership_id, named(row.text))
    content: Mapping[str, Content] = {
        **_top(row, area),
        "parts": tuple(_part(one, leads, images) for one in page.sections),
        "sources": tuple((one.title, one.address) for one in page.sources),
        "about": _about(page),
    }
    if images:  # too large to be held in memory for the next who asks
        return printed(TEMPLATES / "page.typ", content, at=_since(row))
    return _made("page", content, _since(row))


def one_sheet(row: PageEdition, area: Partnership, leads: Leads) -> bytes:
    """Return a page of an area's library on one page of paper: whole, or the parts that say it shortest.

    What its images show stands there in words.
    """
    parts = tuple(_part(one, leads) for one in shortest_first(row.page))
    top = _top(row, area)
    numbers = " Numbers in brackets are sources: they stand there too." if row.page.sources else ""
    return _made("sheet", {**top, "parts": parts, "edition": f"{top['edition']!s}.{numbers}"}, _since(row))


def shortest_first(page: PageText) -> Sequence[Section]:
    """Return the parts of a page as one sheet has them: those that its kind puts first, then the others."""
    first = FIRST.get(page.kind, ())
    return sorted(page.sections, key=lambda one: first.index(one.heading) if one.heading in first else len(first))


def shelf(area: Partnership, groups: Sequence[tuple[str, Sequence[PageEdition]]], today: date) -> bytes:
    """Return all that can be read in an area's library today on one page: what it is, and where."""
    short, leads_to = addresses(area), address(area, WHOLE)
    shelves: tuple[Mapping[str, Content], ...] = tuple(
        {
            "heading": heading,
            "rows": tuple(_shelved(row, short.get(row.key) or address(area, row.key)) for row in rows),
        }
        for heading, rows in groups
    )
    content: Mapping[str, Content] = {
        **_leading(leads_to),
        "title": f"The library of {area} on one page",
        "caption": "To pin up, or to keep by the telephone",
        "summary": f"{POSTER['danger']!s} Whom to ring now: {spoken(whole('starting:begin'))}. "
        "Below: what to read, ask and use when professionals see a child’s needs differently.",
        "edition": f"As it stood on {in_words(today)}. Open to anyone, without signing in.",
        "shelves": shelves,
    }
    return _made("shelf", content, _midnight(today))


def _shelved(row: PageEdition, to: str) -> tuple[str, ...]:
    return row.title, row.summary, to, spoken(to)


def poster(area: Partnership, today: date) -> bytes:
    """Return a poster of an area whose QR code leads to the start page."""
    library = address(area, WHOLE)
    content: Mapping[str, Content] = {
        **POSTER,
        **_leading(whole("starting:begin")),
        "caption": area.name,
        "edition": f"{area}, {in_words(today)}",
        "library": library,
        "library_spoken": spoken(library),
    }
    return _made("poster", content, _midnight(today))


def spoken(address: str) -> str:
    """Return an address as people type it."""
    return address.split("://", maxsplit=1)[1].removesuffix("/")


def _top(row: PageEdition, area: Partnership) -> dict[str, Content]:
    page = row.page
    checked = "" if row.approved_by_id else f" Nobody in {area} has checked it yet."
    edition = f"Edition {row.number} for {area}, from {in_words(row.in_force or london_date(row.changed_at))}.{checked}"
    to = address(area, row.key)
    return {
        **_leading(to),
        "title": page.title,
        "caption": row.get_kind_display(),
        "summary": page.summary,
        "edition": f"{edition} What it says today: {spoken(to)}",
    }


def _leading(to: str) -> dict[str, Content]:
    return {"leads_to": to, "spoken": spoken(to), "code": qr_code(to)}


def _part(one: Section, leads: Leads, images: Images = NO_IMAGES) -> dict[str, Content]:
    return {"heading": one.heading, "blocks": blocks(one.words, leads, images)}


def _about(page: PageText) -> tuple[str, ...]:
    said = ["What carries no number is advice in our own words. The pages of the owners stay the authority."]
    if page.publisher:
        said.append(f"Whose subject it is: {page.publisher}.")
    return tuple(said)


def _since(row: PageEdition) -> datetime:
    return row.opened or row.changed_at


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _made(template: str, content: Mapping[str, Content], at: datetime) -> bytes:
    return _kept(template, json.dumps(content), at)


@lru_cache(maxsize=64)
def _kept(template: str, content: str, at: datetime) -> bytes:
    return printed(TEMPLATES / f"{template}.typ", json.loads(content), at=at)
