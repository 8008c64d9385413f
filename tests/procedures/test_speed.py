"""The rules answer fast enough to be asked on every page: the best of several tries, which load cannot improve.

They are held against a piece of Python that takes an ordinary machine a millisecond, measured along with each try: a
machine that is slow, or busy, is slow for both.
"""

import timeit
from collections.abc import Callable

from commonground.procedures.rules import clocks, offers, raise_, refusal
from commonground.procedures.terms import Act, Unit
from commonground.procedures.worktime import reckon
from tests.procedures.builders import CALENDAR, FOUR, RAISER, london, responding

START = london("2026-04-30 14:10")
ROUNDS = 50
TURNS = 25_000
"""So often an ordinary machine goes round a loop in a millisecond: forty nanoseconds a turn."""


def turns() -> int:
    """Do what takes a millisecond of an ordinary machine."""
    total = 0
    for number in range(TURNS):
        total += number
    return total


def best(what: Callable[[], object]) -> float:
    """Return how long something takes, in milliseconds of an ordinary machine."""
    tries = [(timeit.timeit(what, number=ROUNDS), timeit.timeit(turns, number=ROUNDS)) for _ in range(10)]
    took, floor = (min(one) for one in zip(*tries, strict=True))
    return float(took / floor)


def test_what_one_may_do_takes_less_than_a_fifth_of_a_millisecond() -> None:
    situation = raise_(FOUR, at=START, stage=2).after
    for standings in ((), (RAISER,), (RAISER, responding(2))):
        took = best(lambda: (refusal(situation, Act.RESPOND, standings), offers(situation, standings)))  # noqa: B023
        assert took < 0.2


def test_reckoning_five_working_days_takes_less_than_a_tenth() -> None:
    assert best(lambda: reckon(START, 5, Unit.WORKING_DAYS, CALENDAR)) < 0.1
    situation = raise_(FOUR, at=START).after
    assert best(lambda: clocks(situation, CALENDAR)) < 0.1
