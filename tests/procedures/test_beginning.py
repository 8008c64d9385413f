"""How a difference begins: how soon the child needs it, at which stage, and what its clocks count from."""

from datetime import datetime, timedelta

import pytest

from commonground.procedures.loading import load
from commonground.procedures.rules import Refused, clocks, dump, facts, not_raised_yet, raise_, replay, restore, take
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Act, Event, Side
from tests.procedures.builders import CALENDAR, FOUR, RAISER, london
from tests.procedures.harbour import HARBOUR, fairhaven_with

PROCEDURE = load(HARBOUR)
AROSE = london("2026-03-26 16:40")
RAISED = london("2026-03-27 15:00")
BEFORE = {Event.CONCERN_AROSE: AROSE}


def raised(priority: str = "", stage: int = 1, *, at: datetime = RAISED) -> Situation:
    return raise_(PROCEDURE, at=at, priority=priority, stage=stage, before=BEFORE).after


def due(situation: Situation) -> dict[str, str]:
    """Return the clocks that run, with when they are due."""
    running = (state for state in clocks(situation, CALENDAR) if state.ended_at is None and state.due_at)
    return {f"{state.stage} {state.key}": f"{state.due_at:%Y-%m-%d %H:%M}" for state in running}


def refused(**details: object) -> str:
    with pytest.raises(Refused) as answer:
        raise_(PROCEDURE, at=RAISED, **{"before": BEFORE, **details})  # type: ignore[arg-type]
    return answer.value.sentence


def test_figures_follow_how_soon_the_child_needs_it() -> None:
    """Three working days as usual, one when it is needed within a few days; the figure without its own is the usual."""
    assert due(raised()) == {"1 settled": "2026-04-01 16:00", "1 limit:whole": "2026-04-28 16:00"}
    assert due(raised("soon"))["1 settled"] == "2026-03-30 16:00"
    assert due(raised("urgent"))["1 settled"] == "2026-04-01 16:00"
    later = take(raised("urgent"), Act.ESCALATE, RAISER, at=RAISED).after
    assert due(later)["2 settled"] == "2026-03-30 16:00"


def test_an_urgent_one_may_begin_later_or_at_the_first_stage_as_the_raiser_says() -> None:
    straight = raised("urgent", 3)
    assert straight.stage == 3
    assert due(straight) == {
        "3 settled": "2026-03-30 16:00",
        "3 rung": "2026-03-27 19:00",
        "1 limit:whole": "2026-04-28 16:00",
    }
    assert raised("urgent").stage == 1


def test_a_clock_for_some_priorities_runs_in_those_only() -> None:
    on_arrival = 'starts = ["received"]\nends = ["picked_up", "responded"]'
    procedure = load(HARBOUR.replace('starts = ["raised"]\nends = ["picked_up", "responded"]', on_arrival))
    for priority, also in (("soon", []), ("", []), ("urgent", ["3 rung"])):
        climbed = raise_(procedure, at=RAISED, priority=priority, before=BEFORE).after
        for _ in range(2):
            climbed = take(climbed, Act.ESCALATE, RAISER, at=RAISED).after
        assert list(due(climbed)) == ["3 settled", *also, "1 limit:whole"]


def test_those_whom_a_priority_names_are_told_at_once() -> None:
    assert raise_(PROCEDURE, at=RAISED, priority="urgent", before=BEFORE).tells == (
        *("responding_seat", "raising_lead", "officer"),
    )
    assert raise_(PROCEDURE, at=RAISED, priority="soon", before=BEFORE).tells == ("responding_seat",)


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"priority": "amber"}, "Choose how soon the child needs it: “Today or tomorrow”, “Within a few days”."),
        (
            {"priority": "urgent", "stage": 2},
            "“Today or tomorrow” begins at stage 3, or at stage 1. Choose one of the two.",
        ),
        ({"stage": 3}, "This begins at stage 1. Whoever raised it can skip to a later stage, with a reason."),
        (
            {"priority": "soon", "stage": 3},
            "This begins at stage 1. Whoever raised it can skip to a later stage, with a reason.",
        ),
        ({"before": {}}, "Say when the concern arose: a time under this procedure counts from then."),
        (
            {"before": BEFORE | {Event.CONFERENCE_HELD: AROSE}},
            "No time under this procedure counts from when the conference ended, so leave that out.",
        ),
        (
            {"before": {Event.CONCERN_AROSE: RAISED + timedelta(minutes=1)}},
            "Check when the concern arose: it cannot be later than now.",
        ),
    ],
)
def test_what_cannot_begin_so_is_refused_in_words(details: dict[str, object], sentence: str) -> None:
    assert refused(**details) == sentence


def test_a_procedure_that_asks_of_nobody_how_soon_takes_no_answer() -> None:
    with pytest.raises(
        Refused, match=r"^This procedure does not ask how soon the child needs it, so leave that out\.$"
    ):
        raise_(FOUR, at=RAISED, priority="urgent")


def test_where_some_time_hangs_on_it_how_soon_must_be_said() -> None:
    usual = "amount = 3\nby_priority = { soon = 1 }"
    asking = load(HARBOUR.replace(usual, "by_priority = { soon = 1, urgent = 1 }", 1))
    assert asking.asks_priority
    assert not PROCEDURE.asks_priority
    with pytest.raises(
        Refused, match=r"^Choose how soon the child needs it: “Today or tomorrow”, “Within a few days”\.$"
    ):
        raise_(asking, at=RAISED, before=BEFORE)
    assert raise_(asking, at=RAISED, priority="soon", before=BEFORE).after.priority == "soon"


