"""The lists: filters, pages, finding by reference; and never more than one may see."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.now import now
from commonground.procedures.terms import Kind
from tests.differences.page_story import Fairhaven, browser, built, fairhaven, markup, words

__all__ = ["built", "fairhaven"]


def test_filters_narrow_a_list(fairhaven: Fairhaven) -> None:
    late = fairhaven.raised(at=now() - timedelta(days=14))
    up = fairhaven.escalated()
    other = fairhaven.raised(kind=Kind.NO_REPLY)
    ended = fairhaven.do(actions.withdraw, fairhaven.raised(), "amy", why="settled", words="Settled.")
    amy = browser("amy")
    for query, expected in (
        ("", {late, up, other}),
        ("?state=past", {late}),
        ("?state=ended", {ended}),
        ("?state=all", {late, up, other, ended}),
        ("?kind=no_reply", {other}),
        ("?stage=2", {up}),
        ("?state=all&stage=1&kind=step_down_close", {late, ended}),
        ("?whose=mine&state=open&stage=4", set()),
    ):
        page = amy.page(f"/differences/{query}")
        found = {row for row in (late, up, other, ended) if str(row) in page}
        assert found == expected, query
        assert f"{len(expected)} difference{'' if len(expected) == 1 else 's'}" in page
    assert "There is none like this." in page


def test_open_ones_stand_in_order_of_their_dates(fairhaven: Fairhaven) -> None:
    later = fairhaven.raised()
    sooner = fairhaven.raised(at=now() - timedelta(days=7))  # of two on a weekend both are due on the same day
    page = browser("amy").page("/differences/")
    assert page.index(str(sooner)) < page.index(str(later))


def test_twenty_five_a_page_and_each_once(fairhaven: Fairhaven) -> None:
    rows = [fairhaven.raised() for _ in range(28)]
    amy = browser("amy")
    first, second = amy.page("/differences/?state=all"), amy.page("/differences/?state=all&page=2")
    assert first.count(", reference ") == 25
    assert second.count(", reference ") == 3
    assert all((str(row) in first) != (str(row) in second) for row in rows)
    assert "28 differences, page 2" in second
    assert "There is nothing on this page." in amy.page("/differences/?page=7")


@pytest.mark.parametrize("query", ["?whose=partnership", "?whose=agency", "?state=gone", "?stage=nine", "?kind=%00"])
def test_filters_that_are_not_offered_get_words_and_no_rows(fairhaven: Fairhaven, query: str) -> None:
    row = fairhaven.escalated()
    page = browser("amy").page(f"/differences/{query}")
    assert "There is a problem" in page
    assert str(row) not in page


def test_queries_of_a_list_are_few_and_the_same(fairhaven: Fairhaven) -> None:
    fairhaven.escalated()
    clients = [("amy", "mine"), ("sarah", "agency"), ("elin", "partnership")]
    few = [browser(name).queries(f"/differences/?whose={whose}") for name, whose in clients]
    for _ in range(24):
        fairhaven.escalated()
        fairhaven.raised()
    assert [browser(name).queries(f"/differences/?whose={whose}") for name, whose in clients] == few
    assert max(few) <= 6


def test_a_reference_is_found_as_people_write_it(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    for text in (str(row), row.reference.lower(), f"  {row.reference[:4]} {row.reference[4:]} "):
        response = browser("amy").get("/find/", {"reference": text})
        assert (response.status_code, response.headers["Location"]) == (302, row.get_absolute_url())


def test_a_reference_that_is_not_there_and_one_not_theirs_get_the_same_words(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    zed = browser("zed")
    foreign, unknown = zed.get("/find/", {"reference": str(row)}), zed.get("/find/", {"reference": "2222-2222-22"})
    assert foreign.status_code == unknown.status_code == 404
    assert markup(foreign).replace(str(row), "?") == markup(unknown).replace("2222-2222-22", "?")
    assert "No difference with this reference is open to you." in words(unknown, 404)
    assert "Write the reference" in words(zed.get("/find/", {"reference": ""}), 404)
    assert "Find by reference" in zed.page("/find/")


def test_who_looks_after_all_of_them_begins_with_all_of_them(fairhaven: Fairhaven) -> None:
    row = fairhaven.escalated()
    assert str(row) in browser("elin").page("/differences/")
    assert str(row) not in browser("elin").page("/differences/?whose=mine")
