"""An attacker with the whole database, row by row as it lies there, and with the times at which everybody answered.

They know who answered, in which order, on which day and for which agency, and which questions were asked. They try to
tell who said what. ``score`` says how far beyond chance they came: by chance is to deal the answers of a group out to
its people at random.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from django.db import connection

TABLES = ("assurance_answered", "assurance_held", "assurance_answer", "assurance_remark")


@dataclass(frozen=True)
class Somebody:
    """What is known of one person in one round, and, for the score only, what they said."""

    whose: str
    agency: str
    day: str
    said: Mapping[str, str]
    words: str


@dataclass
class Row:
    """One row as it lies in the database."""

    place: tuple[int, int]
    transaction: int
    told: dict[str, Any]


Dump = dict[str, list[Row]]


def dumped() -> Dump:
    """Return all rows of the survey's tables, with where they lie and which transaction wrote them."""
    found: Dump = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT ctid::text, xmin::text::bigint, to_jsonb(one) FROM {table} one"  # noqa: S608 - our own names
            )
            found[table] = [
                Row(tuple(map(int, place.strip("()").split(","))), transaction, _read(told))  # type: ignore[arg-type]
                for place, transaction, told in cursor.fetchall()
            ]
    return found


def _read(told: Any) -> dict[str, Any]:  # noqa: ANN401 - as the driver gives it
    found: dict[str, Any] = json.loads(told) if isinstance(told, str) else told
    return found


Order = Callable[[Row], Any]
ORDERS: dict[str, Order] = {
    "where the row lies": lambda row: row.place,
    "where it lies, from the end": lambda row: (-row.place[0], -row.place[1]),
    "its identifier": lambda row: row.told["id"],
    "which transaction wrote it": lambda row: (row.transaction, row.place),
}


@dataclass
class Score:
    """How many guesses were right, how many would be by chance, and how much chance varies."""

    hits: int = 0
    expected: float = 0
    variance: float = 0
    guesses: int = field(default=0)

    def add(self, truth: Sequence[str], guess: Sequence[str]) -> None:
        """Count the guesses of one group about one question."""
        counts, people = Counter(truth), len(truth)
        assert counts == Counter(guess), "they deal out what the group said"
        mean = sum(one * one for one in counts.values()) / people**2
        self.guesses += people
        self.hits += sum(one == other for one, other in zip(truth, guess, strict=True))
        self.expected += mean * people
        if people > 1:
            self.variance += sum(
                counts[a] * counts[b] * ((a == b) - counts[a] / people - counts[b] / people + mean) ** 2
                for a in counts
                for b in counts
            ) / (people - 1)

    @property
    def beyond(self) -> float:
        """How many standard deviations the hits are from what chance gives."""
        return (self.hits - self.expected) / sqrt(self.variance) if self.variance else 0.0


def by_order(dump: Dump, round_: str, people: Iterable[Somebody], order: Order, score: Score, *, by_day: bool) -> None:
    """Guess that whoever answered earlier has an earlier row, within each agency (and day) and question."""
    rows: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in dump["assurance_answer"]:
        if row.told["round_id"] == round_:
            rows[row.told["agency_id"], row.told["day"] if by_day else "", row.told["theme"]].append(row)
    groups: dict[tuple[Any, ...], list[Somebody]] = defaultdict(list)
    for one in people:
        groups[one.agency, one.day if by_day else ""].append(one)
    for (agency, day, theme), some in rows.items():
        their = groups.get((agency, day), [])
        if len(their) == len(some):
            guess = [row.told["said"] for row in sorted(some, key=order)]
            score.add([one.said[theme] for one in their], guess)


def by_order_of_words(dump: Dump, round_: str, people: Sequence[Somebody], order: Order, score: Score) -> None:
    """Guess that whoever answered earlier wrote the words of an earlier row."""
    rows = sorted((row for row in dump["assurance_remark"] if row.told["round_id"] == round_), key=order)
    score.add([one.words for one in people], [row.told["words"] for row in rows])


def by_length(dump: Dump, round_: str, held: Dump, people: Sequence[Somebody], score: Score) -> None:
    """Guess that longer words come from whoever's sealed words were longer."""
    sealed = sorted((row for row in held["assurance_held"] if row.told["words"]), key=lambda row: row.place)
    lengths = [len(row.told["sealed"]) for row in sealed if row.told["round_id"] == round_]
    remarks = [row.told["words"] for row in dump["assurance_remark"] if row.told["round_id"] == round_]
    assert len(lengths) == len(remarks) == len(people)
    ranked = sorted(range(len(people)), key=lambda number: lengths[number])
    guess = [""] * len(people)
    for number, words in zip(ranked, sorted(remarks, key=len), strict=True):
        guess[number] = words
    score.add([one.words for one in people], guess)


def by_reading(held: Dump, round_: str, people: Sequence[Somebody], score: Score) -> None:
    """Read what is held, in the order in which people answered; where it cannot be read, deal out at random."""
    sealed = sorted((row for row in held["assurance_held"] if not row.told["words"]), key=lambda row: row.place)
    read: list[Mapping[str, str] | None] = []
    for row in sealed:
        if row.told["round_id"] == round_:
            text = bytes.fromhex(row.told["sealed"].removeprefix("\\x"))
            begin, end = text.find(b"{"), text.rfind(b"}")
            try:
                read.append(json.loads(text[begin : end + 1])["said"])
            except (ValueError, KeyError, TypeError):
                read.append(None)
    for theme in people[0].said:
        truth = [one.said[theme] for one in people]
        guess = [one[theme] for one in read if one] if all(read) else random.sample(truth, len(truth))
        score.add(truth, guess)


def shared_values(dump: Dump) -> set[str]:
    """Return every value that stands both in what was said and in who has answered, or in what was held."""
    said, who = (
        {str(value) for table in tables for row in dump[table] for value in row.told.values() if value is not None}
        for tables in (TABLES[2:], TABLES[:2])
    )
    return said & who
