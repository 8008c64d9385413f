"""What changes between two editions is said, whatever it is."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import time
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from commonground.procedures.amending import amendments
from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.definition import (
    Allowance,
    Clock,
    DefinitionError,
    Limit,
    Priority,
    Procedure,
    Reopening,
    Scale,
    Scope,
    Stage,
    Tell,
)
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import About, AgencyKind, Event, Role, Unit

FAIRHAVEN = load(shipped()["fairhaven"])
WHOLE = Clock("all", "Everything by", (Event.RAISED,), (Event.AGREED,), Unit.WORKING_DAYS, {"": 30}, only_for=("soon",))
LOOK = Check(Role.LINE_MANAGER, "Own look", Unit.WORKING_DAYS, 1, ("raiser",))
STRATEGIES = (Strategy("First", Role.LINE_MANAGER, "Listen."), Strategy("Second", Role.FACILITATOR))
TALK = SideRoute("talk", "Talk with help", 1, 2, STRATEGIES, "Ask for it.", ("settled",), 3)
ALL = replace(
    FAIRHAVEN,
    stages=(*FAIRHAVEN.stages[:-1], replace(FAIRHAVEN.stages[-1], check=LOOK)),
    side_routes=(TALK,),
    limits=(Limit(WHOLE, 1, 3),),
    priorities=(
        Priority("soon", "Within a few days", "Sooner than usual.", 2, ("officer",)),
        Priority("calm", "Later"),
    ),
    conferences=(About.DISSENT, About.CONVENING),
    scale=Scale("How well is he looked after?", "not at all", "as any child should be"),
)
"""A procedure in which every part that a definition knows of today is there."""


def mutated(thing: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 any dataclass of a definition
    """Yield each way to change one field of something, and of what stands in it: the path, and the thing changed."""
    hints = get_type_hints(type(thing))
    for one in fields(thing):
        value = getattr(thing, one.name)
        for path, other in values(value, hints[one.name]):
            try:
                yield f"{type(thing).__name__}.{one.name}{path}", replace(thing, **{one.name: other})
            except DefinitionError:
                continue  # such a procedure cannot be, so nobody has to be told of it


def values(value: Any, hint: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401, C901 any value, all kinds
    """Yield other values for one."""
    if get_origin(hint) in {Union, UnionType}:
        if value is not None:
            yield "=None", None
        hint = next(one for one in get_args(hint) if one is not type(None))
    if is_dataclass(value):
        yield from ((f" {path}", other) for path, other in mutated(value))
    elif isinstance(value, bool):
        yield "", not value
    elif isinstance(value, int):
        yield "+1", value + 1
    elif isinstance(value, StrEnum):
        yield from ((f"={other}", other) for other in type(value) if other != value)
    elif isinstance(value, str):
        yield "", f"{value} changed"
    elif isinstance(value, time):
        yield "", value.replace(minute=30)
    elif isinstance(value, tuple):
        if value:
            yield " first out", value[1:]
            yield " turned round", value[::-1]
            inner = get_args(hint)[0]
            yield from ((f"[0]{path}", (other, *value[1:])) for path, other in values(value[0], inner))
            yield from ((f"[-1]{path}", (*value[:-1], other)) for path, other in values(value[-1], inner))
    elif isinstance(value, Mapping) and value:
        key = next(iter(value))
        yield " first out", {k: v for k, v in value.items() if k != key}
        inner = get_args(hint)[1]
        yield from ((f"[{key}]{path}", {**value, key: other}) for path, other in values(value[key], inner))


CHANGED = list(mutated(ALL))


def test_the_mutations_reach_every_field_of_every_part() -> None:
    reached = " ".join(path for path, _ in CHANGED)
    for part in (
        Procedure,
        Stage,
        Clock,
        Limit,
        Allowance,
        Reopening,
        Scale,
        Tell,
        Scope,
        Priority,
        Check,
        SideRoute,
        Strategy,
    ):
        for one in fields(part):
            if (part, one.name) != (Stage, "number"):  # its place: no procedure has another in it
                assert f"{part.__name__}.{one.name}" in reached


@pytest.mark.parametrize(("path", "after"), CHANGED, ids=[path for path, _ in CHANGED])
def test_every_change_is_said_in_both_directions(path: str, after: Procedure) -> None:
    if after == ALL:  # one of one, turned round
        return
    for one, other in ((ALL, after), (after, ALL)):
        said = amendments(one, other)
        assert said, path
        for sentence in said:
            assert sentence.endswith("."), sentence
            assert sentence[0].isupper() or sentence[0] == "“", sentence
            assert "_" not in sentence.replace("changed", ""), sentence


def test_nothing_changed_says_nothing() -> None:
    assert amendments(ALL, ALL) == ()
    assert amendments(FAIRHAVEN, load(shipped()["fairhaven"])) == ()


def stage(number: int, **changes: object) -> Procedure:
    """Return Fairhaven with one stage changed."""
    stages = list(FAIRHAVEN.stages)
    stages[number - 1] = replace(stages[number - 1], **changes)  # type: ignore[arg-type]
    return replace(FAIRHAVEN, stages=tuple(stages))


def test_a_figure_reads_as_people_say_it() -> None:
    clock = replace(FAIRHAVEN.stages[1].clocks[0], amounts={"": 4})
    assert amendments(FAIRHAVEN, stage(2, clocks=(clock,))) == (
        (
            "Stage 2, Line managers or safeguarding leads: “Settled or escalated by”: the time is now 4 working days. "
            "It was 3 working days."
        ),
    )


def test_who_acts_and_what_a_flag_says() -> None:
    assert amendments(FAIRHAVEN, stage(3, raising=(Role.EXECUTIVE_LEAD,), formal=False)) == (
        "Stage 3, Senior managers: who acts for the raising side is now executive lead. It was senior manager.",
        "Stage 3, Senior managers: it is not formal. This is new.",
    )


def test_a_stage_that_comes_in_moves_the_others_and_says_so() -> None:
    first, *rest = FAIRHAVEN.stages
    fresh = Stage(2, "Named professionals", (Role.SAFEGUARDING_LEAD,), (Role.SAFEGUARDING_LEAD,))
    after = replace(FAIRHAVEN, stages=(first, fresh, *(replace(one, number=one.number + 1) for one in rest)))
    assert amendments(FAIRHAVEN, after) == (
        (
            "A new stage 2, Named professionals: who acts for the raising side safeguarding lead; who acts for the "
            "responding side safeguarding lead; it is formal."
        ),
        "Stage 3, Line managers or safeguarding leads: it was stage 2.",
        "Stage 4, Senior managers: it was stage 3.",
        "Stage 5, Safeguarding partners: it was stage 4.",
    )
    assert "Stage 2, Named professionals, is left out." in amendments(after, FAIRHAVEN)


def test_a_stage_under_another_name_is_the_same_stage() -> None:
    assert amendments(FAIRHAVEN, stage(3, name="Heads of service")) == (
        "Stage 3, Heads of service: its name is now “Heads of service”. It was “Senior managers”.",
    )


def test_who_stands_in() -> None:
    stand_ins = {kind: dict(by) for kind, by in FAIRHAVEN.stand_ins.items()}
    stand_ins[AgencyKind.SCHOOL] = {**stand_ins[AgencyKind.SCHOOL], Role.LINE_MANAGER: (Role.SENIOR_MANAGER,)}
    assert amendments(FAIRHAVEN, replace(FAIRHAVEN, stand_ins=stand_ins)) == (
        "Who stands in, School, line manager: now senior manager. It was safeguarding lead.",
    )
