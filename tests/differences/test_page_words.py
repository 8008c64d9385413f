"""Where a difference stands, in words and pictures: pure functions, without a database."""

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest

from commonground.differences import presenting, standing, when
from commonground.differences.models import Clock
from commonground.procedures import rules
from commonground.procedures.loading import load, shipped
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Answer, Capacity, Role, Side
from commonground.procedures.worktime import Calendar

FAIRHAVEN = load(shipped()["fairhaven"])
CALENDAR = Calendar(
    MappingProxyType({date(2026, 12, 25): "Christmas Day"}), date(2027, 12, 31), FAIRHAVEN.opens, FAIRHAVEN.closes
)
RAISED = datetime(2026, 11, 19, 16, 41, tzinfo=UTC)
AMY = Standing(Side.RAISING, Capacity.RAISER, Role.PRACTITIONER, 1)


def raised() -> Situation:
    """Return a difference raised on Thursday 19 November 2026 at 16:41."""
    return rules.raise_(FAIRHAVEN, at=RAISED).after


def row_of(situation: Situation, key: int = 0) -> Clock:
    """Return the row of a clock as the actions write it."""
    state = rules.clocks(situation, CALENDAR)[key]
    days = [
        {"day": line.day.isoformat(), "what": line.what, "kind": line.kind, "number": line.number}
        for line in state.reckoned.days
    ]
    told = {"days": days, "sentences": list(state.reckoned.sentences), "computed": False, "unit": state.unit.value}
    return Clock(
        key=state.key, label=state.label, stage=state.stage, started_at=state.started_at, due_at=state.due_at,
        ended_at=state.ended_at, shortened=state.shortened, sum=told,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (datetime(2026, 11, 23, 17, tzinfo=UTC), "due today, 17:00"),
        (datetime(2026, 11, 24, 17, tzinfo=UTC), "due tomorrow, 17:00"),
        (datetime(2026, 11, 26, 17, tzinfo=UTC), "due Thursday 26 November, 17:00"),
        (datetime(2027, 7, 1, 16, tzinfo=UTC), "due Thursday 1 July 2027, 17:00"),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "past its time since today, 09:00"),
        (datetime(2026, 11, 20, 17, tzinfo=UTC), "past its time since Friday 20 November, 17:00"),
    ],
)
def test_when_something_is_due_is_said_in_london_words(due: datetime, said: str) -> None:
    assert when.due_words(due, datetime(2026, 11, 23, 10, tzinfo=UTC)) == said


def test_the_ladder_says_what_was_passed_skipped_and_is_to_come() -> None:
    situation = raised()
    assert [(one.state, one.note) for one in standing.stages(situation, RAISED)] == [
        ("now", "since Thu 19 Nov"),
        ("to_come", ""),
        ("to_come", ""),
        ("to_come", ""),
    ]
    later = RAISED + timedelta(days=4)
    skipped = rules.take(situation, Act.SKIP, AMY, at=later, to_stage=3).after
    assert [(one.state, one.note) for one in standing.stages(skipped, RAISED)] == [
        ("done", "Thu 19 Nov to Mon 23 Nov, not settled"),
        ("skipped", ""),
        ("now", "since Mon 23 Nov"),
        ("to_come", ""),
    ]
    ended = rules.take(skipped, Act.WITHDRAW, AMY, at=later).after
    assert standing.stages(ended, RAISED)[2].note == "withdrawn on Mon 23 Nov"
    assert standing.stages(ended, RAISED)[2].state == "done"


def test_a_running_clock_shows_its_days_and_its_sum() -> None:
    face = standing.clock_face(row_of(raised()), raised(), datetime(2026, 11, 20, 8, tzinfo=UTC))
    assert (face.due, face.state, face.away) == ("Monday 23 November, 17:00", "running", "in 1 working day")
    assert [(day.label, day.what, day.kind, day.today) for day in face.days] == [
        ("Thu 19", "raised", "start", False),
        ("Fri 20", "day 1", "counted", True),
        ("Sat 21", "–", "not_counted", False),
        ("Sun 22", "–", "not_counted", False),
        ("Mon 23", "day 2", "due", False),
    ]
    assert [(line.day, line.counts, line.why) for line in face.table] == [
        ("Thursday 19 November", "starts", "raised at 16:41"),
        ("Friday 20 November", "day 1", ""),
        ("Saturday 21 November", "not counted", "weekend"),
        ("Sunday 22 November", "not counted", "weekend"),
        ("Monday 23 November", "day 2", "due at 17:00"),
    ]


def test_a_clock_says_tomorrow_past_and_ended() -> None:
    row, situation = row_of(raised()), raised()
    assert standing.clock_face(row, situation, datetime(2026, 11, 22, 8, tzinfo=UTC)).away == "tomorrow"
    past = standing.clock_face(row, situation, datetime(2026, 11, 23, 17, tzinfo=UTC))
    assert (past.state, past.away) == ("past", "The next stage is open to the side that raised it.")
    row.ended_at = datetime(2026, 11, 20, 11, 20, tzinfo=UTC)
    ended = standing.clock_face(row, situation, datetime(2026, 11, 24, 8, tzinfo=UTC))
    assert (ended.state, ended.away) == ("ended", "It ended on Friday 20 November, 11:20.")


def test_a_shortened_clock_ends_its_strip_on_the_new_day_and_says_why() -> None:
    row = row_of(raised())
    row.due_at, row.shortened = datetime(2026, 11, 20, 17, tzinfo=UTC), True
    face = standing.clock_face(row, raised(), datetime(2026, 11, 19, 17, tzinfo=UTC))
    assert [(day.label, day.kind) for day in face.days] == [("Thu 19", "start"), ("Fri 20", "due")]
    assert face.sentences[-1] == "The child needs it sooner, so it was made earlier: due Friday 20 November, 17:00."


def test_a_clock_without_a_figure_has_no_date() -> None:
    row = row_of(raised())
    row.due_at = None
    assert standing.clock_face(row, raised(), RAISED).state == "provisional"
    row.sum = row.sum | {"unit": "without_delay"}
    assert standing.clock_face(row, raised(), RAISED).due == "Without delay"


def test_the_clock_due_first_is_shown_large_and_after_the_end_only_the_last() -> None:
    later, first = row_of(raised()), row_of(raised())
    first.label, first.due_at = "Answered by", datetime(2026, 11, 20, 17, tzinfo=UTC)
    main, others = standing.clocks([later, first], raised(), RAISED)
    assert main is not None
    assert main.name == "Answered by"
    assert [face.name for face in others] == ["Settled or escalated by"]
    later.ended_at, first.ended_at = RAISED + timedelta(days=1), RAISED + timedelta(hours=1)
    main, others = standing.clocks([first, later], raised(), RAISED + timedelta(days=2))
    assert main is not None
    assert main.name == "Settled or escalated by"
    assert others == ()
    assert standing.clocks([], raised(), RAISED) == (None, ())


@pytest.mark.parametrize(
    ("answer", "said", "read"),
    [
        (Answer.YES_IF, "If the chart reaches us today.", "the chart reaches us today."),
        (Answer.NO_BECAUSE, "because we saw him on Monday.", "we saw him on Monday."),
        (Answer.NO_BECAUSE, "If we had known, yes.", "If we had known, yes."),
        (Answer.YES, "Yes, we will.", "Yes, we will."),
        (Answer.YES_IF, "Ifield school agrees.", "Ifield school agrees."),
    ],
)
def test_an_answer_that_begins_with_its_own_lead_is_not_said_twice(answer: Answer, said: str, read: str) -> None:
    assert presenting.after(answer.label, said) == read
