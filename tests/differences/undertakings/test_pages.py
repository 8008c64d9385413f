"""The pages of actions as people meet them: nothing typed is lost, and whoever may not is told who can."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.models import Undertaking
from commonground.now import london_date
from tests.cast import Cast
from tests.differences.raising import Browser, fresh
from tests.differences.undertakings.undertaking import DONE_WHEN, WHAT, done, key, noted_action
from tests.visiting import visit

PASTED = '<p class="MsoNormal"><b>Ring</b>&nbsp;them</p> “quoted” – ελληνικά, العربية, 🙂'


def answers(cast: Cast, **changes: str) -> dict[str, str]:
    due = london_date(cast.at) + timedelta(days=7)
    said = {"what": WHAT, "done_when": DONE_WHEN, "owner": key(cast, "bob")}
    boxes = {"due_day": str(due.day), "due_month": str(due.month), "due_year": str(due.year)}
    return fresh() | said | boxes | changes


def test_it_is_put_on_the_list_by_a_form_and_stands_there_and_on_the_page(cast: Cast) -> None:
    row = cast.raised()
    amy, base = Browser(cast.person("amy")), row.get_absolute_url()
    assert "Actions: who does what, and by when" in visit(base, amy).words
    assert amy.sends(f"{base}actions/new/", answers(cast)) == f"{base}actions/"
    page = visit(f"{base}actions/", "bob")
    for said in (WHAT, DONE_WHEN, "Bob Ferris, Fairhaven City Council, by", "Say what came of it", "Hand it over"):
        assert said in page.words
    assert "Say what came of it" not in visit(f"{base}actions/", "amy").words
    assert "1 action is still to be done." in visit(base, "amy").words
    home = visit("/", "bob").words
    assert "Your actions 1 1 still to be done, by you or people of your agency." in home
    assert f"Action 1 of {row.title}, reference {row}" in home
    assert WHAT not in home, "the words stay on the page of the actions"


@pytest.mark.parametrize("text", [PASTED, "é" * 4000])
def test_words_of_any_script_and_markup_stand_as_they_were_written(cast: Cast, text: str) -> None:
    row = cast.raised()
    Browser(cast.person("amy")).sends(f"{row.get_absolute_url()}actions/new/", answers(cast, what=text))
    assert Undertaking.objects.get(difference=row).what == text
    assert text in visit(f"{row.get_absolute_url()}actions/", "bob").words


def test_fifty_thousand_characters_are_refused_in_words_and_kept(cast: Cast) -> None:
    row, long = cast.raised(), "x" * 50_000
    amy = Browser(cast.person("amy"))
    page = amy.fails(f"{row.get_absolute_url()}actions/new/", answers(cast, what=long))
    assert "Keep this to 4000 characters or fewer. It has 50000 now" in page
    assert long in page
    assert not Undertaking.objects.filter(difference=row).exists()


def test_two_say_that_it_is_done_and_the_second_keeps_their_words(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row)
    farah = Browser(cast.person("Farah Siddiqui"))
    url = f"{row.get_absolute_url()}actions/{one.number}/done/"
    farah.page(url)
    done(cast, row, one)
    words = "I saw him too, in his own room."
    answer = farah.post(url, fresh() | {"came": "done", "evidence": words})
    assert answer.status_code == 409
    assert "dealt with already" in answer.content.decode()
    assert words in answer.content.decode()


def test_whoever_may_not_is_told_who_can(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row)
    answer = Browser(cast.person("amy")).get(f"{row.get_absolute_url()}actions/{one.number}/done/")
    assert answer.status_code == 409
    assert "Only people of the agency that has this action" in answer.content.decode()


def test_what_is_dealt_with_is_refused_before_anybody_fills_in_a_form(cast: Cast) -> None:
    row = cast.raised()
    one = done(cast, row, noted_action(cast, row))
    for who in ("bob", "amy"):
        for part in ("done", "hand-over"):
            answer = Browser(cast.person(who)).get(f"{row.get_absolute_url()}actions/{one.number}/{part}/")
            assert answer.status_code == 409
            assert "This action is dealt with already." in answer.content.decode()


def test_to_others_the_pages_are_not_there(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row)
    zed, base = Browser(cast.person("zed")), f"{row.get_absolute_url()}actions/"
    for part in ("", "new/", f"{one.number}/done/", f"{one.number}/hand-over/"):
        assert zed.get(base + part).status_code == 404
    assert Browser(cast.person("amy")).get(f"{base}9/done/").status_code == 404


def test_what_ends_it_says_which_are_open_and_what_becomes_of_them(cast: Cast) -> None:
    row = cast.proposed()
    one = noted_action(cast, row)
    sign = f"{row.get_absolute_url()}sign/"
    page = visit(sign, "amy").words
    assert f"{WHAT} (Bob Ferris, Fairhaven City Council, by" in page
    assert "They stay open when this ends." in page
    done(cast, row, one)
    assert "Actions that are still open" not in visit(sign, "amy").words
    assert "Actions that are still open" not in visit(f"{row.get_absolute_url()}note/", "amy").words


def test_it_never_blocks_the_end(cast: Cast) -> None:
    row = cast.proposed()
    noted_action(cast, row)
    assert cast.do(actions.sign, row, "amy", proposal=1).end == "resolved"


def test_the_list_and_home_take_the_same_queries_for_one_and_for_twenty(cast: Cast) -> None:
    row = cast.raised()
    noted_action(cast, row)
    base = row.get_absolute_url()
    few = [visit(url, "bob").queries for url in ("/", f"{base}actions/", base)]
    for _ in range(19):
        noted_action(cast, row)
    assert [visit(url, "bob").queries for url in ("/", f"{base}actions/", base)] == few
