"""Help to talk beside the stages, through the actions and on the page: who helps, who sees it; nothing waits."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from commonground.differences import actions
from commonground.differences.actions import sweeping
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.differences.reading import is_seen
from commonground.directory.actions import add_post, hold
from commonground.directory.models import Agency, Post
from commonground.procedures.terms import Capacity, Role
from commonground.record.models import Entry, EntryText
from tests.cast import ASK, MEANWHILE, Cast
from tests.differences.asking import fresh, told
from tests.differences.page_story import Fairhaven, browser, built, fairhaven
from tests.editions.fuller import ROUTE, fuller, open_fuller

__all__ = ["built", "fairhaven"]

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)
CLIMB = {"reason": "No reply.", "tried": "We rang.", "ask": ASK, "meanwhile": MEANWHILE}
ASKS = {"route": "re-think", "reason": "We talk past each other."}
CAME = {
    "views": "Both see that he is tired.",
    "impact": "Amy lies awake over it.",
    "needs": "He needs one of us who stays.",
    "agreed": "Amy rings on Friday.",
    "unresolved": "Who visits.",
}


@pytest.fixture
def with_route(cast: Cast) -> Cast:
    open_fuller()
    cast.at = TUESDAY
    return cast


def helpers(row: Difference) -> set[str]:
    seats = Seat.objects.filter(difference=row, capacity=Capacity.HELPING, ended_at=None).select_related("post")
    return {seat.post.title for seat in seats if seat.post}


def last_words(row: Difference) -> dict[str, str]:
    words: dict[str, str] = EntryText.objects.filter(subject=row.pk).order_by("-entry__number")[0].words
    return words


def facilitator(cast: Cast, agency: str, person: str) -> Post:
    """Make a post of a facilitator in an agency, and put somebody in it."""
    post = add_post(
        agency=Agency.objects.get(name=agency), role=Role.FACILITATOR, title="Re-think facilitator", team=None,
        partnership=None, desk=False, mailbox="", phone="", starts=date(2026, 1, 1), by=None, at=cast.at,
    )  # fmt: skip
    hold(person=cast.person(person), post=post, deputy=False, starts=date(2026, 1, 1), by=None, at=cast.at)
    return post


def test_the_first_strategies_are_run_from_the_line_of_whoever_raised_it(with_route: Cast) -> None:
    row = with_route.raised()
    due = row.due_at
    row = with_route.do(actions.side_route, row, "bob", strategy=1, **ASKS)
    assert helpers(row) == {"Deputy head teacher"}
    assert told(row, "help_asked") == {"sarah.penrose@oakfield.example"}
    assert "amy.lister@oakfield.example" in told(row, "side_route")
    assert row.due_at == due, "the clock runs on"
    assert not list(disagreements(fresh(row)))


def test_an_independent_facilitator_is_of_neither_side(with_route: Cast) -> None:
    facilitator(with_route, "Fairhaven City Council", "Ruth Adeyemi")
    row = with_route.do(actions.side_route, with_route.raised(), "amy", strategy=3, **ASKS)
    assert helpers(row) == {"Partnership officer", "Second partnership officer"}
    over = "There is no facilitator who can help today, so the partnership’s office was asked."
    assert last_words(row)["Stepped over"] == over
    facilitator(with_route, "Estuary Police", "sian")
    row = with_route.do(actions.side_route, with_route.raised(), "amy", strategy=3, **ASKS)
    assert helpers(row) == {"Re-think facilitator"}
    assert told(row, "help_asked") == {"sian.morgan@police.fairhaven.example"}


def test_nobody_who_manages_the_disputed_decision_helps(with_route: Cast) -> None:
    """Invariant 8: also where they hold a post elsewhere, or acts for a side already."""
    facilitator(with_route, "Estuary Police", "dev")
    row = with_route.do(actions.side_route, with_route.raised(), "amy", strategy=3, **ASKS)
    assert helpers(row) == {"Partnership officer", "Second partnership officer"}
    row = with_route.at_stage(2)
    row = with_route.do(actions.side_route, row, "sarah", strategy=1, **ASKS)
    assert "Deputy head teacher" not in helpers(row), "who acts for the school there"


def test_whoever_helps_sees_it_while_they_do_and_no_longer(with_route: Cast) -> None:
    facilitator(with_route, "Estuary Police", "sian")
    row = with_route.do(actions.side_route, with_route.raised(), "amy", strategy=3, **ASKS)
    sian = with_route.actor("sian")
    assert is_seen(sian, row)
    row = with_route.do(actions.facilitated, row, "sian", strategy=1, **CAME)
    assert not is_seen(sian, row)
    assert helpers(row) == {"Deputy head teacher"}
    row = with_route.do(actions.facilitated, row, "amy", **CAME)
    assert not helpers(row)
    assert set(CAME.values()) <= set(last_words(row).values())
    assert told(row, "facilitated") >= {"amy.lister@oakfield.example"}
    assert not list(disagreements(fresh(row)))


@pytest.mark.parametrize("how", ["withdrawn", "escalated beyond"])
def test_it_is_over_when_its_stages_are_left(with_route: Cast, how: str) -> None:
    row = with_route.do(actions.side_route, with_route.raised(), "amy", strategy=1, **ASKS)
    if how == "withdrawn":
        row = with_route.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    else:
        row = with_route.do(actions.escalate, row, "amy", **CLIMB)
        assert helpers(row), "stage 2 has it too"
        row = with_route.do(actions.escalate, row, "sarah", **CLIMB)
    assert not helpers(row)
    assert not list(disagreements(fresh(row)))


def test_the_clock_that_moves_it_on_ends_it_too(cast: Cast) -> None:
    moves = fuller().replace("amount = 3\n", "amount = 3\nmoves = true\n")
    open_fuller(moves)
    cast.at = TUESDAY
    row = cast.do(actions.escalate, cast.raised(), "amy", **CLIMB)
    row = cast.do(actions.side_route, row, "sarah", strategy=3, **ASKS)
    assert helpers(row)
    sweeping.sweep(datetime(2026, 11, 13, 17, 0, tzinfo=LONDON))
    row = fresh(row)
    assert row.stage == 3
    assert not helpers(row)
    assert not list(disagreements(row))


def test_both_sides_let_the_clock_stand_still_for_it(cast: Cast) -> None:
    stops = ROUTE.replace("to_stage = 2\n", 'to_stage = 2\nstops = ["settled"]\nmost = 5\n')
    open_fuller(fuller(route=stops))
    cast.at = TUESDAY
    row = cast.do(actions.side_route, cast.raised(needed_by=date(2026, 12, 1)), "amy", strategy=1, **ASKS)
    asks = {"day": date(2026, 11, 16), "owner": "Sarah", "reason": "We meet on Friday."}
    row = cast.do(actions.pause, row, "bob", **asks)
    assert row.due_at == datetime(2026, 11, 12, 17, 0, tzinfo=LONDON)
    row = cast.do(actions.agree_to_it, row, "amy", agrees=True)
    assert row.due_at == datetime(2026, 11, 17, 17, 0, tzinfo=LONDON)
    assert not list(disagreements(fresh(row)))
    row = cast.do(actions.facilitated, row, "sarah", **CAME)
    assert (row.paused_until, row.due_at) == (None, datetime(2026, 11, 12, 17, 0, tzinfo=LONDON))
    assert not list(disagreements(fresh(row)))


def test_everybody_in_it_sees_who_helps_and_that_the_clock_runs_on(fairhaven: Fairhaven) -> None:
    row = fairhaven.fuller().raised()
    assert "Ask for Re-think" in browser("bob").page(row.get_absolute_url())
    row = fairhaven.do(actions.side_route, row, "bob", strategy=1, **ASKS)
    for name in ("amy", "bob", "sarah"):
        page = browser(name).page(row.get_absolute_url())
        assert "Re-think: Restorative conversation" in page
        assert "Way 1 of 3, with Deputy head teacher (Sarah Penrose). The clock runs on." in page
        assert "Note what came of Re-think" in page
    assert row.reference[:4] in browser("sarah").page("/"), "it waits for her"
    assert Entry.objects.filter(subject=row.pk, kind="difference.side_route").exists()
