"""The shape of a procedure: stages, clocks, limits, roles, scope. Nonsense is refused when built."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from commonground.procedures.terms import AgencyKind, Event, Role, Unit


class DefinitionError(ValueError):
    """A definition that cannot be followed, with the stage, the clock and a sentence."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One timescale inside a stage: what starts it, how long, in what unit, what ends it.

    ``amounts`` maps a priority ("" for any) to a figure; None is a figure not known yet.
    ``moves`` is whether the difference moves on by itself when the clock runs out (else it is offered).
    ``tells`` names who is told when it runs out: see ``AUDIENCES``.
    """

    key: str
    label: str
    starts: tuple[Event, ...]
    ends: tuple[Event, ...]
    unit: Unit
    amounts: Mapping[str, int | None]
    moves: bool = False
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit across stages, shown beside the stage's own clock; the earlier one binds."""

    clock: Clock
    first_stage: int
    last_stage: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One rung: the roles on each side, formal or not, its clocks and what it asks of people."""

    number: int
    name: str
    raising: tuple[Role, ...]
    responding: tuple[Role, ...]
    either: bool = False
    formal: bool = True
    clocks: tuple[Clock, ...] = ()
    guidance: str = ""
    asks: tuple[str, ...] = ()
    facilitated: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Who is told of an event, from which stage on."""

    event: Event
    who: tuple[str, ...]
    from_stage: int = 1


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope question: what is not for this procedure, and where it goes instead."""

    key: str
    question: str
    destination: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A ladder of stages with scope rules. One published version of it is an edition."""

    key: str
    name: str
    stages: tuple[Stage, ...]
    limits: tuple[Limit, ...] = ()
    tells: tuple[Tell, ...] = ()
    scope: tuple[Scope, ...] = ()
    stand_ins: Mapping[AgencyKind, Mapping[Role, tuple[Role, ...]]] = field(default_factory=dict)
    opens: time = time(9)
    closes: time = time(17)
    responding_may_escalate: bool = False
    inside_one_agency: bool = False
    source: str = ""

    def stage(self, number: int) -> Stage:
        """Return the stage with this number (1 is the first)."""
        return self.stages[number - 1]
