"""A panel in the frame of another site, in Chromium: shown where an officer listed that site, and refused elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from django.db import transaction
from playwright.sync_api import Browser, BrowserContext, Frame, expect

from commonground.directory.demonstration import member
from commonground.directory.models import Partnership
from commonground.directory.queries import actor_for
from commonground.library.frames.actions import list_site
from commonground.now import london_date, now
from tests.connected import connected
from tests.pages.conftest import LookedAt

REFUSED = "chrome-error://chromewebdata/"


@contextmanager
def intranet(framed: str) -> Iterator[str]:
    """Serve a page with one frame as another site does; give the origin of that site."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            frame = f"<iframe src='{framed}' title='x' width=400 height=500></iframe>"
            self.wfile.write(f"<!DOCTYPE html><title>Staff</title>{frame}".encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def listed(looked_at: LookedAt, site: str) -> None:
    with looked_at.product.blocker.unblock(), connected(looked_at.product.database.owner), transaction.atomic():
        elin, fairhaven = actor_for(member("elin"), london_date(now())), Partnership.objects.get(name="Fairhaven")
        list_site(by=elin, at=now(), partnership=fairhaven.pk, address=site, name="Staff pages")


def framed_in(context: BrowserContext, site: str) -> Frame:
    """Return what a browser makes of the frame of a site."""
    page = context.new_page()
    page.goto(site)
    page.wait_for_load_state("networkidle")
    return page.frames[1]


def test_a_listed_site_shows_it_and_any_other_is_refused(looked_at: LookedAt, chromium: Browser) -> None:
    panel = looked_at.address("/panel/{pack_panel}")
    context = chromium.new_context(locale="en-GB")
    with intranet(panel) as theirs, intranet(panel) as another:
        assert framed_in(context, theirs).url == REFUSED, "nobody has listed it"
        listed(looked_at, theirs)
        frame = framed_in(context, theirs)
        assert frame.url == panel
        expect(frame.get_by_role("heading", level=1)).to_have_text(
            "Working together to resolve professional differences"
        )
        assert framed_in(context, another).url == REFUSED
        assert framed_in(context, theirs.replace("127.0.0.1", "localhost")).url == REFUSED, "another origin"
        assert context.cookies() == []
        with context.expect_page() as opened:
            frame.get_by_role("link", name="Read all of it").click()
        opened.value.wait_for_load_state()
        assert opened.value.url == looked_at.address("/library/fairhaven/resolution/")
        expect(opened.value.get_by_role("navigation", name="On this page")).to_be_visible()
        assert opened.value.evaluate("window.opener") is None
    context.close()


def test_a_listed_site_shows_nothing_else_of_the_product(looked_at: LookedAt, chromium: Browser) -> None:
    context = chromium.new_context(locale="en-GB")
    for url in ("/library/fairhaven/resolution/", "/start/", "/account/login/"):
        with intranet(looked_at.address(url)) as theirs:
            listed(looked_at, theirs)
            assert framed_in(context, theirs).url == REFUSED, url
    context.close()


def test_a_site_within_a_strange_site_is_refused_too(looked_at: LookedAt, chromium: Browser) -> None:
    context = chromium.new_context(locale="en-GB")
    with intranet(looked_at.address("/panel/{pack_panel}")) as theirs, intranet(theirs) as strange:
        listed(looked_at, theirs)
        page = context.new_page()
        page.goto(strange)
        page.wait_for_load_state("networkidle")
        assert [frame.url for frame in page.frames] == [f"{strange}/", f"{theirs}/", REFUSED]
    context.close()


def test_it_needs_no_scripts_and_fits_a_narrow_frame(looked_at: LookedAt, chromium: Browser) -> None:
    context = chromium.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": 280, "height": 420})
    page.goto(looked_at.address("/panel/{start_panel}"))
    expect(page.get_by_role("link", name="Begin here, and see whom to ring")).to_be_in_viewport()
    context.close()
