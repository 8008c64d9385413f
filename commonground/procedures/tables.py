"""The tables of a TOML text, read key by key: what each key must hold, and in words what is wrong with it."""

from collections.abc import Iterable, Mapping
from datetime import time
from enum import StrEnum
from typing import Any, Self, TypeVar

NOT_KNOWN = "not known"
"""What a definition says instead of a figure that is not known yet."""

Choice = TypeVar("Choice", bound=StrEnum)
Plain = Mapping[str, Any]


class Unread:
    """What of a definition could not be read, and what stands in its place so that the rest is still looked at."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.places: set[str] = set()
        self.stand_ins: list[str] = []

    def stand_in(self) -> str:
        """Return a text that no definition holds."""
        self.stand_ins.append(f"⁇{len(self.stand_ins)}⁇")
        return self.stand_ins[-1]

    def explains(self, problem: str) -> bool:
        """Say whether a problem of the whole may only come of what was not read there."""
        here = any(problem.startswith(f"{place}:") for place in self.places)
        return here or any(text in problem for text in self.stand_ins)


class Table:
    """One TOML table, read key by key inside ``with``; a key that nobody read is refused at its end.

    What is refused is noted, and reading goes on with something in its place: all is said at once.
    """

    def __init__(self, where: str, plain: Plain, unread: Unread) -> None:
        self.where = where
        self.plain = dict(plain)
        self.unread = unread

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for key in self.plain if kind is None else ():
            self.refuse(f"“{key}” is not something that this version can follow.")

    def inside(self, where: str, plain: Plain) -> "Table":
        """Return a table inside this one."""
        return Table(where, plain, self.unread)

    def refuse(self, problem: str) -> None:
        """Note a problem of this table."""
        self.unread.problems.append(f"{self.where}: {problem}")
        self.unread.places.add(self.where)

    def has(self, key: str) -> bool:
        """Whether the key is given and not read yet."""
        return key in self.plain

    def take(self, key: str, kind: type | tuple[type, ...], words: str, default: object = None) -> Any:  # noqa: ANN401
        """Return a value of this kind; refuse another kind, or a missing one that has no default, and return None."""
        if key not in self.plain and default is not None:
            return default
        value = self.plain.pop(key, None)
        if value is None:
            self.refuse(f"“{key}” is missing; it must be {words}.")
        elif not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.refuse(f"“{key}” must be {words}.")
        else:
            return value
        return default

    def text(self, key: str, default: str | None = None) -> str:
        """Return words, without space around them; refuse none, unless there is a default."""
        words = "words in quotation marks"
        value = self.take(key, str, words, default)
        if value is None:
            return self.unread.stand_in()
        if not value.strip() and default is None:
            self.refuse(f"“{key}” is empty; it must be {words}.")
            return self.unread.stand_in()
        return str(value).strip()

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false; the default when not given."""
        return bool(self.take(key, bool, "true or false", default=default))

    def time(self, key: str, default: time) -> time:
        """Return a time of day."""
        value: time = self.take(key, time, "a time such as 09:00:00", default)
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self.take(key, int, "a whole number", default)
        return 1 if value is None else int(value)

    def figure(self, key: str) -> int | None:
        """Return a whole number; None for one that is not known yet."""
        words = f"a whole number, or “{NOT_KNOWN}”"
        value = self.take(key, (int, str), words)
        if isinstance(value, str) and value != NOT_KNOWN:
            self.refuse(f"“{key}” must be {words}.")
        return value if isinstance(value, int) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of words; empty when not given."""
        words = "a list of words in quotation marks"
        values = self.take(key, list, words, default=[])
        if not all(isinstance(value, str) for value in values):
            self.refuse(f"“{key}” must be {words}.")
            return ()
        return tuple(values)

    def choice(self, key: str, among: type[Choice]) -> Choice | None:
        """Return one word of a closed list; None where it is refused."""
        words = "words in quotation marks"
        value = self.take(key, str, words)
        if value == "":
            self.refuse(f"“{key}” is empty; it must be {words}.")
        return next(iter(self.chosen(key, (value.strip(),), among)), None) if value else None

    def choices(self, key: str, among: type[Choice]) -> tuple[Choice, ...]:
        """Return words of a closed list; empty when not given."""
        return self.chosen(key, self.texts(key), among)

    def chosen(self, key: str, values: Iterable[str], among: type[Choice]) -> tuple[Choice, ...]:
        """Return these words as members of a closed list; refuse each that is not one."""
        known = {member.value: member for member in among}
        for value in values:
            if value not in known:
                self.refuse(f"“{key}” does not know “{value}”; choose from {', '.join(known)}.")
        return tuple(known[value] for value in values if value in known)

    def tables(self, key: str) -> list[Plain]:
        """Return a list of tables; empty when not given."""
        values: list[Plain] = self.take(key, list, f"tables headed [[{key}]]", default=[])
        if not all(isinstance(value, dict) for value in values):
            self.refuse(f"“{key}” must be tables headed [[{key}]].")
            return []
        return values

    def inner(self, key: str) -> Plain:
        """Return a table; empty when not given."""
        value: Plain = self.take(key, dict, f"a table headed [{key}]", default={})
        return value
