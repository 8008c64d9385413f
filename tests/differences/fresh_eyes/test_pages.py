"""The pages of fresh eyes as people meet them: asked in two steps, read by both, and nothing typed is lost."""

from datetime import date, timedelta

import pytest

from commonground.differences import actions
from commonground.differences.fresh_eyes.forms import WordForm
from commonground.differences.models import Difference, FreshEyes
from commonground.editions.queries import calendar
from commonground.now import london_date, now
from commonground.procedures.terms import Side
from commonground.procedures.worktime import add_working_days
from tests import pdf
from tests.cast import Cast
from tests.differences.asking import fresh as as_it_is
from tests.differences.fresh_eyes.looking import (
    MISSED,
    ROS,
    SEES,
    TRIES,
    WHAT,
    agency_of,
    asked,
    could_not,
    found,
    gave,
    sought,
    taken,
    taken_back,
)
from tests.differences.raising import Browser, fresh
from tests.pages.grade import grade, sentences
from tests.visiting import visit

PASTED = '<p class="MsoNormal"><b>They</b>&nbsp;differ</p> “quoted” – ελληνικά, العربية, 🙂'
HARDEST = 9.0


def ros(cast: Cast) -> Browser:
    """Return a browser in which Ros is signed in."""
    return Browser(cast.person(ROS))


def ask_url(cast: Cast, row: Difference, whom: str = ROS) -> str:
    """Return the second step, once somebody's agency was chosen; of nobody, once the office was."""
    return f"{row.get_absolute_url()}fresh-eyes/ask/?where={agency_of(cast, whom).pk if whom else 'office'}"


def answers(cast: Cast, **changes: str) -> dict[str, str]:
    return fresh() | {"person": str(cast.person(ROS).pk), "what": WHAT, "by_when": "3"} | changes


def in_days(row: Difference, number: int) -> date:
    days = calendar(as_it_is(row).stands().procedure, row.partnership_id)
    return add_working_days(london_date(now()), number, days)


def test_from_the_asking_to_the_word_by_its_pages(cast: Cast) -> None:
    row = cast.raised()
    base, amy, looks = row.get_absolute_url(), Browser(cast.person("amy")), ros(cast)
    assert "Fresh eyes: ask somebody of neither side" in visit(base, amy).words
    assert "Nobody has been asked." in visit(f"{base}fresh-eyes/", amy).words
    assert "Where does the person work?" in visit(f"{base}fresh-eyes/ask/", amy).words
    step = visit(ask_url(cast, row), amy).words
    assert "Ros Calloway, Named nurse for safeguarding children" in step
    assert "In 3 working days: " in step
    assert looks.get(base).status_code == 404
    amy.sends(ask_url(cast, row), answers(cast))
    assert FreshEyes.objects.get(difference=row).by_when == in_days(row, 3)

    home = visit("/", looks).words
    assert "To look at with fresh eyes 1" in home
    assert "a word is wanted by" in home
    assert WHAT not in home, "the words stay on the page"
    page = visit(base, looks).words
    assert "You are asked to look at this with fresh eyes" in page
    assert WHAT in page
    for way in ("Let in somebody who has no account", "Ask somebody for advice", "Somebody is too close to this"):
        assert way not in page
    looks.sends(f"{base}fresh-eyes/1/take/")
    assert "looks at it now, and says what they see" in visit(base, "bob").words
    word = {"sees": SEES, "missed": MISSED, "asks_raising": "", "asks_responding": "", "tries": TRIES}
    assert looks.sends(f"{base}fresh-eyes/1/word/", fresh() | word) == "/"
    assert looks.get(base).status_code == 404
    assert "To look at with fresh eyes" not in visit("/", looks).words
    for who in ("amy", "bob"):
        for part in ("", "fresh-eyes/", "on-one-page/", "record/"):
            assert SEES in visit(base + part, who).words, (who, part)
    paper = " ".join(pdf.said(Browser(cast.person("bob")).get(f"{base}statement.pdf").content).split())
    assert "Seen with fresh eyes" in paper
    assert "You speak of different hours" in paper


def test_another_day_is_taken_and_one_that_has_gone_by_is_not(cast: Cast) -> None:
    row, today = cast.raised(), london_date(now())
    amy = Browser(cast.person("amy"))

    def by(day: date) -> dict[str, str]:
        boxes = {"day_day": str(day.day), "day_month": str(day.month), "day_year": str(day.year)}
        return answers(cast, by_when="other", **boxes)

    page = amy.fails(ask_url(cast, row), by(today - timedelta(days=1)))
    assert "That day has gone by." in page
    assert WHAT in page
    amy.sends(ask_url(cast, row), by(today))
    assert FreshEyes.objects.get(difference=row).by_when == today


