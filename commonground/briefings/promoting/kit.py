"""What people copy: a sentence for three letters, each with a short address, and how a page is known to lead here."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from commonground.directory.models import Partnership
from commonground.library.frames.views import panel_address
from commonground.library.pages.addresses import WHOLE, whole, whole_address
from commonground.library.pages.models import PageEdition, ShortAddress
from commonground.library.paper.papers import spoken

PACK, CONFERENCES = "resolution", "resolving-conference-differences"
"""The pages of an area’s library to which sentences lead; to the start page where they cannot be read today."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands in a letter or a minute, as plain words that end with an address."""

    key: str
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class Kit:
    """What an area’s agencies copy: the sentences, and the panel, empty where its library has no pack that is read."""

    area: Partnership
    sentences: tuple[Sentence, ...]
    panel: str


def kits(areas: Sequence[Partnership], on: date) -> list[Kit]:
    """Return what the agencies of some areas copy on a day, in two queries."""
    rows = PageEdition.objects.filter(partnership__in=areas, key__in=(PACK, CONFERENCES)).stood(on)
    codes = _codes(ShortAddress.objects.filter(partnership__in=areas, key__in=(PACK, CONFERENCES)))
    live = {(area, key): codes.get((area, key), "") for area, key in rows.values_list("partnership", "key")}
    return [_kit(one, {key: code for (area, key), code in live.items() if area == one.pk}) for one in areas]


def _kit(area: Partnership, live: Mapping[str, str]) -> Kit:
    """Return what the agencies of an area copy: the pages to which it leads, each with its short code if it has one."""
    leads = {key: spoken(whole_address(area, key, code)) for key, code in live.items()}
    start = spoken(whole("starting:begin"))
    pack = leads.get(PACK, start)
    conferences = leads.get(CONFERENCES, pack)
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
        panel_address(live[PACK]) if live.get(PACK) else "",
    )


def leads_here(text: str, codes: Iterable[str], *, panel: bool = False) -> bool:
    """Say whether a page of another site names the start page, the library, or what one of these short codes leads to.

    With ``panel`` it is the panel alone that counts. One that was copied wrongly leads nowhere, so it does not count.
    """
    host = re.escape(spoken(settings.BASE_URL + "/").lower())
    known = "|".join(map(re.escape, codes)) or "(?!)"
    where = rf"panel/(?:{known})" if panel else rf"(?:start|library|(?:l|panel)/(?:{known}))"
    return bool(re.search(rf"(?<![\w.-]){host}/{where}(?![\w-])", html.unescape(text).lower()))


def is_ours(address: str) -> bool:
    """Say whether an address is one of this product itself; raises ValueError for what is no address."""
    return urlsplit(address).hostname == urlsplit(settings.BASE_URL).hostname


def codes_of(agency: UUID, on: date) -> list[str]:
    """Return the short codes of all that can be read on a day in the libraries of an agency’s areas."""
    rows = PageEdition.objects.filter(partnership__agencies=agency).stood(on)
    live = set(rows.values_list("partnership", "key"))
    codes = _codes(ShortAddress.objects.filter(partnership__agencies=agency))
    return sorted(code for (area, key), code in codes.items() if key == WHOLE or (area, key) in live)


def _codes(rows: QuerySet[ShortAddress]) -> dict[tuple[UUID, str], str]:
    """Return short codes by their area and what they lead to there."""
    return {(one.partnership_id, one.key): one.code for one in rows}
