"""An injury, step by step, as it comes with the product; and what an area's own approved page says of a step."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from commonground.library.pages.drawing import plain
from commonground.library.pages.queries import page_on
from commonground.library.pages.shape import FOLDER

FILE = FOLDER / "injury.toml"


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step: its short name and title, what it says, and which parts of the toolkit's page say more of it.

    ``safety``: it is shown only where that page was approved.
    """

    key: str
    name: str
    title: str
    says: tuple[str, ...]
    parts: tuple[str, ...] = ()
    safety: bool = False


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What an area's page of the toolkit says of a step, line by line; ``edition`` is 0 where none is approved."""

    edition: int
    lines: tuple[str, ...] = ()


@cache
def toolkit() -> str:
    """Return the key of the toolkit whose page has to be approved."""
    return str(tomllib.loads(FILE.read_text(encoding="utf-8"))["toolkit"])


@cache
def path() -> tuple[PathStep, ...]:
    """Return the steps, in order."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["steps"]
    return tuple(PathStep(**{**one, "says": tuple(one["says"]), "parts": tuple(one.get("parts", ()))}) for one in told)


def own_words(area: UUID, step: PathStep, on: date) -> OwnWords:
    """Return what an area's page of the toolkit says of a step on a day, in one query."""
    row = page_on(area, toolkit(), on)
    if row is None:
        return OwnWords(0)
    parts = (one.words for one in row.page.sections if one.heading in step.parts)
    return OwnWords(row.number, tuple(line for words in parts for line in plain(words).split("\n") if line))
