"""The Markdown of a page, drawn: a safe subset, in the classes of the design system.

HTML that somebody writes is shown as the letters that it is. An address leads to the web, or to another page of the
library (``library:key``); anything else stays plain words. An image is one of the area's own (``image:key``). A number
in brackets leads to its source, and what nobody has confirmed carries its mark.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from commonground.library.pages.shape import REFERENCE, UNCONFIRMED, PageText

CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet govuk-list--spaced",
    "ordered_list_open": "govuk-list govuk-list--number govuk-list--spaced",
    "link_open": "govuk-link",
    "blockquote_open": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--visible govuk-section-break--m",
}
HEADINGS = {"h2": "govuk-heading-m", "h3": "govuk-heading-s"}
WITHIN = "library:"
IMAGE = "image:"
DECORATES = "decorative"
"""What stands as the words of an image that only decorates."""

NAMED = re.compile(rf"({WITHIN}|{IMAGE})([a-z0-9-]+)")
"""What words may lead to or show: what a link or an image of a part can name, and at times a little more."""

WITHIN_A_LINK, SHOWS = "within a link", "shows"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as a page shows it: its address, its size in pixels, and what is said ``instead`` where it is hidden."""

    address: str
    width: int
    height: int
    instead: str = ""


Leads = Callable[[str], str | None]
"""Gives the address of another page of the library by its key; None where there is none."""

NO_PICTURES: Mapping[str, Picture] = {}


class Parser(MarkdownIt):
    """CommonMark without HTML and code. Links lead to the web or to another page; images are the area's own."""

    def __init__(self) -> None:
        """Switch off what a page does not need."""
        super().__init__("commonmark", {"html": False})
        self.disable(["html_block", "html_inline", "code", "fence", "autolink", "reference"])

    def validateLink(self, url: str) -> bool:  # noqa: N802 - as it is called there
        """Say whether an address may stand in a page."""
        return bool(re.fullmatch(r"((?i:https?)://[^\s]+|(library|image):[a-z0-9-]+)", url.strip()))


PARSER = Parser()
MARKS = re.compile(rf"{REFERENCE.pattern}|{re.escape(UNCONFIRMED)}")


def drawn(words: str, leads: Leads, pictures: Mapping[str, Picture] = NO_PICTURES) -> SafeString:
    """Return Markdown as HTML. A link to a page, or an image, that is not there is drawn as its words."""
    named = NAMED.findall(words)
    to = frozenset((key, leads(key)) for scheme, key in named if scheme == WITHIN)
    shows = frozenset((key, pictures[key]) for scheme, key in named if scheme == IMAGE and key in pictures)
    return _drawn(words, to, shows)


@lru_cache(maxsize=2048)
def _drawn(words: str, to: frozenset[tuple[str, str | None]], shows: frozenset[tuple[str, Picture]]) -> SafeString:
    """Return a part as HTML. It is the same wherever it stands: in the next edition, and in another area's library."""
    tokens = PARSER.parse(words)
    _dress(tokens, dict(to).get, dict(shows))
    return mark_safe(RENDERER.render(tokens, PARSER.options, {}))  # noqa: S308 - the renderer escapes every text


def _dress(tokens: Sequence[Token], leads: Leads, pictures: Mapping[str, Picture]) -> None:
    """Give each element its class, and each link within the library its address."""
    closing: list[bool] = []
    for token in tokens:
        if token.type == "heading_open":
            token.tag = "h2" if token.tag in {"h1", "h2"} else "h3"
            token.attrSet("class", HEADINGS[token.tag])
        elif token.type == "heading_close":
            token.tag = "h2" if token.tag in {"h1", "h2"} else "h3"
        elif token.type == "link_open":
            closing.append(_lead(token, leads))
        elif token.type == "link_close":
            token.hidden = closing.pop()
        elif token.type == "image":
            token.meta[SHOWS] = pictures.get(image_key(str(token.attrGet("src"))))
        elif closing and token.type == "text":
            token.meta[WITHIN_A_LINK] = True
        elif token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        if token.children and token.type != "image":
            _dress(token.children, leads, pictures)


