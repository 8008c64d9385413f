"""An attacker with the database as it lay on each night, what was published, and the times at which everybody answered.

They know who answered, in which order, on which day and for which agency, and which questions were asked. They try to
tell who said what. ``Score`` says how far beyond chance they came: by chance is to guess from what was published of the
group that somebody is in, as anybody can who reads it.
"""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db import connection

TABLES = ("assurance_answered", "assurance_held", "assurance_remark", "assurance_round", "assurance_group")
TOGETHER = ""


@dataclass(frozen=True)
class Somebody:
    """What is known of one person in one round, and, for the score only, what they said."""

    whose: str
    agency: str
    said: Mapping[str, str]
    words: str


@dataclass
class Row:
    """One row as it lies in the database."""

    place: tuple[int, int]
    transaction: int
    told: dict[str, Any]


Dump = dict[str, list[Row]]
Figures = dict[str, dict[str, Counter[str]]]


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
    guesses: int = 0

    def add(self, truth: Sequence[str], guess: Sequence[str], published: Mapping[str, int]) -> None:
        """Count the guesses of one group about one question, of which this was published."""
        whole = sum(published.values())
        for true, guessed in zip(truth, guess, strict=True):
            share = published.get(true, 0) / whole
            self.guesses += 1
            self.hits += true == guessed
            self.expected += share
            self.variance += share * (1 - share)

    @property
    def beyond(self) -> float:
        """How many standard deviations the hits are from what chance gives."""
        return (self.hits - self.expected) / sqrt(self.variance) if self.variance else 0.0


def figures(dump: Dump, round_: str) -> Figures:
    """Return what stands in the database in plain of what each group said: of an agency, or of small ones together."""
    found = {
        row.told["agency_id"]: row.told["figures"]
        for row in dump["assurance_group"]
        if row.told["round_id"] == round_ and row.told["figures"]
    }
    found[TOGETHER] = next(row.told["together"] for row in dump["assurance_round"] if row.told["id"] == round_)
    return {group: {theme: Counter(counts) for theme, counts in told.items()} for group, told in found.items() if told}


def by_reading(
    night: Dump, round_: str, people: Sequence[Somebody], published: Figures, score: Score, *, chance: random.Random
) -> set[str]:
    """Guess from a dump taken in the night after ``people`` answered; return the groups about which it guessed.

    What is held is read in the order in which they answered; else each group is guessed from the figures that stand in
    the dump, if any; else from what is published in the end.
    """
    rows = _held(night, round_)
    read = [_plain(row.told["sealed"]) for row in rows]
    that_night = figures(night, round_)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(people):
        groups[one.agency if one.agency in published else TOGETHER].append(number)
    for group, numbers in groups.items():
        for theme, final in published[group].items():
            known = that_night.get(group, {}).get(theme, final)
            drawn = chance.choices(list(known), list(known.values()), k=len(numbers))
            guess = [
                said["said"][theme] if (said := read[number] if number < len(read) else None) else drawn[place]
                for place, number in enumerate(numbers)
            ]
            score.add([people[number].said[theme] for number in numbers], guess, final)
    return set(groups)


def _held(night: Dump, round_: str) -> list[Row]:
    """Return what is held of a round, in the order in which it was written."""
    rows = [one for one in night["assurance_held"] if one.told["round_id"] == round_]
    return sorted(rows, key=lambda one: (one.transaction, one.place))


def _plain(sealed: str) -> dict[str, Any] | None:
    text = bytes.fromhex(sealed.removeprefix("\\x"))
    try:
        found: dict[str, Any] = json.loads(text[text.find(b"{") : text.rfind(b"}") + 1])
    except ValueError:
        return None
    return found


def by_order_of_words(dump: Dump, round_: str, people: Sequence[Somebody], order: Order, score: Score) -> None:
    """Guess that whoever answered earlier wrote the words of an earlier row."""
    rows = sorted((row for row in dump["assurance_remark"] if row.told["round_id"] == round_), key=order)
    words = [row.told["words"] for row in rows]
    score.add([one.words for one in people], words, Counter(words))


def by_length(dump: Dump, round_: str, night: Dump, people: Sequence[Somebody], score: Score) -> None:
    """Guess that longer words come from whoever's sealed answer was longer: they told so many by the night."""
    rows = _held(night, round_)
    lengths = [len(row.told["sealed"]) for row in rows]
    own = {one.words for one in people}
    there = [row.told["words"] for row in dump["assurance_remark"] if row.told["round_id"] == round_]
    words = [one for one in there if one in own]
    assert len(lengths) == len(words) == len(people)
    guess = [""] * len(people)
    ranked = sorted(range(len(people)), key=lambda number: lengths[number])
    for number, one in zip(ranked, sorted(words, key=len), strict=True):
        guess[number] = one
    score.add([one.words for one in people], guess, Counter(words))


def left_over(told: Mapping[str, Mapping[str, int]], known: Mapping[str, int], theme: str) -> dict[str, int]:
    """Return what a group said beside what the attacker knows of it; nothing where nothing is told of it."""
    return dict(Counter(told.get(theme, {})) - Counter(known))
