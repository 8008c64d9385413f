"""The pages of a day: open to anybody, storing nothing, and on a tablet nothing but the one sheet."""

import pytest
from django.test import Client

from commonground.library.day.shape import Lens, shipped
from commonground.library.safety import SAFETY
from tests.pdf import said
from tests.visiting import browser, visit

DAYS = "/library/day-in-the-life/"


@pytest.mark.django_db
@pytest.mark.parametrize("key", shipped())
def test_a_version_says_all_that_it_asks_to_anybody(key: str) -> None:
    one = shipped()[key]
    assert one.title in visit(DAYS, most_queries=3).words
    page = visit(f"{DAYS}{key}/", most_queries=3)
    for part in one.parts:
        assert part.name in page.words
        assert part.well in page.words
        for lens, prompts in part.prompts.items():
            assert all(prompt in page.words for prompt in prompts), lens
    assert all(lens.label in page.words for lens in Lens)
    assert "A day has no score" in page.words
    assert "Going well · A worry · Unsure" in page.words
    assert one.came in page.words
    assert page.markup.count("cg-band__half") == 2
    sheet = Client().get(f"{DAYS}{key}/blank-sheet/")
    assert sheet.content.startswith(b"%PDF")
    on_paper = said(sheet.content)
    for name in ("danger", "hurt", "tells", "at_home", "no_inquiry"):
        assert SAFETY[name] in page.words
        assert SAFETY[name] in on_paper
    assert sheet.headers["Content-Disposition"] == f'attachment; filename="a-day-in-the-life-{key}.pdf"'


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["made-up/", "made-up/blank-sheet/", "baby/with/child/", "primary/with/made-up/"])
def test_what_is_no_sheet_is_not_there(end: str) -> None:
    visit(f"{DAYS}{end}", status=404)


def test_a_baby_with_a_bruise_has_no_day_to_fill_in(db: None) -> None:  # noqa: ARG001 - the session is kept there
    assert "even if the reason sounds right" in visit(f"{DAYS}baby/").words
    assert "even if the reason sounds right" not in visit(f"{DAYS}primary/").words
    assert "put this away" in visit(f"{DAYS}primary/").words


@pytest.mark.usefixtures("cast")
def test_whoever_hands_over_a_tablet_is_signed_out_first_and_nothing_is_behind_the_sheet() -> None:
    amy, sheet = browser("amy"), f"{DAYS}primary/with/child/"
    asked = visit(sheet, amy)
    assert "This signs you out" in asked.words
    assert "What is it like for you?" not in asked.words
    assert amy.get("/").status_code == 200, "asking alone changes nothing"
    answer = amy.post(sheet)
    assert (answer.status_code, answer.headers["Location"]) == (302, sheet)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    page = visit(sheet, amy)
    assert "My day" in page.words
    assert "Is anything good about it?" in page.words
    assert "Getting up" in page.words
    assert "Amy" not in page.words
    assert "they will tell people who can help" in page.words
    leads = [one.get("href") for one in page.tree.iter("a")]
    assert leads == ["#main", "/"], "the way past the top, and the way out"
    assert [one for tag in ("form", "input", "textarea") for one in page.tree.iter(tag)] == []
    for behind in ("/", "/differences/", "/account/"):
        assert amy.get(behind).status_code == 302, behind
    assert amy.get("/").headers["Location"].startswith("/account/")


@pytest.mark.django_db
def test_a_parent_is_asked_in_words_of_their_own_and_before_birth_too() -> None:
    assert "What is hard, and what would help?" in visit(f"{DAYS}baby/with/parent/").words
    assert "before my baby comes" in visit(f"{DAYS}unborn/with/parent/").words
    assert "the child" not in visit(f"{DAYS}adolescent/with/child/").words.lower()


@pytest.mark.usefixtures("cast")
def test_the_guidance_leads_to_it() -> None:
    page = visit("/library/fairhaven/day-in-the-life/")
    assert f'href="{DAYS}"' in page.markup
    assert "not here yet" not in page.words
