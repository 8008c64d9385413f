"""A child moves, to another school or area: it is noted for both sides, the new agency joins, and numbers switch.

Nothing else changes: the old agency stays to the end, the edition is kept, and no clock moves.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commonground.differences.actions.door import begin
from commonground.differences.actions.joining import BESIDE, ask
from commonground.differences.models import Difference
from commonground.directory.models import Partnership
from commonground.directory.queries import Actor
from commonground.procedures.moving import NOWHERE, WHICH
from commonground.procedures.naming import for_children
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Act, Side
from commonground.procedures.worktime import day_text


@dataclass(frozen=True, slots=True)
class NewAgency:
    """The agency that has the child now, or a team of it, and the side that it joins."""

    agency: UUID
    team: UUID | None
    side: Side


def child_moved(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    children: Collection[int],
    on: date,
    area: UUID,
    new: NewAgency | None,
) -> Difference:
    """Say that children, by number, have moved: from which day, to which area, and to which agency if it is known.

    It is the act of asking an agency to join, also where none is known yet: by the same people, told to the same.
    Another area's numbers are rung from now on; back in its own, those of its own. Raises Difference.DoesNotExist, or
    Refused in words: for who may not say so, and for an agency that cannot be asked to join.
    """
    turn = begin(by=by, at=at, difference=difference, version=None, act=Act.JOIN)
    row = turn.difference
    if not children or not set(children) <= set(range(1, turn.move.after.children + 1)):
        raise Refused(WHICH)
    before = row.contacts_of_id or row.partnership_id
    if new is None and area == before:
        raise Refused(NOWHERE)
    there = Partnership.objects.get(pk=area)
    row.contacts_of = None if area == row.partnership_id else there
    turn.facts |= {"moved": sorted(children), "on": on.isoformat(), "area": str(row.contacts_of_id or "")}
    asked = ask(turn, new.agency, new.team, new.side) if new else None
    where = " and ".join(str(one) for one in (asked, there.name if area != before else None) if one)
    who = for_children(children) if turn.move.after.children > 1 else "the child"
    joins = f", and asked {asked} to {BESIDE[new.side]}" if new else ""
    return turn.finish(
        words={"Area": there.name},
        sentence=f"{turn.called} said that {who} moved to {where}, from {day_text(on)}{joins}.",
        kind="child_moved",
    )
