"""A page of the library as plain text: a few facts in TOML between two lines of ``+++``, then Markdown.

Whoever writes a page writes nothing else; what a page of its kind must hold is checked here, in words.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from commonground.procedures.terms import Kind, Term

FOLDER = Path(__file__).resolve().parents[1] / "contents"
FENCE = "+++"
LONGEST = 200
"""How long a title or a summary may be, in characters."""

ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
"""What an address on the web looks like."""

CHART, CHILDS_DAY = "chart", "childs-day"
"""What a page calls the area's threshold chart where it leads there. No page has this short address."""

REFERENCE = re.compile(r"\[(\d{1,3})\](?!\()")
UNCONFIRMED = "[not confirmed]"
IMAGE = re.compile(r"!\[([^\[\]]*)\]\(image:([a-z0-9-]+)\)")
"""An image of the area: what it shows, in words, and its name."""

NO_IMAGE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(|\]\(image:")
"""What looks like an image, where it is none of the area."""

LINKED_LINE = re.compile(r"\[(?:[\s*_]*!\[\s*decorative\s*\]\(image:([a-z0-9-]+)\))+[\s*_]*\]\(", re.IGNORECASE)
"""A link that has nothing to be read by: all that stands in it only decorates."""

LONGEST_ALT = 300
MOST_IMAGES = 12
"""How many images a page shows at most: more take long to come on a telephone."""


class PageKind(Term):
    """What a page of the library is."""

    PACK = "pack", "Theme overview pack"
    TOOLKIT = "toolkit", "Toolkit"
    PROCEDURE = "procedure", "Procedure"
    GUIDANCE = "guidance", "Guidance"


HEADINGS: dict[PageKind, tuple[str, ...]] = {
    PageKind.PACK: (
        "Why this matters",
        "For managers and safeguarding leads",
        "For senior leaders",
        "For practitioners",
        "Toolkits",
        "Procedures and guidance",
        "Tools",
        "More to read",
        "If you do one thing",
        "Talk about it",
        "In seven minutes",
    ),
    PageKind.TOOLKIT: (
        "What it is for",
        "Who it is for",
        "When a difference touches it",
        "Questions to ask each other",
        "Tools",
        "Traps",
        "What good challenge looks like here",
        "If you disagree about this today",
    ),
}
"""What stands on a page of a kind. A page may hold more; none of these may be missing."""

QUESTIONS = "Questions to ask each other"
FEWEST_QUESTIONS = 6


class PageError(ValueError):
    """A text that is no page of the library, in words."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: the number that the page gives it, what it is called, and its address."""

    number: int
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page: its heading, empty for what stands before the first, and its Markdown."""

    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class PageText:
    """A page as its text says.

    ``original`` is the page of whoever owns the subject (``publisher``), and ``areas`` whom theirs is for: none where
    it is for all of England. ``safety`` says that an area's editor reads it before anybody else does. ``differences``
    are the kinds of difference that it helps with, and ``words`` what people look for it by.
    """

    kind: PageKind
    title: str
    summary: str
    original: str
    publisher: str
    areas: tuple[str, ...]
    safety: bool
    differences: tuple[Kind, ...]
    words: tuple[str, ...]
    sources: tuple[Source, ...]
    sections: tuple[Section, ...]

    @property
    def own_words(self) -> int:
        """How many words the page itself holds, without its sources."""
        return sum(len(re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", one.words)) for one in self.sections)

    def section(self, heading: str) -> Section | None:
        """Return the part with a heading."""
        return next((one for one in self.sections if one.heading == heading), None)


@lru_cache(maxsize=256)
def load(text: str) -> PageText:
    """Return the page that a text holds; raises PageError, in words."""
    page = read(text)
    for problem in problems(page):
        raise PageError(problem)
    return page


@lru_cache(maxsize=256)
def read(text: str) -> PageText:
    """Return what a text says, also where something is missing in it; raises PageError for what is no page at all."""
    facts, body = parted(text)
    try:
        told = tomllib.loads(facts)
        return PageText(
            kind=PageKind(str(told["kind"])),
            title=str(told["title"]).strip(),
            summary=str(told["summary"]).strip(),
            original=str(told.get("original", "")),
            publisher=str(told.get("publisher", "")),
            areas=tuple(map(str, told.get("areas", ()))),
            safety=bool(told.get("safety", False)),
            differences=_in_order(told.get("differences", ())),
            words=tuple(map(str, told.get("words", ()))),
            sources=tuple(_source(one) for one in told.get("sources", ())),
            sections=tuple(sections(body)),
        )
    except tomllib.TOMLDecodeError as error:
        message = f"The facts above the page are not well-formed TOML: {error}."
        raise PageError(message) from error
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = f"This is no page of the library: {error}."
        raise PageError(message) from error


def parted(text: str) -> tuple[str, str]:
    """Return the facts above a page and its Markdown; raises PageError where the two lines of +++ are missing."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != FENCE or FENCE not in [line.strip() for line in lines[1:]]:
        message = "A page begins with its facts between two lines of +++."
        raise PageError(message)
    end = next(number for number, line in enumerate(lines[1:], start=1) if line.strip() == FENCE)
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]).strip("\n") + "\n"


