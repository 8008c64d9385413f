"""The lines in which something stands that was looked for, with the words of it marked."""

import re
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from commonground.library.finding.asking import OTHER, Sought

AROUND = 110
"""So many letters are shown before and after what was found."""
SHORT = 4
"""Of longer words the ending may be another."""


def said_by(things: Sequence[Sought]) -> re.Pattern[str] | None:
    """Return how lines that say one of these things are found, all in small letters; None of nothing."""
    ways = {_small(way.words) for one in things for way in one.ways if way.counts >= OTHER}
    forms = [_form(words) for words in sorted(ways, key=len, reverse=True) if re.search(r"\w", words)]
    return re.compile("|".join(forms)) if forms else None


def excerpt(said: str, pattern: re.Pattern[str] | None) -> SafeString:
    """Return the first lines in which a pattern is found, escaped, with its words marked; nothing where it is not."""
    small = _small(said)
    first = pattern.search(small) if pattern else None
    if pattern is None or first is None:
        return SafeString()
    start = said.rfind(" ", 0, max(0, first.start() - AROUND)) + 1
    end = said.find(" ", first.end() + AROUND)
    part = slice(start, end if end > 0 else len(said))
    lines, html, at = said[part], list[tuple[str, str]](), 0
    for found in pattern.finditer(small[part]):
        html.append((lines[at : found.start()], lines[found.start() : found.end()]))
        at = found.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", html), lines[at:])


def _small(text: str) -> str:
    """Return a text in small letters, each in its place: the Turkish İ alone would become two."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(letter.lower()[0] for letter in text)


def _form(words: str) -> str:
    """Return how a way to say something is found, whatever its words end in.

    That no letter stands before it is asked after its first: a search runs along a page for a first letter alone.
    """
    each = (rf"{_stem(one)}\w*" if len(one) > SHORT else rf"{one}\b" for one in re.findall(r"\w+", words))
    form = r"\W+".join(each)
    return rf"{form[0]}(?<!\w{form[0]}){form[1:]}"


def _stem(word: str) -> str:
    return re.sub(r"(?:ies|ing|ed|es|s|y|e)$", "", word)
