"""Signing in as it truly is, by keys: the link of an invitation, a password, an app's codes; out, and in again."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from tests.conftest import copied
from tests.journeys.hands import Keys
from tests.journeys.product import Product, running

NAME, EMAIL, PASSWORD = "Gwen Tasker", "gwen.tasker@office.example", "copper lantern winter"


@pytest.fixture
def for_real(
    cast_template: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Product]:
    """Give the product as an agency runs it: nobody can be picked."""
    folder = tmp_path_factory.mktemp("for-real")
    with copied(cast_template) as database, running(
        database, folder, django_db_blocker, demonstration=False
    ) as started:  # fmt: skip
        yield started


def test_an_officer_sets_up_her_account_and_comes_back(for_real: Product, chromium: Browser) -> None:
    said = for_real.command(
        "create_partnership", "Lower Vale", "--area=the vale", f"--officer={NAME}", f"--email={EMAIL}"
    )
    invitation = urlsplit(said.split()[-1]).path
    gwen = Keys(chromium)
    gwen.open(f"{for_real.address}/")
    gwen.sees("Sign in")

    gwen.open(for_real.address + invitation)
    gwen.sees(f"Welcome, {NAME}.", EMAIL)
    gwen.write("Choose a password", "tooshort")
    gwen.press("Continue")
    gwen.sees("There is a problem")
    gwen.write("Choose a password", PASSWORD)
    gwen.press("Continue")
    gwen.sees("Set up your second step", "Nothing else opens until then.")
    gwen.open(f"{for_real.address}/your-account/")
    gwen.sees("Set up your second step")
    gwen.press("Use an app")
    secret = gwen.page.locator(".cg-break-anywhere").inner_text()
    step = int(time.time()) // 30
    gwen.write("The code that your app shows", format_hotp_value(hotp_value(secret, step)))
    gwen.press("Continue")
    gwen.open(f"{for_real.address}/your-account/")
    gwen.sees(NAME, "Partnership officer")

    gwen.press("Sign out")
    gwen.open(f"{for_real.address}/your-account/")
    gwen.sees("Work email address")
    gwen.write("Work email address", EMAIL)
    gwen.write("Password", PASSWORD)
    gwen.press("Sign in")
    gwen.sees("Your second step")
    gwen.write("The code that your app shows", "000000")
    gwen.press("Sign in")
    gwen.sees("That code is not right")
    gwen.write("The code that your app shows", format_hotp_value(hotp_value(secret, step + 1)))
    gwen.press("Sign in")
    expect(gwen.page).to_have_url(f"{for_real.address}/your-account/")
    gwen.sees(NAME)
    gwen.close()

    gwen = Keys(chromium)
    gwen.open(for_real.address + invitation)
    gwen.sees("This link does not work any more")
