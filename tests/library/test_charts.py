"""The chart of an area: loaded where it belongs, confirmed by its officers, or said to stand elsewhere."""

import re
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
from commonground.library.queries import chart_of, kept_here, to_see_to
from commonground.library.shape import shipped
from commonground.now import london_date, now
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.visiting import browser, visit

HERE, THERE = "/library/fairhaven/chart/", "/library/marlow-vale/chart/"
KEEP = "/keep-library/fairhaven/chart/"
ADDRESS = "https://partnership.marlowvale.example/levels"


def area(name: str) -> Partnership:
    return Partnership.objects.get(name=name)


def of_the_day(**more: object) -> dict[str, object]:
    today = london_date(now())
    day = {"published_day": str(today.day), "published_month": str(today.month), "published_year": str(today.year)}
    return {"submission": str(uuid4()), **day, **more}


def as_published(seen: int = 1, **more: object) -> dict[str, object]:
    """Return the form of Fairhaven's chart as it stands, with a source: all four levels were compared."""
    chart = kept_here(area("Fairhaven").pk)
    assert chart
    boxes = {f"box_{level.number}_{column}": "\n".join(box.phrases) for level, column, box in chart.chart.boxes()}
    return of_the_day(seen=str(seen), source="The chart, page 2", compared=["1", "2", "3", "4"]) | boxes | more


