"""What other areas say of a rung: the figures as their pages say them, by the roles that act there."""

import pytest

from commonground.procedures.comparable import COMPARABLE, comparable
from commonground.procedures.terms import Role

FIRST = "Between professionals"
SAID = {
    Role.PRACTITIONER: [
        ("London", FIRST, "5 working days, or less where the child needs it"),
        ("Pan Sussex", FIRST, "usually 5 working days, or less where that protects the child"),
        ("Wirral, 2015", FIRST, "5 working days, or less where the child needs it"),
        (
            "Sefton, 2017",
            "Practitioner and team manager",
            "raised within 2 working days, answered within 3, and confirmed by letter within 2 more",
        ),
        ("Leeds", FIRST, "no figure: as soon as possible"),
        ("York", FIRST, "no figure: as soon as possible"),
    ],
    Role.LINE_MANAGER: [
        ("Blackpool", "First-line manager", "5 working days (read in part)"),
        (
            "Sefton, 2017",
            "Safeguarding leads or service managers",
            "agreed within 2 working days, else a meeting within 5 and its outcome within 48 hours",
        ),
    ],
    Role.SENIOR_MANAGER: [("Pan Sussex", "Service managers", "no figure: without delay")],
    Role.SAFEGUARDING_PARTNER: [("West Yorkshire", "Its sixth and last step", "up to 14 working days (read in part)")],
}
"""Typed from what those pages say; of the roles that act together one each."""

PAGES = {
    "London": "http://londonsafeguardingchildrenprocedures.co.uk/profess_conflict_res.html",
    "Pan Sussex": "https://sussexchildprotection.procedures.org.uk/skypzp/complaints-and-professional-disagreements"
    "/resolving-professional-differences",
    "Wirral, 2015": "https://docsbay.net/doc/807892/wirral-safeguarding-children-board",
    "Sefton, 2017": "https://seftonlscb.safeguardingpolicies.org.uk/may-2017/"
    "sec-17-escalation-procedure-resolution-of-professional-disagreement/172-process",
    "Leeds": "https://www.leedsscp.org.uk/practitioners/local-protocols/concerns-resolution",
    "York": "https://saferchildrenyork.org.uk/resources/local-protocol-assessment/8",
    "Blackpool": "http://blackpoolchildcare.proceduresonline.com/p_concerns.html",
    "West Yorkshire": "https://westyorkscb.proceduresonline.com/p_res_profdisag.html",
}

ALIKE = {Role.SAFEGUARDING_LEAD: Role.LINE_MANAGER, Role.EXECUTIVE_LEAD: Role.SENIOR_MANAGER}


@pytest.mark.parametrize("role", list(Role))
def test_what_other_areas_say_is_found_by_who_acts(role: Role) -> None:
    found = [(one.area, one.rung, one.says) for one in comparable([role])]
    assert found == SAID.get(ALIKE.get(role, role), [])


def test_of_several_roles_all_is_found_once_and_of_none_nothing() -> None:
    assert comparable(list(Role)) == COMPARABLE
    assert comparable([Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD]) == comparable([Role.LINE_MANAGER])
    assert comparable([]) == ()


def test_each_names_the_page_on_which_it_was_read() -> None:
    assert {one.area: one.source for one in COMPARABLE} == PAGES
