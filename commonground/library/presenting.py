"""A chart as its pages draw it: all of it, or what somebody looks for. Nothing is counted but what a search found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from commonground.library.pages.queries import Change, changed_lines
from commonground.library.shape import NEXT_STEPS, STRENGTHS, Box, Chart

APOSTROPHES = re.compile("['’]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for on a chart: words, levels and columns. Where nothing of a kind is said it is all."""

    words: str = ""
    levels: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def patterns(self) -> list[str]:
        """The words, each as a pattern that finds it in capitals or not, and with either apostrophe."""
        return [APOSTROPHES.sub("['’]", re.escape(one)) for one in dict.fromkeys(self.words.split())]

    def found_in(self, phrase: str) -> bool:
        """Say whether all of the words stand in a phrase, in any order."""
        return all(re.search(one, phrase, re.IGNORECASE) for one in self.patterns)


ALL = Asked()


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a chart is shown: its columns and levels, how many phrases a search found, and where it was read."""

    columns: list[dict[str, Any]]
    levels: list[dict[str, Any]]
    found: int
    sources: list[str]


def shown(chart: Chart, asked: Asked = ALL) -> Shown:
    """Return a chart as it is drawn: the levels and columns asked for, with the phrases that hold the words."""
    sources = list(dict.fromkeys(one for _, _, box in chart.boxes() for one in box.sources))
    columns = [key for key in chart.columns if not asked.columns or key in asked.columns]
    levels: list[dict[str, Any]] = [
        {
            "number": level.number,
            "name": level.name,
            "means": level.means,
            "boxes": [_box(column, chart.columns[column], level.boxes[column], asked, sources) for column in columns],
        }
        for level in chart.levels
        if not asked.levels or level.number in asked.levels
    ]
    heads = [{"name": chart.columns[key], "asks": key != NEXT_STEPS} for key in columns]
    return Shown(heads, levels, sum(len(box["phrases"]) for level in levels for box in level["boxes"]), sources)


def _box(column: str, name: str, box: Box, asked: Asked, sources: list[str]) -> dict[str, Any]:
    all_doubtful = bool(box.phrases) and box.unconfirmed == frozenset(box.phrases)
    return {
        "name": name,
        "asks": column != NEXT_STEPS,
        "note": box.note,
        "whole": box.whole,
        "confirmed": box.confirmed,
        "doubtful": not box.confirmed and (all_doubtful or not box.unconfirmed),
        "empty": not box.phrases,
        "sources": [sources.index(one) + 1 for one in box.sources],
        "phrases": [
            {"pieces": list(_pieces(one, asked)), "unconfirmed": one in box.unconfirmed and not all_doubtful}
            for one in box.phrases
            if asked.found_in(one)
        ],
    }


def _pieces(phrase: str, asked: Asked) -> Iterator[tuple[str, bool]]:
    """Yield a phrase in pieces, and of each whether it is what was looked for."""
    patterns = sorted(asked.patterns, key=len, reverse=True)
    if not patterns:
        yield phrase, False
        return
    for number, piece in enumerate(re.split(f"({'|'.join(patterns)})", phrase, flags=re.IGNORECASE)):
        if piece:
            yield piece, number % 2 == 1


def side_by_side(chart: Chart) -> list[tuple[int, int]]:
    """Return the levels that stand next to each other, in pairs: it is between those that people differ most."""
    numbers = [level.number for level in chart.levels]
    return list(pairwise(numbers))


def lists_strengths(chart: Chart) -> bool:
    """Say whether a chart has a column of what goes well."""
    return STRENGTHS in chart.columns


def amended(before: Chart, after: Chart) -> list[Change]:
    """Return how all that two editions of a chart say differs, part by part; what says the same is left out."""
    first, second = _parts(before), _parts(after)
    found = []
    for place in dict.fromkeys((*second, *first)):
        heading, new = second.get(place, ("", []))
        name, old = first.get(place, ("", []))
        gone, came = changed_lines(old, new)
        if gone or came:
            found.append(Change(heading or name, tuple(map("".join, gone)), tuple(map("".join, came))))
    return found


Line = tuple[str, ...]
"""A line of a chart in pieces: compared piece by piece, for two that differ may read the same once they are joined."""


def _parts(chart: Chart) -> dict[tuple[int, str], tuple[str, list[Line]]]:
    """Return all that a chart says: what stands beside its levels, each level, each box, by what it is called."""
    about = [
        ("Called: ", chart.title),
        ("Whose it is: ", chart.owner),
        *(("Its area: ", area) for area in chart.areas),
        *(("It applies ", words) for words in (chart.applies_to,) if words),
        *(("The published chart: ", address) for address in (chart.original,) if address),
        *(("Its owner’s page for families: ", address) for address in (chart.for_families,) if address),
        *(("Its part “", column, "”: ", name) for column, name in chart.columns.items()),
    ]
    never: list[Line] = [
        (one.what, ": ", one.rule, " Read at " if one.source else "", one.source) for one in chart.always
    ]
    found: dict[tuple[int, str], tuple[str, list[Line]]] = {
        (0, "about"): ("About the chart", about),
        (0, "never"): ("What never waits for a chart", never),
        (0, "guide"): ("How to read it", [(one,) for one in chart.guide]),
    }
    for level in chart.levels:
        plain = (("To families: ", one) for one in level.plain)
        said: list[Line] = [("Called: ", level.name), ("It means: ", level.means), *plain]
        found[level.number, ""] = (f"Level {level.number}", said)
        for column, name in chart.columns.items():
            found[level.number, column] = (f"Level {level.number}, {name}", _lines(level.boxes[column]))
    return found


def _lines(box: Box) -> list[Line]:
    """Return what a box says, line by line; a phrase that is not confirmed says so, so that its badge shows."""
    return [
        *((one, " (not confirmed)" if one in box.unconfirmed else "") for one in box.phrases),
        ("Compared with the published chart" if box.whole else "Not compared with the published chart",),
        *(("Note: ", words) for words in (box.note,) if words),
        *(("Read at ", address) for address in box.sources),
    ]
