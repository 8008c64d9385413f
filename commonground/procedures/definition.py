"""The shape of a procedure: stages, clocks, limits, roles, scope. Nonsense is refused when built."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time

from commonground.procedures import soundness
from commonground.procedures.beside_stages import CHECK, TOLD_AS, Check, SideRoute
from commonground.procedures.terms import (
    BEFORE,
    NOTED,
    About,
    AgencyKind,
    AgreedBy,
    Covers,
    Event,
    Role,
    Subject,
    Unit,
)

AUDIENCES = (
    *("raiser", "raising_seat", "responding_seat", "raising_lead", "responding_lead"),
    *("raising_line", "responding_line", "officer", "next_stage"),
    *TOLD_AS,
)
"""Who can be told: seats at the present stage, safeguarding leads, whole lines, the partnership's officer.

And people of neither side, by their roles: they see it from then on, and decide nothing.
"""

UNCOUNTED = frozenset({Unit.SAME_WORKING_DAY, Unit.WITHOUT_DELAY})
ARRIVES = (Event.RAISED, Event.ESCALATED, Event.SKIPPED)
"""With these a difference reaches a stage."""
DAYS = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS})
"""Units of days. Only clocks that count days can be paused or made longer: a pause leaves whole days out."""
HOLDS_CONFERENCES = AgencyKind.COUNCIL
"""The kind of agency whose service holds child protection conferences, and so answers for what they decide."""
LONGEST = 1000
"""No figure is larger: a slip of the pen is found before it becomes a date."""


StandIns = Mapping[AgencyKind, Mapping[Role, tuple[Role, ...]]]


class DefinitionError(ValueError):
    """A definition that cannot be followed, with the stage, the clock and a sentence.

    It reads as the first of its ``problems``, which are in order, each once.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(problems[0])
        self.problems = tuple(dict.fromkeys(problems))


@dataclass(frozen=True, slots=True)
class Clock:
    """One timescale inside a stage: what starts it, how long, in what unit, what ends it.

    ``amounts`` maps a priority ("" for any) to a figure; None is a figure not known yet.
    ``moves`` is whether the difference moves on by itself when the clock runs out (else it is offered).
    ``tells`` names who is told when it runs out: see ``AUDIENCES``. ``only_for`` are the priorities of the
    differences in which it runs; none named is all of them, with a priority or without.
    """

    key: str
    label: str
    starts: tuple[Event, ...]
    ends: tuple[Event, ...]
    unit: Unit
    amounts: Mapping[str, int | None]
    moves: bool = False
    tells: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()

    def runs_for(self, priority: str) -> bool:
        """Say whether it runs in differences of this priority ("" is none)."""
        return not self.only_for or priority in self.only_for

    def figure(self, priority: str) -> int | None:
        """Return how long it lasts at this priority; None for a figure not known, or a unit without one."""
        return self.amounts.get(priority, self.amounts.get(""))


@dataclass(frozen=True, slots=True)
class Priority:
    """How soon a child needs it, as whoever raises a difference answers; clocks may have figures of their own for it.

    ``first_stage`` is where a difference of this priority may be raised at once, if the raiser wants that. ``tells``
    names who is told as soon as one is raised: see ``AUDIENCES``.
    """

    key: str
    label: str
    hint: str = ""
    first_stage: int = 1
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
    check: Check | None = None
    """Where the raising side's own look at it comes first; None where this stage knows nothing of that."""

    @property
    def check_clock(self) -> Clock | None:
        """The clock of the check: from when the stage is reached until somebody has looked."""
        if self.check is None:
            return None
        counts = self.check.unit not in UNCOUNTED
        amounts = {"": self.check.amount} if counts else {}
        ends = (Event.CHECKED,)
        return Clock(CHECK, self.check.label, ARRIVES, ends, self.check.unit, amounts, tells=self.check.tells)

    @property
    def every_clock(self) -> tuple[Clock, ...]:
        """Its clocks, that of the check included."""
        own = self.check_clock
        return (*self.clocks, own) if own else self.clocks


