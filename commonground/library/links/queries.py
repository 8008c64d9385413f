"""What is known of the addresses that pages name: of one page for its readers, of a library for its editors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from commonground.directory.queries import Actor
from commonground.library.links.models import LinkCheck
from commonground.library.pages.models import PageEdition
from commonground.library.pages.shape import PageText, Source
from commonground.questions import Blank, Question, one_of


def addresses_of(page: PageText) -> Iterator[tuple[str, str]]:
    """Yield what a page names on the web: what it is called, and its address."""
    if page.original:
        yield f"Their own page: {page.publisher}", page.original
    yield from ((one.title, one.address) for one in page.sources if one.address)


@dataclass(frozen=True, slots=True)
class CheckedSources:
    """The sources of a page, each with what came when it was last asked for, and since when all were."""

    rows: tuple[tuple[Source, LinkCheck | None], ...]
    since: datetime | None


def checked_sources(page: PageText) -> CheckedSources:
    """Return the sources of a page with what is known of them, in one query; none that was not asked for is known."""
    known = _known(one.address for one in page.sources if one.address)
    rows = tuple((one, known.get(one.address)) for one in page.sources)
    return CheckedSources(rows, _since([one for source, one in rows if source.address]))


@dataclass(frozen=True, slots=True)
class DeadLink:
    """An address that no longer answers, on a page that names it."""

    page: PageEdition
    title: str
    check: LinkCheck


@dataclass(frozen=True, slots=True)
class Links:
    """What an editor is told of the addresses of a library.

    ``since`` is when the one asked longest ago was asked, and None until all were; ``never`` is how many never were.
    """

    dead: tuple[DeadLink, ...]
    count: int
    never: int
    since: datetime | None


def links_of(actor: Actor, today: date) -> Links:
    """Return what is known of the addresses that the live pages of somebody's areas name, in two queries."""
    live = PageEdition.objects.kept_by(actor).stood(today).select_related("partnership")
    named = [(row, title, address) for row in live for title, address in addresses_of(row.page)]
    known = _known(address for _, _, address in named)
    each = {address: known.get(address) for _, _, address in named}
    dead = (
        DeadLink(row, title, check)
        for row, title, address in named
        if (check := each[address]) is not None and check.dead_since
    )
    never = sum(one is None for one in each.values())
    return Links(tuple(sorted(dead, key=lambda one: one.page.title)), len(each), never, _since(list(each.values())))


@Question
def _checks(addresses: Blank) -> "QuerySet[LinkCheck]":
    return LinkCheck.objects.filter(one_of("address", addresses), checked_at__isnull=False)


def _known(addresses: Iterator[str]) -> Mapping[str, LinkCheck]:
    asked = list(dict.fromkeys(addresses))
    return {row.address: row for row in _checks(addresses=asked)} if asked else {}


def _since(checks: list[LinkCheck | None]) -> datetime | None:
    """Return when the check made longest ago was made; None where one was never made."""
    made = [one.checked_at for one in checks if one is not None and one.checked_at]
    return min(made) if made and len(made) == len(checks) else None
