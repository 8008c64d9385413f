"""One change of a difference as the rules see it, and what the acts that make one have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from commonground.procedures.definition import Procedure
from commonground.procedures.situation import Happened, Situation, Standing
from commonground.procedures.terms import Act, Event, Side
from commonground.procedures.timing import ClockState, Span, paused_for, running, stopping

SEATS = ("raiser", "raising_seat", "responding_seat")
LINES = (*SEATS, "raising_line", "responding_line", "joined")
SEAT_OF: Mapping[Side, str] = {Side.RAISING: "raising_seat", Side.RESPONDING: "responding_seat"}


@dataclass(frozen=True, slots=True)
class Move:
    """One change of a difference: by an act, or (``act`` is None) by a clock that ran out or a seat left empty.

    ``tells`` names the audiences who are told. ``standing`` is the seat by which the act was taken, and
    ``clock`` the clock that it is about: one that was shortened, ran out, or that both sides are to agree about.
    """

    act: Act | None
    side: Side | None
    before: Situation | None
    after: Situation
    happened: tuple[Happened, ...]
    tells: tuple[str, ...]
    at: datetime
    standing: Standing | None = None
    clock: ClockState | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """One act about to be done: by whom, when, and the details that it asks: see ``take``."""

    act: Act
    standing: Standing
    at: datetime
    to_stage: int | None
    clock: ClockState | None
    due: datetime | None
    counts: bool = False
    otherwise: bool = False
    until: datetime | None = None
    days: int = 0
    agrees: bool | None = None
    children: tuple[int, ...] = ()
    route: str = ""
    strategy: int = 0
    noted: Event | None = None


Done = tuple[Situation, tuple[Happened, ...], tuple[str, ...]]


def arrived(
    situation: Situation, stage: int, event: Event, at: datetime, side: Side | None
) -> tuple[Situation, tuple[Happened, ...]]:
    """Return the situation at another stage, with nothing picked up and nothing proposed there yet."""
    after = replace(situation, stage=stage, picked_up=False, proposal=None)
    return after, happen(at, stage, side, event, Event.RECEIVED)


def running_span(situation: Situation, state: ClockState) -> Span | None:
    """Return when a clock that runs has started; None when it does not run."""
    return next((span for span in running(situation) if (span.key, span.stage) == (state.key, state.stage)), None)


def settled(before: Situation, after: Situation, happened: tuple[Happened, ...], at: datetime) -> Situation:
    """Return the situation after a move, with its events.

    What was asked is no longer, once the stage is left. A pause ends with it too, or when a child's need comes first.
    A side route is over when the stages at which there is one are left, and a pause that was for it with it.
    """
    left = not after.open or after.stage != before.stage
    if left:
        after = replace(after, asked=None)
    if after.under_way and not (after.open and after.procedure.side_route(after.under_way.route).covers(after.stage)):
        after = replace(after, under_way=None)
    over = before.under_way and not after.under_way and paused_for(before) == before.under_way.route
    stood_still = replace(after, events=before.events + happened)
    ends = left or over or after.needs != before.needs or not _stands_still(stood_still)
    if before.paused and after.paused and ends:
        resumed = happen(min(at, before.paused), before.stage, None, Event.RESUMED)
        after, happened = replace(after, paused=None), (*resumed, *happened)
    return replace(after, events=before.events + happened)


def _stands_still(situation: Situation) -> bool:
    """Whether any clock runs that a pause stops."""
    return any(span.key in stopping(situation) for span in running(situation))


def happen(at: datetime, stage: int, side: Side | None, *events: Event, of: str = "") -> tuple[Happened, ...]:
    """Return these events as they happened at one moment."""
    return tuple(Happened(event, at, stage, side, of) for event in events)


def all_told(told: tuple[str, ...], procedure: Procedure, happened: tuple[Happened, ...]) -> tuple[str, ...]:
    """Return who is told, in order and once each: by the act or clock, then by the edition."""
    edition = (
        who
        for h in happened
        for tell in procedure.tells
        if tell.event is h.event and h.stage >= tell.from_stage
        for who in tell.who
    )
    return tuple(dict.fromkeys((*told, *edition)))


def told_by_edition(procedure: Procedure, happened: tuple[Happened, ...]) -> tuple[str, ...]:
    """Return whom an edition tells of what has happened."""
    return all_told((), procedure, happened)


def own_side(wish: Wish) -> Side:
    """Return the side of the seat; the rules let only seats with a side come here."""
    if wish.standing.side is None:
        message = f"A seat without a side cannot {wish.act.value}."
        raise ValueError(message)
    return wish.standing.side


def check_zone(at: datetime) -> None:
    """Raise ValueError for a moment without a time zone."""
    if at.tzinfo is None:
        message = "A moment needs a time zone."
        raise ValueError(message)