@dataclass(frozen=True, slots=True)
class Allowance:
    """What both sides may agree about time: of which clocks, how often in one difference, and how much each time.

    ``most`` is how many days a pause lasts at most, counted in ``unit``; or how many days are added at most, in the
    clock's own unit. None is a figure not known yet.
    """

    clocks: tuple[str, ...]
    times: int | None
    most: int | None
    unit: Unit = Unit.WORKING_DAYS
    agree: AgreedBy = AgreedBy.SEATS
    """Who asks it for one side and agrees to it for the other."""


@dataclass(frozen=True, slots=True)
class Reopening:
    """How long after its end either side may reopen a difference; None is a figure not known yet."""

    within: int | None
    unit: Unit

    @property
    def period(self) -> str:
        """How long that is, in words; nothing for a figure not known."""
        return self.unit.counted(self.within) if self.within else ""


@dataclass(frozen=True, slots=True)
class Scale:
    """What each side gives a number from 0 to 10 for, and what its two ends mean. It is nobody's risk."""

    asks: str
    nought: str
    ten: str


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
    stand_ins: StandIns = field(default_factory=dict)
    opens: time = time(9)
    closes: time = time(17)
    responding_may_escalate: bool = False
    inside_one_agency: bool = False
    tried_outside_counts: bool = False
    """Whether a conversation outside may count as the stage at which it was tried."""
    lengthening: Allowance | None = None
    """What of a clock may be made longer; None where the procedure knows nothing of it. So also of the next two."""
    pausing: Allowance | None = None
    reopening: Reopening | None = None
    side_routes: tuple[SideRoute, ...] = ()
    source: str = ""
    priorities: tuple[Priority, ...] = ()
    conferences: tuple[About, ...] = ()
    """Which differences about child protection conferences it takes: it is for those, and for nothing else.

    None for a procedure of differences in general. What one about conferences does not take goes under that.
    """
    subjects: tuple[Subject, ...] = (Subject.CHILD,)
    """What a difference under it may be about."""
    scale: Scale | None = None
    """Where each side may give a number; None where the procedure asks for none."""

    def __post_init__(self) -> None:
        from commonground.procedures import shape  # noqa: PLC0415 each of the two needs the other

        problems = (*shape.problems(self), *soundness.problems(self))
        if problems:
            raise DefinitionError(*problems)

    def stage(self, number: int) -> Stage:
        """Return the stage with this number (1 is the first)."""
        return self.stages[number - 1]

    def priority(self, key: str) -> Priority | None:
        """Return the priority with this key, if there is one."""
        return next((priority for priority in self.priorities if priority.key == key), None)

    def is_urgent(self, key: str) -> bool:
        """Say whether this edition makes a priority an urgent one, whatever it is called.

        It may begin at a later stage, somebody is told at once, or no time is shorter and some are longer.
        """
        priority = self.priority(key)
        if priority is None:
            return False
        own = [clock.amounts for clock in self.clocks if clock.amounts.get(key) is not None]
        figures = [(one[key], {figure for figure in one.values() if figure is not None}) for one in own]
        least = all(figure == min(known) for figure, known in figures)
        shortest = least and any(len(known) > 1 for _, known in figures)
        return priority.first_stage > 1 or bool(priority.tells) or shortest

    @property
    def covers(self) -> Covers:
        """What it is for."""
        return Covers.CONFERENCES if self.conferences else Covers.DIFFERENCES

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Every clock: those of its stages, then its limits."""
        own = (clock for stage in self.stages for clock in stage.clocks)
        return (*own, *(limit.clock for limit in self.limits))

    def notes_at(self, stage: int) -> tuple[Event, ...]:
        """Return what happens outside and is noted, because a clock of this stage counts from it or to it."""
        over = (limit.clock for limit in self.limits if limit.first_stage <= stage <= limit.last_stage)
        counts = {event for clock in (*self.stage(stage).clocks, *over) for event in (*clock.starts, *clock.ends)}
        return tuple(event for event in NOTED if event in counts)

    @property
    def asks_priority(self) -> bool:
        """Whether a priority must be chosen: some clock has no figure for when none is."""
        counted = (clock for clock in self.clocks if clock.unit not in UNCOUNTED and clock.runs_for(""))
        return any("" not in clock.amounts for clock in counted)

    @property
    def asks_when(self) -> tuple[Event, ...]:
        """What happened before a difference is raised, and its clocks start from."""
        starts = {event for clock in self.clocks for event in clock.starts}
        return tuple(event for event in BEFORE if event in starts)

    def asks_before(self, about: About | None) -> tuple[Event, ...]:
        """Return what of the time before is asked of a difference: when a conference ended, of a dissent only."""
        if self.covers is not Covers.CONFERENCES:
            return self.asks_when
        held = {Event.CONFERENCE_HELD}
        wanted = held | set(self.asks_when) if about is About.DISSENT else set(self.asks_when) - held
        return tuple(event for event in BEFORE if event in wanted)

    def asks(self, kind: AgencyKind) -> bool:
        """Say whether an agency of this kind can be the responding side: about a conference, who holds them."""
        return self.covers is not Covers.CONFERENCES or kind is HOLDS_CONFERENCES

    def side_route(self, key: str) -> SideRoute:
        """Return the side route with this key; raise StopIteration for none."""
        return next(route for route in self.side_routes if route.key == key)

    def clock(self, stage: int, key: str) -> Clock:
        """Return the clock with this key at a stage; a limit's key begins with "limit:". Raise KeyError."""
        if key.startswith("limit:"):
            found = [limit.clock for limit in self.limits if f"limit:{limit.clock.key}" == key]
        else:
            found = [clock for clock in self.stage(stage).every_clock if clock.key == key]
        if not found:
            raise KeyError(key)
        return found[0]


