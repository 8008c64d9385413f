"""The chart of an area as anybody reads it: searched, filtered, side by side, by day, on paper, in plain words."""

import json
import re
from datetime import timedelta
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.management import call_command

from commonground.differences.thresholds import actions as thresholds
from commonground.directory.models import Partnership
from commonground.editions.actions.hips import start_hips
from commonground.library import actions
from commonground.library.models import ChartEdition
from commonground.library.queries import standing_number
from commonground.library.safety import SAFETY
from commonground.library.shape import load, shipped
from commonground.now import london_date, now
from tests.cast import Cast
from tests.pages.grade import grade, sentences
from tests.pdf import read, said
from tests.visiting import Visited, browser, parsed, visit, words_of

HERE, HAMPSHIRE = "/library/fairhaven/chart/", "/library/hampshire/chart/"


def area(name: str = "Fairhaven") -> Partnership:
    return Partnership.objects.get(name=name)


def another_edition(cast: Cast, phrase: str) -> ChartEdition:
    """Publish an edition in which a phrase stands alone at level 1, as two editors do."""
    row = actions.say_as_published(
        by=cast.actor("iris"), at=cast.tick(), partnership=area().pk, seen=standing_number(area().pk), compared=(1,),
        boxes={(1, "home"): (phrase,)}, source="The chart", published=london_date(cast.at),
    )  # fmt: skip
    return actions.approve(by=cast.actor("elin"), at=cast.tick(), edition=row.pk)


def hampshire() -> None:
    start_hips(officers={}, at=now())
    actions.load_charts(texts=[shipped()["hampshire-and-isle-of-wight"]], at=now())


def boxes(page: Visited) -> dict[tuple[str, str], ET.Element]:
    """Return the boxes of the table on a page, by the heads of their row and column, as a plain table has them."""
    table = page.tree.find(".//table")
    assert table is not None
    heads = [words_of(one) for one in table.findall("./thead/tr/th")]
    found: dict[tuple[str, str], ET.Element] = {}
    for row in table.findall("./tbody/tr"):
        level = words_of(row.find("th/span"))
        found |= {(level, head): cell for head, cell in zip(heads[1:], row.findall("td"), strict=True)}
    return found


def phrases(page: Visited) -> list[str]:
    return [words_of(one) for box in boxes(page).values() for one in box.iter("li")]


@pytest.mark.usefixtures("cast")
def test_the_chart_is_a_plain_table_of_levels_by_parts_with_what_is_done_at_each() -> None:
    page = visit(HERE)
    chart = load(shipped()["fairhaven"])
    assert list(boxes(page)) == [
        (f"Level {level.number}: {level.name}", name) for level in chart.levels for name in chart.columns.values()
    ]
    for level, column, box in chart.boxes():
        cell = words_of(boxes(page)[f"Level {level.number}: {level.name}", chart.columns[column]])
        assert all(phrase in cell for phrase in box.phrases)
    assert "what does this do to this child?" in page.words
    assert "The chart does not list strengths, and they count" in page.words
    assert "Whoever sees it first offers help" in words_of(boxes(page)["Level 2: Some extra help", "Next steps"])


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("words", "found", "marked"),
    [
        ("help", 6, {"help"}),
        ("HOME somebody", 1, {"home", "somebody"}),
        ("social children's", 1, {"social", "children’s"}),
        ("(help", 0, set()),
        ("aeroplane", 0, set()),
    ],
)
def test_a_search_says_how_many_it_found_and_marks_the_words(words: str, found: int, marked: set[str]) -> None:
    page = visit(f"{HERE}?words={words}")
    assert f"{found} {'phrase has' if found == 1 else 'phrases have'} “{words}”" in page.words
    assert len(phrases(page)) == found
    marks = {words_of(one) for one in page.tree.iter("mark")}
    assert {one.casefold() for one in marks} == {one.casefold() for one in marked}
    if not found:
        assert "Try another word: a chart names some signs, and never all." in page.words
    assert "No phrase here has these words" in page.words
    assert [one.get("value") for one in page.tree.iter("input") if one.get("name") == "words"] == [words]


