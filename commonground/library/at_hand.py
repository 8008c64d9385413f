"""What of the library helps at the point of need: two or three things for each kind of difference and each step."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from commonground.library.finding.asking import synonyms
from commonground.library.pages.shape import FOLDER, read, shipped

FILE = FOLDER / "at_hand.toml"


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing to read: what it is called, and the address by which an area's own is read."""

    key: str
    title: str
    route: str
    of_area: bool = True

    def href(self, area: str) -> str:
        """Return its address in an area."""
        if self.route == "library:page":
            return reverse(self.route, args=[slugify(area), self.key])
        return reverse(self.route, args=[slugify(area)] if self.of_area else [])


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class AsTool:
    """What toolkits are inside a difference: a page of it, which some kinds of difference call for.

    ``key`` is the name of that page's address too. ``about_child``: there is one only where the difference is about a
    child.
    """

    key: str
    title: str
    summary: str
    toolkits: tuple[str, ...]
    kinds: frozenset[str]
    about_child: bool


@cache
def tools() -> Mapping[str, AsTool]:
    """Return what toolkits are inside a difference, by key."""
    return {
        key: AsTool(
            key, one["title"], one["summary"], tuple(one["toolkits"]), frozenset(one["kinds"]), one["about_child"]
        ) for key, one in _told()["tools"].items()
    }  # fmt: skip


def tools_of(toolkit: str) -> tuple[AsTool, ...]:
    """Return what a toolkit is inside a difference."""
    return tuple(one for one in tools().values() if toolkit in one.toolkits)


@cache
def at_hand() -> Mapping[str, tuple[Offered, ...]]:
    """Return what to read, by kind of difference and by step."""
    told = _told()
    places = {one.key: Offered(one.key, one.title, one.route, one.of_area) for one in synonyms().places}
    pages = {key: Offered(key, read(text).title, "library:page") for key, text in shipped().items()}
    things = places | pages
    steps = {step: some["read"] for some in told["steps"] for step in some["of"]}
    return {name: tuple(things[key] for key in keys) for name, keys in (steps | told["kinds"]).items()}


@lru_cache(maxsize=512)
def to_read(of: str, area: str) -> tuple[tuple[str, str], ...]:
    """Return what to read about a kind of difference or a step in an area: what each is called, and its address."""
    return tuple((one.title.format(area=area), one.href(area)) for one in at_hand().get(of, ()))
