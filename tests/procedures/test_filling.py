"""What is not known is filled in part by part, and nothing else of the text says anything else after."""

from dataclasses import replace

import pytest

from commonground.procedures.amending import amendments
from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.confirming import parts, unconfirmed
from commonground.procedures.definition import Clock, Limit, provisional_parts
from commonground.procedures.filling import filled
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import Event, Role, Unit
from commonground.procedures.writing import write

HIPS = shipped()["hips"]
KEYS = [part.key for part in parts(load(HIPS))]


def test_every_part_that_is_not_known_has_a_place_to_fill_it_in() -> None:
    text = HIPS
    for part in parts(load(HIPS)):
        assert not part.known
        text = filled(text, part.key, {one.priority: 4 for one in part.asks})
    assert provisional_parts(load(text)) == ()
    assert all(part.known and part.says for part in parts(load(text)))


@pytest.mark.parametrize("key", KEYS)
def test_one_part_is_filled_in_and_no_other(key: str) -> None:
    before, after = load(HIPS), load(filled(HIPS, key, {"": 4}))
    changed = [one.key for one, other in zip(parts(before), parts(after), strict=True) if one != other]
    assert changed == [key]
    assert len(amendments(before, after)) == 1


def test_a_limit_and_a_figure_for_a_priority() -> None:
    clock = Clock("all", "Everything by", (Event.RAISED,), (Event.AGREED,), Unit.WORKING_DAYS, {"": None})
    procedure = replace(load(HIPS), limits=(Limit(clock, 1, 4),))
    part = parts(procedure)[-5]
    text = filled(write(procedure), "limit:all:clock", {"": 20})
    assert load(text).limits[0].clock.amounts == {"": 20}
    assert part.key in {"limit:all:clock", "lengthening:times"}


def test_what_stands_beside_the_stages_is_filled_in_too() -> None:
    look = Check(Role.LINE_MANAGER, "Own look", Unit.WORKING_DAYS)
    talk = SideRoute("talk", "Talk with help", 1, 2, (Strategy("First", Role.LINE_MANAGER),), "", ("settled",))
    hips = load(HIPS)
    procedure = replace(hips, stages=(replace(hips.stages[0], check=look), *hips.stages[1:]), side_routes=(talk,))
    text = write(procedure)
    for key in ("stage:1:check:amount", "side_route:talk:most"):
        assert key in {part.key for part in unconfirmed(procedure, set())}
        text = filled(text, key, {"": 4})
    after = load(text)
    assert after.stages[0].check == replace(look, amount=4)
    assert after.side_routes[0].most == 4
    assert len(provisional_parts(procedure)) == len([part for part in parts(procedure) if not part.known])


def test_what_takes_no_figure_is_not_asked_for_one() -> None:
    look = Check(Role.LINE_MANAGER, "Own look", Unit.WITHOUT_DELAY)
    talk = SideRoute("talk", "Talk with help", 1, 2, (Strategy("First", Role.LINE_MANAGER),))
    hips = load(HIPS)
    procedure = replace(hips, stages=(replace(hips.stages[0], check=look), *hips.stages[1:]), side_routes=(talk,))
    assert [part.key for part in parts(procedure)] == KEYS


def test_a_confirmation_counts_while_the_part_says_the_same() -> None:
    procedure = load(shipped()["fairhaven"])
    confirmed = {(part.key, part.says) for part in parts(procedure)}
    assert unconfirmed(procedure, confirmed) == ()
    changed = load(shipped()["fairhaven"].replace("amount = 5", "amount = 6"))
    assert [part.key for part in unconfirmed(changed, confirmed)] == ["stage:3:clock:settled"]


def test_a_stage_that_takes_the_place_of_another_is_not_confirmed_by_it() -> None:
    procedure = load(shipped()["fairhaven"])
    confirmed = {(part.key, part.says) for part in parts(procedure)}
    renamed = replace(procedure.stages[1], name="Named professionals")
    changed = replace(procedure, stages=(procedure.stages[0], renamed, *procedure.stages[2:]))
    assert {part.key for part in unconfirmed(changed, confirmed)} == {"stage:2", "stage:2:clock:settled"}


def test_what_is_provisional_and_what_is_to_be_confirmed_are_the_same() -> None:
    procedure = load(HIPS)
    assert len(provisional_parts(procedure)) == len([part for part in parts(procedure) if not part.known])
