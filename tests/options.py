"""What bin/test adds to pytest: two options, every core at work, and the figures that tests measured at the end.

`--long` adds the tests that take minutes, `--pictures` takes the pictures. With several workers (`bin/test` alone) a
file's tests stay together, because they share what they built, and the longest files begin first.
"""

from collections.abc import Callable
from typing import Any

import pytest

from commonground.memory import hold_apart

OPTIONAL = ("long", "pictures")
LONGEST = (
    "tests/access/test_matrix.py",
    "tests/access/test_matrix_without_policies.py",
    "tests/pages/test_pages.py",
    "tests/access",
    "tests/pages",
    "tests/properties",
    "tests/faults",
    "tests/journeys",
)
"""What begins first, so that no worker ends up with the longest alone."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer one option for each optional kind of test."""
    group = parser.getgroup("Common Ground")
    group.addoption("--long", action="store_true", help="also run the tests that take minutes")
    group.addoption("--pictures", action="store_true", help="also take the pictures of docs/pictures")


@pytest.hookimpl(trylast=True)  # when others have put them in a random order
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the optional tests that were not asked for; on several cores, put the longest first."""
    unasked = [name for name in OPTIONAL if not config.getoption(f"--{name}")]
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in unasked)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: next((n for n, one in enumerate(LONGEST) if item.nodeid.startswith(one)), 99))


def pytest_collection_finish() -> None:
    """Have Python pass over all that was loaded for the tests, as the product does: a tenth of the time of pages."""
    hold_apart()


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Give how a test says a figure that it measured: all of them stand together at the end of a run."""
    return lambda said: record_property("figure", said)


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 pytest gives its type no public name
    """Print the figures."""
    reports = [one for ended in ("passed", "failed") for one in terminalreporter.stats.get(ended, ())]
    for one in reports:
        for name, said in one.user_properties:
            if name == "figure" and one.when == "call":
                terminalreporter.write_line(f"{one.nodeid}: {said}")