@pytest.mark.usefixtures("cast")
def test_levels_and_parts_are_chosen_and_two_levels_stand_side_by_side() -> None:
    page = visit(f"{HERE}?level=2&level=3&part=child&part=next_steps")
    assert list(boxes(page)) == [
        (level, part)
        for level in ("Level 2: Some extra help", "Level 3: Help from several")
        for part in ("The child", "Next steps")
    ]
    assert "cg-levels--two" in page.markup
    assert page.markup.count("checked") == 4
    assert "cg-levels--two" not in visit(HERE).markup
    for pair in ("?level=1&amp;level=2", "?level=2&amp;level=3", "?level=3&amp;level=4"):
        assert f'href="{pair}"' in page.markup
    both = visit(f"{HERE}?words=help&level=3")
    assert phrases(both) == ["Stops taking up help", "Ask for one plan that all who help share."]


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("level=9", "Choose one of the answers shown"),
        ("level=x", "Choose one of the answers shown"),
        ("part=other", "Choose one of the answers shown"),
        ("words=" + "x" * 81, "Keep this to 80 characters"),
        ("day_day=31&day_month=2&day_year=2026", "That date does not exist"),
    ],
)
def test_what_cannot_be_understood_is_told_and_all_of_the_chart_is_shown(asked: str, why: str) -> None:
    page = visit(f"{HERE}?{asked}", status=422)
    assert why in page.words
    assert len(boxes(page)) == 16


@pytest.mark.django_db
def test_each_box_that_is_not_confirmed_says_so_and_leads_to_the_published_chart() -> None:
    hampshire()
    page, chart = visit(HAMPSHIRE), load(shipped()["hampshire-and-isle-of-wight"])
    names = {level.number: f"Level {level.number}: {level.name}" for level in chart.levels}
    for level, column, box in chart.boxes():
        cell = boxes(page)[names[level.number], chart.columns[column]]
        leads = [one.get("href") for one in cell.iter("a")]
        assert ("Not confirmed" in words_of(cell), chart.original in leads) == (not box.confirmed,) * 2, (level, column)
        assert box.note in words_of(cell)
        read_at = [int(number) for number in re.findall(r"\[(\d+)\]", words_of(cell))]
        listed = [words_of(one) for one in page.tree.iter("li") if (one.get("id") or "").startswith("source-")]
        assert tuple(listed[number - 1] for number in read_at) == box.sources
    marked = boxes(page)[names[4], chart.columns["developmental_needs"]]
    assert words_of(marked).count("Not confirmed") == 6, "each phrase that is not, where others are"
    assert words_of(boxes(page)[names[3], chart.columns["developmental_needs"]]).count("Not confirmed") == 1, "all"
    searched = visit(f"{HAMPSHIRE}?words=homelessness")
    assert "Homelessness" in phrases(searched)
    assert "Not confirmed" in words_of(boxes(searched)[names[4], chart.columns["family_and_environment"]])


@pytest.mark.usefixtures("cast")
def test_a_box_that_the_file_leaves_out_says_so_and_strengths_are_shown_where_a_chart_has_them() -> None:
    text = shipped()["fairhaven"].replace('"Fairhaven"', '"Nether Wold"')
    text = text.replace('next_steps = "Next steps"', 'next_steps = "Next steps"\nstrengths = "What goes well"')
    text += '\n[[levels]]\nnumber = 5\nname = "More"\nmeans = "More."\n'
    text += '[levels.boxes.strengths]\nwhole = true\nphrases = ["A gran who is there"]\n'
    text += "[levels.boxes.home]\nwhole = true\nphrases = []\n"
    place = Partnership.objects.create(name="Nether Wold", area="Nether Wold")
    actions.load_chart(area=place, text=text, at=now())
    page = visit("/library/nether-wold/chart/")
    level = "Level 5: More"
    lead = "Nothing is known here yet Read the published chart"
    assert words_of(boxes(page)[level, "The child"]).endswith(f"Not confirmed {lead}")
    assert words_of(boxes(page)[level, "Home and family"]).endswith("The published chart has nothing here")
    assert "A gran who is there" in words_of(boxes(page)[level, "What goes well"])
    assert "weigh what goes well beside it" in page.words
    assert browser(None).get("/library/nether-wold/chart/in-plain-words/").status_code == 404, "one level has none"
    assert "in plain words" not in page.words


def test_what_it_said_on_a_day_is_read_by_the_day_and_by_number(cast: Cast) -> None:
    row, phrase = another_edition(cast, "A warm bed"), "A warm and safe home"
    today = london_date(cast.at)
    assert "A warm bed" in phrases(visit(HERE))
    before = visit(f"{HERE}on/{today - timedelta(days=1)}/")
    assert phrase in phrases(before)
    assert "A warm bed" not in before.words
    after = visit(f"{HERE}on/{today}/")
    assert "A warm bed" in phrases(after)
    assert "Level 1, Home and family BeforeA warm and safe homeFamily or friends close by NowA warm bed" in after.words
    assert "This day is still to come" in visit(f"{HERE}on/{today + timedelta(days=400)}/").words
    assert phrase in phrases(visit(f"{HERE}edition/1/"))
    assert f"Edition {row.number}, from" in visit(HERE).words
    assert "On that day nobody had said here what the chart of Fairhaven was" in visit(f"{HERE}on/2001-03-03/").words
    asked = f"{HERE}?day_day={today.day}&day_month={today.month}&day_year={today.year}"
    assert browser(None).get(asked).headers["Location"] == f"{HERE}on/{today}/"
    assert browser("amy").get(f"{HERE}on/2026-02-31/").status_code == 404