def write(page: PageText) -> str:
    """Return the text of a page: reading it gives the same page, and the same page gives the same text."""
    facts = [
        f"kind = {_said(page.kind.value)}",
        *(f"{name} = {_said(getattr(page, name))}" for name in ("title", "summary", "original", "publisher", "areas")),
        f"safety = {_said(page.safety)}",
        f"differences = {_said([one.value for one in page.differences])}",
        f"words = {_said(page.words)}",
    ]
    for one in page.sources:
        facts += [
            "",
            "[[sources]]",
            *(f"{name} = {_said(getattr(one, name))}" for name in ("number", "title", "address")),
        ]
    return joined("\n".join(facts), written(page.sections))


def _said(value: object) -> str:
    """Return a value as TOML writes it, which for these is as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def joined(facts: str, body: str) -> str:
    """Return the text of a page from its facts and its Markdown."""
    return f"{FENCE}\n{facts.strip(chr(10))}\n{FENCE}\n{body.strip(chr(10))}\n"


def sections(body: str) -> Iterator[Section]:
    """Yield the parts of a page's Markdown by its headings of the second level."""
    heading, lines = "", list[str]()
    for line in body.split("\n"):
        if line.startswith("## "):
            if heading or any(one.strip() for one in lines):
                yield Section(heading, "\n".join(lines).strip("\n"))
            heading, lines = line[3:].strip(), []
        else:
            lines.append(line)
    if heading or any(one.strip() for one in lines):
        yield Section(heading, "\n".join(lines).strip("\n"))


def written(parts: Sequence[Section]) -> str:
    """Return the Markdown of these parts."""
    return "\n\n".join(f"## {one.heading}\n\n{one.words}".strip() if one.heading else one.words for one in parts) + "\n"


def _in_order(told: Iterable[Any]) -> tuple[Kind, ...]:
    """Return these kinds of difference in the order in which people choose among them."""
    named = {Kind(str(one)) for one in told}
    return tuple(one for one in Kind if one in named)


def _source(told: dict[str, Any]) -> Source:
    return Source(int(told["number"]), str(told["title"]), str(told["address"]))


def problems(page: PageText) -> Iterator[str]:
    """Yield what a page of its kind lacks, or what of it cannot stand, in words."""
    for name, words in (("title", page.title), ("summary", page.summary)):
        if not words or len(words) > LONGEST or not words.isprintable():
            yield f"The {name} of a page is a line of words, at most {LONGEST} characters long."
    headings = [one.heading for one in page.sections]
    for heading in HEADINGS.get(page.kind, ()):
        if heading not in headings:
            yield f"The part “{heading}” is missing."
    if twice := next((one for one in headings if headings.count(one) > 1), None):
        yield f"The heading “{twice}” stands there twice."
    if page.kind is PageKind.TOOLKIT and (asked := page.section(QUESTIONS)):
        count = len(re.findall(r"^[-*] ", asked.words, re.MULTILINE))
        if count < FEWEST_QUESTIONS:
            yield f"A toolkit has at least {FEWEST_QUESTIONS} questions to ask each other; here are {count}."
    yield from _problems_of_sources(page)
    yield from _problems_of_images("\n".join(one.words for one in page.sections))


def _problems_of_images(words: str) -> Iterator[str]:
    shown = IMAGE.findall(words)
    if len(shown) > MOST_IMAGES:
        yield f"A page shows {MOST_IMAGES} images at most; here are {len(shown)}."
    for alt, key in shown:
        if not alt.strip():
            yield (
                f"The image “{key}” has no words. Say between its square brackets what it shows, or write “decorative” "
                "there if it shows nothing that matters."
            )
        if len(alt) > LONGEST_ALT:
            yield f"Say in {LONGEST_ALT} characters or fewer what the image “{key}” shows."
    if linked := LINKED_LINE.search(words):
        yield f"The image “{linked.group(1)}” only decorates, so the link on it says nothing. Put words into the link."
    if NO_IMAGE.search(IMAGE.sub("", words)):
        yield (
            "A page shows images of its own area only, by their name, such as ![What it shows](image:our-hub). No "
            "square brackets stand in the words."
        )


def _problems_of_sources(page: PageText) -> Iterator[str]:
    numbers = [one.number for one in page.sources]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "Sources are numbered 1, 2, 3 and so on."
    for one in page.sources:
        if one.address and not ADDRESS.fullmatch(one.address):
            yield f"Source {one.number} needs an address that begins with https://, or none where none is known."
    used = {int(number) for one in page.sections for number in REFERENCE.findall(one.words)}
    if strange := sorted(used - set(numbers)):
        yield f"The page refers to source {strange[0]}, and there is none with that number."
    if idle := sorted(set(numbers) - used):
        yield f"Source {idle[0]} is not used anywhere on the page."


def blank(kind: str, title: str) -> str:
    """Return the text of a new page of a kind: its headings, with nothing under them."""
    what = PageKind(kind)
    parts = tuple(Section(heading, "") for heading in HEADINGS.get(what, ("What it is",)))
    return write(PageText(what, title, "", "", "", (), False, (), (), (), parts))


def shipped() -> dict[str, str]:
    """Return the texts of the pages that come with the product, by key: the name of the file."""
    return {path.stem: write(load(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*/*.md"))}
