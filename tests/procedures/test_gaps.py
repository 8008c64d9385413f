"""What a ladder lacks for some kinds of agency, in words, before anybody is asked."""

from dataclasses import replace

from commonground.procedures.definition import Procedure, Stage
from commonground.procedures.gaps import SEVERAL, USUAL, gaps
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import AgencyKind, Role
from tests.procedures.builders import FOUR


def test_a_stage_of_senior_managers_finds_nobody_in_a_general_practice() -> None:
    fairhaven = load(shipped()["fairhaven"])
    assert gaps(fairhaven) == ()
    practice = dict(fairhaven.stand_ins[AgencyKind.GENERAL_PRACTICE])
    del practice[Role.SENIOR_MANAGER]
    without = replace(fairhaven, stand_ins={**fairhaven.stand_ins, AgencyKind.GENERAL_PRACTICE: practice})
    assert gaps(without) == ("Stage 3 has nobody to act for either side in general practices.",)


def test_one_side_alone_is_named() -> None:
    stage = Stage(1, "Managers", (Role.PRACTITIONER,), (Role.SENIOR_MANAGER,))
    assert gaps(Procedure("a", "A", (stage,)), {AgencyKind.GENERAL_PRACTICE: {Role.PRACTITIONER}}) == (
        "Stage 1 has nobody to respond in general practices.",
    )
    turned = replace(stage, raising=stage.responding, responding=stage.raising)
    two = {AgencyKind.GENERAL_PRACTICE: {Role.PRACTITIONER}, AgencyKind.SCHOOL: {Role.PRACTITIONER}}
    assert gaps(Procedure("a", "A", (turned,)), two) == (
        "Stage 1 has nobody to act for the raising side in general practices or schools.",
    )


def test_a_second_role_or_a_stand_in_is_somebody() -> None:
    either = Stage(1, "Managers", (Role.SENIOR_MANAGER, Role.SAFEGUARDING_LEAD), (Role.SENIOR_MANAGER,))
    practice = {AgencyKind.GENERAL_PRACTICE: {Role.SAFEGUARDING_LEAD}}
    assert gaps(Procedure("a", "A", (either,)), practice) != ()
    stands_in = {AgencyKind.GENERAL_PRACTICE: {Role.SENIOR_MANAGER: (Role.SAFEGUARDING_LEAD,)}}
    assert gaps(Procedure("a", "A", (either,), stand_ins=stands_in), practice) == ()


def test_a_stage_whose_roles_are_not_known_yet_has_no_gap() -> None:
    assert gaps(Procedure("a", "A", (Stage(1, "Not known", (), (), provisional=True),))) == ()


def test_every_kind_of_agency_that_can_be_a_side_is_looked_at() -> None:
    assert set(USUAL) == set(SEVERAL) == set(AgencyKind) - {AgencyKind.PARTNERSHIP}
    assert len(gaps(FOUR)) == 2
