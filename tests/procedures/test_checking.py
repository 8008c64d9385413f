"""A side's own look at a difference: whose it is, its clock, and that nothing ever waits for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from commonground.procedures.beside_stages import CHECK, Check
from commonground.procedures.definition import DefinitionError, Procedure, Tell, provisional_parts
from commonground.procedures.loading import load, shipped
from commonground.procedures.rules import (
    Move,
    Refused,
    binding,
    clock_ran_out,
    clocks,
    dump,
    facts,
    offers,
    raise_,
    refusal,
    replay,
    restore,
    take,
)
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Event, Role, Side, Unit
from tests.procedures.builders import BESIDE, CALENDAR, CHECKER, FOUR, RAISER, london, responding
from tests.procedures.builders import CHECK as FIRST
from tests.procedures.grids import LETTERS, seats, situation

START = london("2026-04-30 14:10")  # Thursday; Monday 4 May is a bank holiday
LATER = START + timedelta(hours=3)


def checked(look: Check, *, tells: tuple[Tell, ...] = ()) -> Procedure:
    return replace(FOUR, stages=(replace(FOUR.stages[0], check=look), *FOUR.stages[1:]), tells=tells)


def raised() -> Move:
    return raise_(BESIDE, at=START)


def test_its_clock_runs_from_when_the_stage_is_reached_until_somebody_has_looked() -> None:
    look = next(state for state in clocks(raised().after, CALENDAR) if state.key == CHECK)
    assert (look.label, look.started_at, look.due_at) == (FIRST.label, START, london("2026-05-01 17:00"))
    assert look.ended_at is None
    done = take(raised().after, Act.CHECK, CHECKER, at=LATER)
    assert [(h.event, h.at, h.stage, h.side) for h in done.happened] == [(Event.CHECKED, LATER, 1, Side.RAISING)]
    assert done.tells == ("raiser", "raising_seat")
    ended = next(state for state in clocks(done.after, CALENDAR) if state.key == CHECK)
    assert ended.ended_at == LATER
    with pytest.raises(Refused):
        take(done.after, Act.CHECK, CHECKER, at=LATER)


def test_it_ends_when_the_stage_is_left_and_comes_again_with_the_stage() -> None:
    gone = take(raised().after, Act.ESCALATE, RAISER, at=LATER).after
    assert [state.ended_at for state in clocks(gone, CALENDAR) if state.key == CHECK] == [LATER]
    assert refusal(gone, Act.CHECK, [CHECKER]) is not None
    asks = take(gone, Act.STEP_DOWN, replace(responding(2), stage=2), at=LATER, to_stage=1).after
    back = take(asks, Act.AGREE_TO_IT, replace(RAISER, stage=2), at=LATER, agrees=True).after
    assert [state.ended_at for state in clocks(back, CALENDAR) if state.key == CHECK] == [LATER, None]


@pytest.mark.parametrize("letter", LETTERS)
def test_no_other_act_is_refused_or_allowed_by_it(letter: str) -> None:
    """Open, done or not there at all, help to talk under way or not: every seat is told the same of every other act."""
    for seat, standings in seats(1).items():
        plain = dict(offers(situation(FOUR, 1, letter), standings))
        for standing in (situation(BESIDE, 1, letter), looked_at(situation(BESIDE, 1, letter))):
            found = dict(offers(standing, standings))
            own = {Act.CHECK, Act.SIDE_ROUTE, Act.FACILITATED}
            assert {act: found[act] for act in found if act not in own} == {
                act: plain[act] for act in plain if act not in own
            }, seat


def looked_at(before: Situation) -> Situation:
    return take(before, Act.CHECK, CHECKER, at=LATER).after if refusal(before, Act.CHECK, [CHECKER]) is None else before


def test_no_other_act_does_anything_else_because_of_it() -> None:
    """Taken with the look open, done and not there, each act leads to the same, and at the same moment."""
    tries: tuple[tuple[Act, Standing, dict[str, Any]], ...] = (
        (Act.ESCALATE, RAISER, {}),
        (Act.RESPOND, responding(1), {}),
        (Act.PROPOSE, RAISER, {}),
        (Act.SKIP, RAISER, {"to_stage": 3}),
        (Act.WITHDRAW, RAISER, {}),
    )
    for act, by, more in tries:
        without = take(raise_(FOUR, at=START).after, act, by, at=LATER, **more)
        for before in (raised().after, take(raised().after, Act.CHECK, CHECKER, at=LATER).after):
            move = take(before, act, by, at=LATER, **more)
            assert (move.happened, move.tells) == (without.happened, without.tells)
            assert (move.after.stage, move.after.end) == (without.after.stage, without.after.end)


def test_its_date_binds_nobody() -> None:
    states = clocks(raised().after, CALENDAR)
    bound = binding(states)
    assert bound
    assert bound.key == "settled"
    only = checked(FIRST)
    bare = replace(only, stages=(replace(only.stages[0], clocks=()), *only.stages[1:]), lengthening=None, pausing=None)
    assert refusal(raise_(bare, at=START).after, Act.SHORTEN, [RAISER]) == (
        "No clock with a date is running; anyone who takes part can ask or note what is needed."
    )


def test_when_nobody_has_looked_in_time_those_whom_the_edition_names_are_told_and_nothing_more() -> None:
    before = raised().after
    look = next(state for state in clocks(before, CALENDAR) if state.key == CHECK)
    late = clock_ran_out(before, look, at=london("2026-05-01 17:00"))
    assert (late.after, late.happened, late.tells) == (before, (), ("raiser",))
    assert refusal(late.after, Act.CHECK, [CHECKER]) is None


def test_it_is_replayed_and_kept() -> None:
    first = raised()
    look = next(state for state in clocks(first.after, CALENDAR) if state.key == CHECK)
    late = clock_ran_out(first.after, look, at=london("2026-05-01 17:00"))
    done = take(first.after, Act.CHECK, CHECKER, at=london("2026-05-01 18:00"))
    assert replay(BESIDE, [facts(first), facts(late), facts(done)]) == done.after
    assert restore(BESIDE, dump(done.after)) == done.after


@pytest.mark.parametrize(
    ("look", "problem"),
    [
        (replace(FIRST, label=""), "needs a label"),
        (replace(FIRST, amount=0), "a figure is from 1 to 1000, not 0"),
        (replace(FIRST, unit=Unit.SAME_WORKING_DAY), "takes no figure"),
        (replace(FIRST, role=Role.SCRUTINEER), "nobody of a side is its independent scrutineer"),
        (replace(FIRST, tells=("queen",)), "nobody who can be told"),
        (replace(FIRST, tells=("responding_seat",)), "so “responding_seat” cannot be told of it"),
    ],
)
def test_one_that_cannot_be_followed_is_refused_in_words(look: Check, problem: str) -> None:
    with pytest.raises(DefinitionError, match=rf"^Stage 1 \(Practitioners\), check “.*”: .*{problem}"):
        checked(look)


def test_the_other_side_is_told_of_it_by_no_edition() -> None:
    with pytest.raises(DefinitionError, match="so “responding_line” cannot be told of it"):
        checked(FIRST, tells=(Tell(Event.CHECKED, ("officer", "responding_line")),))


def test_a_figure_that_is_not_known_keeps_it_provisional() -> None:
    (part,) = provisional_parts(checked(replace(FIRST, amount=None)))
    assert part == (
        "Stage 1 (Practitioners), check “Your manager looks at it first”: how many working days it lasts is not known "
        "yet."
    )


TEXT = """
[stages.check]
role = "safeguarding_lead"
label = "Your safeguarding lead endorses it"
unit = "clock_hours"
amount = "not known"
tells = ["raiser", "officer"]
"""


def in_fairhaven(check: str) -> str:
    first, *rest = shipped()["fairhaven"].split("[[stages]]\n")
    return "[[stages]]\n".join([first, rest[0] + check, *rest[1:]])


def test_it_is_read_from_a_definition() -> None:
    look = load(in_fairhaven(TEXT)).stages[0].check
    assert look == Check(
        Role.SAFEGUARDING_LEAD, "Your safeguarding lead endorses it", Unit.CLOCK_HOURS, None, ("raiser", "officer")
    )
    at_once = TEXT.replace('"clock_hours"', '"without_delay"').replace('amount = "not known"\n', "")
    assert load(in_fairhaven(at_once)).stages[0].check == replace(look, unit=Unit.WITHOUT_DELAY)
    with pytest.raises(DefinitionError, match=r"Stage 1 \(Practitioners\), check: “amount” is missing"):
        load(in_fairhaven(TEXT.replace('amount = "not known"\n', "")))
    with pytest.raises(DefinitionError, match="check: “moves” is not something that this version can follow"):
        load(in_fairhaven(TEXT + "moves = true\n"))


def test_somebody_of_another_stage_or_side_does_not_look() -> None:
    before = raised().after
    for by in (replace(CHECKER, stage=2), RAISER, responding(1)):
        standing: Standing = by
        assert refusal(before, Act.CHECK, [standing]) is not None
