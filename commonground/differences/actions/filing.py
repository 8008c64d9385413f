"""An agency says that it has put a difference on its own file. That moves nothing: no act, no clock, no notice."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from commonground.differences import on_file, queries
from commonground.differences.actions.entering import enter, named
from commonground.differences.entries import FILED
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.terms import Capacity
from commonground.record.actions import append
from commonground.record.models import Entry

NEITHER_SIDE = "You act for neither side, so this is not yours to note; either side can."


def put_on_file(*, by: Actor, at: datetime, difference: UUID, up_to: UUID) -> bool:
    """Note that the actor's agency has it on file as the record stood at one entry; False if that is noted already.

    ``up_to`` is the entry's key: it says nothing about how many others there are, as its number would. The difference
    is locked first, so that of two people of one agency at the same moment one is the second. Raises
    Difference.DoesNotExist, or Refused for somebody of neither side and for an entry of another record.
    """
    entered = enter(by, difference)
    row, seat = entered.row, filing_seat(by, entered.row, entered.seats)
    if seat is None:
        raise rules.Refused(NEITHER_SIDE)
    number = Entry.objects.filter(subject=row.pk, pk=up_to).values_list("number", flat=True).first()
    if number is None:
        raise rules.Refused("The page could not be read whole. Load it again, and note it once more.")
    if on_file.up_to(on_file.filed(row)).get(seat.agency_id, 0) >= number:
        return False
    called = named(by, seat.agency)
    append(
        subject=row.pk,
        partnership_id=row.partnership_id,
        kind=FILED,
        facts={"by": {"side": seat.side}, "agency": str(seat.agency_id), "up_to": number},
        sentence=f"{called}, put this on their agency’s own file.",
        by=by.person,
        by_name=called,
        at=at,
    )
    return True


def filing_seat(by: Actor, row: Difference, seats: Iterable[Seat]) -> Seat | None:
    """Return the seat for whose agency this actor keeps a file: one on the side they act for, or of one that joined.

    None for somebody who sits for no agency, or only advises.
    """
    seats = list(seats)
    sides = {one.side for one in queries.standings(by, row, seats) if one.side}
    own = (seat for seat in seats if seat.capacity != Capacity.ADVISER and queries.is_mine(seat, by))
    return next((seat for seat in own if seat.side in sides or seat.capacity == Capacity.JOINED), None)