def test_a_conversation_that_counted_and_a_later_stage_go_together() -> None:
    counted = raise_(PROCEDURE, at=RAISED, priority="urgent", stage=3, tried=1, before=BEFORE)
    assert [(one.event, one.stage) for one in counted.happened] == [
        (Event.CONCERN_AROSE, 1),
        (Event.TRIED_OUTSIDE, 1),
        (Event.RAISED, 3),
        (Event.RECEIVED, 3),
    ]
    assert raise_(PROCEDURE, at=RAISED, stage=2, tried=1, before=BEFORE).after.stage == 2


def test_the_sum_says_which_figure_counts_and_why() -> None:
    said = {state.key: state.reckoned.sentences for state in clocks(raised("soon"), CALENDAR)}
    assert said["settled"][-1] == (
        "How soon the child needs it: “Within a few days”. So this lasts 1 working day instead of 3."
    )
    assert "How soon" not in " ".join(said["limit:whole"])
    rung = [state for state in clocks(raised("urgent", 3), CALENDAR) if state.key == "rung"]
    assert rung[0].reckoned.sentences[-1] == (
        "How soon the child needs it: “Today or tomorrow”. Only then does this clock run."
    )
    usual = [state.reckoned.sentences for state in clocks(raised(), CALENDAR)]
    assert "How soon" not in str(usual)


@pytest.mark.parametrize(("priority", "stage"), [("", 1), ("soon", 1), ("urgent", 1), ("urgent", 3)])
def test_it_is_replayed_from_its_facts_and_kept_whole(priority: str, stage: int) -> None:
    move = raise_(PROCEDURE, at=RAISED, priority=priority, stage=stage, before=BEFORE)
    said = facts(move)
    assert said["before"] == {"concern_arose": AROSE.isoformat()}
    assert replay(PROCEDURE, [said]) == move.after
    assert restore(PROCEDURE, dump(move.after)) == move.after
    forged = said | {"before": {"concern_arose": (AROSE - timedelta(days=1)).isoformat()}}
    assert replay(PROCEDURE, [forged]) != move.after


# what is counted from before the raising


def since(event: Event, moment: datetime, *, unit: str, amount: int, at: datetime = RAISED) -> tuple[datetime, bool]:
    """Return when a clock from an event on was due, and whether it had passed when it was raised."""
    procedure = load(fairhaven_with(since=event.value, unit=unit, amount=amount))
    (running,) = clocks(not_raised_yet(procedure, before={event: moment}), CALENDAR)
    raised = raise_(procedure, at=at, before={event: moment}).after
    first, settled = clocks(raised, CALENDAR)
    assert (first.key, first.started_at, first.ended_at) == ("raise", moment, at)
    assert (first.due_at, first.reckoned.due) == (running.due_at, running.due_at)
    assert (settled.key, settled.started_at, settled.ended_at) == ("settled", at, None)
    assert first.due_at
    return first.due_at, first.due_at <= at


def test_sussex_counts_72_hours_from_the_end_of_the_conference() -> None:
    """Friday 15:00 and 72 hours by the clock: Monday 15:00, over the night in which the clocks go forward too."""
    friday = london("2026-03-20 15:00")
    assert since(Event.CONFERENCE_HELD, friday, unit="clock_hours", amount=72, at=london("2026-03-23 14:59")) == (
        london("2026-03-23 15:00"),
        False,
    )
    assert since(Event.CONFERENCE_HELD, friday, unit="clock_hours", amount=72, at=london("2026-03-23 15:00"))[1]
    before_spring = london("2026-03-27 15:00")
    assert since(
        Event.CONFERENCE_HELD, before_spring, unit="clock_hours", amount=72, at=london("2026-03-30 15:30")
    ) == (london("2026-03-30 16:00"), False)


def test_sefton_counts_two_working_days_from_the_concern() -> None:
    """A concern of Thursday before Easter is raised by Wednesday after it."""
    arose = london("2026-04-02 16:50")
    assert since(Event.CONCERN_AROSE, arose, unit="working_days", amount=2, at=london("2026-04-08 16:59")) == (
        london("2026-04-08 17:00"),
        False,
    )


def test_what_was_before_stands_at_the_first_stage_and_starts_no_clock_again() -> None:
    straight = raised("urgent", 3)
    first = clocks(straight, CALENDAR)[0]
    assert (first.stage, first.key, first.started_at, first.ended_at) == (1, "raise", AROSE, RAISED)
    assert [(one.stage, one.side) for one in straight.events if one.event is Event.CONCERN_AROSE] == [(1, Side.RAISING)]
    withdrawn = take(raised(), Act.WITHDRAW, RAISER, at=RAISED).after
    again = take(withdrawn, Act.REOPEN, RAISER, at=RAISED + timedelta(days=1)).after
    assert [state.key for state in clocks(again, CALENDAR)].count("raise") == 1


def test_several_moments_are_asked_each_once_and_stand_in_order() -> None:
    assert load(fairhaven_with(since="conference_held")).asks_when == (Event.CONFERENCE_HELD,)
    text = fairhaven_with(since="decision_notified").replace(
        '[[stages.clocks]]\nkey = "raise"',
        '[[stages.clocks]]\nkey = "heard"\nlabel = "Heard by"\nstarts = ["concern_arose"]\nends = ["raised"]\n'
        'unit = "calendar_days"\namount = 3\n\n[[stages.clocks]]\nkey = "raise"',
    )
    procedure = load(text)
    assert procedure.asks_when == (Event.CONCERN_AROSE, Event.DECISION_NOTIFIED)
    moments = {Event.DECISION_NOTIFIED: AROSE - timedelta(hours=1), Event.CONCERN_AROSE: AROSE}
    move = raise_(procedure, at=RAISED, before=moments)
    assert [one.event for one in move.happened[:2]] == [Event.DECISION_NOTIFIED, Event.CONCERN_AROSE]
