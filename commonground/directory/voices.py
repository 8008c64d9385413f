"""What a leader says to whoever is worried, as the start page shows it: a floor above registers what finds it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from commonground.directory.queries import Actor


@dataclass(frozen=True, slots=True)
class Voice:
    """A leader’s own words, what they promise, and who they are."""

    words: str
    promise: str
    who: str
    agency: str


FINDS: list[Callable[[Actor, date], Voice | None]] = []


def voice(actor: Actor, on: date) -> Voice | None:
    """Return what a leader says to whoever looks, on a day; None where nobody says anything."""
    return next((found for finds in FINDS if (found := finds(actor, on))), None)
