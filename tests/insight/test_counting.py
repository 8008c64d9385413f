"""Nothing that is counted follows from another number, but by the sums that keeping back knows."""

from datetime import date
from random import Random
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from commonground.insight import counting
from commonground.insight.counting import counted
from commonground.insight.periods import Period
from commonground.insight.tables import BEHAVED, SUBJECTS
from commonground.procedures.after import Helped, Went
from commonground.procedures.agreement import Outcome
from commonground.procedures.saying_back import Heard
from commonground.procedures.terms import AgencyKind, End, Kind

QUARTERS = 160
Row = tuple[Any, ...]


def happened(random: Random) -> dict[str, list[Row]]:
    """Return a quarter in which things happened at random, as the database tells of it."""
    kinds, whats = [one.value for one in AgencyKind], [one.value for one in Kind]
    raised = [(random.choice(kinds), "a", random.choice(kinds), random.choice(whats), 1) for _ in range(30)]
    informal = [(random.choice(kinds), "a", random.choice(whats), str(random.randint(1, 6)), 1) for _ in range(30)]
    ended, went = [], []
    for _ in range(30):
        end = random.choice([one.value for one in End])
        agreed = random.choice([one.value for one in Outcome]) if end == End.RESOLVED else ""
        time = random.choice(("kept", "past", "none"))
        ended.append(("a", str(random.randint(1, 6)), end, agreed, time, random.randint(0, 90), 1))
        went.append(("answered", random.choice(("yes", "no")), "a", 1))
    for _ in range(random.randint(5, 30)):
        went += [(question, random.choice([one.value for one in Went]), "a", 1) for question in ("heard", "child")]
    asked = [("a", random.choice(["none", *(one.value for one in Helped)]), 1) for _ in range(random.randint(5, 30))]
    return {
        counting.RAISED: [row for row in raised if random.random() < 0.7],
        counting.INFORMAL: [row for row in informal if random.random() < 0.7],
        counting.ENDED: ended[: len(ended) - (less := random.randint(0, 9))],
        counting.WENT: [row for row in went if row[0] != "answered"]
        + [row for row in went if row[0] == "answered"][: len(ended) - less],
        counting.ASKED: asked,
        counting.CHANGED: behaved(random, ["yes", "no"]),
        counting.QUESTIONS: behaved(random, ["first", "later"]),
        counting.SAID_BACK: behaved(random, ["unsaid", *(one.value for one in Heard)]),
        counting.SIDES: [],
        counting.OLD.format(day="raised_on"): [old(random) for _ in range(random.randint(5, 30))],
        counting.OLD.format(day="ended_on"): [old(random) for _ in range(random.randint(5, 30))],
    }


def behaved(random: Random, rows: list[str]) -> list[Row]:
    """Return how often each of these happened."""
    return [("a", random.choice(rows), 1) for _ in range(random.randint(5, 30))]


def old(random: Random) -> Row:
    """Return a row of an older log, which may say little."""
    kinds = [one.value for one in AgencyKind]
    about, end = (random.choice(["", *(one.value for one in terms)]) for terms in (Kind, End))
    stage = random.choice(["", "1", "2", "3", "4", "5", "6"])
    return random.choice(kinds), "a", random.choice(kinds), about, stage, end, random.randint(0, 90), 1


def test_numbers_are_tied_by_no_other_sums_than_those_of_their_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The linear attack between tables: what else were tied would give back in one what another keeps back."""
    random = Random(1)  # noqa: S311 no secret
    quarters = []
    for _ in range(QUARTERS):
        rows = happened(random)
        monkeypatch.setattr(counting, "_rows", lambda question, _, rows=rows: rows[question])
        numbers = counted(uuid4(), Period.of(date(2026, 4, 1)))
        quarters.append(
            {
                (subject.key, table.key, row): sum(numbers[subject.key][table.key][row].values())
                for subject in (*SUBJECTS, *BEHAVED)
                for table in subject.tables
                for row, _ in table.rows
            }
        )
    names = [name for name in quarters[0] if any(one[name] for one in quarters)]
    assert QUARTERS > len(names) > 80
    matrix = np.array([[one[name] for name in names] for one in quarters])
    assert {len(subject.tables) for subject in BEHAVED} == {1}
    sums = sum(len(subject.tables) - 1 for subject in SUBJECTS) + sum(
        len(set(table.part_of.values())) for subject in SUBJECTS for table in subject.tables
    )
    assert len(names) - np.linalg.matrix_rank(matrix) == sums
