"""Procedures, seats and moments for the tests of the rules, typed here and not loaded."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.definition import Allowance, Clock, Procedure, Reopening, Stage, Tell
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity, Event, Role, Side, Unit
from commonground.procedures.worktime import LONDON, Calendar

EVERY_END = (Event.AGREED, Event.WITHDRAWN, Event.REDIRECTED, Event.NOT_RESOLVED)
LADDER = (
    ("Practitioners", (Role.PRACTITIONER,)),
    ("Line managers or safeguarding leads", (Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD)),
    ("Senior managers", (Role.SENIOR_MANAGER,)),
    ("Safeguarding partners", (Role.SAFEGUARDING_PARTNER,)),
)
HOLIDAYS = {
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "Early May bank holiday",
    date(2026, 5, 25): "Spring bank holiday",
    date(2026, 8, 31): "Summer bank holiday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day (substitute day)",
    date(2027, 1, 1): "New Year’s Day",
}
CALENDAR = Calendar(HOLIDAYS, date(2027, 12, 31), time(9), time(17))


def london(text: str) -> datetime:
    """Return a London moment such as "2026-04-30 14:10", in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def clock(
    key: str = "settled",
    amount: int | None = 2,
    unit: Unit = Unit.WORKING_DAYS,
    *,
    starts: tuple[Event, ...] = (Event.RAISED, Event.ESCALATED, Event.SKIPPED),
    ends: tuple[Event, ...] = (*EVERY_END, Event.ESCALATED, Event.SKIPPED),
    moves: bool = False,
    tells: tuple[str, ...] = (),
) -> Clock:
    """Return a clock: two working days from the start of a stage, unless told otherwise."""
    amounts = {} if unit in {Unit.SAME_WORKING_DAY, Unit.WITHOUT_DELAY} else {"": amount}
    return Clock(key, f"Label of {key}", starts, ends, unit, amounts, moves, tells)


def ladder(*clocks: tuple[Clock, ...], tells: tuple[Tell, ...] = (), responding: bool = False) -> Procedure:
    """Return a procedure of as many rungs as clocks are given for, up to four."""
    named = (*LADDER[: len(clocks) - 1], LADDER[-1])
    stages = tuple(
        Stage(number, name, roles, roles, clocks=rung, facilitated=number == len(clocks))
        for number, ((name, roles), rung) in enumerate(zip(named, clocks, strict=True), start=1)
    )
    return Procedure("test", "A test", stages, tells=tells, responding_may_escalate=responding)


FOUR = replace(
    ladder((clock(amount=2),), (clock(amount=3),), (clock(amount=5),), (clock(amount=14),)),
    lengthening=Allowance(("settled",), 1, 5),
    pausing=Allowance(("settled",), 1, 10),
    reopening=Reopening(20, Unit.WORKING_DAYS),
)
CHECK = Check(Role.LINE_MANAGER, "Your manager looks at it first", Unit.WORKING_DAYS, 1, ("raiser",))
RETHINK = SideRoute(
    "re-think",
    "Re-think",
    from_stage=1,
    to_stage=2,
    strategies=(
        Strategy("Restorative conversation", Role.LINE_MANAGER, "By phone, online or face to face."),
        Strategy("Second strategy", Role.LINE_MANAGER),
        Strategy("Independent facilitator", Role.FACILITATOR),
    ),
    stops=("settled",),
    most=5,
)
BESIDE = replace(FOUR, stages=(replace(FOUR.stages[0], check=CHECK), *FOUR.stages[1:]), side_routes=(RETHINK,))
"""Four stages, and all that an edition may have beside its first."""
HASTY = ladder((clock(unit=Unit.WITHOUT_DELAY),), (clock(unit=Unit.WITHOUT_DELAY),), responding=True)

RAISER = Standing(Side.RAISING, Capacity.RAISER, Role.PRACTITIONER, 1)
RAISING_LEAD = Standing(Side.RAISING, Capacity.LEAD, Role.SAFEGUARDING_LEAD, 1)
RESPONDING_LEAD = Standing(Side.RESPONDING, Capacity.LEAD, Role.SAFEGUARDING_LEAD, 1)
FACILITATOR = Standing(None, Capacity.FACILITATING, Role.SAFEGUARDING_PARTNER, 4)
CHECKER = Standing(Side.RAISING, Capacity.CHECKING, Role.LINE_MANAGER, 1)
HELPER = Standing(None, Capacity.HELPING, Role.FACILITATOR, 1)
OFFICER = Standing(None, Capacity.OFFICER, Role.PARTNERSHIP_OFFICER, 1)


def raising(stage: int) -> Standing:
    """Return the seat of who acts for the raising side at a stage."""
    return Standing(Side.RAISING, Capacity.ANSWERING, LADDER[stage - 1][1][0], stage)


def responding(stage: int) -> Standing:
    """Return the seat of who acts for the responding side at a stage."""
    return Standing(Side.RESPONDING, Capacity.ANSWERING, LADDER[stage - 1][1][0], stage)


def told(side: Side, stage: int = 1) -> Standing:
    """Return the seat of somebody of a side who is told and does not act."""
    return Standing(side, Capacity.TOLD, Role.SENIOR_MANAGER, stage)
