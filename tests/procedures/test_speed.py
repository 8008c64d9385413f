"""The rules answer fast enough to be asked on every page: the best of several tries, which load cannot improve."""

import timeit
from collections.abc import Callable

from commonground.procedures.rules import clocks, offers, raise_, refusal
from commonground.procedures.terms import Act, Unit
from commonground.procedures.worktime import reckon
from tests.procedures.builders import CALENDAR, FOUR, RAISER, london, responding

START = london("2026-04-30 14:10")
MILLISECOND = 0.001


def best(what: Callable[[], object]) -> float:
    return min(timeit.repeat(what, number=50, repeat=10)) / 50


def test_what_one_may_do_takes_less_than_a_fifth_of_a_millisecond() -> None:
    situation = raise_(FOUR, at=START, stage=2).after
    for standings in ((), (RAISER,), (RAISER, responding(2))):
        took = best(lambda: (refusal(situation, Act.RESPOND, standings), offers(situation, standings)))  # noqa: B023
        assert took < 0.2 * MILLISECOND


def test_reckoning_five_working_days_takes_less_than_a_tenth() -> None:
    assert best(lambda: reckon(START, 5, Unit.WORKING_DAYS, CALENDAR)) < 0.1 * MILLISECOND
    situation = raise_(FOUR, at=START).after
    assert best(lambda: clocks(situation, CALENDAR)) < 0.1 * MILLISECOND
