"""Random counts for tests of figures, and an attacker who reads all that was ever told.

The attacker imports nothing of how numbers are kept back. They know what everybody may: that rows add up to their
whole, quarters to their year and agencies to the partnership, that a row kept back is nought only where no row is
told, and that a whole which is kept back is small.
"""

from dataclasses import dataclass, field
from importlib import import_module
from random import Random
from typing import Any

import numpy as np

LIMIT = 5

optimize: Any = import_module("scipy.optimize")  # it ships no types

Name = tuple[object, ...]


@dataclass
class Attacker:
    """Unknown whole numbers, what is known to lie between what, and what is known to add up."""

    index: dict[Name, int] = field(default_factory=dict)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    sums: list[dict[int, float]] = field(default_factory=list)

    def knows(self, name: Name, least: float = 0, most: float = np.inf) -> None:
        """Note between what a number lies."""
        place = self.index.setdefault(name, len(self.index))
        if place == len(self.least):
            self.least.append(least)
            self.most.append(most)
        else:
            self.least[place], self.most[place] = max(self.least[place], least), min(self.most[place], most)

    def adds_up(self, whole: Name, parts: list[Name]) -> None:
        """Note that parts come to a whole."""
        for name in (whole, *parts):
            self.knows(name)
        line = {self.index[whole]: -1.0}
        for name in parts:
            line[self.index[name]] = line.get(self.index[name], 0) + 1.0
        self.sums.append(line)

    def matrix(self) -> np.ndarray:
        """Return what adds up, as a matrix."""
        found = np.zeros((len(self.sums), len(self.index)))
        for row, line in enumerate(self.sums):
            for place, factor in line.items():
                found[row, place] = factor
        return found

    def determined(self) -> set[Name]:
        """Return the numbers that follow from sums alone: the linear attack."""
        fixed = [place for place in self.index.values() if self.least[place] == self.most[place]]
        free = [place for place in self.index.values() if self.least[place] != self.most[place]]
        assert fixed or free
        if not free:
            return set()
        _, sizes, ways = np.linalg.svd(self.matrix()[:, free], full_matrices=True)
        rank = int((sizes > 1e-9).sum())
        loose = np.abs(ways[rank:]).max(axis=0, initial=0.0)
        names = {place: name for name, place in self.index.items()}
        return {names[place] for place, most in zip(free, loose, strict=True) if most < 1e-7}

    def between(self, name: Name) -> tuple[int, int]:
        """Return the smallest and the largest whole number that it can be, by integer programming."""
        sums = optimize.LinearConstraint(self.matrix(), 0, 0)
        bounds = optimize.Bounds(np.array(self.least), np.minimum(self.most, 1e6))
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(self.index))
            aim[self.index[name]] = sign
            found = optimize.milp(aim, constraints=sums, bounds=bounds, integrality=np.ones(len(self.index)))
            assert found.success, found.message
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]


def spread(random: Random, number: int, names: list[str]) -> dict[str, int]:
    """Return a number spread over some names at random, most of it over few of them."""
    weights = [random.paretovariate(0.7) for _ in names]
    found: dict[str, int] = {}
    for one in random.choices(names, weights, k=number):
        found[one] = found.get(one, 0) + 1
    return found
