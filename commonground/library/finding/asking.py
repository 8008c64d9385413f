"""What somebody looks for, taken apart: its words, what else the field says for each, and which are unclear.

Synonyms are data: the glossary's other words, and ``contents/synonyms.toml`` for the rest.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from commonground.library.glossary.terms import Word, glossary
from commonground.library.pages.shape import FOLDER

FILE = FOLDER / "synonyms.toml"
MOST_TERMS = 12
"""So many words of a question are looked for; what is longer says nothing new."""
LONGEST_FORM = 6
"""No other word for something is of more words."""

OWN, OTHER, PART = 1.0, 0.6, 0.35
"""How much it counts that a page says a word itself, another word for it, or a part of it."""

DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """What stands beside the pages and is looked for with them, and its address by name."""

    key: str
    route: str
    of_area: bool
    title: str
    summary: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One way to say what is looked for, and how much it counts that a page says it so."""

    words: str
    counts: float


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that is looked for: as it was written, every way to say it, and the word of the glossary that it is."""

    written: str
    ways: tuple[Said, ...]
    meaning: Word | None = None


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What people write, read once: forms by their folded words, and the data that says which are ordinary."""

    ordinary: frozenset[str]
    asking: frozenset[str]
    forms: dict[str, tuple[str, ...]]
    words: dict[str, Word]
    places: tuple[Place, ...]


@cache
def synonyms() -> Synonyms:
    """Return what the field calls things, by any of the names."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    forms: dict[str, tuple[str, ...]] = {}
    words: dict[str, Word] = {}
    for word in glossary():
        everything = (*word.forms, *(re.split(r", or ", word.long) if word.unclear else ()))
        _put(forms, everything)
        for form in word.forms:
            words.setdefault(folded(form), word)
    for some in told["same"]:
        _put(forms, some)
    places = tuple(Place(**{**one, "words": tuple(one["words"])}) for one in told["places"])
    asking = frozenset(map(folded, told["asking"]))
    return Synonyms(frozenset(map(folded, told["ordinary"])), asking, forms, words, places)


def _put(forms: dict[str, tuple[str, ...]], some: Iterable[str]) -> None:
    """Join these ways to say something with what is known of each."""
    for form in some:
        others = [one for one in some if one != form]
        forms[folded(form)] = tuple(dict.fromkeys((*forms.get(folded(form), ()), *others)))


def tokens(text: str) -> list[str]:
    """Return the words of a text as they are written; initials with dots become initials without."""
    return WORD.findall(DOTTED.sub(lambda found: found.group().replace(".", ""), text).replace("’", "'"))


def folded(text: str) -> str:
    """Return words as they are compared: small, without what one of them owns, and one child as many."""
    return " ".join(_one(word) for word in tokens(text.replace("&", " and ")))


def _one(word: str) -> str:
    small = word.lower().removesuffix("'s").replace("-", " ")
    if len(small) > 4 and small.endswith("ies"):  # noqa: PLR2004 - "ties" is no plural of "ty"
        return f"{small[:-3]}y"
    return small[:-1] if len(small) > 3 and small.endswith("s") and not small.endswith("ss") else small  # noqa: PLR2004


def sought(text: str) -> tuple[Sought, ...]:
    """Return what a text asks for, each thing with every way to say it; longer names before the words in them."""
    known, each = synonyms(), _parted(text)
    whole = len(each)
    found = [
        one for one in _names(each, known) if whole == 1 or folded(one) not in known.asking
    ] or list(each)  # fmt: skip
    return tuple(_sought(one, known, alone=len(found) == 1) for one in found[:MOST_TERMS])


def _parted(text: str) -> list[str]:
    return [part for word in tokens(text) for part in word.split("-")]


def _names(each: list[str], known: Synonyms) -> Iterator[str]:
    """Yield the words of a question, those together that are one name."""
    at = 0
    while at < len(each):
        size = next((
            size for size in range(min(LONGEST_FORM, len(each) - at), 1, -1)
            if folded(" ".join(each[at : at + size])) in known.forms
        ), 1)  # fmt: skip
        yield " ".join(each[at : at + size])
        at += size


def _sought(written: str, known: Synonyms, *, alone: bool) -> Sought:
    form = folded(written)
    if form in known.ordinary and not alone and not written.isupper():
        return Sought(written, (Said(written, OWN),))
    others = known.forms.get(form, ())
    parts = written.split() if " " in written else []
    ways = {written: OWN} | dict.fromkeys(parts, PART) | dict.fromkeys(others, OTHER)
    ways[written] = OWN
    return Sought(written, tuple(Said(words, counts) for words, counts in ways.items()), known.words.get(form))


def meanings(things: Sequence[Sought]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return the words of the glossary that are looked for: what is all of it, and what stands in it."""
    found = tuple(dict.fromkeys(one.meaning for one in things if one.meaning))
    return (found, ()) if len(things) == 1 else ((), found)


def arrays(things: Iterable[Sought]) -> tuple[list[int], list[str], list[float]]:
    """Return what is looked for as PostgreSQL takes it: of each way the number of its thing, its words, its weight."""
    rows = [(number, way.words, way.counts) for number, one in enumerate(things) for way in one.ways]
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