def proposes(client: Client, url: str, sent: dict[str, object]) -> ChartEdition:
    """Send a form that is taken, and return what is proposed."""
    answer = client.post(url, sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return ChartEdition.objects.get(pk=answer.headers["Location"].split("/")[-2])


def answers(row: ChartEdition, who: str, what: str = "approve", status: int = 302, **said: str) -> ChartEdition:
    """Have somebody answer a proposal."""
    form = {"submission": str(uuid4())} | said
    assert browser(who).post(f"/keep-library/chart/{row.pk}/{what}/", form).status_code == status
    row.refresh_from_db()
    return row


def test_the_page_badges_what_is_not_confirmed_and_says_whom_to_ask(cast: Cast) -> None:
    page = visit(HERE)
    assert page.words.count("Not confirmed") == 2
    assert "Nowhere safe to sleep Not confirmed" in page.words
    assert "Ask the office of Fairhaven: Partnership office: 01632 960 100".lower() in page.words.lower()
    assert page.markup.count('href="https://partnership.fairhaven.example/threshold-chart"') == 4
    assert "It is not a test" in page.words
    assert "Nothing here works out a level" in page.words
    assert "For you as its editor" not in page.words
    assert "For you as its editor" not in visit(HERE, "amy").words
    for name in ("elin", "iris"):
        assert "This is our chart as published" in visit(HERE, cast.person(name)).words


def test_a_chart_that_stands_elsewhere_is_led_to(cast: Cast) -> None:
    page = visit(THERE)
    assert "kept elsewhere" in page.words
    assert 'href="https://partnership.marlowvale.example/levels-of-need"' in page.markup
    assert "Level 1" not in page.words
    assert "This is our chart as published" not in visit(THERE, cast.person("gwen")).words
    for part in ("pdf/", "in-plain-words/"):
        assert browser(None).get(f"{THERE}{part}").status_code == 404


@pytest.mark.usefixtures("cast")
def test_an_editor_corrects_level_4_another_approves_and_its_badge_goes() -> None:
    form = visit(f"{KEEP}as-published/", "iris")
    assert "Not confirmed yet. The chart is being written anew here." in form.words
    said = " Violence at home\n Nowhere   safe to sleep \n\nMoves every week\nMoves Every week"
    row = proposes(browser("iris"), f"{KEEP}as-published/", as_published(box_4_home=said, compared=["4"]))
    assert (row.number, str(row.confirmed_by), row.published, row.source, row.opened) == (
        2, "Iris Calder", london_date(now()), "The chart, page 2", None,
    )  # fmt: skip
    assert visit(HERE).words.count("Not confirmed") == 2, "nothing is read before another approves it"
    assert "Iris Calder proposed a chart" in visit(HERE, "elin").words
    assert "The threshold chart of Fairhaven" in visit("/keep-library/", "elin").words
    own = visit(f"/keep-library/chart/{row.pk}/", "iris")
    assert "Another editor of Fairhaven approves it" in own.words
    assert "Approve it" not in own.words
    answers(row, "iris", status=409)
    page = visit(f"/keep-library/chart/{row.pk}/", "elin")
    assert "Level 4, Home and family BeforeNowhere safe to sleep (not confirmed)Not compared" in page.words
    assert str(answers(row, "elin").approved_by) == "Elin Hughes"
    chart = kept_here(area("Fairhaven").pk)
    assert chart
    assert chart.chart.levels[3].boxes["home"].phrases == (
        "Violence at home",
        "Nowhere safe to sleep",
        "Moves every week",
    )
    page = visit(HERE)
    assert page.words.count("Not confirmed") == 1, "level 3 was not compared"
    assert "Nowhere safe to sleepMoves every week" in page.words
    assert "An editor compared some of it with the chart as published on" in page.words
    assert "Elin Hughes" not in page.words, "whoever is not signed in reads no names"
    assert "Elin Hughes approved it" in visit(HERE, "amy").words
    answers(row, "elin", status=409)


@pytest.mark.usefixtures("cast")
def test_a_chart_that_was_sent_back_stands_on_the_desk_until_another_is_proposed() -> None:
    row = proposes(browser("iris"), f"{KEEP}as-published/", as_published())
    assert "sent back" not in visit("/keep-library/", "iris").words
    answers(row, "elin", "send-back", why="Page 3 is newer.")
    for name in ("iris", "elin"):
        desk = visit("/keep-library/", name)
        assert "Threshold charts sent back 1" in desk.words
        assert "Iris Calder proposed it. Elin Hughes sent it back on" in desk.words
        assert "Page 3 is newer." in desk.words
        assert f'href="/keep-library/chart/{row.pk}/"' in desk.markup
        assert "Nothing waits here" not in desk.words
    assert "Page 3 is newer." not in visit("/keep-library/", "gwen").words, "it is of another area"
    again = proposes(browser("iris"), f"{KEEP}as-published/", as_published())
    assert "Page 3 is newer." not in visit("/keep-library/", "iris").words
    answers(again, "iris", "take-back")
    assert "Page 3 is newer." in visit("/keep-library/", "iris").words, "nothing came of it"
    answers(proposes(browser("iris"), f"{KEEP}as-published/", as_published()), "elin")
    assert "sent back" not in visit("/keep-library/", "iris").words


@pytest.mark.usefixtures("cast")
def test_what_another_proposed_can_be_sent_back_and_ones_own_taken_back() -> None:
    first = proposes(browser("iris"), f"{KEEP}as-published/", as_published())
    refused = visit(f"{KEEP}as-published/", "elin", post=as_published(seen=2, box_2_child="Mine"), status=409)
    assert "Iris Calder has proposed a chart for this area" in refused.words
    assert "Mine" in refused.markup
    assert "Tell us" in visit(f"/keep-library/chart/{first.pk}/send-back/", "elin", post=key(), status=422).words
    answers(first, "elin", "send-back", why="Page 3 is newer.")
    assert "Elin Hughes sent it back: Page 3 is newer." in visit(f"/keep-library/chart/{first.pk}/", "iris").words
    second = proposes(browser("elin"), f"{KEEP}as-published/", as_published(seen=1))
    answers(second, "elin", "take-back")
    assert "It was taken back" in visit(f"/keep-library/chart/{second.pk}/", "elin").words
    row = chart_of(area("Fairhaven").pk)
    assert row
    assert row.number == 1, "nothing of it was ever the chart"
    assert answers(first, "elin", status=409).opened is None


@pytest.mark.usefixtures("cast")
def test_the_checklist_is_done_with_it_once_every_box_was_compared() -> None:
    here = area("Fairhaven")
    answers(proposes(browser("iris"), f"{KEEP}as-published/", as_published(compared=["4"])), "elin")
    half = to_see_to(here)
    assert not half.done
    assert "not yet compared with the published chart" in half.words
    answers(proposes(browser("iris"), f"{KEEP}as-published/", as_published(seen=2)), "elin")
    assert to_see_to(here).done


@pytest.mark.usefixtures("cast")
def test_what_was_refused_can_be_sent_again_once_it_was_looked_at() -> None:
    answers(proposes(browser("iris"), f"{KEEP}as-published/", as_published()), "elin")
    late = visit(f"{KEEP}as-published/", "iris", post=as_published(box_2_child="Mine"), status=409)
    assert "Look at it first" in late.words
    assert 'name="seen" value="2"' in late.markup
    assert "Mine" in late.markup


@pytest.mark.usefixtures("cast")
def test_what_was_approved_since_one_began_to_write_is_not_taken_back_unseen() -> None:
    first = proposes(browser("iris"), f"{KEEP}as-published/", as_published())
    form = visit(f"{KEEP}as-published/", "elin").markup
    seen = re.search(r'name="seen" value="([0-9]+)"', form)
    answers(first, "elin")
    assert seen
    late = visit(f"{KEEP}as-published/", "elin", post=as_published(seen=int(seen[1]), box_2_child="Mine"), status=409)
    assert "Somebody else has written a chart for this area" in late.words


def key() -> dict[str, str]:
    return {"submission": str(uuid4())}


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("more", "said", "status"),
    [
        ({"source": ""}, "Tell us where the published chart stands", 422),
        ({"published_year": "2999"}, "The date must be", 422),
        ({"published_day": "32"}, "The day must be a number", 422),
        ({"box_1_child": "x" * 201}, "Keep each line to 200", 422),
        ({"box_1_child": "\n".join(map(str, range(61)))}, "Keep this to 60 lines", 422),
        ({"compared": []}, "Choose the levels that you compared", 422),
        ({"compared": ["4"]}, "Choose level 2 above too, or leave this as it was", 422),
        ({"seen": "7"}, "Somebody else has written a chart", 409),
        ({"seen": "0"}, "Somebody else has written a chart", 409),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(more: dict[str, object], said: str, status: int) -> None:
    before = ChartEdition.objects.count()
    sent = as_published(box_2_child="My own words") | more
    page = visit(f"{KEEP}as-published/", "elin", post=sent, status=status)
    assert said in page.words
    assert "My own words" in page.markup
    assert ChartEdition.objects.count() == before


def test_the_areas_own_chart_stands_elsewhere_and_the_one_here_is_taken_up_again(cast: Cast) -> None:
    elin = browser("elin")
    sent = of_the_day(seen="1", title="Our levels", address=ADDRESS)
    answers(proposes(elin, f"{KEEP}elsewhere/", sent), "iris")
    page = visit(HERE)
    assert "Our levels" in page.words
    assert "Level 1" not in page.words
    form = visit(f"{KEEP}elsewhere/", elin)
    assert 'value="Our levels"' in form.markup
    answers(proposes(elin, f"{KEEP}as-published/", as_published(seen=2)), "iris")
    assert "Level 1" in visit(HERE, "amy").words
    wrong = of_the_day(seen="3", title="Ours", address="javascript:alert(1)")
    assert "Enter a valid URL" in visit(f"{KEEP}elsewhere/", elin, post=wrong, status=422).words
    with pytest.raises(RefusedError, match="Only the library editors and officers"):
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
    assert states["Isle of Wight"].href == "/library/isle-of-wight/chart/"


@pytest.mark.usefixtures("cast")
def test_an_area_without_a_chart_is_told_so_and_not_shown_another() -> None:
    found_partnership(name="Nether Wold", area="the villages of Nether Wold", by=None, at=now())
    page = visit("/library/nether-wold/chart/")
    assert "not kept here, and nobody has said where it stands" in page.words
    assert "Ask the office of Nether Wold." in page.words
    assert "Level 1" not in page.words
    assert "The threshold chart of Nether Wold" in visit("/library/nether-wold/").words


@pytest.mark.parametrize("name", ["", "amy", "sarah", "sol", "gwen"])
def test_only_its_editors_say_what_the_chart_of_an_area_is(cast: Cast, as_role: AsRole, name: str) -> None:
    client = browser(cast.person(name) if name else None)
    waits = proposes(browser("iris"), f"{KEEP}as-published/", as_published())
    before = ChartEdition.objects.count()
    with as_role("app"):
        one = f"/keep-library/chart/{waits.pk}/"
        expected = 302 if not name else 404 if name == "gwen" else 403
        for url in (f"{KEEP}as-published/", f"{KEEP}elsewhere/", one, f"{one}send-back/"):
            assert client.get(url).status_code == expected
        sent = as_published() | {"title": "X", "address": ADDRESS, "why": "No."}
        for url in (f"{KEEP}as-published/", f"{KEEP}elsewhere/", *(f"{one}{what}/" for what in ANSWERS)):
            assert client.post(url, sent | key()).status_code == expected
        for part in ("", "pdf/", "in-plain-words/", "edition/1/", "on/2036-03-03/"):
            assert client.get(f"{HERE}{part}").status_code == 200
        assert client.get(f"{HERE}edition/2/").status_code == 404, "nobody reads a proposal but its editors"
        assert client.get("/library/nowhere/chart/").status_code == 404
    assert ChartEdition.objects.count() == before
    waits.refresh_from_db()
    assert waits.opened is None
    assert waits.sent_back_at is None


ANSWERS = ("approve", "take-back", "send-back")


def test_an_edition_of_a_chart_is_answered_once_and_else_never_changed(cast: Cast, as_role: AsRole) -> None:
    waits = proposes(browser("iris"), f"{KEEP}as-published/", as_published())
    iris, elin = (cast.person(name).pk for name in ("iris", "elin"))
    change, one = "UPDATE library_chartedition SET", f"WHERE id = '{waits.pk}'"
    for role, statement in (
        ("owner", f"{change} title = 'x'"),
        ("owner", "DELETE FROM library_chartedition"),
        ("owner", "TRUNCATE library_chartedition CASCADE"),
        ("app", f"{change} title = 'x'"),
        ("app", f"{change} opened = now() {one}"),
        ("app", f"{change} opened = now(), approved_by_id = '{iris}' {one}"),
        ("app", f"{change} opened = now(), approved_by_id = '{elin}' WHERE number = 1"),
        ("owner", f"{change} opened = now(), approved_by_id = '{elin}', title = 'x' {one}"),
        ("clock", "INSERT INTO library_chartedition SELECT * FROM library_chartedition WHERE false"),
    ):
        with pytest.raises(DatabaseError), as_role(role), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with as_role("app"), connection.cursor() as cursor:
        cursor.execute(f"{change} opened = now(), approved_by_id = '{elin}' {one}")
        assert cursor.rowcount == 1
    with pytest.raises(DatabaseError), as_role("owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{change} opened = NULL, approved_by_id = NULL {one}")
