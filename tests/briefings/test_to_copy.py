"""A sentence with a short address for each letter; and whether it is found where an agency says that it stands."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.test import override_settings

from commonground.briefings import jobs
from commonground.briefings.promoting import actions
from commonground.briefings.promoting.checking import PORTION, look_at_some
from commonground.briefings.promoting.kit import PACK, Kit, kits, leads_here
from commonground.briefings.promoting.models import OwnPage
from commonground.briefings.promoting.terms import Seen, Standing
from commonground.directory.actions import RefusedError
from commonground.library.links.door import NoAnswerError, NotAskedError, Page, read
from commonground.library.links.models import LinkCheck
from commonground.library.pages.actions import retire
from commonground.library.pages.queries import page_on
from commonground.now import london_date, now
from tests.briefings.briefing import agency, area, pressed
from tests.briefings.test_promoting import TRUST
from tests.cast import Cast
from tests.library.links.test_checking import AsRole, answering, nothing
from tests.library.links.test_door import Site, names_are
from tests.pages.grade import grade
from tests.visiting import browser, visit

TO_COPY = "/briefings/to-copy/"
WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def reading(site: Site) -> "partial[Page]":
    """Return the guarded door, for which the agency's site is this machine's."""
    return partial(read, resolve=names_are({"site.example": "127.0.0.1"}), may=site.may)


def placed(cast: Cast, address: str, *, by: str = "ros", what: Standing = Standing.SENTENCE) -> OwnPage:
    return actions.place(by=cast.actor(by), at=cast.tick(), agency=agency(TRUST).pk, address=address, what=what)


def copied() -> Kit:
    """Return what Fairhaven's agencies copy today."""
    return kits([area()], london_date(now()))[0]


def seen(row: OwnPage) -> tuple[str, str]:
    row.refresh_from_db()
    return row.seen, row.came


@pytest.mark.usefixtures("cast")
def test_each_sentence_ends_with_a_short_address_that_leads_somewhere() -> None:
    page = visit(TO_COPY, "amy")
    for one in copied().sentences:
        assert one.words in page.words
        address = one.words.rpartition(": ")[2]
        assert len(address) <= 40, "short enough to be typed"
        assert leads_here(one.words, [address.rpartition("/")[2]])
        assert browser(None).get("/" + address.partition("/")[2], follow=True).status_code == 200
    assert grade([one for kept in copied().sentences for one in re.split(r"[.?:]", kept.words)]) <= 9
    assert "<iframe src=" in page.words
    assert "poster.pdf" in page.markup
    assert "/panel/" in page.words
    assert "Where it stands" not in page.words, "for those who promote it"


def test_a_page_is_listed_and_taken_off_by_those_who_plan(cast: Cast) -> None:
    ros, form = browser("ros"), f"{TO_COPY}{agency(TRUST).pk}/place/"
    for wrong in ("our staff pages", "ftp://site.example/", "https://me:secret@site.example/", "javascript:alert(1)"):
        page = visit(form, ros, post=pressed(address=wrong, what="panel"), status=422)
        assert "Write the whole address" in page.words
    sent = pressed(address="https://site.example/staff", what="panel")
    assert [ros.post(form, sent).status_code for _ in range(2)] == [302, 302]
    row = OwnPage.objects.get()
    assert (
        "listed already"
        in visit(form, ros, post=pressed(address="https://site.example/staff", what="link"), status=409).words
    )
    for name in ("ros", "owen", "elin"):
        assert "https://site.example/staff" in visit(TO_COPY, name).words
    for name in ("amy", "sarah", "gwen"):
        assert "https://site.example/staff" not in visit(TO_COPY, name).words
    with pytest.raises(RefusedError, match="not on your list"):
        actions.take_place_off(by=cast.actor("sarah"), at=cast.tick(), page=row.pk)
    ros.post(f"{TO_COPY}{row.pk}/take-off/", pressed())
    assert "https://site.example/staff" not in visit(TO_COPY, "ros").words


def test_it_is_found_not_found_or_could_not_be_fetched_and_says_so_kindly(cast: Cast, site: Site) -> None:
    sentence = copied().sentences[1].words
    site.shows("/found", f"<p>{sentence}</p>")
    site.shows("/panel", f'<iframe src="{copied().panel}"></iframe>')
    site.shows("/other", f"<p>{sentence[:-2]}xx and http://elsewhere.example/start/</p>")
    rows = {name: placed(cast, f"{site.url}/{name}") for name in ("found", "panel", "other", "gone")}
    inside = placed(cast, "http://10.0.0.1/staff")
    with override_settings(CHECK_LINKS=True):
        assert look_at_some(cast.tick(), reads=reading(site)) == 5
        page = visit(TO_COPY, "ros").words
    assert {name: seen(row)[0] for name, row in rows.items()} == {
        "found": Seen.FOUND, "panel": Seen.FOUND, "other": Seen.NOT_FOUND, "gone": Seen.NOT_FETCHED,
    }  # fmt: skip
    assert seen(rows["gone"])[1] == "Its site says that there is no such page."
    assert seen(inside)[0] == Seen.CLOSED
    assert "inside a network" in seen(inside)[1]
    for words in ("Found on", "Not found on", "Could not be fetched on", "Closed to us on", "no such page"):
        assert words in page
    assert not re.search(r"fail|missing|wrong|overdue|must", page.partition("Where it stands")[2])


def test_each_is_looked_at_once_a_week_and_what_could_not_be_fetched_the_next_day(cast: Cast, site: Site) -> None:
    site.shows("/page", copied().sentences[0].words)
    found, gone = placed(cast, f"{site.url}/page"), placed(cast, f"{site.url}/gone")
    asks = reading(site)
    first = cast.tick()
    assert look_at_some(first, reads=asks) == 2
    assert look_at_some(first + DAY, reads=asks) == 1
    site.shows("/page", "Something else stands here now.")
    assert look_at_some(first + WEEK, reads=asks) == 2
    assert seen(found)[0] == Seen.NOT_FOUND
    assert found.found_at == first, "when it was found last is kept"
    actions.take_place_off(by=cast.actor("owen"), at=cast.tick(), page=gone.pk)
    assert look_at_some(first + 4 * WEEK, reads=asks) == 1
    for number in range(PORTION):
        placed(cast, f"{site.url}/{number}")
    assert look_at_some(first + 4 * WEEK + DAY, reads=asks) == PORTION


def test_a_machine_that_reaches_no_site_writes_nothing_down(cast: Cast) -> None:
    row, inside = placed(cast, "https://site.example/"), placed(cast, "http://10.0.0.1/staff")

    def nowhere(address: str) -> Page:
        if "10.0.0.1" in address:
            message = "It is inside a network."
            raise NotAskedError(message)
        message = "There is no site of this name."
        raise NoAnswerError(message)

    assert look_at_some(cast.tick(), reads=nowhere, asks=nothing) == 1
    assert seen(row) == ("", "")
    assert seen(inside) == (Seen.CLOSED, "It is inside a network."), "to know that no network is needed"
    at = cast.tick()
    LinkCheck.objects.create(address="https://known.example/", checked_at=at, came="It answers.")
    assert look_at_some(cast.tick(), reads=nowhere, asks=answering()) == 1
    assert seen(row) == (Seen.NOT_FETCHED, "There is no site of this name.")


def test_an_odd_page_keeps_no_other_from_being_looked_at(cast: Cast, site: Site) -> None:
    site.shows("/number", f"<p>&#{'9' * 5000};</p>")
    site.shows("/good", copied().sentences[0].words)
    rows = {name: placed(cast, f"{site.url}/{name}") for name in ("number", "odd", "good")}
    reads = reading(site)

    def oddly(address: str) -> Page:
        if address.endswith("/odd"):
            raise RecursionError
        return reads(address)

    assert look_at_some(cast.tick(), reads=oddly) == 3
    assert {name: seen(row) for name, row in rows.items()} == {
        "number": (Seen.NOT_FETCHED, "What stands there could not be read."),
        "odd": (Seen.NOT_FETCHED, "What stands there could not be read."),
        "good": (Seen.FOUND, ""),
    }


