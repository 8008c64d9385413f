"""Two texts of one page joined, part by part: what an area wrote stays, and what is new in the shared text comes in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from commonground.library.pages.shape import REFERENCE, PageText, Section, Source, read, write

FACTS = ("title", "summary", "original", "publisher", "areas", "differences", "words")
SAID = 300


@dataclass(frozen=True, slots=True)
class Joined:
    """A joined text; what its editors must look at, in words: one sentence for each that both changed."""

    text: str
    notes: tuple[str, ...]
    headings: tuple[str, ...]

    @property
    def said(self) -> str:
        """What changes, in a line that fits where editors read it."""
        if not self.headings:
            return "The shared page has changed."
        return f"The shared page has changed, and so has yours: {', '.join(self.headings)}."[:SAID]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part as it comes into the joined page, with the sources that its numbers mean."""

    words: str
    sources: Sequence[Source]


def merged(own: str, *, old: str, new: str) -> Joined:
    """Join an area's own text with a new shared one; ``old`` is the shared text that the area's was made from, if any.

    A part that the area left alone comes as it is now. One that it changed or added stays, and is named where the
    shared one changed too, or is gone. The numbers of sources go with the parts: each means what it meant before.
    """
    mine, after = read(own), read(new)
    before = read(old) if old else replace(mine, sections=(), sources=())
    parts, notes = _parts(mine, before, after)
    facts: dict[str, Any] = {}
    for name in FACTS:
        kept = bool(old) and getattr(mine, name) == getattr(before, name)
        facts[name] = getattr(after if kept else mine, name)
        if not kept and getattr(after, name) not in {getattr(before, name), getattr(mine, name)}:
            notes["about the page"] = f"About the page ({name}): yours stays, and the shared one has changed too."
    sections, sources = _numbered(parts)
    joined = replace(
        mine, kind=after.kind, safety=mine.safety or after.safety, sections=sections, sources=sources, **facts
    )
    return Joined(write(joined), tuple(notes.values()), tuple(notes))


def _parts(mine: PageText, before: PageText, after: PageText) -> tuple[dict[str, _Part], dict[str, str]]:
    """Return the parts of the joined page by heading, in their order, and a note on each that both changed."""
    own, old, new = (_meanings(page) for page in (mine, before, after))
    parts: dict[str, _Part] = {}
    notes: dict[str, str] = {}
    for heading, part in new.items():
        if heading in old and heading not in own:
            continue  # the area took it out
        kept = own.get(heading)
        if kept is None or _means(kept) == _means(old.get(heading)):
            parts[heading] = part
            continue
        parts[heading] = kept
        if _means(part) not in {_means(old.get(heading)), _means(kept)}:
            notes[heading or "the beginning"] = (
                f"“{heading or 'The beginning'}”: yours stays, and the shared one has changed too."
            )
    place = list(parts)
    for heading, part in own.items():
        if heading in new or _means(part) == _means(old.get(heading)):
            continue
        if heading in old:
            notes[heading] = f"“{heading}”: yours stays, and the shared page has no such part any more."
        earlier = list(own)[: list(own).index(heading)]
        place.insert(max((place.index(one) + 1 for one in earlier if one in place), default=0), heading)
        parts[heading] = part
    if "" in place:  # what stands before the first heading stays there
        place.insert(0, place.pop(place.index("")))
    return {heading: parts[heading] for heading in place}, notes


def _meanings(page: PageText) -> dict[str, _Part]:
    return {one.heading: _Part(one.words, page.sources) for one in page.sections}


def _means(part: _Part | None) -> str:
    """Return what a part says, with each number as the source that it means: numbers may differ between two texts."""
    if part is None:
        return ""
    named = {one.number: f"[{one.title}|{one.address}]" for one in part.sources}
    return REFERENCE.sub(lambda found: named.get(int(found[1]), found[0]), part.words)


def _numbered(parts: Mapping[str, _Part]) -> tuple[tuple[Section, ...], tuple[Source, ...]]:
    """Return the parts and their sources, numbered anew in the order in which the parts use them."""
    numbers: dict[tuple[str, str], int] = {}

    def anew(found: re.Match[str], sources: Sequence[Source]) -> str:
        source = next((one for one in sources if one.number == int(found[1])), None)
        if source is None:
            return found[0]
        number = numbers.setdefault((source.title, source.address), len(numbers) + 1)
        return f"[{number}]"

    def each() -> Iterator[Section]:
        for heading, part in parts.items():
            yield Section(heading, REFERENCE.sub(lambda found, part=part: anew(found, part.sources), part.words))  # type: ignore[misc]

    sections = tuple(each())
    return sections, tuple(Source(number, *named) for named, number in numbers.items())
