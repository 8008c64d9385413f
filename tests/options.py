"""The two options of bin/test: `--long` adds the tests that take minutes, `--pictures` takes the pictures."""

import pytest

OPTIONAL = ("long", "pictures")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer one option for each optional kind of test."""
    group = parser.getgroup("Common Ground")
    group.addoption("--long", action="store_true", help="also run the tests that take minutes")
    group.addoption("--pictures", action="store_true", help="also take the pictures of docs/pictures")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the optional tests that were not asked for."""
    unasked = [name for name in OPTIONAL if not config.getoption(f"--{name}")]
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in unasked)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
