"""What an edition may have beside its stages, each broken once on purpose: a test that stands turns red.

A fault is one small change of a rule's own text. The function does what the changed text says while the test runs, for
whoever holds it; a fault whose place is no longer in the text fails here, so that none is planted beside its rule.
"""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from commonground.procedures import (
    beside_stages,
    definition,
    going_back,
    moves,
    permitting,
    raising,
    seats,
    timing,
    together,
)
from commonground.procedures.terms import Act
from tests.procedures import (
    test_beginning,
    test_checking,
    test_every_definition,
    test_helping,
    test_taking_back,
    test_together,
)

Test = Callable[[], None]


@contextmanager
def planted(function: Any, was: str, now: str) -> Iterator[None]:  # noqa: ANN401 any function or method
    """Let a function do what its text says with one thing changed in it."""
    text = textwrap.dedent(inspect.getsource(function))
    assert text.count(was) == 1, (was, text)
    made: dict[str, Any] = {}
    exec(compile(text.replace(was, now), inspect.getfile(function), "exec"), dict(function.__globals__), made)  # noqa: S102 of our own text
    code = function.__code__
    function.__code__ = made[function.__name__].__code__
    try:
        yield
    finally:
        function.__code__ = code


def allowed(name: str, stage: int) -> Test:
    return lambda: test_every_definition.test_who_may_do_what_is_what_the_text_says(name, stage)


FAULTS: dict[str, tuple[Any, str, str, Test]] = {
    "a side route is there at every stage": (
        beside_stages.SideRoute.covers, "self.from_stage <= stage <= self.to_stage", "True", allowed("fuller", 3),
    ),
    "help goes on where the edition has none": (
        beside_stages.SideRoute.covers, "self.from_stage <= stage <= self.to_stage", "True",
        test_helping.test_it_goes_on_at_the_stages_that_have_it_and_is_over_beyond_them,
    ),
    "a side route stops the clocks of an ordinary pause": (
        timing._stopped_by, "if route:", "if False:",
        test_helping.test_clocks_stand_still_for_it_only_when_both_sides_agree_and_until_a_day,
    ),
    "clocks stand still for it as often as anybody likes": (
        going_back.pausing_now, "route.stops, 1, route.most", "route.stops, 9, route.most",
        test_helping.test_clocks_stand_still_for_it_only_when_both_sides_agree_and_until_a_day,
    ),
    "a pause for it outlasts it": (
        moves.settled, "left or over or", "left or",
        test_helping.test_a_pause_for_it_ends_with_it,
    ),
    "seats agree where leads should": (
        seats._about_time, "if not by_leads(situation, act):", "if True:", allowed("leads", 1),
    ),
    "leads agree where seats should": (
        seats._about_time, "if not by_leads(situation, act):", "if False:", allowed("fairhaven", 1),
    ),
    "the side that asks agrees with itself": (
        seats.can_agree, "asked.by.other", "asked.by", allowed("fairhaven", 2),
    ),
    "a pause begins before the other side agreed": (
        together._asked, "replace(situation, asked=ask)", "replace(situation, asked=ask, paused=ask.until)",
        lambda: test_together.test_asking_changes_no_clock_and_no_is_as_if_nothing_was_asked(Act.PAUSE, 8),
    ),
    "extra time stays after it was taken back": (
        timing._reckoned, "one.days for one in more if not one.taken_back", "one.days for one in more",
        lambda: test_taking_back.test_its_own_date_or_the_end_of_that_working_day(
            "2026-05-01 10:00", "2026-05-05 17:00"
        ),
    ),
    "what is taken back at its end is late at once": (
        timing._reckoned, "back + JUST_AFTER", "back",
        lambda: test_taking_back.test_its_own_date_or_the_end_of_that_working_day(
            "2026-05-05 17:00", "2026-05-06 17:00"
        ),
    ),
    "time that is over is taken back": (
        together.take_time_back, "state.due_at <= wish.at", "False",
        test_taking_back.test_what_is_past_its_time_has_none_to_take_back,
    ),
    "a look that was given is asked for again": (
        permitting._nothing_to_check, "if unchecked(situation):", "if True:",
        test_checking.test_its_clock_runs_from_when_the_stage_is_reached_until_somebody_has_looked,
    ),
    "the date of a look binds": (
        beside_stages.binds, "key != CHECK", "True", test_checking.test_its_date_binds_nobody,
    ),
    "whoever looks at one stage looks at all": (
        seats.can_check, "standing.stage == situation.stage", "True",
        test_checking.test_somebody_of_another_stage_or_side_does_not_look,
    ),
    "a clock for urgent ones runs for all": (
        definition.Clock.runs_for, "not self.only_for or priority in self.only_for", "True",
        test_beginning.test_a_clock_for_some_priorities_runs_in_those_only,
    ),
    "an urgent one has the usual figure": (
        definition.Clock.figure, 'self.amounts.get(priority, self.amounts.get(""))', 'self.amounts.get("")',
        test_beginning.test_figures_follow_how_soon_the_child_needs_it,
    ),
    "nobody is told of an urgent one": (
        raising.raise_, "soon.tells if soon else ()", "()",
        test_beginning.test_those_whom_a_priority_names_are_told_at_once,
    ),
    "an urgent one begins at any stage": (
        raising._check_stage, "stage in {1, soon.first_stage}", "stage",
        lambda: test_beginning.test_what_cannot_begin_so_is_refused_in_words(
            {"priority": "urgent", "stage": 2},
            "“Today or tomorrow” begins at stage 3, or at stage 1. Choose one of the two.",
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    function, was, now, test = FAULTS[fault]
    test()
    with planted(function, was, now), pytest.raises((AssertionError, pytest.fail.Exception)):
        test()
    test()
