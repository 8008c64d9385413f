"""The rules of a return: what must stand in it before it is submitted, and who says what next."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from commonground.assurance.themes import Theme
from commonground.procedures.terms import Term

FIGURES = (0, 1, 2, 3)
MOST = FIGURES[-1]
LATEST = timedelta(days=366)
"""How far ahead the last day of a return is at most."""


class Now(Term):
    """How the return of one agency stands."""

    NOT_BEGUN = "not_begun", "Not begun"
    BEGUN = "begun", "Being filled in"
    SUBMITTED = "submitted", "Submitted, waits for an officer"
    ASKED = "asked", "Asked about, with the agency again"
    AGREED = "agreed", "Agreed"


OPEN = frozenset({Now.NOT_BEGUN, Now.BEGUN, Now.ASKED})
"""How it stands while the agency fills it in."""


def complete(said: Mapping[str, Any] | None) -> bool:
    """Say whether what an agency said by one standard can be submitted."""
    if not said or said.get("figure") is None or not said.get("evidence"):
        return False
    return said["figure"] == MOST or all(said.get(one) for one in ("improvement", "owner", "by_when"))


def version_of(answers: Mapping[str, Any], key: str) -> int:
    """Return how often what is said by one standard was saved: two leads at two standards do not meet."""
    return int(answers.get(key, {}).get("version", 0))


def lacking(themes: Sequence[Theme], answers: Mapping[str, Any]) -> list[Theme]:
    """Return the standards of which something is missing still."""
    return [one for one in themes if not complete(answers.get(one.key))]


def asking_refusal(deadline: date, today: date, title: str, themes: int) -> str:
    """Return why returns cannot be asked for like that, in a sentence; nothing where they can."""
    if not title.strip():
        return "Give the return a name, such as: Returns of 2026."
    if deadline <= today:
        return "Choose a day that is still to come."
    if deadline - today > LATEST:
        return "A year is the longest."
    return "" if themes else "Choose at least one standard."
