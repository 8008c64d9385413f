"""What every journey needs: the product running, and Debian's Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.govuk.gallery import CHROMIUM
from tests.journeys.product import product

__all__ = ["chromium", "product"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give a browser for one module of journeys."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        yield started
        started.close()