def test_where_a_panel_is_said_to_stand_a_link_is_no_panel_and_our_own_pages_are_nobodys(
    cast: Cast, site: Site
) -> None:
    site.shows("/link", copied().sentences[1].words)
    site.shows("/panel", f'<iframe src="{copied().panel}"></iframe>')
    site.shows("/long", "x" * 600_000 + copied().sentences[1].words)
    link, panel = (placed(cast, f"{site.url}/{name}", what=Standing.PANEL) for name in ("link", "panel"))
    long, ours = placed(cast, f"{site.url}/long"), placed(cast, f"{site.url}/ours")
    reads = reading(site)

    def leading_on(address: str) -> Page:
        if address.endswith("/ours"):
            return Page(200, copied().sentences[1].words, f"{settings.BASE_URL}/start/")
        return reads(address)

    look_at_some(cast.tick(), reads=leading_on)
    assert [seen(row)[0] for row in (link, panel, long, ours)] == [
        Seen.NOT_FOUND, Seen.FOUND, Seen.NOT_FOUND, Seen.NOT_FOUND,
    ]  # fmt: skip
    assert "only its beginning" in seen(long)[1]
    assert "a page of ours" in seen(ours)[1]


def test_a_page_that_is_closed_is_asked_for_once_a_week(cast: Cast, site: Site) -> None:
    site.answers["/staff"] = (401, "")
    row, asks, first = placed(cast, f"{site.url}/staff"), reading(site), cast.tick()
    assert look_at_some(first, reads=asks) == 1
    assert seen(row) == (Seen.CLOSED, "It answers, but lets no machine read it.")
    assert [look_at_some(first + number * DAY, reads=asks) for number in (1, 6, 7)] == [0, 0, 1]


def test_nothing_leads_to_a_pack_that_cannot_be_read(cast: Cast, site: Site) -> None:
    old = copied()
    site.shows("/page", old.sentences[1].words)
    row = placed(cast, f"{site.url}/page")
    standing = page_on(area().pk, PACK, london_date(cast.at))
    assert standing
    retire(by=cast.actor("iris"), at=cast.tick(), edition=standing.pk, why="Another comes.")
    minute = copied().sentences[1].words.rpartition(": ")[2]
    assert minute == copied().sentences[0].words.rpartition(": ")[2], "the start page"
    assert copied().panel == ""
    page = visit(TO_COPY, "amy").words
    assert "the sentences lead to the start page" in page
    assert old.sentences[1].words not in page
    look_at_some(cast.tick(), reads=reading(site))
    assert seen(row)[0] == Seen.NOT_FOUND, "its address leads nowhere now"


@pytest.mark.usefixtures("cast")
def test_an_address_that_is_never_asked_or_cannot_be_kept_is_refused_in_the_form() -> None:
    ros, form = browser("ros"), f"{TO_COPY}{agency(TRUST).pk}/place/"
    for wrong, why in (
        ("https://site.example:8443/", "at the usual place of a website"),
        ("https://site.example:99999/", "Write the whole address"),
        ("http://10.0.0.1/staff", "inside a network"),
        ("http://[::1]/", "inside a network"),
        (f"{settings.BASE_URL}/start/", "a page of Common Ground"),
        ("https://site.example/" + "ж" * 1500, "too long to be kept"),
    ):
        assert why in visit(form, ros, post=pressed(address=wrong, what="link"), status=422).words
    assert ros.post(form, pressed(address="https://site.example:443/", what="link")).status_code == 302


@pytest.mark.usefixtures("cast")
def test_nothing_is_asked_unless_whoever_runs_it_allows_that(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[object]()
    monkeypatch.setattr(jobs, "look_at_some", asked.append)
    jobs.look_at_pages.func()
    assert asked == []
    with override_settings(CHECK_LINKS=True):
        jobs.look_at_pages.func()
    assert len(asked) == 1
    assert "has not let it look" in visit(TO_COPY, "ros").words


def test_the_workers_role_writes_down_what_it_saw_and_the_webs_cannot(cast: Cast, site: Site, as_role: AsRole) -> None:
    site.shows("/page", copied().sentences[0].words)
    with as_role("app"):
        row = placed(cast, f"{site.url}/page")
    with as_role("clock"):
        assert look_at_some(cast.tick(), reads=reading(site)) == 1
    assert seen(row)[0] == Seen.FOUND
