"""Help to talk beside the stages: its strategies, what it stops and for how long, and that nothing waits for it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from commonground.procedures.beside_stages import SideRoute, Strategy
from commonground.procedures.definition import DefinitionError, provisional_parts
from commonground.procedures.loading import load, shipped
from commonground.procedures.rules import (
    Move,
    Refused,
    asking,
    clocks,
    dump,
    facts,
    raise_,
    refusal,
    replay,
    restore,
    take,
)
from commonground.procedures.situation import Situation, Standing, UnderWay
from commonground.procedures.terms import Act, Event, Role, Side, Unit
from tests.procedures.builders import BESIDE, CALENDAR, HELPER, RAISER, RETHINK, london, responding

START = london("2026-04-30 14:10")  # Thursday; Monday 4 May is a bank holiday: due Tuesday 5 May, 17:00
LATER = START + timedelta(hours=1)
NO_STOP = replace(BESIDE, side_routes=(replace(RETHINK, stops=(), most=None),))


def raised(**changes: Any) -> Situation:  # noqa: ANN401 - any field of a procedure
    return raise_(replace(BESIDE, **changes), at=START).after


def begun(before: Situation, strategy: int = 1, by: Standing = RAISER, at: datetime = LATER) -> Move:
    return take(before, Act.SIDE_ROUTE, by, at=at, route="re-think", strategy=strategy)


def settled(situation: Situation) -> datetime | None:
    return next(state.due_at for state in clocks(situation, CALENDAR) if state.key == "settled")


def paused(before: Situation, day: str = "2026-05-07") -> Situation:
    found = asking(before, Act.PAUSE, london(f"{day} 09:00").date(), at=LATER, calendar=CALENDAR)
    asked = take(before, Act.PAUSE, RAISER, at=LATER, clock=found.clock, days=found.days, due=found.due,
                 until=found.until).after  # fmt: skip
    return take(asked, Act.AGREE_TO_IT, responding(1), at=LATER, clock=found.clock, agrees=True).after


@pytest.mark.parametrize("by", [RAISER, responding(1)])
def test_a_seat_of_either_side_asks_for_it_and_the_clock_runs_on(by: Standing) -> None:
    before = raised()
    move = begun(before, by=by)
    assert move.after.under_way == UnderWay("re-think", 1, LATER)
    assert [(h.event, h.of, h.side) for h in move.happened] == [(Event.SIDE_ROUTE, "re-think", by.side)]
    assert move.tells == ("raiser", "raising_seat", "responding_seat")
    assert settled(move.after) == settled(before)
    with pytest.raises(Refused, match="Re-think is under way"):
        begun(move.after)


@pytest.mark.parametrize(("route", "strategy"), [("", 1), ("other", 1), ("re-think", 0), ("re-think", 4)])
def test_only_a_way_that_the_edition_has_here(route: str, strategy: int) -> None:
    with pytest.raises(Refused, match="Choose one of the ways"):
        take(raised(), Act.SIDE_ROUTE, RAISER, at=LATER, route=route, strategy=strategy)


def test_what_came_of_it_leads_to_the_next_strategy_or_back_to_the_stages() -> None:
    first = begun(raised()).after
    second = take(first, Act.FACILITATED, HELPER, at=LATER, strategy=2)
    assert second.after.under_way == UnderWay("re-think", 2, LATER)
    assert [(h.event, h.of) for h in second.happened] == [
        (Event.FACILITATED, "re-think"), (Event.SIDE_ROUTE, "re-think"),
    ]  # fmt: skip
    back = take(second.after, Act.FACILITATED, RAISER, at=LATER)
    assert back.after.under_way is None
    assert begun(back.after, 3).after.under_way == UnderWay("re-think", 3, LATER)
    with pytest.raises(Refused):
        take(first, Act.FACILITATED, HELPER, at=LATER, strategy=4)


def test_it_goes_on_at_the_stages_that_have_it_and_is_over_beyond_them() -> None:
    way = begun(raised()).after
    second = take(way, Act.ESCALATE, RAISER, at=LATER).after
    assert second.under_way == way.under_way
    assert take(second, Act.ESCALATE, RAISER, at=LATER).after.under_way is None
    assert take(way, Act.SKIP, RAISER, at=LATER, to_stage=3).after.under_way is None
    assert take(way, Act.WITHDRAW, RAISER, at=LATER).after.under_way is None


def test_clocks_stand_still_for_it_only_when_both_sides_agree_and_until_a_day() -> None:
    way = begun(raised(pausing=None)).after
    assert refusal(raised(pausing=None), Act.PAUSE, [RAISER]) is not None
    still = paused(way)
    assert still.paused == london("2026-05-07 09:00")
    assert settled(still) == london("2026-05-08 17:00")
    found = asking(way, Act.PAUSE, london("2026-05-20 09:00").date(), at=LATER, calendar=CALENDAR)
    with pytest.raises(Refused, match="can be paused by 1 to 5 working days"):
        take(way, Act.PAUSE, RAISER, at=LATER, clock=found.clock, days=found.days, due=found.due, until=found.until)
    with pytest.raises(Refused, match="once in one difference"):
        paused(take(still, Act.RESUME, RAISER, at=LATER).after)


def test_a_pause_for_it_ends_with_it() -> None:
    still = paused(begun(raised(pausing=None)).after)
    wednesday = london("2026-05-06 11:00")
    over = take(still, Act.FACILITATED, HELPER, at=wednesday)
    assert over.after.paused is None
    assert [h.event for h in over.happened] == [Event.RESUMED, Event.FACILITATED]
    assert settled(over.after) == london("2026-05-08 17:00")
    goes_on = take(still, Act.FACILITATED, HELPER, at=wednesday, strategy=2).after
    assert goes_on.paused == still.paused, "the day on which both sides agreed stands"


def test_a_pause_of_the_stages_is_another_and_each_counts_for_itself() -> None:
    ordinary = paused(raised())
    assert [one.of for one in ordinary.events if one.event is Event.PAUSED] == [""]
    ran = take(ordinary, Act.RESUME, RAISER, at=LATER).after
    assert refusal(ran, Act.PAUSE, [RAISER]) is not None
    way = begun(ran).after
    assert refusal(way, Act.PAUSE, [RAISER]) is None
    over = take(ordinary, Act.SIDE_ROUTE, RAISER, at=LATER, route="re-think", strategy=1).after
    assert take(over, Act.FACILITATED, HELPER, at=LATER).after.paused == ordinary.paused, "that pause was not for it"


def test_a_pause_that_is_asked_is_asked_again_when_it_would_be_another() -> None:
    found = asking(raised(), Act.PAUSE, london("2026-05-07 09:00").date(), at=LATER, calendar=CALENDAR)
    asked = take(raised(), Act.PAUSE, RAISER, at=LATER, clock=found.clock, days=found.days, due=found.due,
                 until=found.until).after  # fmt: skip
    assert begun(asked).after.asked is None
    down = replace(asked, asked=None)
    assert begun(down).after.asked is None


def test_where_no_clock_stops_none_can_stand_still_for_it() -> None:
    way = begun(raise_(NO_STOP, at=START).after).after
    still = paused(way)
    assert [one.of for one in still.events if one.event is Event.PAUSED] == [""], "the edition's own pause"


def test_it_is_replayed_and_kept() -> None:
    first = raise_(BESIDE, at=START)
    way = begun(first.after)
    goes_on = take(way.after, Act.FACILITATED, HELPER, at=LATER, strategy=3)
    over = take(goes_on.after, Act.FACILITATED, responding(1), at=LATER)
    assert replay(BESIDE, map(facts, (first, way, goes_on))) == goes_on.after
    assert replay(BESIDE, map(facts, (first, way, goes_on, over))) == over.after
    assert restore(BESIDE, dump(goes_on.after)) == goes_on.after
    assert restore(BESIDE, {k: v for k, v in dump(first.after).items() if k != "under_way"}) == first.after
    still = paused(way.after)
    assert restore(BESIDE, dump(still)) == still


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"key": ""}, "it needs a key and a name"),
        ({"to_stage": 5}, "it must run from one stage to the same or a later one, of 1 to 4"),
        ({"from_stage": 3}, "it must run from one stage to the same or a later one"),
        ({"strategies": ()}, "it needs at least one strategy"),
        ({"strategies": (Strategy("", Role.LINE_MANAGER),)}, "each strategy needs a name"),
        ({"strategies": (Strategy("A chat", Role.SCRUTINEER),)}, "is told and runs nothing; choose another"),
        ({"stops": ("tea",)}, "“tea” is no clock of this procedure; choose from settled"),
        ({"stops": ()}, "it says for how long clocks stand still, and names none"),
        ({"most": 0}, "a figure is from 1 to 1000, not 0"),
        ({"unit": Unit.CLOCK_HOURS}, "it counts working days or calendar days"),
    ],
)
def test_one_that_cannot_be_followed_is_refused_in_words(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(DefinitionError, match=rf"^Side route “.*”: .*{problem}"):
        replace(BESIDE, side_routes=(replace(RETHINK, **changes),))
    with pytest.raises(DefinitionError, match="two side routes have this key"):
        replace(BESIDE, side_routes=(RETHINK, RETHINK))


def test_for_how_long_may_be_not_known_yet() -> None:
    (part,) = provisional_parts(replace(BESIDE, side_routes=(replace(RETHINK, most=None),)))
    assert part == "Side route “re-think”: for how many days at most clocks stand still is not known yet."


TEXT = """
[[side_routes]]
key = "re-think"
name = "Re-think"
guidance = "Between day-to-day practice and the stages."
from_stage = 1
to_stage = 2
stops = ["settled"]
most = "not known"
unit = "calendar_days"

