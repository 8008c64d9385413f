"""The matrix by the application's lock alone: a file of its own, so that two cores share what takes longest."""

import pytest

from tests.access.rounds import Run
from tests.access.test_matrix import exact, world
from tests.access.world import World

__all__ = ["world"]


def test_the_application_alone_gives_everybody_exactly_what_is_theirs(
    world: World, pytestconfig: pytest.Config
) -> None:
    exact(Run(world, every=pytestconfig.getoption("--long")).everything())  # as owner, whom every policy lets through
