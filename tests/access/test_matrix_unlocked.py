"""The matrix with both locks off: a file of its own, so that whichever core is free takes it."""

import pytest

from tests.access.rounds import Run
from tests.access.test_matrix import no_filter, world
from tests.access.world import World

__all__ = ["world"]


def test_with_both_locks_off_it_leaks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(world)
    run.personas = ("zed", "gwen", "cath")
    with no_filter(monkeypatch):
        run.everything()
    assert len(run.found.leaks) > 100
    assert any("CN-" in leak for leak in run.found.leaks)
