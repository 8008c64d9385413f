"""The product with something on every page, and Debian's Chromium."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext
from pytest_django import DjangoDbBlocker

from tests.conftest import copied
from tests.connected import connected
from tests.journeys.conftest import chromium
from tests.journeys.product import Product, running
from tests.pages import world

__all__ = ["chromium", "looked_at"]


@dataclass
class LookedAt:
    """The running product, and what its addresses are filled with."""

    product: Product
    names: dict[str, str]

    def address(self, url: str) -> str:
        """Return the whole address of a visit."""
        return self.product.address + url.format(**self.names)

    def context(self, chromium: Browser, who: str, width: int = 1280) -> BrowserContext:
        """Return a window of a browser in which somebody is signed in; nobody for an empty name."""
        context = chromium.new_context(viewport={"width": width, "height": 812}, locale="en-GB")
        with self.product.blocker.unblock(), connected(self.product.database.owner):
            cookies = world.signed_in(who).cookies
        if settings.SESSION_COOKIE_NAME in cookies:
            value = cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.product.address}])
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
