"""Nobody at the next post: the lead of that side and the office are told while there is still time (invariant 6).

The caller asks when half of the running stage's time has passed. What counts is who will be there on any of the days
that the next stage would take if it began when that time ends. It is told once for each stage.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from commonground.differences import queries
from commonground.differences.actions import door, points, telling
from commonground.differences.actions.entering import seats_of
from commonground.differences.coverage import KnownRoutes, days_of, nobody_at_the_post
from commonground.differences.entries import NOBODY_AHEAD
from commonground.differences.models import Difference, spoken
from commonground.directory.rota import Rota
from commonground.notices.actions import leave
from commonground.notices.reaching import addresses
from commonground.now import london_date
from commonground.procedures.terms import Side
from commonground.procedures.worktime import Calendar
from commonground.record.actions import append
from commonground.record.models import Entry


def tell_nobody_ahead(row: Difference, ends: datetime | None, days: Calendar, *, at: datetime) -> bool:
    """Tell of each side for which nobody would be there at the next stage; say if there was one that was not told yet.

    In the caller's transaction and under its lock. ``ends`` is when the time of the running stage ends.
    """
    situation = row.stands()
    if row.end or situation.last:
        return False
    stage = situation.procedure.stage(row.stage + 1)
    told = Entry.objects.filter(subject=row.pk, kind=NOBODY_AHEAD, facts__stage=stage.number)
    if told.exists():
        return False
    seats = [seat for seat in seats_of(difference=row.pk) if seat.ended_at is None]
    routes = door.routes_for(row, seats, situation, at=at)
    rota = Rota.of(row.partnership_id, london_date(at), agencies=routes.agencies)
    ahead = KnownRoutes(rota, situation.procedure, days_of(stage, max(at, ends or at), days))
    empty = [side for side in Side if nobody_at_the_post(ahead, stage, points.standpoint(row, seats, side))]
    if not empty:
        return False
    out = queries.barred(seats)
    leads = [seat for side in empty for seat in telling.audience(seats, f"{side.value}_lead", row.stage)]
    told_by_name = telling.reach(leads, routes, out=out)
    offices: dict[str, UUID | None] = {}
    for post in () if row.restricted else routes.offices():
        offices.update(addresses(post, out=out))
    names = " and ".join(row.name_of(side) for side in empty)
    heard = " Those who can put that right were told." if told_by_name or offices else ""
    append(
        subject=row.pk, partnership_id=row.partnership_id, kind=NOBODY_AHEAD,
        facts={"stage": stage.number, "sides": [side.value for side in empty]},
        sentence=f"Nobody is there yet for stage {stage.number} for {names}.{heard}",
        words={}, by=None, by_name="The clock", at=at,
    )  # fmt: skip
    notice: dict[str, Any] = {
        "partnership_id": row.partnership_id, "subject": row.pk, "kind": "nobody_ahead", "stage": stage.name,
        "due": ends, "about": f"stage {stage.number}", "at": at,
    }  # fmt: skip
    reference = spoken(row.reference)
    leave(reference=reference, recipients=[(person, to) for to, person in told_by_name.items()], **notice)
    # An officer who was not told of this difference learns that there is one, and not which.
    known = reference if row.officer_told else ""
    leave(reference=known, recipients=[(p, to) for to, p in offices.items() if to not in told_by_name], **notice)
    return True
