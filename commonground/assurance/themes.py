"""The themes of assurance: what staff are asked, and the standard by which an agency says the same of itself.

They stand in themes.toml. A round and a return keep the words that they asked with, so that a change of the file
changes nothing that was asked before.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from commonground.procedures.terms import Term

FILE = Path(__file__).with_name("themes.toml")


class Said(Term):
    """What staff can answer to any question."""

    YES = "yes", "Yes"
    PARTLY = "partly", "In part"
    NO = "no", "No"
    UNKNOWN = "unknown", "I do not know, or it has not come up"


LEFT_OUT = ""
"""What is kept for a question that somebody left out."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: the question, the standard, and what the figures from 0 to 3 mean."""

    key: str
    name: str
    about: str
    ask: str
    standard: str
    levels: tuple[str, ...]

    def kept(self) -> dict[str, Any]:
        """Return it as a round or a return keeps it."""
        return asdict(self) | {"levels": list(self.levels)}


@cache
def themes() -> tuple[Theme, ...]:
    """Return all themes as they are today, in their order."""
    return as_kept(tomllib.loads(FILE.read_text(encoding="utf-8"))["theme"])


def as_kept(rows: Iterable[dict[str, Any]]) -> tuple[Theme, ...]:
    """Return themes as they were kept."""
    return tuple(Theme(**row | {"levels": tuple(row["levels"])}) for row in rows)


def chosen(keys: Iterable[str]) -> list[dict[str, Any]]:
    """Return the themes with these keys as they are kept, in the order of the file."""
    wanted = set(keys)
    return [one.kept() for one in themes() if one.key in wanted]
