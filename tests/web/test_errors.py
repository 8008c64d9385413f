"""Error pages, help and the navigation: plain words, no data, and only where one may go."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from commonground.directory.queries import NOBODY
from commonground.web import context
from commonground.web.views import errors
from tests.differences.page_story import Browser, Fairhaven, browser, built, fairhaven, words

__all__ = ["built", "fairhaven"]


def test_not_found_and_not_open_are_said_in_words(fairhaven: Fairhaven) -> None:  # noqa: ARG001 - the people in it
    page = browser("amy").page("/nowhere/", 404)
    assert "There is nothing here for you" in page
    page = browser("elin").page("/differences/raise/", 403)
    assert "It needs a post that you do not hold today." in page


def test_a_form_of_another_session_is_not_taken(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy = browser("amy")
    amy.handler.enforce_csrf_checks = True
    response = amy.post(f"{row.get_absolute_url()}question/", {"words": "Who?"})
    assert "This page was open too long" in words(response, 403)


def test_the_page_for_what_broke_needs_no_database(fairhaven: Fairhaven, monkeypatch: pytest.MonkeyPatch) -> None:
    row = fairhaven.raised()
    monkeypatch.setattr("commonground.differences.views.page.heading", lambda *_: 1 / 0)
    amy = browser("amy")
    amy.raise_request_exception = False
    response = amy.get(row.get_absolute_url())
    assert "Something broke here" in words(response, 500)
    assert str(row) not in response.content.decode()
    with CaptureQueriesContext(connection) as caught:
        assert errors.broken(RequestFactory().get("/")).status_code == 500
    assert not caught.captured_queries


def test_what_cannot_be_read_is_said_in_words(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    page = words(browser("amy").post(f"{row.get_absolute_url()}question/", {"submission": "no"}), 400)
    assert "This form could not be read whole." in page


def test_a_page_asked_in_a_way_that_it_does_not_take_says_so(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    response = browser("amy").post(f"{row.get_absolute_url()}record/")
    assert "This page cannot be opened that way Nothing was changed." in words(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"
    assert "Amy Lister" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("amy", ["Waiting for you", "Differences", "Library", "Raise a difference", "Messages", "Help"]),
        ("elin", ["Waiting for you", "Differences", "Library", "People", "Messages", "Help"]),
    ],
)
def test_one_is_led_only_where_one_may_go(fairhaven: Fairhaven, name: str, places: list[str]) -> None:
    request = RequestFactory().get("/differences/")
    request.actor = fairhaven.who(name)  # type: ignore[attr-defined]
    request.session = SessionStore()
    with CaptureQueriesContext(connection) as caught:
        around = context.navigation(request)
    assert len(caught.captured_queries) == 1
    assert [item["text"] for item in around["navigation"]] == places
    assert [item["text"] for item in around["navigation"] if item["current"]] == ["Differences"]
    assert around["partnership_name"] == "Fairhaven"
    client: Browser = browser(name)
    for item in around["navigation"]:
        assert client.get(item["href"]).status_code in {200, 302}, item


def test_nobody_is_led_nowhere() -> None:
    request = RequestFactory().get("/start/")
    assert "navigation" not in context.navigation(request)
    request.actor = NOBODY  # type: ignore[attr-defined]
    assert [one["text"] for one in context.navigation(request)["footer_links"]] == ["Words and initials"], "open to all"


def test_help_shows_the_stages_of_ones_own_procedure(fairhaven: Fairhaven) -> None:  # noqa: ARG001 - the people in it
    page = browser("amy").page("/how-this-works/")
    assert "The stages in Fairhaven" in page
    assert "2 Line managers or safeguarding leads Settled or escalated by: 3 working days" in page
    page = browser("gwen").page("/how-this-works/")
    assert "has not opened its procedure here yet" in page
    assert "Fairhaven" not in page