def test_a_chart_asks_the_database_as_often_however_many_editions_there_are(cast: Cast) -> None:
    addresses = (HERE, f"{HERE}?words=help", f"{HERE}edition/1/", f"{HERE}on/{london_date(cast.at)}/")
    first = [visit(address).queries for address in addresses]
    for number in range(9):
        another_edition(cast, f"Bed {number}")
    again = [visit(address).queries for address in addresses]
    assert again[:3] == first[:3]
    assert again[3] <= first[3] + 1, "an edition has one before it"
    assert max(again) <= 10


@pytest.mark.django_db
def test_on_paper_stands_what_was_looked_for_and_that_it_is_not_confirmed() -> None:
    hampshire()
    answer = browser(None).get(f"{HAMPSHIRE}pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    words, paper = said(answer.content), read(answer.content)
    assert f"{SAFETY['danger']} {SAFETY['hurt']}" in words
    root: Any = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in paper.pages} == {(842, 595)}
    chart = load(shipped()["hampshire-and-isle-of-wight"])
    for _, _, box in chart.boxes():
        assert all(" ".join(phrase.split()) in words for phrase in box.phrases)
    assert "9 boxes of this chart are not confirmed" in words
    assert "[Not confirmed] • Homelessness" in words
    assert "Edition 1, from" in words
    assert "it is right for that day only" in words
    some = said(browser(None).get(f"{HAMPSHIRE}pdf/?words=bullying&level=2&level=3").content)
    assert "Bullying" in some
    assert "Young carers" not in some
    assert "Only the phrases with “bullying” in them are shown." in some
    assert "Level 4" not in some


@pytest.mark.django_db
def test_a_family_reads_each_level_in_plain_words_and_whose_words_they_are() -> None:
    hampshire()
    for place in ("hampshire", "isle-of-wight"):
        page = visit(f"/library/{place}/chart/in-plain-words/")
        chart = load(shipped()["hampshire-and-isle-of-wight"])
        assert all(words in page.words for level in chart.levels for words in level.plain)
        assert all(level.plain for level in chart.levels)
        said_there = list(sentences(page.tree))
        assert grade(said_there) <= 6
        assert [one for one in said_there if grade([one]) > 11 and "Hampshire" not in one] == []
        assert "Not confirmed Common Ground wrote this page" in page.words
        assert f'href="{chart.for_families}"' in page.markup
        assert "Ring 999" in page.words
    assert "in-plain-words" in visit(HAMPSHIRE).markup


@pytest.mark.usefixtures("cast")
def test_the_list_of_the_library_names_each_chart() -> None:
    out = StringIO()
    call_command("library_index", "--json", stdout=out)
    charts = {one["area"]: one for one in json.loads(out.getvalue()) if one["kind"] == "chart"}
    assert {area: (one["address"], one["status"]) for area, one in charts.items()} == {
        "fairhaven": (HERE, "live"),
        "marlow-vale": ("/library/marlow-vale/chart/", "elsewhere"),
    }
    assert charts["fairhaven"]["own_words"] > 100


@pytest.mark.usefixtures("cast")
def test_the_chart_stands_on_the_shelf_and_guidance_leads_there() -> None:
    assert f'href="{HERE}"' in visit("/library/fairhaven/").markup
    assert f'href="{HERE}"' in visit("/library/fairhaven/threshold-chart/").markup
    assert browser("amy").get("/chart/fairhaven/").headers["Location"] == HERE
    assert browser("amy").get("/chart/").headers["Location"] == "/library/"
    taken = {"kind": "guidance", "title": "Chart", "key": "chart", "submission": "00000000-0000-4000-8000-000000000001"}
    refused = visit("/keep-library/fairhaven/new/", "iris", post=taken, status=409)
    assert "There is a page with the short address “chart” already" in refused.words


def test_it_is_the_same_data_as_the_side_by_side_comparison(cast: Cast) -> None:
    another_edition(cast, "A warm bed")
    row = cast.raised()
    thresholds.begin(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, area=area().pk)
    page = visit(HERE)
    for (level, part), key in (
        (("Level 1: Everyday help", "Home and family"), "1/home"),
        (("Level 4: Social care", "Parents and carers"), "4/carers"),
    ):
        asked = parsed(browser("amy").get(f"/differences/{row.reference}/thresholds/{key}/").content.decode())
        offered = [words_of(one) for one in asked.iter("label")]
        said_here = [words_of(one) for one in boxes(page)[level, part].iter("li")]
        assert said_here
        assert [one for one in said_here if one not in offered] == []
