"""What an edition may have beside its stages: a side's own look at a difference when it reaches one of them."""

from dataclasses import dataclass

from commonground.procedures.terms import Role, Unit

CHECK = "check:own"
"""The key of the clock of a check. An edition's own clocks have no colon in theirs."""


@dataclass(frozen=True, slots=True)
class Check:
    """The raising side's own look at a difference when it reaches a stage: by which role, and within how long.

    It advises and stops nothing. ``label`` is what it is called on the page. ``amount`` is None while it is not known
    yet, and not read for a unit that takes no figure. ``tells`` names who is told when nobody has looked in time.
    """

    role: Role
    label: str
    unit: Unit
    amount: int | None = None
    tells: tuple[str, ...] = ()


def binds(key: str) -> bool:
    """Whether a clock's date is one by which a difference is to be settled: that of a check is not."""
    return key != CHECK
