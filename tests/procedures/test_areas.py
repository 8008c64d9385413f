"""Published procedures as definitions: what is known of each is in it, and what is not known keeps it from opening."""

from pathlib import Path

import pytest

from commonground.procedures.definition import Procedure, provisional_parts
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import About, Event, Unit
from tests.facts.areas import AREAS, Area

FOLDER = Path(__file__).parent / "areas"
NAMES = sorted(AREAS)


def area(name: str) -> tuple[Procedure, Area]:
    return load((FOLDER / f"{name}.toml").read_text(encoding="utf-8")), AREAS[name]


def test_each_is_a_fixture_and_none_is_offered() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(AREAS)
    assert not set(AREAS) & set(shipped())


@pytest.mark.parametrize("name", NAMES)
def test_it_has_the_stages_and_the_people_of_the_facts(name: str) -> None:
    procedure, facts = area(name)
    assert [stage.name for stage in procedure.stages] == [rung.name for rung in facts.rungs]
    for stage, rung in zip(procedure.stages, facts.rungs, strict=True):
        for said, known in ((stage.raising, rung.raising), (stage.responding, rung.responding)):
            assert {role.value for role in said} == (known or set()), stage.name
        if rung.raising is None or rung.responding is None:
            assert stage.provisional, stage.name
        if rung.formal is not None:
            assert stage.formal is rung.formal, stage.name


@pytest.mark.parametrize("name", NAMES)
def test_it_has_the_figures_of_the_facts_and_no_other(name: str) -> None:
    procedure, facts = area(name)
    for stage, rung in zip(procedure.stages, facts.rungs, strict=True):
        own = [clock for clock in stage.clocks if not clock.only_for]
        known = [
            (clock.amounts.get("") or 0, clock.unit.value)
            if clock.unit is Unit.WITHOUT_DELAY or clock.amounts.get("")
            else None
            for clock in own
        ]
        assert sorted(known, key=str) == sorted(rung.figures, key=str), stage.name


@pytest.mark.parametrize("name", NAMES)
def test_what_spans_its_stages_what_is_urgent_and_who_is_told(name: str) -> None:
    procedure, facts = area(name)
    spans = [
        (one.first_stage, one.last_stage, (one.clock.amounts[""], one.clock.unit.value)) for one in procedure.limits
    ]
    assert spans == ([facts.whole] if facts.whole else [])
    urgent = {
        (clock.amounts[""], clock.unit.value) for stage in procedure.stages for clock in stage.clocks if clock.only_for
    }
    assert urgent == ({facts.urgent} if facts.urgent else set())
    assert [(tell.event.value, tell.from_stage) for tell in procedure.tells if "officer" in tell.who] == list(
        facts.told
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_it_takes_of_conferences_from_when_its_time_counts_and_who_endorses(name: str) -> None:
    procedure, facts = area(name)
    assert procedure.conferences == ((About.DISSENT,) if facts.dissent else ())
    from_then = [
        (clock.amounts.get("") or 0, clock.unit.value)
        for clock in procedure.clocks
        if clock.starts == (Event.CONFERENCE_HELD,) and clock.ends == (Event.RAISED,)
    ]
    assert from_then == ([facts.raised] if facts.raised else [])
    checks = [stage.check.role.value for stage in procedure.stages if stage.check and facts.dissent]
    assert checks == ([facts.endorsed_by] if facts.endorsed_by else [])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_known_is_said_and_keeps_it_from_opening(name: str) -> None:
    procedure, facts = area(name)
    unknown = [
        rung.name for rung in facts.rungs if None in rung.figures or rung.raising is None or rung.responding is None
    ]
    said = " ".join(provisional_parts(procedure))
    assert unknown
    assert all(f"({one})" in said for one in unknown)
