"""More than two: an agency is asked to join a side or to stand beside both, says what it sees, and may leave again.

Stages and clocks stay two-sided and never wait for it. It sees what both sides see, and neither side's own notes.
"""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.door import Turn, begin
from commonground.differences.actions.points import beside_point, nearest
from commonground.differences.models import Difference, Seat
from commonground.differences.queries import joined
from commonground.directory.models import Agency, Team
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.terms import Act, AgencyKind, Capacity, Side
from commonground.record.models import Entry

ELSEWHERE = (
    "That agency is not in this partnership, so it cannot be asked here. Ring it now. The partnership’s office can "
    "add it to the partnership, and then you can ask it here."
)
BESIDE = {Side.RAISING: "join the raising side", Side.RESPONDING: "join the responding side", None: "stand beside both"}


def join(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    agency: UUID,
    team: UUID | None,
    side: Side | None,
    reason: str,
) -> Difference:
    """Ask a further agency, or a team of it, to join a side or (``side`` is None) to stand beside both.

    Its people of this stage then see it.

    Raises Refused, in words, for an agency that cannot be asked.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.JOIN)
    asked = ask(turn, agency, team, side)
    return turn.finish(words={"Why": reason}, sentence=f"{turn.called} asked {asked} to {BESIDE[side]}.")


def ask(turn: Turn, agency: UUID, team: UUID | None, side: Side | None) -> Agency:
    """Give seats to who is there of an agency that is asked to join; raises Refused for one that cannot be asked."""
    asked = may_join(turn, agency)
    if team and not Team.objects.filter(pk=team, agency=asked).exists():
        raise rules.Refused("That team is not in that agency. Choose one from the list.")
    turn.let_go(asked, Capacity.FRESH_EYES)  # they are not outside any more
    placed = nearest(turn.routes, beside_point(turn.seats, asked, team), side, turn.difference.stage)
    if not placed.places:
        raise rules.Refused(
            f"Nobody in {asked} is there to be asked today. Ring them. The partnership’s office can say who holds "
            "its posts."
        )
    turn.facts |= {"joins": str(asked.pk), "joined_side": str(side or "")}
    turn.seat(placed)
    return asked


def may_join(turn: Turn, agency: UUID) -> Agency:
    """Return an agency that can be asked; raises Refused, saying what can be done instead."""
    row = turn.difference
    here = Agency.objects.exclude(kind=AgencyKind.PARTNERSHIP).filter(partnerships=row.partnership_id)
    asked = here.filter(pk=agency).first()
    if asked is None:
        raise rules.Refused(ELSEWHERE)
    if asked.pk in {row.raising_agency_id, row.responding_agency_id}:
        raise rules.Refused(f"{asked} is a side of this already, so it sees everything here.")
    if asked in [one.agency for one in joined(turn.seats)]:
        raise rules.Refused(f"{asked} has joined this already.")
    facilitating = [seat for seat in turn.seats if seat.capacity == Capacity.FACILITATING and not seat.ended_at]
    if any(seat.agency_id == asked.pk for seat in facilitating):
        raise rules.Refused(
            f"{asked} helps both sides to agree at this stage, so it cannot join. Put it to them there."
        )
    return asked


def give_view(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, sees: str, works: str, wants: str
) -> Difference:
    """Say what an agency that joined sees, what works, and what it wants for the child; a later one adds to it."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.OWN_VIEW)
    turn.facts["agency"] = str(turn.agency.pk)
    return turn.finish(words={"What we see": sees, "What works": works, "What we want": wants})


def step_aside(*, by: Actor, at: datetime, difference: UUID, version: int | None, reason: str) -> Difference:
    """Leave again, with a reason: the agency no longer sees it, and whoever asked it to join is told."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.STEP_ASIDE)
    agency = turn.agency
    turn.facts["agency"] = str(agency.pk)
    turn.let_go(agency, Capacity.JOINED)
    tell_who_asked(turn, agency)
    return turn.finish(words={"Why": reason})


def tell_who_asked(turn: Turn, agency: Agency) -> None:
    """Tell whoever asked an agency to join, by the seat that they asked from, or as the office."""
    asked = Entry.objects.filter(subject=turn.difference.pk, kind="difference.join", facts__joins=str(agency.pk))
    by = asked.order_by("-number").values_list("facts__by", flat=True)[0]
    if by["capacity"] == Capacity.OFFICER:
        turn.tell("officer")
    turn.also += [seat for seat in turn.seats if not seat.ended_at and _is(seat, by)]


def _is(seat: Seat, by: dict[str, object]) -> bool:
    said = (by["side"] or "", by["capacity"], by["role"], by["stage"])
    return (seat.side, seat.capacity, seat.role, seat.stage) == said
