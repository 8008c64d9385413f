"""Where a ladder meets kinds of agencies that have nobody for a stage, found before any agency is asked."""

from collections.abc import Collection, Mapping

from commonground.procedures.definition import Procedure
from commonground.procedures.terms import AgencyKind, Role

LINE = frozenset(
    {Role.PRACTITIONER, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, Role.SENIOR_MANAGER, Role.EXECUTIVE_LEAD}
)
SMALL = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_LEAD})
PARTNER = LINE | {Role.SAFEGUARDING_PARTNER}

USUAL: Mapping[AgencyKind, Collection[Role]] = {
    AgencyKind.COUNCIL: PARTNER | {Role.CONFERENCE_CHAIR, Role.REVIEWING_OFFICER},
    AgencyKind.POLICE: PARTNER,
    AgencyKind.HEALTH_TRUST: LINE,
    AgencyKind.HEALTH_BOARD: PARTNER,
    AgencyKind.GENERAL_PRACTICE: SMALL,
    AgencyKind.SCHOOL: SMALL,
    AgencyKind.EARLY_YEARS: SMALL,
    AgencyKind.VOLUNTARY: SMALL,
    AgencyKind.PROBATION: LINE,
    AgencyKind.HOUSING: LINE,
}
"""What even a small agency of each kind has. The three kinds of safeguarding partner are those of the law."""

SEVERAL: Mapping[AgencyKind, str] = {
    AgencyKind.COUNCIL: "councils",
    AgencyKind.POLICE: "police forces",
    AgencyKind.HEALTH_TRUST: "health trusts",
    AgencyKind.HEALTH_BOARD: "integrated care boards",
    AgencyKind.GENERAL_PRACTICE: "general practices",
    AgencyKind.SCHOOL: "schools",
    AgencyKind.EARLY_YEARS: "early years settings",
    AgencyKind.VOLUNTARY: "voluntary groups",
    AgencyKind.PROBATION: "probation services",
    AgencyKind.HOUSING: "housing services",
}


def gaps(procedure: Procedure, usual: Mapping[AgencyKind, Collection[Role]] = USUAL) -> tuple[str, ...]:
    """Return where a stage may find nobody of a kind of agency, in sentences: "Stage 3 has nobody to respond in …".

    A stage finds somebody when the agency has one of its roles, or one who stands in for it. Nothing of this stops a
    difference, since the next stage is asked instead, and the partnership at last.
    """
    found = []
    responds = {kind: has for kind, has in usual.items() if procedure.asks(kind)}
    for stage in procedure.stages:
        raising, responding = (
            [kind for kind, has in asked.items() if roles and not _somebody(procedure, kind, roles, has)]
            for roles, asked in ((stage.raising, usual), (stage.responding, responds))
        )
        if raising == responding:
            found.append((stage.number, "act for either side", raising))
        else:
            found.append((stage.number, "act for the raising side", raising))
            found.append((stage.number, "respond", responding))
    return tuple(f"Stage {number} has nobody to {does} in {_listed(kinds)}." for number, does, kinds in found if kinds)


def _somebody(procedure: Procedure, kind: AgencyKind, roles: Collection[Role], has: Collection[Role]) -> bool:
    stand_ins = procedure.stand_ins.get(kind, {})
    return any(wanted in has for role in roles for wanted in (role, *stand_ins.get(role, ())))


def _listed(kinds: list[AgencyKind]) -> str:
    *others, last = (SEVERAL[kind] for kind in kinds)
    return f"{', '.join(others)} or {last}" if others else last
