"""Who is told of what was undertaken, where that is: whoever has it, and both sides."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from commonground.differences import queries, reading
from commonground.differences.actions import telling
from commonground.differences.models import Difference, Seat, Undertaking, spoken
from commonground.differences.reminding import ends
from commonground.differences.routing import Routes
from commonground.directory.models import Person
from commonground.notices.actions import leave
from commonground.procedures.terms import Side
from commonground.procedures.undertakings import OWNING


def reached(one: Undertaking, seats: Collection[Seat], routes: Routes) -> dict[str, UUID | None]:
    """Return where whoever has it is told: that person while they see it, else those who act for their agency."""
    own = [seat for seat in seats if not seat.ended_at and seat.agency_id == one.agency_id and seat.capacity in OWNING]
    out = queries.barred(seats)
    if one.owner_id and one.owner and one.owner_id not in out:
        present = reading.present(own, routes.on)
        sitting = {seat.person_id for seat in own} | {p.pk for people in present.values() for p in people}
        if one.owner_id in sitting:
            return {one.owner.email: one.owner_id}
    latest = max((seat.stage for seat in own), default=0)
    return telling.reach([seat for seat in own if seat.stage == latest], routes, out=out)


def tell_owner(
    row: Difference, one: Undertaking, seats: Collection[Seat], routes: Routes, *, kind: str, about: str, at: datetime,
    actor: Person | None,
) -> None:  # fmt: skip
    """Tell whoever has it, but not whoever acted."""
    recipients = reached(one, seats, routes)
    if actor:
        recipients.pop(actor.email, None)
    leave(
        partnership_id=row.partnership_id, subject=row.pk, reference=spoken(row.reference), kind=kind,
        recipients=[(person, address) for address, person in recipients.items()], stage="", due=ends(one.due),
        about=about, at=at,
    )  # fmt: skip


def tell_both(
    row: Difference, seats: list[Seat], routes: Routes, *, kind: str, about: str, at: datetime, actor: Person | None,
    sides: Iterable[Side] = Side,
) -> None:  # fmt: skip
    """Tell those who act for the sides."""
    telling.tell_sides(row, seats, routes, kind=kind, stage="", about=about, at=at, actor=actor, sides=sides)
