"""What an edition may have beside its stages: a side's own look at a difference, and ways in which others help.

Nothing of it stops or delays anything, except clocks that both sides agree to let stand still meanwhile.
"""

from collections.abc import Iterator, Mapping
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


OF_NO_AGENCY = frozenset(
    {Role.PARTNERSHIP_OFFICER, Role.LIBRARY_EDITOR, Role.PARTNERSHIP_CHAIR, Role.FACILITATOR, Role.SCRUTINEER}
)
"""Roles in a partnership, and in no agency that is a side."""
OF_NO_LINE = frozenset({Role.CONFERENCE_CHAIR, Role.REVIEWING_OFFICER})
"""Roles in an agency that stand beside its lines, for all of its teams."""
OF_THE_PARTNERSHIP = OF_NO_AGENCY | OF_NO_LINE
"""Roles of nobody's line: they are asked across the partnership."""
TOLD_AS: Mapping[str, Role] = {
    "chair": Role.PARTNERSHIP_CHAIR,
    "scrutineer": Role.SCRUTINEER,
    "conference_chair": Role.CONFERENCE_CHAIR,
    "reviewing_officer": Role.REVIEWING_OFFICER,
    "facilitator": Role.FACILITATOR,
}
"""Who of neither side an edition can have told, by their roles. They decide nothing."""
HELPS_NOBODY = frozenset({Role.SCRUTINEER, Role.LIBRARY_EDITOR})


@dataclass(frozen=True, slots=True)
class Strategy:
    """One strategy of a side route: what it is called, the role that runs it, and what it asks of people."""

    name: str
    role: Role
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class SideRoute:
    """A way beside the stages in which somebody helps both sides to talk: one strategy, then perhaps the next.

    It can be asked for from one stage to another, both included. ``stops`` names the clocks that both sides may agree
    to let stand still meanwhile, for ``most`` days at most; none named, they run on. ``most`` is None while not known.
    """

    key: str
    name: str
    from_stage: int
    to_stage: int
    strategies: tuple[Strategy, ...]
    guidance: str = ""
    stops: tuple[str, ...] = ()
    most: int | None = None
    unit: Unit = Unit.WORKING_DAYS

    def covers(self, stage: int) -> bool:
        """Whether it is there at a stage."""
        return self.from_stage <= stage <= self.to_stage


def route_problems(route: SideRoute, last: int, stoppable: Mapping[str, bool]) -> Iterator[str]:
    """Yield what makes a side route impossible to follow; ``stoppable`` is which clocks there are, and if by days."""
    if not route.key or not route.name:
        yield "it needs a key and a name."
    if not 1 <= route.from_stage <= route.to_stage <= last:
        yield f"it must run from one stage to the same or a later one, of 1 to {last}."
    if not route.strategies:
        yield "it needs at least one strategy."
    for strategy in route.strategies:
        if not strategy.name:
            yield "each strategy needs a name."
        if strategy.role in HELPS_NOBODY:
            yield f"strategy “{strategy.name}”: the {strategy.role.label} is told and runs nothing; choose another."
    yield from _stop_problems(route, stoppable)


def _stop_problems(route: SideRoute, stoppable: Mapping[str, bool]) -> Iterator[str]:
    for key in route.stops:
        if key not in stoppable:
            yield f"“{key}” is no clock of this procedure; choose from {', '.join(stoppable)}."
        elif not stoppable[key]:
            yield f"“{key}” does not count days; only a clock that counts days can stand still."
    if route.most is not None and not route.stops:
        yield "it says for how long clocks stand still, and names none."
