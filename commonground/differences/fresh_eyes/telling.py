"""Who is told of fresh eyes where that is: whoever looks, or the office that is to find somebody. Sides: see steps."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from commonground.differences import queries
from commonground.differences.actions import telling
from commonground.differences.models import Difference, FreshEyes, Seat, spoken
from commonground.differences.reminding import ends
from commonground.differences.routing import Routes
from commonground.directory.models import Person
from commonground.directory.queries import officers
from commonground.notices.actions import leave
from commonground.notices.reaching import addresses
from commonground.now import london_date
from commonground.procedures.fresh_eyes import Looks
from commonground.procedures.terms import Side

NEWS, GONE = "fresh_eyes_news", "fresh_eyes_over"
"""How the sides are told of what is new; and how they are told for whom nothing waits any more, by no day."""


def tell_looker(row: Difference, one: FreshEyes, *, kind: str, about: str, at: datetime) -> None:
    """Tell whoever was asked to look."""
    if one.person and one.person.is_active:
        _leave(row, one, {one.person.email: one.person.pk}, kind=kind, about=about, at=at)


def tell_office(
    row: Difference, one: FreshEyes, seats: Collection[Seat], *, kind: str, about: str, at: datetime
) -> None:  # fmt: skip
    """Tell the partnership's office, which sees this difference."""
    out = queries.barred(seats)
    found: dict[str, UUID | None] = {}
    for post in officers(row.partnership_id, london_date(at)):
        found |= addresses(post, out=out)
    _leave(row, one, found, kind=kind, about=about, at=at)


def tell_whoever_it_waits_for(
    row: Difference, one: FreshEyes, seats: Collection[Seat], *, kind: str, about: str, at: datetime
) -> None:  # fmt: skip
    """Tell the office while it is to find somebody, and otherwise whoever was asked to look."""
    if one.now == Looks.SOUGHT:
        tell_office(row, one, seats, kind=kind, about=about, at=at)
    else:
        tell_looker(row, one, kind=kind, about=about, at=at)


def tell_sides(
    row: Difference, seats: list[Seat], routes: Routes, *, kind: str, about: str, at: datetime,
    sides: Iterable[Side] = Side, actor: Person | None = None,
) -> None:  # fmt: skip
    """Tell those who act for both sides, or for these, but not whoever acted."""
    telling.tell_sides(row, seats, routes, kind=kind, stage="", about=about, at=at, actor=actor, sides=sides)


def _leave(
    row: Difference, one: FreshEyes, recipients: dict[str, UUID | None], *, kind: str, about: str, at: datetime
) -> None:  # fmt: skip
    leave(
        partnership_id=row.partnership_id, subject=row.pk, reference=spoken(row.reference), kind=kind,
        recipients=[(person, address) for address, person in recipients.items()], stage="",
        due=None if kind == GONE else ends(one.by_when), about=about, at=at,
    )  # fmt: skip
