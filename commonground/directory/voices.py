"""What leaders say to whoever is worried, as pages of lower floors show it: a floor above registers what finds it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commonground.directory.queries import Actor


@dataclass(frozen=True, slots=True)
class Voice:
    """A leader’s own words, what they promise, and who they are."""

    words: str
    promise: str
    who: str
    agency: str


FINDS: list[Callable[[Actor, date], Voice | None]] = []
"""What finds the one that somebody reads on the start page, on a day."""

FINDS_OF: list[Callable[[UUID, date], Voice | None]] = []
"""What finds that of an agency."""


def voice(actor: Actor, on: date) -> Voice | None:
    """Return what a leader says to whoever looks, on a day; None where nobody says anything."""
    return next((found for finds in FINDS if (found := finds(actor, on))), None)


def voice_of(agency: UUID, on: date) -> Voice | None:
    """Return what a leader of an agency says on a day; None where nobody does."""
    return next((found for finds in FINDS_OF if (found := finds(agency, on))), None)
