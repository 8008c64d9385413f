"""What the record is about, by name: apps of the floors above say how their subjects are found and called."""

from collections.abc import Callable
from uuid import UUID

Find = Callable[[str], UUID | None]
Name = Callable[[UUID], str | None]

REGISTERED: list[tuple[Find, Name]] = []


def register(*, find: Find, name: Name) -> None:
    """Make a kind of subject known: ``find`` reads a reference, ``name`` gives one; None for another's."""
    REGISTERED.append((find, name))


def found(text: str) -> UUID | None:
    """Return the subject that a reference, or the subject's own key, means; None if it means nothing."""
    try:
        return UUID(text)
    except ValueError:
        return next((subject for find, _ in REGISTERED if (subject := find(text))), None)


def named(subject: UUID) -> str:
    """Return what people call a subject; its key when nobody has a name for it."""
    return next((called for _, name in REGISTERED if (called := name(subject))), str(subject))
