"""The warning before a quiet session ends, in Chromium, with an end that comes soon."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoDbBlocker

from tests.conftest import copied
from tests.journeys.product import Product, running

IDLE = 20  # seconds; the warning comes half of it before the end
PATIENCE = IDLE * 2000  # milliseconds


@pytest.fixture
def impatient(
    cast_template: str,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Product]:
    """Give the product with sessions that end after ``IDLE`` seconds."""
    monkeypatch.setenv("COMMONGROUND_IDLE", str(IDLE))
    with (
        copied(cast_template) as database,
        running(database, tmp_path_factory.mktemp("impatient"), django_db_blocker) as started,
    ):
        yield started


def sign_in(page: Page, address: str) -> None:
    """Sign in as Amy and open the page on which a difference begins."""
    page.goto(f"{address}/demonstration/?next=/differences/raise/")
    page.get_by_role("button", name="Amy Lister").first.click()
    expect(page.locator("h1")).to_have_text("Raise a difference")


def test_one_is_warned_and_stays_and_later_loses_nothing(impatient: Product, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 812}, locale="en-GB")
    page, said = context.new_page(), list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_default_timeout(PATIENCE)
    sign_in(page, impatient.address)
    answer = page.get_by_role("radio", name="No", exact=True)
    answer.check()
    stay = page.get_by_role("button", name="Stay signed in")
    expect(page.locator("#staying")).to_be_hidden()

    expect(stay).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("status")).to_contain_text("You will be signed out at")
    expect(answer).to_be_focused()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 375

    stay.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#staying")).to_be_hidden()
    expect(answer).to_be_focused()
    expect(answer).to_be_checked()

    expect(stay).to_be_visible(timeout=PATIENCE)  # quiet again
    expect(page.get_by_role("status")).to_contain_text("You have been signed out", timeout=PATIENCE)
    expect(page.get_by_text("You have been signed out").last).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Your drafts are kept")
    expect(stay).to_be_hidden()

    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again in a new tab").click()
    sign_in(opened.value, impatient.address)
    opened.value.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("status")).to_contain_text("You are signed in again")
    expect(page.get_by_text("You are signed in again").last).to_be_visible()
    expect(answer).to_be_checked()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("h1")).to_have_text("Whose decision do you see differently?")
    assert said == []
    context.close()


def test_a_tab_says_nothing_while_another_goes_on(impatient: Product, chromium: Browser) -> None:
    context = chromium.new_context(locale="en-GB")
    quiet, busy = context.new_page(), context.new_page()
    sign_in(quiet, impatient.address)
    busy.goto(f"{impatient.address}/differences/raise/")
    for _ in range(8):  # longer in all than a session lasts, and each time well before the warning
        busy.wait_for_timeout(IDLE * 150)
        form = busy.locator("form[data-part=warning]")
        form.evaluate("form => fetch(form.action, { method: 'POST', body: new FormData(form) })")
        expect(quiet.locator("#staying")).to_be_hidden()
    context.close()
