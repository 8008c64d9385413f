"""What ten published procedures say, typed from the facts of the field and from nothing of ours.

None is a thing that is not known, never one that there is not. A figure is an amount with its unit. Whoever a local
title names stands under the role that it maps to: a detective sergeant, a first-line or team manager is a line
manager; a named, designated or senior professional a safeguarding lead; a service manager, head teacher or detective
inspector a senior manager; a member of the board a safeguarding partner.
"""

from dataclasses import dataclass

Figure = tuple[int, str]

PRACTITIONER = frozenset({"practitioner"})
MANAGERS = frozenset({"line_manager"})
LEADS = frozenset({"safeguarding_lead"})
SENIOR = frozenset({"senior_manager"})
PARTNERS = frozenset({"safeguarding_partner"})


@dataclass(frozen=True)
class Rung:
    """One stage: its name, who acts on each side, its figures, and whether it counts as formal."""

    name: str
    raising: frozenset[str] | None
    responding: frozenset[str] | None
    figures: tuple[Figure | None, ...] = ()
    formal: bool | None = None


@dataclass(frozen=True)
class Area:
    """One procedure: where it can be checked, its stages, what spans them, and what an urgent one has."""

    source: str
    rungs: tuple[Rung, ...]
    whole: tuple[int, int, Figure] | None = None
    urgent: Figure | None = None
    told: tuple[tuple[str, int], ...] = ()
    """Of what the partnership is told, and from which stage on."""
    dissent: bool = False
    """Whether it is for dissent from what a conference decided, and for nothing else."""
    raised: Figure | None = None
    """Within how long after the conference that is raised."""
    endorsed_by: str = ""
    """Whose agreement the dissenter seeks first, on their own side."""


AREAS: dict[str, Area] = {
    "london": Area(
        source="http://londonsafeguardingchildrenprocedures.co.uk/profess_conflict_res.html",
        rungs=(
            Rung("Discussion or meeting between professionals", PRACTITIONER, PRACTITIONER, ((5, "working_days"),)),
            Rung("First-line managers", MANAGERS | LEADS, MANAGERS, (None,)),
            Rung("Service manager, detective inspector or head teacher level", SENIOR, SENIOR, ((0, "without_delay"),)),
        ),
    ),
    "pan-sussex": Area(
        source="https://sussexchildprotection.procedures.org.uk/skypzp/",
        rungs=(
            Rung("Professionals", PRACTITIONER, PRACTITIONER, ((5, "working_days"),)),
            Rung("First-line managers", MANAGERS | LEADS, MANAGERS, (None,)),
            Rung("Service managers", SENIOR, SENIOR, ((0, "without_delay"),)),
        ),
    ),
    "sefton-2017": Area(
        source="https://seftonlscb.safeguardingpolicies.org.uk/may-2017/",
        rungs=(
            Rung(
                "Practitioner and team manager",
                PRACTITIONER,
                PRACTITIONER | MANAGERS,
                ((2, "working_days"), (3, "working_days"), (2, "working_days")),
            ),
            Rung(
                "Safeguarding leads or service managers",
                LEADS | SENIOR,
                SENIOR,
                ((2, "working_days"), (2, "working_days"), (5, "working_days"), (48, "clock_hours")),
            ),
            Rung("Stage three", None, None),
        ),
        told=(("escalated", 2), ("minutes_sent", 2)),
    ),
    "west-yorkshire": Area(
        source="https://westyorkscb.proceduresonline.com/p_res_profdisag.html",
        rungs=(
            Rung("Step one", PRACTITIONER, PRACTITIONER),
            Rung("Step two", None, None),
            Rung("Step three", None, None),
            Rung("Step four", None, None),
            Rung("Step five", None, None),
            Rung("Step six", None, None, ((14, "working_days"),)),
        ),
        whole=(1, 5, (5, "working_days")),
        urgent=(24, "clock_hours"),
    ),
    "wirral-2015": Area(
        source="https://docsbay.net/doc/807892/wirral-safeguarding-children-board",
        rungs=(
            Rung(
                "Professionals resolving disagreement",
                PRACTITIONER,
                PRACTITIONER | MANAGERS,
                ((5, "working_days"), (1, "working_days")),
            ),
            Rung("Safeguarding leads", LEADS, LEADS, (None,)),
            Rung("Board members", PARTNERS, PARTNERS, (None,)),
            Rung("Board chair", PARTNERS, frozenset({"partnership_chair"}), (None,), formal=True),
        ),
        told=(("agreed", 2), ("escalated", 4)),
    ),
    "iro-handbook": Area(
        source="http://southwark.proceduresonline.com/chapters/p_iro_esc.html",
        rungs=(
            Rung("Informal", frozenset({"reviewing_officer"}), PRACTITIONER | MANAGERS, formal=False),
            Rung("The formal ladder, set locally", frozenset({"reviewing_officer"}), None, formal=True),
        ),
        whole=(1, 2, (20, "working_days")),
    ),
    "sussex-conference": Area(
        source="https://sussexchildprotection.procedures.org.uk/hkypzs/child-protection-conferences/",
        rungs=(Rung("The conference service", PRACTITIONER, None, ((72, "clock_hours"), None)),),
        dissent=True,
        raised=(72, "clock_hours"),
    ),
    "sutton-conference": Area(
        source="https://sites.google.com/sutton.gov.uk/childprotectionconferences/dissent",
        rungs=(
            Rung(
                "A senior chair reviews it", PRACTITIONER, frozenset({"conference_chair"}), ((0, "without_delay"), None)
            ),
        ),
        dissent=True,
        raised=(0, "without_delay"),
        endorsed_by="safeguarding_lead",
    ),
}
