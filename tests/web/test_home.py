"""Home: what waits for whom, in which part, and how many."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.differences.models.sight import SightedQuestion
from commonground.now import now
from commonground.procedures.terms import Answer
from commonground.web import listing
from commonground.web.listing import Whose
from tests.differences.page_story import AGREED, BECAUSE, SAFE, Fairhaven, browser, built, fairhaven

__all__ = ["built", "fairhaven"]


def part(page: str, heading: str) -> str:
    """Return the words of one part of home: from its heading to the next."""
    headings = [
        "Past its time",
        "To answer",
        "To decide: sign",
        "Coming up",
        "My differences",
        "My agency’s",
        "The part",
        "How this",
    ]
    start = page.index(heading)
    ends = [page.index(one, start + len(heading)) for one in headings if one in page[start + len(heading) :]]
    return page[start : min(ends)]


def count_to(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have counts stop at a number: what asks for so many is built anew, and only for this test."""
    monkeypatch.setattr(listing, "MOST", number)
    for name in ("_asked", "_waiting", "_agency", "_partnership"):
        monkeypatch.setattr(listing, name, SightedQuestion(getattr(listing, name).build))


def due_soon() -> None:
    """Have everything due the day after tomorrow, whatever day of the week or holiday it is."""
    Difference.objects.update(due_at=now() + timedelta(days=2))


def test_each_waits_where_it_belongs(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    bob, amy = browser("bob"), browser("amy")
    page = bob.page("/")
    assert f"To answer 1 Closing or stepping down: one child, reference {row}" in page
    assert "Your turn to answer" in page
    assert "Waiting for you 1 Differences" in page
    page = amy.page("/")
    assert "Nothing waits for you now." in page
    due_soon()
    assert str(row) in part(amy.page("/"), "Coming up 1")
    fairhaven.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=SAFE)
    assert str(row) in part(amy.page("/"), "To decide: sign, agree or escalate 1")
    fairhaven.do(actions.propose, row, "amy", text=AGREED)
    page = bob.page("/")
    assert str(row) in part(page, "To decide: sign, agree or escalate 1")
    assert "To answer" not in page
    fairhaven.do(actions.sign, row, "bob", proposal=1)
    for one in (bob, amy):
        page = one.page("/")
        assert "Nothing waits for you now." in page
        assert str(row) not in page


