"""Panels in other sites: listed one by one by an area's officers; everything else stays out of every frame."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership
from commonground.library.frames.actions import MOST, list_site, take_site_off
from commonground.library.frames.models import FramingSite
from commonground.library.frames.origins import OriginError, origin
from commonground.library.pages.addresses import WHOLE, address
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.visiting import browser, visit

SITES = "/keep-library/fairhaven/sites/"
HOSPITAL = "https://staff.hospital.example"


def fairhaven() -> Partnership:
    return Partnership.objects.get(name="Fairhaven")


def panel(key: str = "resolution", area: str = "Fairhaven") -> str:
    short = address(Partnership.objects.get(name=area), key)
    return "/panel/" + short.rpartition("/")[2]


def ancestors(url: str) -> str:
    """Return who may show an address in a frame, as its headers say."""
    headers = browser(None).get(url).headers
    parts = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert ("X-Frame-Options" in headers) == (parts["frame-ancestors"] == "'none'")
    return str(parts["frame-ancestors"])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://intranet.example", "https://intranet.example"),
        (" HTTPS://Intranet.Example/ ", "https://intranet.example"),
        ("https://intranet.example:443", "https://intranet.example"),
        ("https://intranet.example:8443", "https://intranet.example:8443"),
        ("https://intranet", "https://intranet"),
        ("https://schön.example", "https://xn--schn-7qa.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
    ],
)
def test_a_site_is_kept_as_browsers_name_it(written: str, kept: str) -> None:
    assert origin(written) == kept


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("https://*.example", "a star would let in"),
        ("*", "a star would let in"),
        ("https://intranet.example/staff/", "Leave out what comes after"),
        ("https://intranet.example?a=b", "Leave out what comes after"),
        ("https://intranet.example/#a", "Leave out what comes after"),
        ("https://me:secret@intranet.example", "Leave out what comes after"),
        ("http://intranet.example", "must begin with https://"),
        ("http://10.0.0.3", "must begin with https://"),
        ("http://localhost.example", "must begin with https://"),
        ("intranet.example", "Begin with https://"),
        ("data:text/html,x", "not the address of one site"),
        ("file:///etc/passwd", "Begin with https://"),
        ("javascript:alert(1)", "Begin with https://"),
        ("https://", "Begin with https://"),
        ("'self'", "not the address of one site"),
        ("https://a.example; script-src https://b.example", "not the address of one site"),
        ("https://a.example https://b.example", "not the address of one site"),
        ("https://a.example,https://b.example", "not the address of one site"),
        ("https://a.example\nX: y", "not the address of one site"),
        ("https://a..example", "is not the name of a site"),
        ("https://-a.example", "is not the name of a site"),
        ("https://a_b.example", "is not the name of a site"),
        ("https://[::1]", "is not the name of a site"),
        ("https://300.0.0.1", "is not the name of a site"),
        ("https://a.example:99999", "cannot be read"),
        ("https://" + "a" * 300, "not the address of one site"),
    ],
)
def test_what_is_more_than_one_site_or_none_is_refused_in_words(written: str, said: str) -> None:
    with pytest.raises(OriginError, match=said.replace("(", ".")):
        origin(written)


@pytest.mark.usefixtures("cast")
def test_an_officer_lists_a_site_and_takes_it_off_and_both_stay_written() -> None:
    assert ancestors(panel()) == "'none'"
    key = str(uuid4())
    form = {"address": f"{HOSPITAL}/", "name": "The hospital", "submission": key}
    for _ in range(2):  # pressed twice, it is listed once
        assert browser("elin").post(SITES, form).status_code == 302
    row = FramingSite.objects.get()
    assert (row.origin, row.added_by.name) == (HOSPITAL, "Elin Hughes")
    assert ancestors(panel()) == ancestors(panel(WHOLE)) == HOSPITAL
    assert ancestors(panel("neglect", "Marlow Vale")) == "'none'", "each area has its own list"
    assert panel(WHOLE) in visit(SITES, "elin").markup
    off = browser("elin").post(f"/keep-library/sites/{row.pk}/off/", {"submission": str(uuid4())})
    assert off.headers["Location"] == SITES
    assert ancestors(panel()) == "'none'"
    assert "Elin Hughes took it off" in visit(SITES, "elin").words
    assert browser("elin").post(f"/keep-library/sites/{row.pk}/off/", {"submission": str(uuid4())}).status_code == 404


@pytest.mark.usefixtures("cast")
def test_a_site_that_cannot_stand_is_refused_and_what_was_written_stays() -> None:
    form = {"address": "https://*.hospital.example", "name": "The hospital", "submission": str(uuid4())}
    shown = visit(SITES, "elin", post=form, status=422)
    assert "a star would let in sites that you do not know" in shown.words
    assert "https://*.hospital.example" in shown.markup
    assert not FramingSite.objects.exists()


def test_only_officers_of_the_area_list_its_sites(cast: Cast) -> None:
    listed = list_site(by=cast.actor("elin"), at=cast.tick(), partnership=fairhaven().pk, address=HOSPITAL, name="H")
    for name in ("iris", "gwen", "amy", "cath"):  # its editor, the officer of another area, and two who work there
        with pytest.raises(RefusedError, match="Only the officers"):
            list_site(
                by=cast.actor(name), at=cast.tick(), partnership=fairhaven().pk, address="https://b.example", name="B"
            )
        with pytest.raises(FramingSite.DoesNotExist):
            take_site_off(by=cast.actor(name), at=cast.tick(), site=listed.pk)
    assert browser("iris").get(SITES).status_code == browser("gwen").get(SITES).status_code == 404
    assert browser("amy").get(SITES).status_code == 403
    assert "Panels in other sites" not in visit("/keep-library/", "iris").words
    assert "Panels in other sites" in visit("/keep-library/", "elin").words


def test_a_list_is_short_and_has_no_site_twice(cast: Cast) -> None:
    elin, area = cast.actor("elin"), fairhaven().pk
    for number in range(MOST):
        list_site(by=elin, at=cast.tick(), partnership=area, address=f"https://s{number}.example", name="S")
    with pytest.raises(RefusedError, match="up to 20 sites"):
        list_site(by=elin, at=cast.tick(), partnership=area, address="https://more.example", name="S")
    take_site_off(by=elin, at=cast.tick(), site=FramingSite.objects.get(origin="https://s3.example").pk)
    with pytest.raises(RefusedError, match="on the list already"):
        list_site(by=elin, at=cast.tick(), partnership=area, address="https://s4.example", name="S")
    list_site(by=elin, at=cast.tick(), partnership=area, address="https://s3.example", name="S")


def test_the_webs_own_rights_are_enough_to_list_a_site_and_to_take_it_off(cast: Cast, as_role: AsRole) -> None:
    area = Partnership.objects.get(name="Fairhaven").pk
    with as_role("app"):
        row = list_site(
            by=cast.actor("elin"), at=cast.at, partnership=area, address="https://staff.trust.example", name="Trust"
        )
        take_site_off(by=cast.actor("elin"), at=cast.at, site=row.pk)
    row.refresh_from_db()
    assert row.ended_at


def test_a_panel_reads_no_session_and_sets_no_cookie(cast: Cast) -> None:
    amy = browser("amy")
    before = amy.session.get("session_seen")
    for url in (panel(), panel(WHOLE), panel("neglect")):
        for client in (browser(None), amy):
            answer = client.get(url)
            assert answer.status_code == 200
            assert not answer.cookies
            assert "Cookie" not in answer.headers.get("Vary", "")
            assert "<script" not in answer.content.decode()
            assert "<form" not in answer.content.decode()
            assert "Amy" not in answer.content.decode()
            for directive in ("script-src", "connect-src", "form-action"):
                assert f"{directive} 'none'" in answer.headers["Content-Security-Policy"]
    assert amy.session.get("session_seen") == before
    assert cast.person("amy").name == "Amy Lister"


@pytest.mark.usefixtures("cast")
def test_a_panel_holds_what_is_read_at_the_moment_of_need_and_leads_to_the_page() -> None:
    pack, toolkit, start = visit(panel()), visit(panel("neglect")), visit(panel(WHOLE))
    assert "If you do one thing" in pack.words
    assert "For senior leaders" not in pack.words
    assert "Questions to ask each other" in toolkit.words
    assert "[1]" not in toolkit.words
    assert "fears for a child." in pack.words
    assert '<base target="_blank">' in pack.markup
    assert 'href="/library/fairhaven/resolution/"' in pack.markup
    assert 'href="/start/"' in start.markup
    assert "ring 999" in start.words


@pytest.mark.usefixtures("cast")
def test_a_panel_of_what_waits_or_is_not_there_shows_nothing_of_it() -> None:
    waits = visit(panel("safeguarding-infants", "Marlow Vale"), status=404)
    assert "This page is not here now" in waits.words
    assert "bruise" not in waits.words
    assert browser(None).get("/panel/never").status_code == 404


def test_nothing_else_may_be_framed_though_a_site_is_listed(cast: Cast) -> None:
    list_site(by=cast.actor("elin"), at=cast.tick(), partnership=fairhaven().pk, address=HOSPITAL, name="H")
    short = address(fairhaven(), "neglect").removeprefix(settings.BASE_URL)
    for url in ("/", "/start/", "/library/fairhaven/", "/library/fairhaven/neglect/", SITES, short, "/panel/never"):
        assert ancestors(url) == "'none'", url


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("app", "UPDATE library_framingsite SET origin = 'https://b.example'"),
        ("app", "DELETE FROM library_framingsite"),
        ("clock", "SELECT 1 FROM library_framingsite"),
    ],
)
def test_a_site_that_was_listed_stays_as_it_was_written(cast: Cast, role: str, statement: str) -> None:
    list_site(by=cast.actor("elin"), at=cast.tick(), partnership=fairhaven().pk, address=HOSPITAL, name="H")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)