@pytest.mark.parametrize("text", [PASTED, "é" * 4000])
def test_words_of_any_script_and_markup_stand_as_they_were_written(cast: Cast, text: str) -> None:
    row = cast.raised()
    Browser(cast.person("amy")).sends(ask_url(cast, row), answers(cast, what=text))
    ros(cast).sends(f"{row.get_absolute_url()}fresh-eyes/1/word/", fresh() | {"sees": text})
    assert visit(f"{row.get_absolute_url()}fresh-eyes/", "bob").words.count(text) == len(("asked", "said"))


def test_fifty_thousand_characters_are_refused_in_words_and_kept(cast: Cast) -> None:
    row, long = cast.raised(), "x" * 50_000
    page = Browser(cast.person("amy")).fails(ask_url(cast, row), answers(cast, what=long))
    assert "Keep this to 4000 characters or fewer. It has 50000 now" in page
    assert long in page
    assert not FreshEyes.objects.exists()
    asked(cast, row)
    url = f"{row.get_absolute_url()}fresh-eyes/1/word/"
    assert long in ros(cast).fails(url, fresh() | {"sees": long})


def test_a_form_sent_twice_asks_once_and_is_answered_the_same(cast: Cast) -> None:
    row = cast.raised()
    amy, same = Browser(cast.person("amy")), answers(cast)
    assert amy.sends(ask_url(cast, row), same) == amy.sends(ask_url(cast, row), same)
    assert FreshEyes.objects.count() == 1
    looks, word = ros(cast), fresh() | {"sees": SEES}
    url = f"{row.get_absolute_url()}fresh-eyes/1/word/"
    assert looks.sends(url, word) == "/"
    assert looks.sends(url, word) == "/", "also once they see it no longer"


def test_what_was_taken_back_meanwhile_is_refused_and_the_words_are_kept(cast: Cast) -> None:
    row = cast.raised()
    one = sought(cast, row)
    elin = Browser(cast.person("elin"))
    url = f"{row.get_absolute_url()}fresh-eyes/1/cannot/"
    elin.page(url)
    taken_back(cast, row, one)
    page = elin.fails(url, fresh() | {"reason": "Nobody has time."}, status=409)
    assert "Nothing waits here any more" in page
    assert "Nobody has time." in page


def test_what_was_taken_back_is_not_called_hidden_and_the_page_says_that_nobody_looks(cast: Cast) -> None:
    row = cast.raised()
    base = row.get_absolute_url()
    taken_back(cast, row, asked(cast, row))
    listed = visit(f"{base}fresh-eyes/", "amy").words
    assert "It was taken back" in listed
    assert "hidden" not in listed
    assert "Nobody looks now." in visit(base, "bob").words
    gave(cast, row, asked(cast, row, whom="Helen Achebe"), by="Helen Achebe")
    assert "Nobody looks now." not in visit(base, "bob").words, "there is a word to read"


def test_where_somebody_can_be_asked_no_longer_the_form_is_refused_and_its_words_are_kept(cast: Cast) -> None:
    row = cast.raised()
    amy, url = Browser(cast.person("amy")), ask_url(cast, row, "Wendy Park")
    amy.page(url)
    cast.joined(row)
    page = amy.fails(url, answers(cast, person=str(cast.person("Wendy Park").pk)), status=409)
    assert "That person cannot look at this with fresh eyes" in page
    assert WHAT in page
    office = ask_url(cast, row, "")
    amy.page(office)
    cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="A relative works there.")
    page = amy.fails(office, answers(cast, person=""), status=409)
    assert "the partnership’s office does not see it" in page
    assert WHAT in page


def test_where_the_office_can_ask_an_agency_no_longer_it_is_refused_in_words(cast: Cast) -> None:
    row = cast.raised()
    sought(cast, row)
    elin = Browser(cast.person("elin"))
    url = f"{row.get_absolute_url()}fresh-eyes/1/find/?where={agency_of(cast, 'Wendy Park').pk}"
    elin.page(url)
    cast.joined(row)
    page = elin.fails(url, fresh() | {"person": str(cast.person("Wendy Park").pk)}, status=409)
    assert "That person cannot look at this with fresh eyes" in page


@pytest.mark.parametrize(
    ("whom", "said"), [("", "The office looks for nobody"), (ROS, "Whoever was asked sees this no")]
)
def test_taking_back_says_what_ends_by_it(cast: Cast, whom: str, said: str) -> None:
    row = cast.raised()
    asked(cast, row, whom=whom)
    amy = Browser(cast.person("amy"))
    assert said in visit(amy.sends(f"{row.get_absolute_url()}fresh-eyes/1/take-back/"), amy).words


