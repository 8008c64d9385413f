"""Every definition × stage × seat × situation: what the rules allow is what its text says, as read by hand.

The text is read with ``tomllib``; what it means for who may do what is in tests/facts/by_text.py.
"""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commonground.procedures.acts import ACTS
from commonground.procedures.definition import Procedure
from commonground.procedures.loading import load, shipped
from commonground.procedures.permitting import raising_as
from commonground.procedures.rules import Refused, refusal
from commonground.procedures.terms import Act, End, Role
from tests.editions.fuller import fuller
from tests.facts import by_text
from tests.procedures.grids import LETTERS, TABLES, seats, situation
from tests.procedures.harbour import HARBOUR
from tests.procedures.test_mutated_definitions import walk

AREAS = Path(__file__).parent / "areas"
BY_LEADS = shipped()["fairhaven"].replace("times = 1\n", 'times = 2\nagree = "leads"\n')
"""Fairhaven's, where safeguarding leads agree about time, and may twice."""
STILL = fuller(stage=2).replace("to_stage = 2\n", 'to_stage = 2\nstops = ["settled"]\nmost = 5\n').replace(
    "responding_may_escalate = false", "responding_may_escalate = true"
)  # fmt: skip
"""With a manager's look at stage 2, clocks that stand still beside the stages, and a responding side that escalates."""
TEXTS = (
    shipped()
    | {path.stem: path.read_text(encoding="utf-8") for path in sorted(AREAS.glob("*.toml"))}
    | {"harbour": HARBOUR, "fuller": fuller(), "leads": BY_LEADS, "still": STILL}
)
LADDERS = {name: (load(text), tomllib.loads(text)) for name, text in TEXTS.items()}
RUNGS = [(name, stage) for name, (procedure, _) in LADDERS.items() for stage in range(1, len(procedure.stages) + 1)]
AFTER_THE_END = {Act.REOPEN, Act.TAKE_ON}


def differing(procedure: Procedure, text: by_text.Text, stage: int) -> list[str]:
    """Return where the rules and the text do not agree at a stage."""
    wrong = []
    holders = seats(stage)
    for letter in LETTERS:
        where = situation(procedure, stage, letter)
        allowed = {(act.value, seat) for act in Act for seat, held in holders.items() if not refusal(where, act, held)}
        said = by_text.expected(text, TABLES, stage, letter)
        wrong += [
            f"{act} by {seat} when {letter}: allowed, and the text does not say so" for act, seat in allowed - said
        ]
        wrong += [f"{act} by {seat} when {letter}: refused, and the text allows it" for act, seat in said - allowed]
    return sorted(wrong)


@pytest.mark.parametrize(("name", "stage"), RUNGS)
def test_who_may_do_what_is_what_the_text_says(name: str, stage: int) -> None:
    assert differing(*LADDERS[name], stage) == []


def test_how_many_were_asked(figure: Callable[[str], None]) -> None:
    count = len(RUNGS) * len(LETTERS) * len(Act) * len(seats(1))
    figure(f"{len(LADDERS)} definitions, {len(RUNGS)} stages, {count} answers compared with the text")
    assert count > 100_000


@pytest.mark.parametrize("name", LADDERS)
def test_after_the_end_only_what_is_named_is_open(name: str) -> None:
    procedure, text = LADDERS[name]
    for end in map(End, by_text.ends(text)):
        ended = replace(situation(procedure, len(procedure.stages)), end=end)
        for late in (False, True):
            for seat, held in seats(len(procedure.stages)).items():
                open_ = {act for act in ACTS if refusal(replace(ended, late=late), act, held) is None}
                assert open_ <= AFTER_THE_END
                assert (Act.REOPEN in open_) == by_text.may_reopen(seat, end.value, late=late), (end, late, seat)


@pytest.mark.parametrize("name", LADDERS)
@pytest.mark.parametrize("role", Role)
def test_who_may_raise_is_what_the_text_says(name: str, role: Role) -> None:
    procedure, text = LADDERS[name]
    if by_text.may_raise(text, role.value):
        assert raising_as(procedure, [role]) is role
        return
    with pytest.raises(Refused):
        raising_as(procedure, [role])


@pytest.mark.parametrize("name", LADDERS)
def test_it_can_be_walked_to_every_end(name: str) -> None:
    procedure, text = LADDERS[name]
    reached = walk(procedure)
    assert all(reached[f"stage {stage}"] for stage in range(1, len(text["stages"]) + 1))
    assert set(reached) & set(End) == by_text.ends(text)


FAULTS: dict[str, dict[str, Any]] = {
    "the responding side escalates": {"responding_may_escalate": True},
    "nothing is paused": {"pausing": None, "tells": ()},
    "nothing is made longer": {"lengthening": None},
    "a stage fewer": {"stages": LADDERS["fairhaven"][0].stages[:3]},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_procedure_that_is_not_its_text_is_found(fault: str) -> None:
    """What the engine did not obey would show: here it obeys something else than is written."""
    procedure, text = LADDERS["fairhaven"]
    assert differing(procedure, text, 3) == []
    assert differing(replace(procedure, **FAULTS[fault]), text, 3)