[[side_routes.strategies]]
name = "Restorative conversation"
role = "line_manager"
guidance = "Five steps."

[[side_routes.strategies]]
name = "Independent facilitator"
role = "facilitator"
"""


def test_it_is_read_from_a_definition() -> None:
    (route,) = load(shipped()["fairhaven"] + TEXT).side_routes
    assert route == SideRoute(
        "re-think", "Re-think", 1, 2,
        (Strategy("Restorative conversation", Role.LINE_MANAGER, "Five steps."),
         Strategy("Independent facilitator", Role.FACILITATOR)),
        "Between day-to-day practice and the stages.", ("settled",), None, Unit.CALENDAR_DAYS,
    )  # fmt: skip
    with pytest.raises(DefinitionError, match="Side route “re-think”: “most” is missing"):
        load(shipped()["fairhaven"] + TEXT.replace('most = "not known"\n', ""))
    with pytest.raises(DefinitionError, match="strategy “Independent facilitator”: “role” does not know “friend”"):
        load(shipped()["fairhaven"] + TEXT.replace('"facilitator"', '"friend"'))


def test_whoever_helps_does_nothing_else() -> None:
    way = begun(raised()).after
    assert {act for act in Act if refusal(way, act, [HELPER]) is None} == {Act.NOTE, Act.QUESTION, Act.FACILITATED}
    assert take(way, Act.QUESTION, HELPER, at=LATER).tells == ("raising_seat", "responding_seat")
    assert HELPER.side is not Side.RAISING
