"""What was told, as the page, the spreadsheet and the paper show it: one content for all three."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonground.insight.models import Told
from commonground.insight.tables import SUBJECTS, Subject, Table

ENOUGH = 20
"""On a smaller base than this no share is shown (promises.md R15)."""

KEPT_BACK = "kept back"

INTRODUCTION = (
    "A low number is not good, and a high number is not bad. Where people raise more, they may feel freer to speak.",
    "Nothing here ranks anybody. Ask what a number may mean before you act on it.",
)
HOW_KEPT = (
    "Numbers from 1 to {most} are kept back, so that nobody can be known by them.",
    "Some others are kept back too, so that none of those can be worked out.",
    "So is what fewer than three agencies, or mostly one, contributed.",
    "No agency can take its own number away and be left with a small one.",
    "A share is shown only of {enough} or more. It is worked out from numbers rounded to five.",
    "What is restricted is in no number. Each quarter is counted once: what comes later is not added.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in words, its share where there is one, how long its bar is, and one's own."""

    label: str
    number: str
    share: str
    bar: int
    own: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: the rows that say something, and the rows that are nought."""

    title: str
    rows: tuple[Row, ...]
    noughts: tuple[str, ...]
    shares: bool
    open: bool


@dataclass(frozen=True, slots=True)
class ShownSubject:
    """What was counted: the whole, and its tables."""

    key: str
    title: str
    says: str
    whole: str
    own: str
    nought: bool
    tables: tuple[ShownTable, ...]


def shown(told: Told, own: Told | None = None) -> list[ShownSubject]:
    """Return what is told, in the order of the subjects; ``own`` is what an agency's leads read beside it."""
    return [_subject(one, told.of(one.key), own.of(one.key) if own else None) for one in SUBJECTS]


def share(number: int | None, whole: int | None) -> str:
    """Return about how much of a whole a number is; nothing of a base under twenty, or where either is kept back."""
    if number is None or whole is None or whole < ENOUGH:
        return ""
    return f"{round(100 * _to_five(number) / _to_five(whole))}%"


def words(number: int | None) -> str:
    """Return a number in words: itself, or that it is kept back."""
    return KEPT_BACK if number is None else str(number)


def _to_five(number: int) -> int:
    return 5 * round(number / 5)


def _subject(subject: Subject, told: Mapping[str, Any], own: Mapping[str, Any] | None) -> ShownSubject:
    whole: int | None = told["total"]
    tables = tuple(shown_table(one, told, own) for one in subject.tables)
    return ShownSubject(
        subject.key, subject.title, subject.says, words(whole), words(own["total"]) if own else "", whole == 0,
        () if whole == 0 else tables,
    )  # fmt: skip


def shown_table(table: Table, told: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> ShownTable:
    """Return one table of what is told of its subject; ``own`` is what an agency's leads read beside it."""
    one, whole = told["tables"][table.key], told["total"]
    numbers: Mapping[str, int | None] = one["rows"]
    own_rows: Mapping[str, int | None] = own["tables"][table.key]["rows"] if own else {}
    most = max((number for number in numbers.values() if number), default=1)
    rows = tuple(
        Row(
            label,
            words(numbers[key]),
            share(numbers[key], whole),
            round(100 * (numbers[key] or 0) / most),
            words(own_rows[key]) if own else "",
        )
        for key, label in table.rows
        if numbers[key] != 0
    )
    noughts = tuple(label for key, label in table.rows if numbers[key] == 0)
    return ShownTable(table.title, rows, noughts, any(row.share for row in rows), one["open"])


def notes(smallest: int) -> list[str]:
    """Return how numbers are kept, in words."""
    return [one.format(most=smallest - 1, enough=ENOUGH) for one in HOW_KEPT]