def _lead(token: Token, leads: Leads) -> bool:
    """Give a link its class and address; return whether it leads nowhere, and so is drawn as its words."""
    address = str(token.attrGet("href"))
    if address.startswith(IMAGE):  # an image is shown, and led to by nothing
        token.hidden = True
    elif address.startswith(WITHIN):
        found = leads(address.removeprefix(WITHIN))
        token.hidden = found is None
        token.attrSet("href", found or "")
    else:
        token.attrSet("rel", "noreferrer")
    token.attrSet("class", CLASSES["link_open"])
    return token.hidden


class Renderer(RendererHTML):
    """Draws as CommonMark does, but that a text's marks are drawn and a hidden link is not."""

    def text(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: Any) -> str:  # noqa: ANN401 - theirs
        """Draw a text: escaped, with its marks."""
        words, html, at = tokens[idx].content, "", 0
        if WITHIN_A_LINK in tokens[idx].meta:
            return format_html("{}", words)
        for found in MARKS.finditer(words):
            html += format_html("{}", words[at : found.start()]) + _mark(found.group(1))
            at = found.end()
        return html + format_html("{}", words[at:])

    def image(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: Any) -> str:  # noqa: ANN401
        """Draw an image, or its words where it is not there."""
        token = tokens[idx]
        shows, words = token.meta.get(SHOWS), said_of(token.content)
        if shows is None or not token.content.strip():  # what says nothing shows nothing
            return format_html("{}", words)
        if shows.instead:
            return format_html('<span class="cg-quiet">{}</span>', f"{words} {shows.instead}".strip())
        return format_html(
            '<img class="cg-image" src="{}" alt="{}" width="{}" height="{}">',
            shows.address, words, shows.width, shows.height,
        )  # fmt: skip

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        """Draw where a link begins, unless it leads nowhere."""
        return "" if tokens[idx].hidden else self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        """Draw where a link ends, unless it leads nowhere."""
        return "" if tokens[idx].hidden else self.renderToken(tokens, idx, options, env)


RENDERER = Renderer()


def image_key(address: str) -> str:
    """Return the key of the image that an address names; empty where it names none."""
    return address.removeprefix(IMAGE) if address.startswith(IMAGE) else ""


def images_in(words: str) -> list[str]:
    """Return the addresses of the images that Markdown draws, in their order."""
    runs = [one for line in PARSER.parse(words) for one in line.children or ()]
    return [str(one.attrGet("src")) for one in runs if one.type == "image"]


def said_of(words: str) -> str:
    """Return what is said of an image by what stands between its brackets; nothing where it only decorates."""
    words = " ".join(words.split())
    return "" if words.casefold() == DECORATES else words


def _mark(number: str | None) -> SafeString:
    if number is None:
        return format_html('<strong class="govuk-tag govuk-tag--yellow">{}</strong>', "Not confirmed")
    return format_html(
        '<a class="govuk-link cg-source" href="#source-{}" aria-label="Source {}">[{}]</a>', number, number, number
    )


@lru_cache(maxsize=512)
def plain(words: str) -> str:
    """Return Markdown as plain words: for search, for counting and for a preview in a list."""
    lines = [token.children for token in PARSER.parse(words) if token.children]
    return MARKS.sub("", "\n".join("".join(_words(one) for one in line) for line in lines))


def _words(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "image":
        return said_of(token.content)
    return token.content if token.type == "text" else ""


def parts(page: PageText, leads: Leads, pictures: Mapping[str, Picture] = NO_PICTURES) -> list[dict[str, Any]]:
    """Return a page's parts as its template draws them, each with a name that links lead to."""
    return [
        {"heading": one.heading, "id": f"part-{number}", "html": drawn(one.words, leads, pictures)}
        for number, one in enumerate(page.sections, start=1)
    ]
