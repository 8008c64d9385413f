"""What a ladder would come to, and which dates would have been others."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from commonground.procedures import rules
from commonground.procedures.definition import Limit, Procedure
from commonground.procedures.loading import load, shipped
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Act, Event, Unit
from commonground.procedures.what_if import apart, beyond, dates, ladder
from commonground.procedures.worktime import Calendar, moment_text
from tests.procedures.builders import CALENDAR, FOUR, RAISER, clock, london
from tests.procedures.builders import ladder as rungs_of

MAUNDY = london("2026-04-02 16:50")


def test_raised_on_a_thursday_before_easter_the_whole_ladder_has_dates() -> None:
    """Good Friday and Easter Monday are not counted: two working days end on Wednesday 8 April at 17:00."""
    rungs = ladder(load(shipped()["fairhaven"]), MAUNDY, CALENDAR)
    assert [moment_text(rung.due) for rung in rungs if rung.due] == [
        "Wednesday 8 April 2026 at 17:00",
        "Monday 13 April 2026 at 17:00",
        "Monday 20 April 2026 at 17:00",
        "Monday 11 May 2026 at 17:00",
    ]
    assert [rung.begins for rung in rungs[1:]] == [rung.due for rung in rungs[:-1]]
    assert rungs[0].begins == MAUNDY


def test_a_limit_across_stages_binds_where_it_is_earlier() -> None:
    limit = Limit(replace(clock("whole", 8, Unit.CALENDAR_DAYS), ends=(Event.AGREED,)), 1, 3)
    rungs = ladder(replace(FOUR, limits=(limit,)), MAUNDY, CALENDAR)
    assert moment_text(rungs[1].due or MAUNDY) == "Friday 10 April 2026 at 23:59"
    assert {state.key for state in rungs[1].clocks} == {"settled", "limit:whole"}
    assert rungs[2].begins == rungs[1].due == rungs[2].due  # the limit has run out: nothing is left of it


def test_it_ends_where_no_date_is_known() -> None:
    unknown = rungs_of((clock(amount=2),), (clock(amount=None),), (clock(amount=5),))
    rungs = ladder(unknown, MAUNDY, CALENDAR)
    assert [rung.stage.number for rung in rungs] == [1, 2]
    assert rungs[-1].due is None
    assert ladder(rungs_of((clock(unit=Unit.WITHOUT_DELAY),), (clock(),)), MAUNDY, CALENDAR)[-1].stage.number == 1


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ladder(FOUR, datetime(2026, 4, 2, 16, 50), CALENDAR)  # noqa: DTZ001 that is what is refused


# What happened, under other rules


def climbed() -> Situation:
    """Return a difference that was raised before Easter and escalated on the Thursday after it."""
    first = rules.raise_(FOUR, at=MAUNDY).after
    return rules.take(first, Act.ESCALATE, RAISER, at=london("2026-04-09 10:00")).after


def had(situation: Situation, calendar: Calendar = CALENDAR) -> dict[tuple[int, str, datetime], datetime | None]:
    return {(state.stage, state.key, state.started_at): state.due_at for state in rules.clocks(situation, calendar)}


NOW = london("2026-06-01 12:00")


def asked(situation: Situation, procedure: Procedure, stored: dict[tuple[int, str, datetime], datetime | None]):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return apart(
        stored,
        dates(situation, procedure, lambda _: CALENDAR, at=NOW),
        dict.fromkeys(stored, "Settled or escalated by"),
    )


def test_under_the_edition_that_it_kept_nothing_is_apart() -> None:
    situation = climbed()
    assert asked(situation, FOUR, had(situation)) == ()


def test_one_altered_stored_date_is_named() -> None:
    situation = climbed()
    stored = had(situation)
    which = max(stored)
    stored[which] = (stored[which] or NOW) + timedelta(days=1)
    (found,) = asked(situation, FOUR, stored)
    assert (found.stage, found.key, found.was) == (2, "settled", stored[which])
    assert moment_text(found.would or NOW) == "Tuesday 14 April 2026 at 17:00"


def test_a_longer_figure_moves_the_dates_of_its_stage_only() -> None:
    situation = climbed()
    stages = (replace(FOUR.stages[0], clocks=(clock(amount=4),)), *FOUR.stages[1:])
    (found,) = asked(situation, replace(FOUR, stages=stages), had(situation))
    assert found.stage == 1
    assert moment_text(found.was or NOW) == "Wednesday 8 April 2026 at 17:00"
    assert moment_text(found.would or NOW) == "Friday 10 April 2026 at 17:00"


def test_a_clock_that_only_one_of_them_knows_is_named() -> None:
    situation = climbed()
    more = (replace(FOUR.stages[0], clocks=(*FOUR.stages[0].clocks, clock("reply", 1))), *FOUR.stages[1:])
    (new,) = asked(situation, replace(FOUR, stages=more), had(situation))
    assert (new.key, new.was, moment_text(new.would or NOW)) == ("reply", None, "Tuesday 7 April 2026 at 17:00")
    fewer = (replace(FOUR.stages[0], clocks=()), *FOUR.stages[1:])
    (gone,) = asked(situation, replace(FOUR, stages=fewer), had(situation))
    assert (gone.key, gone.would, gone.label) == ("settled", None, "Settled or escalated by")


def test_a_clock_without_a_date_that_only_one_of_them_knows_is_named_too() -> None:
    situation = climbed()
    undated = (1, "reply", MAUNDY)
    (gone,) = apart({undated: None}, {}, {undated: "Reply"})
    assert (gone.label, gone.was, gone.would) == ("Reply", None, None)
    without = (replace(FOUR.stages[0], clocks=(*FOUR.stages[0].clocks, clock("reply", None))), *FOUR.stages[1:])
    (new,) = asked(situation, replace(FOUR, stages=without), had(situation))
    assert (new.key, new.was, new.would) == ("reply", None, None)


def test_clocks_are_named_by_stage_then_as_they_began_then_by_key() -> None:
    later = MAUNDY + timedelta(hours=1)
    order = [*((1, key, MAUNDY) for key in "bcdefg"), (1, "a", later), (2, "a", MAUNDY)]
    found = apart(dict.fromkeys(reversed(order), NOW), {}, {key: f"{key[1]} {key[2]}" for key in order})
    assert [(one.stage, one.label) for one in found] == [(key[0], f"{key[1]} {key[2]}") for key in order]


def test_a_stage_that_the_other_procedure_has_not_is_said() -> None:
    short = rungs_of((clock(amount=2),), (clock(amount=3),))
    third = rules.take(climbed(), Act.ESCALATE, RAISER, at=london("2026-04-10 10:00")).after
    assert beyond(third, short) == 3
    assert beyond(climbed(), short) is None


@pytest.mark.parametrize(
    ("proclaimed", "due"),
    [
        ("2026-04-01 09:00", "Thursday 9 April 2026 at 17:00"),  # before it was raised
        ("2026-04-08 09:00", "Thursday 9 April 2026 at 17:00"),  # while it ran
        ("2026-04-08 17:30", "Wednesday 8 April 2026 at 17:00"),  # once it was past its time
        ("2026-05-01 09:00", "Wednesday 8 April 2026 at 17:00"),  # once it had ended
    ],
)
def test_a_day_put_on_record_moves_what_ran_then_and_nothing_before(proclaimed: str, due: str) -> None:
    situation = climbed()
    later = replace(CALENDAR, holidays={**CALENDAR.holidays, date(2026, 4, 8): "A day of thanks"})
    found = dates(situation, FOUR, lambda moment: later if moment >= london(proclaimed) else CALENDAR, at=NOW)
    first = next(state for which, state in found.items() if which[0] == 1)
    assert moment_text(first.due_at or NOW) == due
