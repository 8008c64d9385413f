"""Misspellings helped: which word of the library somebody meant.

Nothing is put right that the library says somewhere, and nothing so short that it may well be other initials.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from commonground.library.finding.asking import synonyms, tokens
from commonground.library.glossary.terms import glossary
from commonground.library.pages.finding import all_said
from commonground.library.pages.shape import read, shipped

SHORTEST = 4
"""Words of fewer letters are left as they are."""
MANY, LONG = 6, 9
"""From so many letters on two may be wrong, and three; of shorter words one."""


@cache
def vocabulary() -> dict[str, int]:
    """Return every word that comes with the product, small, and how often it stands there: names count for more."""
    found = Counter[str]()
    for text in shipped().values():
        page = read(text)
        found.update(_words(all_said(page)))
        _name(found, (page.title, page.summary, *page.words))
    for word in glossary():
        _name(found, word.forms)
        found.update(_words(word.means))
    _name(found, (form for forms in synonyms().forms.values() for form in forms))
    return dict(found)


def _name(found: Counter[str], names: Iterable[str]) -> None:
    for word in _words(" ".join(names)):
        found[word] += 20


def _words(text: str) -> list[str]:
    return [part for word in tokens(text) for part in word.lower().removesuffix("'s").split("-")]


def corrected(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a text with words that were misspelt put right, each as a whole."""
    for wrong, right in pairs:
        text = re.sub(rf"\b{re.escape(wrong)}\b", right, text)
    return text


def put_right(word: str, *, more: Iterable[str] = ()) -> str | None:
    """Return the word of the library that a misspelt one most probably is; None where it is known, or nothing is near.

    ``more`` are words that an area's own pages say.
    """
    small, known = word.lower(), vocabulary()
    others = set(more) - known.keys()
    if len(small) < SHORTEST or small in known or small in others or any(letter.isdigit() for letter in small):
        return None
    allowed = 1 if len(small) < MANY else 2 if len(small) < LONG else 3
    choices = [one for one in (*known, *others) if len(one) >= SHORTEST]
    near = process.extract(small, choices, scorer=OSA.distance, score_cutoff=allowed, limit=20)
    if not near:
        return None

    def better(one: tuple[str, float, int]) -> tuple[float, int, str]:
        name, distance, _ = one
        begins = 0 if name[0] == small[0] else 0.5
        return (distance + begins, -known.get(name, 1), name)

    return min(near, key=better)[0]
