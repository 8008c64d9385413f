"""Clocks as rules over events: what starts, ends, shortens and binds them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commonground.procedures.definition import Clock, Limit, Priority, Procedure
from commonground.procedures.rules import ClockState, binding, clocks, raise_, take
from commonground.procedures.situation import Need, Situation, Standing
from commonground.procedures.terms import Act, Event, Unit
from commonground.procedures.timing import running, spans
from commonground.procedures.worktime import reckon
from tests.procedures.builders import (
    CALENDAR,
    FACILITATOR,
    FOUR,
    RAISER,
    clock,
    ladder,
    london,
    raising,
    responding,
)

START = london("2026-04-30 14:10")
Step = tuple[Act, Standing]


def later(hours: int) -> timedelta:
    return timedelta(hours=hours)


def after(procedure: Procedure, *steps: Step, stage: int = 1, priority: str = "") -> Situation:
    """Return where a difference stands after these acts, one an hour."""
    situation = raise_(procedure, at=START, stage=stage, priority=priority).after
    for hour, (act, by) in enumerate(steps, start=1):
        to_stage = situation.stage + 2 if act is Act.SKIP else None
        situation = take(situation, act, by, at=START + later(hour), to_stage=to_stage).after
    return situation


def ran(situation: Situation) -> list[tuple[str, int, int, int | None]]:
    """Return each clock that has started: key, stage, and the hours at which it began and ended."""

    def hour(state: ClockState, which: str) -> int | None:
        moment = getattr(state, which)
        return int((moment - START) / later(1)) if moment else None

    return [
        (state.key, state.stage, hour(state, "started_at") or 0, hour(state, "ended_at"))
        for state in clocks(situation, CALENDAR)
    ]


def test_the_first_clock_starts_with_the_raising() -> None:
    (state,) = clocks(after(FOUR), CALENDAR)
    assert state == ClockState(
        key="settled",
        label="Label of settled",
        stage=1,
        unit=Unit.WORKING_DAYS,
        started_at=START,
        due_at=london("2026-05-05 17:00"),
        ended_at=None,
        shortened=False,
        reckoned=reckon(START, 2, Unit.WORKING_DAYS, CALENDAR),
        moves=False,
        tells=(),
    )
    told = clock(moves=True, tells=("officer", "raiser"))
    (state,) = clocks(after(ladder((told,), (clock(),))), CALENDAR)
    assert (state.moves, state.tells) == (True, ("officer", "raiser"))


def test_a_difference_raised_further_up_starts_there() -> None:
    assert ran(after(FOUR, stage=3)) == [("settled", 3, 0, None)]


def test_climbing_ends_one_clock_and_starts_the_next() -> None:
    assert ran(after(FOUR, (Act.ESCALATE, RAISER))) == [("settled", 1, 0, 1), ("settled", 2, 1, None)]
    assert ran(after(FOUR, (Act.SKIP, RAISER))) == [("settled", 1, 0, 1), ("settled", 3, 1, None)]


@pytest.mark.parametrize(
    ("steps", "stage"),
    [
        ([(Act.PROPOSE, RAISER), (Act.SIGN, responding(1))], 1),
        ([(Act.NOTE, RAISER), (Act.WITHDRAW, RAISER)], 1),
        ([(Act.NOTE, RAISER), (Act.REDIRECT, RAISER)], 1),
        ([(Act.NOTE, RAISER), (Act.NOT_RESOLVED, FACILITATOR)], 4),
    ],
)
def test_every_end_ends_every_clock(steps: list[Step], stage: int) -> None:
    """Also one that names none of these events as its end."""
    deaf = clock("deaf", ends=(Event.PICKED_UP,))
    limit = Limit(clock("deaf", 8, ends=(Event.PICKED_UP,)), 1, 4)
    procedure = replace(ladder(*[(deaf,)] * 4), limits=(limit,))
    situation = after(procedure, *steps, stage=stage)
    assert ran(situation) == [("deaf", stage, 0, 2), ("limit:deaf", 1, 0, 2)]
    assert running(situation) == ()
    assert binding(clocks(situation, CALENDAR)) is None


def test_leaving_a_stage_ends_its_clocks() -> None:
    deaf = clock("deaf", ends=(Event.PICKED_UP,))
    assert ran(after(ladder((deaf,), (clock(),)), (Act.ESCALATE, RAISER))) == [
        ("deaf", 1, 0, 1),
        ("settled", 2, 1, None),
    ]


REPLY = clock("reply", 3, starts=(Event.RECEIVED,), ends=(Event.RESPONDED,))
LETTER = clock("letter", 2, starts=(Event.RESPONDED,), ends=(Event.PROPOSED,))
PICKED = clock("pick-up", unit=Unit.SAME_WORKING_DAY, starts=(Event.RECEIVED,), ends=(Event.PICKED_UP,))
SEVERAL = ladder((PICKED, REPLY, LETTER), (REPLY, LETTER), (clock(),))


def test_several_clocks_in_one_stage() -> None:
    answer = (Act.RESPOND, responding(1))
    assert ran(after(SEVERAL)) == [("pick-up", 1, 0, None), ("reply", 1, 0, None)]
    assert ran(after(SEVERAL, answer)) == [("pick-up", 1, 0, 1), ("reply", 1, 0, 1), ("letter", 1, 1, None)]
    assert ran(after(SEVERAL, answer, (Act.PROPOSE, RAISER))) == [
        ("pick-up", 1, 0, 1),
        ("reply", 1, 0, 1),
        ("letter", 1, 1, 2),
    ]


def test_a_second_start_or_end_changes_nothing() -> None:
    answer = (Act.RESPOND, responding(1))
    assert ran(after(SEVERAL, answer, answer)) == [
        ("pick-up", 1, 0, 1),
        ("reply", 1, 0, 1),
        ("letter", 1, 1, None),
    ]
    propose = (Act.PROPOSE, RAISER)
    assert ran(after(SEVERAL, answer, propose, propose, answer))[2] == ("letter", 1, 1, 2)


def test_events_of_one_stage_do_not_touch_the_next() -> None:
    situation = after(SEVERAL, (Act.RESPOND, responding(1)), (Act.ESCALATE, RAISER))
    assert ran(situation)[2:] == [("letter", 1, 1, 2), ("reply", 2, 2, None)]


def test_an_end_before_the_start_is_not_its_end() -> None:
    backwards = clock("backwards", starts=(Event.RESPONDED,), ends=(Event.PICKED_UP, Event.RECEIVED))
    situation = after(ladder((backwards,), (clock(),)), (Act.RESPOND, responding(1)))
    assert ran(situation) == [("backwards", 1, 1, None)]


def test_a_climb_is_never_the_end_of_the_stage_it_leads_to() -> None:
    twice = clock(starts=(Event.RECEIVED,))
    situation = after(ladder((twice,), (twice,)), (Act.ESCALATE, RAISER))
    assert ran(situation) == [("settled", 1, 0, 1), ("settled", 2, 1, None)]


def limited(amount: int = 7, first: int = 1, last: int = 3) -> Procedure:
    whole: Clock = clock("whole", amount, Unit.CALENDAR_DAYS, ends=(Event.AGREED, Event.ESCALATED))
    return replace(FOUR, limits=(Limit(whole, first, last),))


def test_a_limit_runs_across_stages_and_binds_when_it_is_earlier() -> None:
    """Raised and escalated on Thursday: stage 2 is due on Wednesday 6 May, a limit of seven days on the 7th."""
    situation = after(limited(), (Act.ESCALATE, RAISER))
    assert ran(situation) == [("settled", 1, 0, 1), ("settled", 2, 1, None), ("limit:whole", 1, 0, None)]
    states = clocks(situation, CALENDAR)
    assert [state.due_at for state in states] == [
        london("2026-05-05 17:00"),
        london("2026-05-06 17:00"),
        london("2026-05-07 23:59"),
    ]
    assert binding(states) == states[1]
    shorter = clocks(after(limited(5), (Act.ESCALATE, RAISER)), CALENDAR)
    assert binding(shorter) == shorter[2]
    assert shorter[2].due_at == london("2026-05-05 23:59")


def test_a_limit_begins_and_ends_with_its_stages() -> None:
    up = (Act.ESCALATE, RAISER)
    assert ran(after(limited(), up, up))[-1] == ("limit:whole", 1, 0, None)
    assert ran(after(limited(), up, up, up))[-1] == ("limit:whole", 1, 0, 3)
    assert ran(after(limited(first=2)))[-1] == ("settled", 1, 0, None)
    assert ran(after(limited(first=2), up))[-1] == ("limit:whole", 2, 1, None)
    assert ran(after(limited(), stage=3))[-1] == ("limit:whole", 1, 0, None)
    assert ran(after(limited(), stage=4))[-1] == ("settled", 4, 0, None)


def test_the_first_of_equals_binds() -> None:
    unknown = ladder((clock(),), (clock(amount=None),), (clock(),))
    states = clocks(after(replace(unknown, limits=(Limit(clock("whole", 2), 1, 2),))), CALENDAR)
    assert states[0].due_at == states[1].due_at
    assert binding(states) == states[0]
    assert binding(()) is None


def test_figures_by_priority() -> None:
    first = replace(clock(), amounts={"": 2, "urgent": 1})
    soon = (Priority("urgent", "Urgent"), Priority("calm", "Calm"))
    usual = ladder((clock(),), (clock(),))
    stages = (replace(usual.stages[0], clocks=(first,)), usual.stages[1])
    procedure = replace(usual, stages=stages, priorities=soon)
    for priority, due in [("", "2026-05-05"), ("urgent", "2026-05-01"), ("calm", "2026-05-05")]:
        (found,) = clocks(after(procedure, priority=priority), CALENDAR)
        assert found.due_at == london(f"{due} 17:00")


def needing(*needs: Need) -> ClockState:
    return clocks(replace(after(limited()), needs=needs), CALENDAR)[0]


def test_a_need_shortens_its_own_clock_only() -> None:
    early, earlier = london("2026-05-01 12:00"), london("2026-05-01 10:00")
    state = needing(Need(1, "settled", early), Need(1, "settled", earlier))
    assert (state.due_at, state.shortened, state.reckoned.due) == (earlier, True, london("2026-05-05 17:00"))
    for other in (Need(2, "settled", early), Need(1, "limit:whole", early)):
        assert needing(other).due_at == london("2026-05-05 17:00")
        assert not needing(other).shortened
    whole = clocks(replace(after(limited()), needs=(Need(1, "limit:whole", early),)), CALENDAR)[1]
    assert (whole.due_at, whole.shortened) == (early, True)


def test_a_need_never_lengthens() -> None:
    late = needing(Need(1, "settled", london("2026-06-01 12:00")))
    assert (late.due_at, late.shortened) == (london("2026-05-05 17:00"), False)


def test_no_date_when_nothing_gives_one() -> None:
    unknown = ladder((clock(amount=None), clock("now", unit=Unit.WITHOUT_DELAY)), (clock(),))
    states = clocks(after(unknown), CALENDAR)
    assert [(state.key, state.due_at, state.shortened) for state in states] == [
        ("settled", None, False),
        ("now", None, False),
    ]
    assert binding(states) is None
    needed = replace(after(unknown), needs=(Need(1, "now", START),))
    assert [state.due_at for state in clocks(needed, CALENDAR)] == [None, None]
    assert [span.dated for span in spans(after(unknown))] == [False, False]
    dated = ladder((clock(), PICKED), (clock(),))
    assert [span.dated for span in spans(after(dated))] == [True, True]


def test_a_new_stage_starts_late_and_is_not_late_at_once() -> None:
    """Escalated months after it was raised: the new clock counts from then."""
    situation = raise_(FOUR, at=START).after
    months_on = london("2026-09-01 10:00")
    situation = take(situation, Act.ESCALATE, raising(1), at=months_on).after
    state = binding(clocks(situation, CALENDAR))
    assert state is not None
    assert state.due_at == london("2026-09-04 17:00")