def provisional_parts(procedure: Procedure) -> tuple[str, ...]:
    """Return what is not known or confirmed yet, in sentences. An edition with any cannot be opened."""
    parts = []
    for stage in procedure.stages:
        if stage.provisional:
            parts.append(f"{stage_named(stage)}: the stage is provisional until its roles and clocks are confirmed.")
        parts += [f"{clock_named(stage, clock)}: {_unknown(clock)}" for clock in stage.every_clock if not _known(clock)]
    parts += [f"{limit_named(limit)}: {_unknown(limit.clock)}" for limit in procedure.limits if not _known(limit.clock)]
    for name, allowance in allowances(procedure):
        if allowance.times is None:
            parts.append(f"{name}: how often both sides may agree to it is not known yet.")
        if allowance.most is None:
            parts.append(f"{name}: by how many days at most is not known yet.")
    for route in procedure.side_routes:
        if route.stops and route.most is None:
            parts.append(f"Side route “{route.key}”: for how many days at most clocks stand still is not known yet.")
    if procedure.reopening and procedure.reopening.within is None:
        parts.append("Reopening: how long after the end either side may do it is not known yet.")
    return tuple(parts)


def allowances(procedure: Procedure) -> Iterator[tuple[str, Allowance]]:
    """Yield what both sides may agree about time, each by its name."""
    if procedure.lengthening:
        yield "Lengthening", procedure.lengthening
    if procedure.pausing:
        yield "Pausing", procedure.pausing


def _known(clock: Clock) -> bool:
    return clock.unit in UNCOUNTED or None not in clock.amounts.values()


def _unknown(clock: Clock) -> str:
    return f"how many {clock.unit.label} it lasts is not known yet."


def stage_named(stage: Stage) -> str:
    """Return how a stage is named in what is said of it."""
    return f"Stage {stage.number} ({stage.name})"


def clock_named(stage: Stage, clock: Clock) -> str:
    """Return how a clock of a stage is named in what is said of it."""
    if clock.key == CHECK:
        return f"{stage_named(stage)}, check “{clock.label}”"
    return f"{stage_named(stage)}, clock “{clock.key}”"


def limit_named(limit: Limit) -> str:
    """Return how a limit is named in what is said of it."""
    return f"Limit “{limit.clock.key}”"
