"""Who may open which screen: a permission for every view, granted by role. ``@allow`` is the lock.

Which *differences* somebody sees is another question: seats answer it (``differences.Seat``).
"""

from collections.abc import Callable, Collection
from enum import StrEnum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from commonground.procedures.terms import Role

View = Callable[..., HttpResponseBase]


class Permission(StrEnum):
    """What a screen is for."""

    OPEN = "open"  # anyone, signed in or not
    OWN_ACCOUNT = "own_account"  # anyone signed in: home, own sessions, own notices
    RAISE = "raise"  # raise a difference, keep a draft, note one settled by talking
    TAKE_PART = "take_part"  # open a difference one has a seat in, and act
    SEE_AGENCY = "see_agency"  # list what one's agency takes part in
    SEE_PARTNERSHIP = "see_partnership"  # list what the partnership has been told
    SEE_FIGURES = "see_figures"  # read the figures that the partnership released
    KEEP_CONTACTS = "keep_contacts"  # keep the numbers that people ring in the area
    KEEP_PROCEDURES = "keep_procedures"  # draft, open and retire the procedure of the area
    KEEP_LIBRARY = "keep_library"  # draft, publish and retire the pages of the area's library
    SEE_ASSURANCE = "see_assurance"  # read what agencies and staff say: of one's area, or of one's own agency
    FILL_RETURN = "fill_return"  # say how one's agency does, by the standards of a return
    KEEP_ASSURANCE = "keep_assurance"  # open surveys of staff, ask agencies for returns and answer them
    SHARE_BRIEFINGS = "share_briefings"  # share a page to be read: in one's area, or in one's own agency
    PROMOTE = "promote"  # keep or see the leaders’ calendar, and where an agency has put our address
    LEAD_TEAM = "lead_team"  # talk a briefing over with one's team, and write down what came of it
    KEEP_PEOPLE = "keep_people"  # keep an agency's people and posts, and help those who lost their second step


PRACTICE = frozenset({Permission.OWN_ACCOUNT, Permission.RAISE, Permission.TAKE_PART})
MANAGING = PRACTICE | {Permission.LEAD_TEAM}
LEADING = MANAGING | {
    Permission.SEE_AGENCY,
    Permission.SEE_FIGURES,
    Permission.SEE_ASSURANCE,
    Permission.FILL_RETURN,
    Permission.SHARE_BRIEFINGS,
    Permission.PROMOTE,
    Permission.KEEP_PEOPLE,
}
WATCHING = frozenset({Permission.OWN_ACCOUNT})

ROLES: dict[Role, frozenset[Permission]] = {
    Role.PRACTITIONER: PRACTICE,
    Role.LINE_MANAGER: MANAGING,
    Role.SAFEGUARDING_LEAD: LEADING,
    Role.SENIOR_MANAGER: MANAGING | {Permission.SEE_AGENCY},
    Role.EXECUTIVE_LEAD: MANAGING | {Permission.SEE_AGENCY, Permission.SEE_FIGURES, Permission.PROMOTE},
    Role.SAFEGUARDING_PARTNER: PRACTICE | {Permission.SEE_AGENCY, Permission.SEE_FIGURES, Permission.PROMOTE},
    Role.PARTNERSHIP_OFFICER: frozenset(
        {
            Permission.OWN_ACCOUNT,
            Permission.TAKE_PART,
            Permission.SEE_PARTNERSHIP,
            Permission.SEE_FIGURES,
            Permission.KEEP_CONTACTS,
            Permission.KEEP_PROCEDURES,
            Permission.KEEP_LIBRARY,
            Permission.SEE_ASSURANCE,
            Permission.KEEP_ASSURANCE,
            Permission.SHARE_BRIEFINGS,
            Permission.PROMOTE,
            Permission.KEEP_PEOPLE,
        }
    ),
    Role.LIBRARY_EDITOR: WATCHING | {Permission.KEEP_LIBRARY},
    Role.PARTNERSHIP_CHAIR: WATCHING | {Permission.TAKE_PART, Permission.SEE_FIGURES},
    Role.FACILITATOR: WATCHING | {Permission.TAKE_PART},
    Role.CONFERENCE_CHAIR: PRACTICE,
    Role.REVIEWING_OFFICER: PRACTICE,
    Role.SCRUTINEER: WATCHING | {Permission.TAKE_PART, Permission.SEE_FIGURES, Permission.SEE_ASSURANCE},
}


def granted(roles: Collection[Role]) -> frozenset[Permission]:
    """Return everything that these roles may open."""
    return frozenset().union(*(ROLES[role] for role in roles), {Permission.OPEN})


def allow(permission: Permission) -> Callable[[View], View]:
    """Guard a view: only somebody whose roles grant ``permission`` gets in; others are told so (403)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 a view's own
            if permission is not Permission.OPEN and permission not in request.actor.permissions:  # type: ignore[attr-defined]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard
