"""The product with something on every page, and Debian's Chromium."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext
from pytest_django import DjangoDbBlocker

from tests.conftest import copied
from tests.connected import connected
from tests.journeys.conftest import chromium
from tests.journeys.product import Product, running
from tests.pages import world
from tests.pages.townsfolk import signed_in

__all__ = ["chromium", "looked_at"]

FRESH = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT / 2
"""Seconds after which whoever looks signs in again."""


@dataclass
class LookedAt:
    """The running product, and what its addresses are filled with."""

    product: Product
    names: dict[str, str]
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    signed_in_at: dict[str, float] = field(default_factory=dict)

    def address(self, url: str) -> str:
        """Return the whole address of a visit."""
        return self.product.address + url.format(**self.names)

    def context(self, chromium: Browser, who: str) -> BrowserContext:
        """Return a browser in which somebody is signed in, always the same; nobody for an empty name.

        They sign in again before that is too long ago for what matters most, however long all these looks take.
        """
        if who not in self.contexts:
            self.contexts[who] = chromium.new_context(locale="en-GB")
        context, at = self.contexts[who], monotonic()
        if at - self.signed_in_at.get(who, -FRESH) >= FRESH:
            self.signed_in_at[who] = at
            with self.product.blocker.unblock(), connected(self.product.database.owner):
                cookie = signed_in(who).cookies.get(settings.SESSION_COOKIE_NAME)
            if cookie:
                context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.product.address}])
        return context


@pytest.fixture(scope="module")
def looked_at(
    cast_template: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[LookedAt]:
    """Give the product with differences in every state in it, for one module."""
    with copied(cast_template) as database:
        with django_db_blocker.unblock(), connected(database.owner):
            names = world.built()
        with running(database, tmp_path_factory.mktemp("pages"), django_db_blocker) as product:
            yield LookedAt(product, names)
