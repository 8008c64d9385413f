"""The kinds of entry. Apps register theirs when they start; a kind no longer written stays readable."""

from dataclasses import dataclass
from typing import Literal

Words = Literal["", "hidden", "shown"]
"""What an entry says of the words of another, which its facts name as ``entry``: hidden from now on, or shown again."""

KINDS: dict[str, "Kind"] = {}


class UnknownKindError(ValueError):
    """An entry was to be written of a kind that nobody registered, or that is retired."""


@dataclass(frozen=True)
class Kind:
    """One kind of entry: ``subject.happened``, and what it means in a sentence."""

    name: str
    sentence: str
    retired: bool = False
    words: Words = ""


def register(name: str, *, sentence: str, retired: bool = False, words: Words = "") -> Kind:
    """Make a kind known; the same again is fine. Raises ValueError if the name already means something else."""
    kind = Kind(name, sentence, retired, words)
    if KINDS.setdefault(name, kind) != kind:
        message = f"the kind {name} means something else already"
        raise ValueError(message)
    return kind


def writable(name: str) -> Kind:
    """Return a kind that may be written; raises UnknownKindError."""
    kind = KINDS.get(name)
    if kind is None or kind.retired:
        raise UnknownKindError(name)
    return kind


def readable(name: str) -> Kind:
    """Return a kind as the record shows it: also one that is retired, or that the code has forgotten."""
    return KINDS.get(name) or Kind(name, name.replace(".", ": ").replace("_", " "), retired=True)
