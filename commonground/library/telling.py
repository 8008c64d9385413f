"""Telling an area's editors by notice that something in its library waits for them, or what came of what they proposed.

Nobody is told of what they did themself. A notice says neither which page it is nor who did it: the desk says so.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from commonground.directory.models import Person
from commonground.directory.queries import PostNow, officers
from commonground.library.pages.models import PageEdition
from commonground.notices.actions import leave
from commonground.notices.reaching import addresses
from commonground.now import london_date
from commonground.procedures.terms import Role

WAITS, NOBODY, SENT_BACK, APPROVED = "library_waits", "library_nobody", "library_sent_back", "library_approved"
SHOWN_AGAIN, WEEKLY = "library_shown_again", "library_weekly"


def tell_it_waits(
    partnership: UUID, edition: UUID, *, by: Person, at: datetime, safety: bool = False, about: str = ""
) -> None:
    """Tell whoever may answer a proposal that it waits: on what concerns safety the area's library editors alone.

    Where none of these is another than who proposed it, the office is told: it sees to it that there is one.
    """
    on, out = london_date(at), frozenset({by.pk})
    editors, office = officers(partnership, on, Role.LIBRARY_EDITOR), officers(partnership, on)
    told = _reached(editors if safety else [*editors, *office], out)
    _leave(WAITS if told else NOBODY, partnership, edition, told or _reached(office, out), about=about, at=at)


def tell_who_proposed(
    kind: str, partnership: UUID, edition: UUID, *, who: Person | None, by: Person | None, at: datetime, about: str = ""
) -> None:
    """Tell whoever proposed something what came of it, unless nobody did, or they answered it themself."""
    if who and who != by and who.is_active:
        _leave(kind, partnership, edition, {who.email: who.pk}, about=about, at=at)


def tell_to_review(partnership: UUID, *, about: str, at: datetime) -> bool:
    """Tell an area's editors, or its office where there is none, if a page is to be looked at again; say if one is."""
    on = london_date(at)
    live = PageEdition.objects.of(partnership).stood(on)
    if not PageEdition.objects.filter(pk__in=live.values("pk"), review_by__lte=on).exists():
        return False
    told = _reached(officers(partnership, on, Role.LIBRARY_EDITOR)) or _reached(officers(partnership, on))
    _leave(WEEKLY, partnership, partnership, told, about=about, at=at)
    return True


def _reached(posts: Sequence[PostNow], out: frozenset[UUID] = frozenset()) -> dict[str, UUID | None]:
    found: dict[str, UUID | None] = {}
    for post in posts:
        found |= addresses(post, out=out)
    return found


def _leave(
    kind: str, partnership: UUID, subject: UUID, told: dict[str, UUID | None], *, about: str, at: datetime
) -> None:
    leave(
        partnership_id=partnership, subject=subject, reference="", kind=kind, stage="", due=None, about=about, at=at,
        recipients=[(person, address) for address, person in told.items()],
    )  # fmt: skip
