"""Local titles by kind of agency, for each role: what officers read beside a role, and what files may say for it."""

from commonground.procedures.terms import AgencyKind, Role

Titles = dict[Role, tuple[str, ...]]

EVERYWHERE: Titles = {
    Role.SAFEGUARDING_LEAD: ("designated safeguarding lead", "named professional"),
    Role.SENIOR_MANAGER: ("head of service",),
    Role.EXECUTIVE_LEAD: ("director", "chief executive"),
}

BY_KIND: dict[AgencyKind, Titles] = {
    AgencyKind.COUNCIL: {
        Role.PRACTITIONER: ("social worker", "early help worker"),
        Role.LINE_MANAGER: ("team manager", "assistant team manager"),
        Role.SAFEGUARDING_LEAD: ("principal social worker",),
        Role.EXECUTIVE_LEAD: ("director of children’s services",),
    },
    AgencyKind.POLICE: {
        Role.PRACTITIONER: ("detective constable", "police constable"),
        Role.LINE_MANAGER: ("detective sergeant", "sergeant"),
        Role.SAFEGUARDING_LEAD: ("detective inspector",),
        Role.SENIOR_MANAGER: ("detective chief inspector",),
        Role.EXECUTIVE_LEAD: ("detective superintendent",),
    },
    AgencyKind.HEALTH_TRUST: {
        Role.PRACTITIONER: ("health visitor", "school nurse", "midwife", "community nurse"),
        Role.LINE_MANAGER: ("team leader", "ward manager"),
        Role.SAFEGUARDING_LEAD: ("named nurse", "named doctor", "named midwife"),
        Role.EXECUTIVE_LEAD: ("chief nurse",),
    },
    AgencyKind.HEALTH_BOARD: {
        Role.SAFEGUARDING_LEAD: ("designated nurse", "designated doctor"),
        Role.EXECUTIVE_LEAD: ("chief nurse",),
    },
    AgencyKind.GENERAL_PRACTICE: {
        Role.PRACTITIONER: ("general practitioner", "practice nurse"),
        Role.LINE_MANAGER: ("practice manager",),
        Role.SAFEGUARDING_LEAD: ("practice safeguarding lead", "named gp"),
        Role.SENIOR_MANAGER: ("senior partner",),
    },
    AgencyKind.SCHOOL: {
        Role.PRACTITIONER: ("teacher", "teaching assistant", "pastoral lead"),
        Role.LINE_MANAGER: ("head of year", "deputy head teacher"),
        Role.SENIOR_MANAGER: ("head teacher", "principal"),
        Role.EXECUTIVE_LEAD: ("chair of governors", "trust chief executive"),
    },
    AgencyKind.EARLY_YEARS: {
        Role.PRACTITIONER: ("key worker", "childminder", "nursery nurse"),
        Role.LINE_MANAGER: ("room leader",),
        Role.SENIOR_MANAGER: ("nursery manager",),
        Role.EXECUTIVE_LEAD: ("owner",),
    },
    AgencyKind.VOLUNTARY: {
        Role.PRACTITIONER: ("support worker", "youth worker"),
        Role.LINE_MANAGER: ("project manager",),
        Role.EXECUTIVE_LEAD: ("trustee", "chief officer"),
    },
    AgencyKind.PROBATION: {
        Role.PRACTITIONER: ("probation officer",),
        Role.LINE_MANAGER: ("senior probation officer",),
        Role.SENIOR_MANAGER: ("head of probation delivery unit",),
    },
    AgencyKind.HOUSING: {
        Role.PRACTITIONER: ("housing officer",),
        Role.LINE_MANAGER: ("housing manager",),
    },
}


def titles_of(kind: AgencyKind, role: Role) -> tuple[str, ...]:
    """Return what people with a role are called in a kind of agency, as far as it is known."""
    return BY_KIND.get(kind, {}).get(role, ()) + EVERYWHERE.get(role, ())


def role_of(words: str, kind: AgencyKind) -> Role | None:
    """Return the role that words name: by its own name, or by what it is called in a kind of agency."""
    said = " ".join(words.replace("_", " ").replace("'", "’").split()).casefold()
    by_name = next((role for role in Role if said == role.label), None)
    return by_name or next((role for role in Role if said in titles_of(kind, role)), None)
