"""The chart of an area: loaded where it belongs, confirmed by its officers, or said to stand elsewhere."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from commonground.directory.actions import RefusedError, found_partnership
from commonground.directory.models import Partnership
from commonground.editions.actions.hips import AREAS, start_hips
from commonground.editions.checklist import checklist
from commonground.library import actions
from commonground.library.models import ChartEdition
from commonground.library.queries import chart_of, kept_here
from commonground.library.shape import shipped
from commonground.now import london_date, now
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.visiting import browser, visit

HERE, THERE = "/chart/fairhaven/", "/chart/marlow-vale/"
ADDRESS = "https://partnership.marlowvale.example/levels"


def area(name: str) -> Partnership:
    return Partnership.objects.get(name=name)


def of_the_day(**more: str) -> dict[str, str]:
    today = london_date(now())
    day = {"published_day": str(today.day), "published_month": str(today.month), "published_year": str(today.year)}
    return {"submission": str(uuid4()), **day, **more}


def as_published(seen: int = 1, **more: str) -> dict[str, str]:
    """Return the form of Fairhaven's chart as it stands, with a source."""
    chart = kept_here(area("Fairhaven").pk)
    assert chart
    boxes = {f"box_{level.number}_{column}": "\n".join(box.phrases) for level, column, box in chart.chart.boxes()}
    return of_the_day(seen=str(seen), source="The chart, page 2") | boxes | more


def keeps(client: Client, url: str, sent: dict[str, str]) -> None:
    """Send a form that is taken."""
    assert client.post(url, sent).status_code == 302


def test_the_page_badges_what_is_not_confirmed_and_says_whom_to_ask(cast: Cast) -> None:
    page = visit(HERE, "amy")
    assert page.words.count("Not confirmed") == 2
    assert "Nowhere safe to sleep Not confirmed" in page.words
    assert "Ask the office of Fairhaven: Partnership office: 01632 960 100" in page.words
    assert "It is not a test" in page.words
    assert "Nothing here works out a level" in page.words
    assert "For you as its officer" not in page.words
    assert "This is our chart as published" in visit(HERE, cast.person("elin")).words


def test_a_chart_that_stands_elsewhere_is_led_to(cast: Cast) -> None:
    page = visit(THERE, "amy")
    assert "kept elsewhere" in page.words
    assert 'href="https://partnership.marlowvale.example/levels-of-need"' in page.markup
    assert "Level 1" not in page.words
    assert "This is our chart as published" not in visit(THERE, cast.person("gwen")).words


