"""One difference as the rules see it: small, plain and frozen."""

from dataclasses import dataclass, field
from datetime import date, datetime

from commonground.procedures.definition import Procedure
from commonground.procedures.terms import About, Act, Capacity, End, Event, Role, Side, Subject

RESPONDING = frozenset({Event.PICKED_UP, Event.RESPONDED})
OWN_WORD = frozenset({Event.RESPONDED, Event.CONFIRMED, Event.SAID_OTHERWISE})
"""By which a side says for itself whether what was recorded for it is what it said."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that clocks may start from or end with, at the stage it happened in or led to."""

    event: Event
    at: datetime
    stage: int
    side: Side | None = None
    of: str = ""
    """The key of the side route that it belongs to, where it is one's: begun, over, or a pause for it."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A side route that was asked for: which, which of its strategies (from 1), and since when."""

    route: str
    strategy: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """The one live proposal: its number in this difference, the sides that have signed it, and whom it is for.

    ``children`` are the numbers of some of the children; none named is all who are still open.
    """

    number: int
    by: Side
    signed: frozenset[Side]
    children: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """Some of the children are settled: both sides signed this proposal for them, and it went on for the others."""

    proposal: int
    children: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Need:
    """A child's need that shortens a clock: at this stage, this clock is due then.

    ``started`` is when that clock had begun: one that begins again, after a step down, is a fresh one. None is of
    before clocks could begin again.
    """

    stage: int
    clock: str
    due: datetime
    started: datetime | None = None


@dataclass(frozen=True, slots=True)
class Longer:
    """More days for one clock, in its own unit, agreed by both sides."""

    stage: int
    clock: str
    started: datetime
    days: int
    taken_back: datetime | None = None
    """When one side took it back; None while it stands."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What one side asks and the other has not answered yet: to lengthen or pause a clock, or to step down.

    It changes nothing until the other side agrees. ``longer`` is the clock that it is about, and how many days are
    asked; ``due`` the date that comes of it; ``until`` when a pause would end; ``to_stage`` the lower stage.
    """

    act: Act
    by: Side
    longer: Longer | None = None
    due: datetime | None = None
    until: datetime | None = None
    to_stage: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One seat of the person who asks, as the rules see it.

    ``stage`` is the stage whose side the seat acts for; for a raiser, the stage it was raised at.
    """

    side: Side | None
    capacity: Capacity
    role: Role
    stage: int


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a difference stands. Everything the rules decide, they decide from this."""

    procedure: Procedure
    stage: int
    end: End | None = None
    events: tuple[Happened, ...] = ()
    priority: str = ""
    picked_up: bool = False
    proposal: Proposal | None = None
    proposals: int = 0
    needs: tuple[Need, ...] = ()
    danger: bool = False
    """Whether whoever raised it said that a child may be in danger."""
    needed_by: date | None = None
    """The last day by which the child needs it."""
    asked: Ask | None = None
    longer: tuple[Longer, ...] = ()
    paused: datetime | None = None
    """Until when its clocks are paused; None while they run."""
    under_way: UnderWay | None = None
    """The side route on which somebody helps both sides to talk now."""
    children: int = 1
    """How many children it is about; they are numbered from 1. About a family member it is the one whom it touches, or
    none; about a theme, none: then whatever is agreed is agreed for the whole."""
    subject: Subject = Subject.CHILD
    agreed: tuple[Agreed, ...] = ()
    """What was agreed for some of them, in order. How it ends is how it ends for the rest."""
    about: About | None = None
    """What of a child protection conference it is about, under a procedure for those; None under any other."""
    restricted_by: frozenset[Side] = frozenset()
    """The sides that have restricted who sees it, and have not taken that back."""
    facilitated: bool = field(default=False, compare=False)
    late: bool = field(default=False, compare=False)
    """Whether it ended too long ago for its sides to reopen it themselves."""

    @property
    def open(self) -> bool:
        """Whether the difference is still at a stage."""
        return self.end is None

    @property
    def still_open(self) -> tuple[int, ...]:
        """The numbers of the children for whom nothing was agreed before: it is open for them, or ended for them."""
        settled = {child for one in self.agreed for child in one.children}
        return tuple(child for child in range(1, self.children + 1) if child not in settled)

    @property
    def agreements(self) -> tuple[int, ...]:
        """The numbers of the proposals that stand: those agreed for some children, then the live or the last one."""
        live = self.proposal if self.end in {None, End.RESOLVED} else None
        return (*(one.proposal for one in self.agreed), *((live.number,) if live else ()))

    @property
    def last(self) -> bool:
        """Whether this is the last rung."""
        return self.stage == len(self.procedure.stages)

    @property
    def answered(self) -> bool:
        """Whether whoever responds now has answered at this stage: passed on, it waits for an answer again."""
        responding = (h.event for h in reversed(self.events) if h.stage == self.stage and h.event in RESPONDING)
        return self.picked_up and next(responding, None) is Event.RESPONDED

    @property
    def unconfirmed(self) -> frozenset[Side]:
        """The sides for which something was recorded that they have not yet confirmed, nor said otherwise."""
        latest = {h.side: h.event for h in self.events if h.event in OWN_WORD or h.event is Event.RECORDED_FOR}
        return frozenset(side for side, event in latest.items() if side and event is Event.RECORDED_FOR)

    @property
    def turn(self) -> Side | None:
        """Whose turn it is: to sign, to answer, or (answered) to agree or escalate; None once ended."""
        if not self.open:
            return None
        if self.proposal:
            return next(side for side in Side if side not in self.proposal.signed)
        return Side.RAISING if self.answered else Side.RESPONDING
