"""What some other areas' published procedures say: help for an officer who fills in a figure, never a figure here.

Each was read on the page that it names, some of them in an edition that another has followed since. What they did
not say, or could not be read, is not here.
"""

from collections.abc import Collection
from dataclasses import dataclass

from commonground.procedures.terms import Role


@dataclass(frozen=True, slots=True)
class Comparable:
    """What one area says of one rung: which roles act there, what it says of the time, and where."""

    area: str
    rung: str
    says: str
    source: str
    roles: frozenset[Role]


FIRST = frozenset({Role.PRACTITIONER})
MANAGERS = frozenset({Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD})
SENIOR = frozenset({Role.SENIOR_MANAGER, Role.EXECUTIVE_LEAD})
LAST = frozenset({Role.SAFEGUARDING_PARTNER})

LONDON = "http://londonsafeguardingchildrenprocedures.co.uk/profess_conflict_res.html"
SUSSEX = (
    "https://sussexchildprotection.procedures.org.uk/skypzp/complaints-and-professional-disagreements/"
    "resolving-professional-differences"
)
SEFTON = (
    "https://seftonlscb.safeguardingpolicies.org.uk/may-2017/"
    "sec-17-escalation-procedure-resolution-of-professional-disagreement/172-process"
)

COMPARABLE = (
    Comparable("London", "Between professionals", "5 working days, or less where the child needs it", LONDON, FIRST),
    Comparable(
        "Pan Sussex",
        "Between professionals",
        "usually 5 working days, or less where that protects the child",
        SUSSEX,
        FIRST,
    ),
    Comparable(
        "Wirral, 2015",
        "Between professionals",
        "5 working days, or less where the child needs it",
        "https://docsbay.net/doc/807892/wirral-safeguarding-children-board",
        FIRST,
    ),
    Comparable(
        "Sefton, 2017",
        "Practitioner and team manager",
        "raised within 2 working days, answered within 3, and confirmed by letter within 2 more",
        SEFTON,
        FIRST,
    ),
    Comparable(
        "Leeds",
        "Between professionals",
        "no figure: as soon as possible",
        "https://www.leedsscp.org.uk/practitioners/local-protocols/concerns-resolution",
        FIRST,
    ),
    Comparable(
        "York",
        "Between professionals",
        "no figure: as soon as possible",
        "https://saferchildrenyork.org.uk/resources/local-protocol-assessment/8",
        FIRST,
    ),
    Comparable(
        "Blackpool",
        "First-line manager",
        "5 working days (read in part)",
        "http://blackpoolchildcare.proceduresonline.com/p_concerns.html",
        MANAGERS,
    ),
    Comparable(
        "Sefton, 2017",
        "Safeguarding leads or service managers",
        "agreed within 2 working days, else a meeting within 5 and its outcome within 48 hours",
        SEFTON,
        MANAGERS,
    ),
    Comparable("Pan Sussex", "Service managers", "no figure: without delay", SUSSEX, SENIOR),
    Comparable(
        "West Yorkshire",
        "Its sixth and last step",
        "up to 14 working days (read in part)",
        "https://westyorkscb.proceduresonline.com/p_res_profdisag.html",
        LAST,
    ),
)


def comparable(roles: Collection[Role]) -> tuple[Comparable, ...]:
    """Return what other areas say of the rung at which these roles act."""
    return tuple(one for one in COMPARABLE if one.roles & frozenset(roles))
