"""Was this useful? Anybody says so, once for each form; the editors read how many did, and what was missing."""

from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from commonground.library.useful.models import Useful
from tests.cast import Cast
from tests.pages.shelves import approved, proposed
from tests.visiting import visit

PAGE, DESK = "/library/fairhaven/neglect/", "/keep-library/"
FORM = f"{PAGE}useful/"


def say(answer: str, missing: str = "", key: str = "", where: str = FORM) -> int:
    """Send an answer as somebody without an account; return the status."""
    sent = {"submission": key or str(uuid4()), "useful": answer, "missing": missing}
    return Client().post(where, sent).status_code


@pytest.fixture(autouse=True)
def _no_limits_from_before(cast: Cast) -> None:  # noqa: ARG001 - the database it is kept in
    cache.clear()


def test_what_readers_say_is_counted_for_the_editors_of_that_edition() -> None:
    for answer, missing in (("yes", ""), ("yes", ""), ("no", "Say what to do on a Friday evening.")):
        assert say(answer, missing) == 302
    for who in ("iris", "elin"):
        words = visit(DESK, who).words
        assert "Neglect, edition 1 Fairhaven. Yes: 2. No: 1." in words
        assert "Say what to do on a Friday evening." in words
    assert "What readers say" not in visit(DESK, "gwen").words, "another area's answers"


def test_a_form_sent_twice_counts_once() -> None:
    key = str(uuid4())
    assert [say("no", "More tools.", key), say("no", "More tools.", key)] == [302, 302]
    assert Useful.objects.count() == 1


def test_nothing_is_kept_of_who_says_so() -> None:
    visit(FORM, "amy")
    say("no", "More tools.")
    assert {one.name for one in Useful._meta.get_fields()} == {"key", "edition", "useful", "missing", "day"}


def test_the_next_edition_is_counted_anew(cast: Cast) -> None:
    say("no", "More tools.")
    approved(cast, proposed(cast, "neglect"))
    say("yes")
    words = visit(DESK, "iris").words
    assert "edition 1 Fairhaven. Yes: 0. No: 1." in words
    assert "edition 2 Fairhaven. Yes: 1. No: 0." in words


def test_too_many_from_one_place_wait_and_lose_nothing(settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "useful": "2/h/ip"}
    assert [say("yes"), say("yes")] == [302, 302]
    sent = {"submission": str(uuid4()), "useful": "no", "missing": "On a Friday."}
    page = visit(FORM, None, post=sent, status=429)
    assert "Wait an hour, then send yours." in page.words
    assert "On a Friday.</textarea>" in page.markup
    assert Useful.objects.count() == 2


@pytest.mark.parametrize("sent", [{"useful": ""}, {"useful": "no", "missing": "x" * 301}, {"useful": "perhaps"}])
def test_what_cannot_be_taken_says_why_and_is_kept(sent: dict[str, str]) -> None:
    page = visit(FORM, None, post={"submission": str(uuid4()), **sent}, status=422)
    assert "There is a problem" in page.words
    assert Useful.objects.count() == 0


def test_a_page_that_is_not_there_takes_no_answer() -> None:
    assert say("yes", where="/library/fairhaven/nothing/useful/") == 404
    assert say("yes", where="/library/marlow-vale/safeguarding-infants/useful/") == 404, "it waits for its editor"
    assert Client().post(FORM, {"useful": "yes"}).status_code == 400, "no key"