def test_the_office_finds_somebody_by_its_pages_and_is_asked_on_home(cast: Cast) -> None:
    row = cast.raised()
    amy, elin, base = Browser(cast.person("amy")), Browser(cast.person("elin")), row.get_absolute_url()
    assert "Fresh eyes to find" not in visit("/", elin).words
    assert "The partnership’s office finds somebody." in visit(ask_url(cast, row, ""), amy).words
    amy.sends(ask_url(cast, row, ""), answers(cast, person=""))
    assert "Fresh eyes to find 1" in visit("/", elin).words
    assert "Find somebody who looks" in visit(f"{base}fresh-eyes/", elin).words
    find = f"{base}fresh-eyes/1/find/"
    visit(find, elin)
    elin.sends(f"{find}?where={agency_of(cast, ROS).pk}", fresh() | {"person": str(cast.person(ROS).pk)})
    assert "Fresh eyes to find" not in visit("/", elin).words
    assert "To look at with fresh eyes 1" in visit("/", ros(cast)).words


def test_where_nobody_can_be_asked_the_page_says_so(cast: Cast) -> None:
    row = cast.raised()
    could_not(cast, row, asked(cast, row))
    assert "Nobody at Fairhaven Community Health Trust can be asked today" in visit(ask_url(cast, row), "amy").words


def test_whoever_may_not_is_told_who_can(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row)
    base = f"{row.get_absolute_url()}fresh-eyes/"
    for who, part, said in (
        ("amy", "ask/", "Your side has asked for fresh eyes already"),
        ("amy", "1/word/", "Only the person who was asked to look"),
        ("bob", "1/cannot/", "Only the person who was asked to look"),
        ("bob", "1/find/", "Nothing waits here any more"),
        (ROS, "ask/", "Only people who act for one of the two sides"),
    ):
        answer = Browser(cast.person(who)).get(base + part)
        assert (answer.status_code, said in answer.content.decode()) == (409, True), (who, part)
    for part in ("take-back", "take"):
        assert Browser(cast.person("bob")).post(f"{base}1/{part}/", fresh()).status_code == 409
    taken(cast, row, one)
    assert "I will look at it" not in visit(row.get_absolute_url(), ros(cast)).words


def test_to_others_the_pages_are_not_there(cast: Cast) -> None:
    row = cast.raised()
    asked(cast, row)
    zed, base = Browser(cast.person("zed")), f"{row.get_absolute_url()}fresh-eyes/"
    for part in ("", "ask/", "1/word/", "1/cannot/", "1/find/"):
        assert zed.get(base + part).status_code == 404
    amy = Browser(cast.person("amy"))
    assert amy.get(f"{base}9/word/").status_code == 404
    taken_back(cast, row, FreshEyes.objects.get())
    assert amy.get(f"{base}ask/?where=nowhere").status_code == 422


def test_of_what_is_restricted_no_office_is_offered(cast: Cast) -> None:
    row = cast.raised()
    assert "ask the partnership’s office" in visit(f"{row.get_absolute_url()}fresh-eyes/ask/", "amy").words
    cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="A relative works there.")
    page = visit(f"{row.get_absolute_url()}fresh-eyes/ask/", "amy").words
    assert "ask the partnership’s office" not in page
    assert "Whoever you ask sees it from now on" in page
    assert Browser(cast.person("amy")).get(ask_url(cast, row, "")).status_code == 422


def test_where_both_sides_are_called_the_same_the_form_names_them_as_the_record_does(cast: Cast) -> None:
    row = cast.raised()
    row.raising_team = row.responding_team = None
    row.raising_agency.name = row.responding_agency.name = "Fairhaven City Council"
    form = WordForm(row=row)
    assert [form.fields[f"asks_{side}"].label for side in Side] == [
        "What would you ask the raising side?",
        "What would you ask the responding side?",
    ]


def test_the_page_asks_one_query_more_however_many_looked(cast: Cast) -> None:
    row = cast.answered()
    base = row.get_absolute_url()
    people = [Browser(cast.person(name)) for name in ("amy", "bob")]
    plain = [visit(base, who).queries for who in people]
    one = asked(cast, row)
    assert [visit(base, who).queries for who in people] == [number + 1 for number in plain]
    gave(cast, row, one)
    gave(cast, row, asked(cast, row, whom="Helen Achebe"), by="Helen Achebe")
    assert [visit(base, who).queries for who in people] == [number + 1 for number in plain]


def test_the_sentences_are_plain(cast: Cast) -> None:
    row = cast.raised()
    found(cast, row)
    other = cast.raised()
    looks, amy, base = ros(cast), Browser(cast.person("amy")), row.get_absolute_url()
    for url, who in (
        (base, looks),
        (f"{base}fresh-eyes/", amy),
        (f"{base}fresh-eyes/1/word/", looks),
        (f"{base}fresh-eyes/1/cannot/", looks),
        (f"{other.get_absolute_url()}fresh-eyes/ask/", amy),
        (ask_url(cast, other), amy),
        (ask_url(cast, other, ""), amy),
    ):
        said = list(sentences(visit(url, who).tree))
        assert grade(said) <= HARDEST, (url, sorted(said, key=lambda one: -grade([one]))[:5])
