"""The adults whom the tool "Who is in this child's life" asks about, by role, as they come with the product."""

import tomllib
from dataclasses import dataclass
from functools import cache

from commonground.library.pages.shape import FOLDER

FILE = FOLDER / "adults.toml"


@dataclass(frozen=True, slots=True)
class Adult:
    """One part that an adult can play in a child's life, and what a side can ask itself about them."""

    name: str
    asks: tuple[str, ...] = ()


@cache
def roles() -> tuple[Adult, ...]:
    """Return the roles, in order."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Adult(one["name"], tuple(one["asks"])) for one in told["roles"])
