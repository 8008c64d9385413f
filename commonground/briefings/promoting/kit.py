"""What people copy: a sentence for three letters, each with a short address, and how a page is known to lead here."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from commonground.directory.models import Partnership
from commonground.library.frames.views import panel_address
from commonground.library.pages.addresses import addresses, whole, whole_address
from commonground.library.pages.models import ShortAddress
from commonground.library.paper.papers import spoken

PACK, CONFERENCES = "resolution", "resolving-conference-differences"
"""The pages of an area’s library to which sentences lead."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands in a letter or a minute, as plain words that end with an address."""

    key: str
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Kit:
    """What an area’s agencies copy: the sentences, and the panel where its library has one."""

    area: Partnership
    sentences: tuple[Sentence, ...]
    panel: str


def kit(area: Partnership) -> Kit:
    """Return what an area’s agencies copy, in one query."""
    short = addresses(area)
    pack = spoken(short.get(PACK) or whole_address(area, PACK, None))
    conferences = spoken(short[CONFERENCES]) if CONFERENCES in short else pack
    start = spoken(whole("starting:begin"))
    return Kit(
        area,
        (
            Sentence(
                "outcome",
                "In every letter that says what the front door decided",
                "Do you see this child’s needs differently? Please say so today: that is welcome here. Ring us first. "
                f"Whom to ring next, and how to write it down: {start}",
            ),
            Sentence(
                "minute",
                "In the minute of every strategy meeting",
                "Each of us was asked if they see it differently, and what they said stands above. Whoever thinks "
                f"again later can still say so. How: {pack}",
            ),
            Sentence(
                "invitation",
                "In every invitation of a professional to a conference",
                "You may see this child’s needs differently from others who come. Please say so: the child needs every "
                f"view. Before you come, read: {conferences}",
            ),
        ),
        panel_address(short[PACK]) if PACK in short else "",
    )


def leads_here(text: str, codes: Iterable[str]) -> bool:
    """Say whether a page of another site names the start page, the library, or what one of these short codes leads to.

    One that was copied wrongly leads nowhere, so it does not count.
    """
    host = re.escape(spoken(settings.BASE_URL + "/").lower())
    known = "|".join(map(re.escape, codes)) or "(?!)"
    return bool(
        re.search(rf"(?<![\w.-]){host}/(?:start|library|(?:l|panel)/(?:{known}))(?![\w-])", html.unescape(text).lower())
    )


def codes_of(agency: UUID) -> list[str]:
    """Return the short codes of all that stands in the libraries of an agency’s areas."""
    rows = ShortAddress.objects.filter(partnership__agencies=agency)
    return list(rows.values_list("code", flat=True).order_by("code"))
