"""What the worker says of actions: one working day before, and once when the day has gone by. Nothing else follows."""

from datetime import datetime
from functools import partial
from uuid import UUID

from commonground.differences.actions.door import routes_for
from commonground.differences.actions.entering import locked, seats_of
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.entries import ACTION_PAST
from commonground.differences.models import Undertaking
from commonground.differences.reminding import over
from commonground.differences.undertakings.actions import facts
from commonground.differences.undertakings.owners import Owner
from commonground.differences.undertakings.telling import tell_both, tell_owner
from commonground.differences.undertakings.words import WHAT
from commonground.differences.when import lasting_day
from commonground.now import london_date
from commonground.procedures.undertakings import is_past
from commonground.record.actions import append
from commonground.storing import change

BATCH = 500
TOLD = ("next_at",)


def tell_of_actions(at: datetime) -> int:
    """Say what there is to say of actions by now; return of how many. Safe to run twice, late, or on two machines."""
    waiting = Undertaking.objects.filter(next_at__lte=at).order_by("next_at").values_list("pk", flat=True)
    return one_by_one(list(waiting[:BATCH]), partial(_tell, at=at), failed="actions.failed")


def _tell(key: UUID, *, at: datetime) -> bool:
    row = locked(Undertaking.objects.values_list("difference_id", flat=True).get(pk=key))
    one = Undertaking.objects.select_related("agency", "owner").get(pk=key)
    if one.next_at is None or one.next_at > at:
        return False
    past = is_past(one.due, london_date(at))
    one.next_at = None if past else over(one.due)
    change(one, TOLD)
    seats = seats_of(difference=row.pk)
    routes = routes_for(row, seats, row.stands(), at=at)
    when = f"action {one.number} by {one.due}"
    if not past:
        tell_owner(row, one, seats, routes, kind="action_due", about=when, at=at, actor=None)
        return True
    owner = Owner(one.agency, one.owner)
    append(
        subject=row.pk, partnership_id=row.partnership_id, kind=ACTION_PAST, facts={"undertaking": facts(one)},
        sentence=f"The day of an action has gone by: {lasting_day(one.due)}. It is still to be done by {owner.label}.",
        words={WHAT: one.what}, by=None, by_name="The clock", at=at,
    )  # fmt: skip
    tell_owner(row, one, seats, routes, kind="action_past", about=when, at=at, actor=None)
    tell_both(row, seats, routes, kind="action_past", about=when, at=at, actor=None)
    return True
