"""By which role somebody may raise under a procedure."""

from dataclasses import replace

import pytest

from commonground.procedures.loading import load, shipped
from commonground.procedures.rules import Refused, raising_as
from commonground.procedures.terms import Role

FAIRHAVEN = load(shipped()["fairhaven"])
FROM_MANAGERS = replace(
    FAIRHAVEN, stages=tuple(replace(stage, number=stage.number - 1) for stage in FAIRHAVEN.stages[1:])
)


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ([Role.PRACTITIONER], Role.PRACTITIONER),
        ([Role.SAFEGUARDING_LEAD, Role.PRACTITIONER], Role.SAFEGUARDING_LEAD),
        ([Role.LIBRARY_EDITOR, Role.SENIOR_MANAGER], Role.SENIOR_MANAGER),
        ([Role.CONFERENCE_CHAIR], Role.CONFERENCE_CHAIR),
        ([Role.REVIEWING_OFFICER], Role.REVIEWING_OFFICER),
    ],
)
def test_a_role_of_the_ladder_raises(roles: list[Role], role: Role) -> None:
    assert raising_as(FAIRHAVEN, roles) is role


@pytest.mark.parametrize("role", [Role.SCRUTINEER, Role.PARTNERSHIP_OFFICER, Role.EXECUTIVE_LEAD])
def test_a_role_outside_it_does_not(role: Role) -> None:
    with pytest.raises(Refused, match="a practitioner raises a difference"):
        raising_as(FAIRHAVEN, [role])


def test_a_ladder_that_begins_with_managers_is_for_them() -> None:
    assert raising_as(FROM_MANAGERS, [Role.LINE_MANAGER]) is Role.LINE_MANAGER
    for role in (Role.PRACTITIONER, Role.CONFERENCE_CHAIR):
        with pytest.raises(Refused, match="a line manager or safeguarding lead raises"):
            raising_as(FROM_MANAGERS, [role])
