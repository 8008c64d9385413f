"""Calls that somebody logs in one tap, before anything is written: theirs alone until they raise a difference."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from commonground.differences.actions.entering import signed_in
from commonground.differences.models import Call
from commonground.directory.models import Agency
from commonground.directory.queries import Actor
from commonground.now import LONDON
from commonground.procedures import rules
from commonground.procedures.terms import CallCame
from commonground.procedures.worktime import moment_text
from commonground.storing import add, change

KEPT_FOR = timedelta(days=7)
"""How long a call can still be told in a difference that its caller raises."""


def log_call(
    *, by: Actor, at: datetime, partnership: UUID, agency: UUID, line: UUID, whom: str, came: CallCame
) -> Call:
    """Note a call that somebody made: whom they rang, and what came of it. Raises Refused, in words."""
    if partnership not in by.partnerships:
        raise rules.Refused("You can log a call only in an area that you work in.")
    if not Agency.objects.filter(pk=agency, partnerships=partnership).exists():
        raise rules.Refused("That agency is not in this partnership. Choose one from the list.")
    call = Call(
        by=signed_in(by), partnership_id=partnership, agency_id=agency, line=line, whom=whom, came=came.value, at=at
    )
    add(call)
    return call


def calls_to_tell(by: Actor, agency: UUID, at: datetime) -> list[Call]:
    """Return what somebody logged of calls about an agency in the last seven days and has not told yet, in order."""
    own = Call.objects.visible_to(by).filter(agency=agency, told_in=None, at__gt=at - KEPT_FOR, at__lte=at)
    return list(own.order_by("at", "id"))


def tell_calls(calls: Iterable[Call], difference: UUID) -> None:
    """Note that these calls are told in a difference, so that they are not told again in another."""
    for call in calls:
        call.told_in = difference
        change(call, ("told_in",))


def in_words(call: Call) -> str:
    """Return a call as the record tells it."""
    return f"{moment_text(call.at.astimezone(LONDON))}: {call.whom}. {CallCame(call.came).label}."
