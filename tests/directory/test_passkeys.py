"""Passkeys in a real browser with a virtual one: made, shown as the second step, and used without a password."""

from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from commonground.directory.demonstration import build_organisations, member
from commonground.now import now
from tests.conftest import Clone
from tests.connected import connected
from tests.directory.conftest import PASSWORD
from tests.govuk.gallery import CHROMIUM
from tests.journeys.product import running

AMY = "amy.lister@oakfield.example"


def fill() -> None:
    """Make the invented people, and give Amy a password."""
    build_organisations(now())
    amy = member("amy")
    amy.set_password(PASSWORD)
    amy.save()


def give_it_an_authenticator(page: Page) -> None:
    """Give the browser a passkey store of its own that always knows its owner's finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_by_password(page: Page, address: str) -> None:
    """Fill in the sign-in page."""
    page.goto(f"{address}/account/login/")
    page.get_by_label("Work email address").fill(AMY)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    """Press the button on every page."""
    page.get_by_role("button", name="Sign out").first.click()


def test_a_passkey_is_made_shown_and_enough(clone: Clone, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connected(clone.owner):
        fill()
    with (
        running(clone, tmp_path, django_db_blocker, demonstration=False) as product,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        page = browser.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        give_it_an_authenticator(page)
        account = f"{product.address}/your-account/"

        sign_in_by_password(page, product.address)
        page.goto(account)
        expect(page.get_by_role("heading", name="Set up your second step")).to_be_visible()
        page.get_by_role("button", name="Add a passkey").click()
        page.get_by_label("Let me sign in with it alone").check()
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        page.goto(account)
        expect(page.get_by_text("Oakfield Primary School")).to_be_visible()
        sign_out(page)

        sign_in_by_password(page, product.address)
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{product.address}/")
        sign_out(page)

        page.goto(f"{product.address}/account/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        page.wait_for_url(f"{product.address}/")
        page.goto(account)
        expect(page.get_by_text("Oakfield Primary School")).to_be_visible()
        assert faults == []
        browser.close()
