"""Which steps the page of a difference leads to: those that somebody can take, and what is there to be read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground.differences import actions
from commonground.procedures.steps import NOT_A_SIDE, side_refusal
from commonground.procedures.terms import Side
from tests.access.meeting import AsRole
from tests.cast import RAISING, RESPONDING, Cast
from tests.differences.asking import fresh
from tests.differences.numbers.test_two_numbers import gave
from tests.differences.test_inviting import ask
from tests.differences.thresholds.placing import placed
from tests.editions.fuller import open_fuller
from tests.procedures.builders import OFFICER, RAISER
from tests.visiting import browser, visit

CHART, NUMBERS, MEETINGS = "Thresholds side by side", "Two numbers", "Meetings: find a time"


def offered(cast: Cast, row: object, name: str) -> tuple[bool, ...]:
    """Return whether the page leads somebody to the chart, the two numbers and meetings."""
    words = visit(row.get_absolute_url(), cast.person(name)).words  # type: ignore[attr-defined]
    return tuple(one in words for one in (CHART, NUMBERS, MEETINGS))


def test_whoever_is_of_no_side_is_led_to_what_both_gave_once_it_is_shown(cast: Cast, as_role: AsRole) -> None:
    open_fuller()
    row = cast.at_stage(2)
    with as_role("app"):
        assert offered(cast, row, RAISING[1]) == offered(cast, row, RESPONDING[1]) == (True, True, True)
        assert offered(cast, row, "elin") == (False, False, False), "nothing is there for the office yet"
    placed(cast, row, "amy")
    gave(cast, row, "amy")
    with as_role("app"):
        assert offered(cast, row, "elin") == (False, False, False), "what waits is one side's own"
    placed(cast, row, "bob")
    gave(cast, row, "bob")
    with as_role("app"):
        assert offered(cast, row, "elin") == (True, True, False)


def test_whoever_advises_a_side_is_led_to_what_it_gave(cast: Cast) -> None:
    open_fuller()
    row = cast.raised()
    ask(cast, row, "zed", by="amy", side=Side.RAISING, agency="Little Acorns Nursery")
    assert offered(cast, row, "zed") == (True, True, False)


def test_of_what_has_ended_only_who_acts_for_a_side_is_asked_for_a_draft(cast: Cast) -> None:
    row = cast.at_stage(2)
    row = cast.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    for name, times in (("amy", 1), ("elin", 0)):
        client = browser(cast.person(name))
        with CaptureQueriesContext(connection) as asked:
            visit(row.get_absolute_url(), client)
        assert sum("differences_sideviewdraft" in one["sql"] for one in asked.captured_queries) == times, name


@pytest.mark.parametrize("ended", [False, True])
def test_who_takes_a_step_for_a_side_is_said_in_one_place(cast: Cast, ended: bool) -> None:  # noqa: FBT001 a case
    situation = fresh(cast.resolved() if ended else cast.raised()).stands()
    assert side_refusal(situation, [OFFICER], "Over.") == NOT_A_SIDE
    assert side_refusal(situation, [OFFICER, RAISER], "Over.") == ("Over." if ended else None)