def test_past_its_time_waits_for_both_whoevers_turn_it_is(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised(at=now() - timedelta(days=14))
    for name in ("amy", "bob"):
        page = browser(name).page("/")
        assert str(row) in part(page, "Past its time 1")
        assert "past its time since" in page
        assert "Waiting for you 1 Differences" in page
        assert "To answer" not in page


def test_after_it_went_up_it_waits_for_the_next_stage_and_stays_mine(fairhaven: Fairhaven) -> None:
    row = fairhaven.escalated()
    assert str(row) in part(browser("cath").page("/"), "To answer 1")
    for name in ("amy", "bob"):
        page = browser(name).page("/")
        assert "Nothing waits for you now." in page
        assert str(row) in page


def test_agencies_and_the_partnership_see_what_they_may(fairhaven: Fairhaven) -> None:
    early, late = fairhaven.raised(), fairhaven.escalated()
    page = part(browser("sarah").page("/"), "My agency’s differences 2")
    assert str(early) in page
    assert str(late) in page
    page = part(browser("elin").page("/"), "The partnership’s differences 1")
    assert str(late) in page
    assert str(early) not in page
    for name in ("dev", "judith"):  # senior managers: only what has reached them
        page = browser(name).page("/")
        assert str(late) not in page
    for name in ("amy", "bob"):
        assert "My agency’s" not in browser(name).page("/")
    page = browser("zed").page("/")
    assert str(early) not in page
    assert "None is open." in page


def test_queries_stay_within_six_for_one_and_for_fifty(fairhaven: Fairhaven) -> None:
    fairhaven.escalated()
    fairhaven.raised()
    people = [browser(name) for name in ("amy", "bob", "sarah", "elin")]
    few = [one.queries("/") for one in people]
    for _ in range(24):
        fairhaven.escalated()
        fairhaven.raised()
    assert [one.queries("/") for one in people] == few
    assert max(few) <= 6
    assert "My differences 50 open" in people[0].page("/")


def test_counts_stop_at_a_hundred(fairhaven: Fairhaven, monkeypatch: pytest.MonkeyPatch) -> None:
    count_to(2, monkeypatch)
    for _ in range(2):
        fairhaven.raised()
    bob = browser("bob")
    assert "Waiting for you 2 Differences" in bob.page("/")
    fairhaven.raised()
    page = bob.page("/")
    assert "Waiting for you 2+ Differences" in page
    assert "My differences 2+" in page
    assert "2+ differences" in bob.page("/differences/")


def test_of_an_agencys_and_of_a_partnerships_list_no_more_is_counted_either(
    fairhaven: Fairhaven, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    count_to(6, monkeypatch)
    rows = [fairhaven.escalated() for _ in range(6)]
    people = {"sarah": "My agency’s differences", "elin": "The partnership’s differences"}
    for who, whose in people.items():
        assert f"{whose} 6 open" in browser(who).page("/")
    rows += [fairhaven.escalated() for _ in range(2)]
    for days, row in enumerate(rows):
        Difference.objects.filter(pk=row.pk).update(due_at=now() + timedelta(days=9 - days))
    Difference.objects.filter(pk=rows[-1].pk).update(due_at=None)
    for who, whose in people.items():
        page = browser(who).page("/")
        assert f"{whose} 6+ open" in page
        kind = Whose.AGENCY if who == "sarah" else Whose.PARTNERSHIP
        with fairhaven.acting(who) as actor:
            assert listing.open_rows(actor, kind, now())[0] == 7, "one past what is counted, and no further"
        shown = part(page, whose)
        assert [str(row) in shown for row in rows] == [False, False, True, True, True, True, True, False], (
            "five of them, what is due first before the rest, and what has no date last"
        )
        assert sorted(map(str, rows[2:7]), key=shown.index) == [str(row) for row in rows[6:1:-1]]


def test_where_what_has_ended_takes_places_of_the_hundred_the_rest_is_counted_as_more(
    fairhaven: Fairhaven, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    count_to(3, monkeypatch)
    ended = fairhaven.raised()
    fairhaven.do(actions.withdraw, ended, "amy", why="settled", words="We met.")
    asked = now() + timedelta(minutes=1)
    Difference.objects.filter(pk=ended.pk).update(asked_after_at=asked, still_asked="both")
    for _ in range(2):
        fairhaven.raised()
    amy = browser("amy")
    assert "My differences 2 open" in amy.page("/")
    for _ in range(2):
        fairhaven.raised()
    assert "My differences 3+ open" in amy.page("/")


def test_a_count_is_what_the_list_holds(fairhaven: Fairhaven) -> None:
    for _ in range(3):
        fairhaven.raised()
    fairhaven.escalated()
    for name in ("amy", "bob"):
        on_list = browser(name).page("/differences/").count(", reference ")
        assert f"My differences {on_list} open" in browser(name).page("/")


def test_a_long_part_shows_the_first_and_leads_to_the_rest(fairhaven: Fairhaven) -> None:
    for _ in range(listing.SHOWN + 1):
        fairhaven.raised()
    due_soon()
    for who, heading in (("amy", "Coming up 6"), ("bob", "To answer 6")):
        found = part(browser(who).page("/"), heading)
        assert found.count(", reference ") == listing.SHOWN
        assert "See all of my differences" in found


def test_of_ones_own_how_many_stand_above_and_how_many_here_is_said(fairhaven: Fairhaven) -> None:
    for _ in range(2):
        fairhaven.answered()  # Amy's turn
    amy = browser("amy")
    assert "My differences 2 open All of them stand above." in amy.page("/")
    fairhaven.raised()
    Difference.objects.filter(turn="responding").update(due_at=now() + timedelta(days=20))
    assert "My differences 3 open 2 of them stand above. Here is the other one." in amy.page("/")
    for _ in range(listing.SHOWN):
        fairhaven.raised()
    Difference.objects.filter(turn="responding").update(due_at=now() + timedelta(days=20))
    assert "My differences 8 open 2 of them stand above. Here are the first 5 of the others." in amy.page("/")


def test_it_counts_what_is_drawn_above_and_not_what_waits_there(fairhaven: Fairhaven) -> None:
    for _ in range(listing.SHOWN + 2):
        fairhaven.answered()
    amy = browser("amy")
    assert f"My differences {listing.SHOWN + 2} open {listing.SHOWN} of them stand above." in amy.page("/")
    fairhaven.raised()
    Difference.objects.filter(turn="responding").update(due_at=now() + timedelta(days=20))
    assert f"{listing.SHOWN} of them stand above. Here is the other one." in amy.page("/")


def test_past_a_hundred_what_stands_here_is_the_first_of_more(
    fairhaven: Fairhaven, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_to(2, monkeypatch)
    fairhaven.answered()
    for _ in range(2):
        fairhaven.raised()
    Difference.objects.filter(turn="responding").update(due_at=now() + timedelta(days=20))
    assert "One of them stands above. Here are the first 2 of the others." in browser("amy").page("/")
