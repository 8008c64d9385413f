"""Signing in at one's organisation with a real browser, which holds a form to where its page may lead."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from tests.conftest import copied
from tests.directory.provider import CLIENT, SECRET, TENANT, Stub, serving
from tests.journeys.hands import Clicks, Hands, Keys
from tests.journeys.product import Product, running

BOB, NOBODY = "bob.ferris@council.fairhaven.example", "nobody@council.fairhaven.example"


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    with serving() as provider:
        yield provider


@pytest.fixture(scope="module")
def for_real(
    stub: Stub, cast_template: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Product]:
    """Give the product as an agency runs it, with its sign-in named by the environment."""
    folder = tmp_path_factory.mktemp("work-account")
    secret = folder / "secret"
    secret.write_text(SECRET, encoding="ascii")
    secret.chmod(0o400)
    told = {
        "ISSUER": stub.issuer, "CLIENT": CLIENT, "SECRET_FILE": str(secret), "TENANT": TENANT, "SECOND_STEP": "1",
        "DOMAINS": "council.fairhaven.example", "NAME": "your council account",
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(f"COMMONGROUND_OIDC_{name}", value)
        with (
            copied(cast_template) as database,
            running(database, folder, django_db_blocker, demonstration=False) as started,
        ):
            yield started


@pytest.mark.parametrize("hands", [Keys, Clicks])
def test_bob_signs_in_at_his_council(hands: type[Hands], for_real: Product, stub: Stub, chromium: Browser) -> None:
    stub.says(BOB, amr=["pwd", "mfa"])
    bob = hands(chromium)
    bob.open(f"{for_real.address}/your-account/")
    bob.press("Sign in with your council account")
    expect(bob.page).to_have_url(f"{for_real.address}/your-account/")
    bob.sees("Bob Ferris", "Social worker")
    bob.close()


def test_without_a_second_step_he_sets_up_his_own(for_real: Product, stub: Stub, chromium: Browser) -> None:
    stub.says(BOB)
    bob = Clicks(chromium)
    bob.open(f"{for_real.address}/account/login/")
    bob.press("Sign in with your council account")
    bob.sees("Set up your second step", "Nothing else opens until then.")
    bob.close()


def test_who_is_not_on_the_books_is_told_whom_to_ask(for_real: Product, stub: Stub, chromium: Browser) -> None:
    stub.says(NOBODY)
    somebody = Keys(chromium)
    somebody.open(f"{for_real.address}/account/login/")
    somebody.page.set_viewport_size({"width": 320, "height": 640})
    somebody.press("Sign in with your council account")
    somebody.sees("You are not signed in", NOBODY, "Ask the safeguarding lead of your agency")
    assert somebody.page.evaluate("document.documentElement.scrollWidth <= 320")
    somebody.press("Back to sign in")
    somebody.sees("Work email address")
    assert somebody.said == ["Failed to load resource: the server responded with a status of 409 (Conflict)"]