@pytest.mark.usefixtures("cast")
def test_an_officer_says_that_this_is_the_chart_as_published() -> None:
    form = visit(f"{HERE}as-published/", "elin")
    assert "Not confirmed yet. The chart is being written anew here." in form.words
    sent = as_published(box_4_home="Violence at home\n Nowhere   safe to sleep \n\nMoves every week\nMoves every week")
    keeps(browser("elin"), f"{HERE}as-published/", sent)
    row = chart_of(area("Fairhaven").pk)
    assert row
    assert (row.number, str(row.confirmed_by), row.published, row.source) == (
        2, "Elin Hughes", london_date(now()), "The chart, page 2",
    )  # fmt: skip
    assert row.chart.unconfirmed == 0
    said = ("Violence at home", "Nowhere safe to sleep", "Moves every week")
    assert row.chart.levels[3].boxes["home"].phrases == said
    page = visit(HERE, "amy")
    assert "Not confirmed" not in page.words
    assert "Elin Hughes compared it with the chart as published on" in page.words
    assert ChartEdition.objects.filter(partnership=area("Fairhaven")).count() == 2, "the edition before stays"


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("more", "said", "status"),
    [
        ({"source": ""}, "Tell us where the published chart stands", 422),
        ({"published_year": "2999"}, "The date must be", 422),
        ({"published_day": "32"}, "The day must be a number", 422),
        ({"box_1_child": "x" * 201}, "Keep each line to 200", 422),
        ({"box_1_child": "\n".join(map(str, range(61)))}, "Keep this to 60 lines", 422),
        ({"seen": "7"}, "Another officer has kept a chart", 409),
        ({"seen": "0"}, "Another officer has kept a chart", 409),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(more: dict[str, str], said: str, status: int) -> None:
    before = ChartEdition.objects.count()
    sent = as_published(box_2_child="My own words") | more
    page = visit(f"{HERE}as-published/", "elin", post=sent, status=status)
    assert said in page.words
    assert "My own words" in page.markup
    assert ChartEdition.objects.count() == before


def test_an_officer_says_where_the_areas_own_chart_stands_and_takes_up_the_one_here_again(cast: Cast) -> None:
    elin = browser("elin")
    sent = of_the_day(seen="1", title="Our levels", address=ADDRESS)
    keeps(elin, f"{HERE}elsewhere/", sent)
    page = visit(HERE, "amy")
    assert "Our levels" in page.words
    assert "Level 1" not in page.words
    assert "Our levels, kept elsewhere" in visit("/chart/", "amy").words
    form = visit(f"{HERE}elsewhere/", elin)
    assert 'value="Our levels"' in form.markup
    keeps(elin, f"{HERE}as-published/", as_published(seen=2))
    assert "Level 1" in visit(HERE, "amy").words
    wrong = of_the_day(seen="3", title="Ours", address="javascript:alert(1)")
    assert "Enter a valid URL" in visit(f"{HERE}elsewhere/", elin, post=wrong, status=422).words
    with pytest.raises(RefusedError, match="Only the officers"):
        actions.say_elsewhere(
            by=cast.actor("gwen"), at=now(), partnership=area("Fairhaven").pk, seen=3, title="X", address=ADDRESS,
            published=london_date(now()),
        )  # fmt: skip
    with pytest.raises(RefusedError, match="in the past"):
        actions.say_elsewhere(
            by=cast.actor("elin"), at=now(), partnership=area("Fairhaven").pk, seen=3, title="X", address=ADDRESS,
            published=london_date(now()) + timedelta(days=1),
        )  # fmt: skip


@pytest.mark.django_db
def test_no_area_gets_the_chart_of_another() -> None:
    start_hips(officers={}, at=now())
    text = shipped()["hampshire-and-isle-of-wight"]
    made = actions.load_charts(texts=[text], at=now())
    assert sorted(row.partnership.name for row in made) == ["Hampshire", "Isle of Wight"]
    assert actions.load_charts(texts=[text], at=now()) == []
    for name in ("Portsmouth", "Southampton"):
        with pytest.raises(RefusedError, match=f"is not the chart of {name}"):
            actions.load_chart(area=area(name), text=text, at=now())
        assert chart_of(area(name).pk) is None
    states = {
        name: next(one for one in checklist(area(name), london_date(now())) if "chart" in one.title) for name in AREAS
    }
    assert {name: one.words for name, one in states.items()} == {
        "Hampshire": "9 of its boxes are not yet compared with the published chart",
        "Isle of Wight": "9 of its boxes are not yet compared with the published chart",
        "Portsmouth": "nobody has said yet which it is, or where it stands",
        "Southampton": "nobody has said yet which it is, or where it stands",
    }
    assert not any(one.done for one in states.values())
    assert states["Isle of Wight"].href == "/chart/isle-of-wight/"


@pytest.mark.usefixtures("cast")
def test_an_area_without_a_chart_is_told_so_and_not_shown_another() -> None:
    found_partnership(name="Nether Wold", area="the villages of Nether Wold", by=None, at=now())
    page = visit("/chart/nether-wold/", "amy")
    assert "not kept here, and nobody has said where it stands" in page.words
    assert "Ask the office of Nether Wold." in page.words
    assert "Level 1" not in page.words
    assert "Nobody has said yet which chart it is" in visit("/chart/", "amy").words


@pytest.mark.parametrize("name", ["", "amy", "sarah", "sol", "gwen"])
def test_only_its_officers_say_what_the_chart_of_an_area_is(cast: Cast, as_role: AsRole, name: str) -> None:
    client = browser(cast.person(name) if name else None)
    before = ChartEdition.objects.count()
    with as_role("app"):
        for part in ("as-published/", "elsewhere/"):
            expected = 302 if not name else 404 if name == "gwen" else 403
            assert client.get(f"{HERE}{part}").status_code == expected
            sent = as_published() | {"title": "X", "address": ADDRESS}
            assert client.post(f"{HERE}{part}", sent).status_code == expected
        for part in ("", "fairhaven/", "marlow-vale/"):
            assert client.get(f"/chart/{part}").status_code == (200 if name else 302)
        assert client.get("/chart/nowhere/").status_code == (404 if name else 302)
    assert ChartEdition.objects.count() == before


def test_an_edition_of_a_chart_is_never_changed(cast: Cast, as_role: AsRole) -> None:
    del cast
    for role, change in (
        ("owner", "UPDATE library_chartedition SET title = 'x'"),
        ("owner", "DELETE FROM library_chartedition"),
        ("app", "UPDATE library_chartedition SET title = 'x'"),
        ("clock", "INSERT INTO library_chartedition DEFAULT VALUES"),
    ):
        with pytest.raises(DatabaseError), as_role(role), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
