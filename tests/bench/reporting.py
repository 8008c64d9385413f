"""What the bench prints: each figure beside its bound, and how long something takes."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Report:
    """The figures so far, and which missed their bound."""

    missed: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def figure(self, what: str, value: float, bound: float, unit: str = "× the floor") -> None:
        """Print one figure beside its bound."""
        self.figures[what] = value
        if value > bound:
            self.missed.append(what)
        print(
            f"  {'ok    ' if value <= bound else 'MISSED'} {what}: {value:.2f} {unit} (at most {bound:g})", flush=True
        )


def took(what: Callable[[], object]) -> float:
    """Return how many seconds something takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began
