"""The gallery in Chromium, under the product's own strict policy: fits, reads, can be pressed, needs no scripts."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from commonground.govuk import assets
from tests.govuk import gallery

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'"
# Controls that are smaller than 24 points and do not stand inside a sentence.
SMALL = """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select, textarea')]
  .filter(e => e.checkVisibility() && getComputedStyle(e).display !== 'inline')
  .map(e => [e.getBoundingClientRect(), e])
  .filter(([box, e]) => Math.min(box.width, box.height) < 24 && !e.matches('.govuk-skip-link'))
  .map(([box, e]) => `${e.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""
# Elements that reach past the right edge, to name the culprit when a page scrolls sideways.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll('*')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""


class _Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's name
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assets.build()
    folder = tmp_path_factory.mktemp("gallery")
    written = gallery.write(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/{written.name}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(gallery.CHROMIUM))
        yield started
        started.close()


def opened(browser: Browser, address: str, width: int = 1280, *, scripts: bool = True) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page.goto(address)
    return page


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_fits_and_can_be_pressed(browser: Browser, address: str, width: int) -> None:
    page = opened(browser, address, width)
    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL) == []
    page.close()


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing(browser: Browser, address: str, width: int) -> None:
    page = opened(browser, address, width)
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_nothing_is_refused_by_the_policy_and_no_script_fails(browser: Browser, address: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    expect(page.locator("body.govuk-frontend-supported")).to_have_count(1)
    assert said == []
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_follow_up_questions_wait_until_asked(browser: Browser, address: str, scripts: bool) -> None:  # noqa: FBT001
    page = opened(browser, address, scripts=scripts)
    person, team = page.locator("#id_empty-person"), page.locator("#id_empty-team")
    expect(person).to_be_hidden()
    page.locator("#id_empty-with_whom").check()
    expect(person).to_be_visible()
    page.locator("#id_empty-with_whom-2").check()
    expect(person).to_be_hidden()
    expect(team).to_be_visible()
    page.close()


def test_limits_are_said_without_scripts(browser: Browser, address: str) -> None:
    page = opened(browser, address, scripts=False)
    expect(page.get_by_text("You can enter up to 2000 characters").first).to_be_visible()
    page.close()


def test_by_keys_one_passes_the_navigation_first(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    # The error summary takes the focus when this page opens: begin at the top, as on a page without errors.
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    page.keyboard.press("Tab")
    skip = page.locator(".govuk-skip-link")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.close()


def test_on_paper_only_what_can_be_read(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.emulate_media(media="print")
    expect(page.locator(".cg-navigation")).to_be_hidden()
    expect(page.locator(".cg-can-do").first).to_be_hidden()
    expect(page.locator(".cg-sides")).to_be_visible()
    expect(page.locator(".cg-meanwhile")).to_be_visible()
    page.close()


def test_the_same_sources_give_the_same_bytes_and_only_once(tmp_path: Path) -> None:
    packages = Path(assets.__file__).parents[2] / "node_modules"
    one, two = tmp_path / "one", tmp_path / "two"
    assert assets.build(packages, one)
    assert assets.build(packages, two)
    assert not assets.build(packages, one)
    made = {path.name: path.read_bytes() for path in one.iterdir()}
    assert made == {path.name: path.read_bytes() for path in two.iterdir()}
    scripts = {"app.js", "copying.js", "finding.js", "keeping.js", "staying.js", "govuk-frontend.js"}
    assert set(made) == {"app.css", "mark.svg", ".made-from"} | scripts
    sheet = made["app.css"].decode()
    assert "@font-face" not in sheet
    assert "GDS" not in sheet
    assert "url(" not in sheet  # nothing is fetched from anywhere
    assert b"sourceMappingURL" not in made["govuk-frontend.js"]


def test_without_the_packages_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetsMissingError, match="Run `npm ci` first"):
        assets.build(tmp_path, tmp_path / "out")
