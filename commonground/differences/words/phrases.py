"""Phrases that help, from curious to firm: two for each kind of difference and each of four steps.

They are data (``phrases.toml``) and read once. A kind, a step or a phrase that is missing stops the build.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from commonground.procedures.subjects import reads
from commonground.procedures.terms import Kind, Subject, Term

EACH = 2
"""So many phrases each step of each kind has."""


class Firmness(Term):
    """How firmly something is said: one may begin anywhere, and need not climb."""

    ASK = "ask", "Curious: ask what they see"
    SAY = "say", "Open: say what worries you"
    DIFFER = "differ", "Clear: say where you differ, and what you ask"
    INSIST = "insist", "Firm: say what has to happen, and by when"


@dataclass(frozen=True, slots=True)
class Degree:
    """One step with its phrases, as a page draws it."""

    label: str
    phrases: tuple[str, ...]


Phrases = Mapping[Kind, Mapping[Firmness, tuple[str, ...]]]


def read(text: str) -> Phrases:
    """Return the phrases of this TOML text; raises ValueError with everything that is missing or too much."""
    plain = tomllib.loads(text)
    wrong = [*_unknown(plain), *(f"{kind.value}: is not there" for kind in Kind if kind not in plain)]
    for kind in (kind for kind in Kind if kind in plain):
        wrong += [f"{kind.value}.{one}" for one in _unfit(plain[kind])]
    said = [phrase for table in plain.values() for phrases in table.values() for phrase in phrases]
    wrong += [f"said twice: {phrase}" for phrase in dict.fromkeys(said) if said.count(phrase) > 1]
    if wrong:
        raise ValueError("; ".join(wrong))
    return {kind: {step: tuple(plain[kind][step]) for step in Firmness} for kind in Kind}


def _unknown(plain: Mapping[str, Any]) -> list[str]:
    return [f"{name}: is no kind of difference" for name in plain if name not in set(Kind)]


def _unfit(table: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the steps of one kind."""
    wrong = [f"{name}: is no step" for name in table if name not in set(Firmness)]
    for step in Firmness:
        phrases = [one for one in table.get(step, ()) if one.strip()]
        if len(phrases) != EACH:
            wrong.append(f"{step.value}: has {len(phrases)} phrases, not {EACH}")
    return wrong


@cache
def phrases() -> Phrases:
    """Return the phrases that are shipped."""
    return read(resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))


def words_that_help(kind: str, subject: Subject = Subject.CHILD) -> tuple[Degree, ...]:
    """Return the four steps for a kind of difference, as they read of what it is about; none before a kind is known."""
    found = next((one for one in Kind if one == kind), None)
    if found is None:
        return ()
    return tuple(
        Degree(step.label, tuple(reads(subject, phrase) for phrase in said)) for step, said in phrases()[found].items()
    )


phrases()
