"""Up the ladder as fast as the child needs: escalate, shorten a clock, skip a stage; and who is next on it."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from commonground.differences.actions.door import begin, routes_for
from commonground.differences.actions.points import acts, standpoint
from commonground.differences.models import Difference, Seat
from commonground.differences.saying_back.actions import say_back
from commonground.directory.queries import Actor
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Act, Side
from commonground.procedures.worktime import moment_text


def next_in_line(row: Difference, seats: Iterable[Seat], situation: Situation, *, at: datetime) -> tuple[str, ...]:
    """Return who would act for each side at the next stage, were it escalated now, by name; nothing at the last."""
    if situation.last:
        return ()
    known, stage = list(seats), situation.procedure.stage(situation.stage + 1)
    routes = routes_for(row, known, situation, at=at)
    sides = [side for side in Side if not any(acts(seat, side, stage.number) for seat in known)]
    places = [place for side in sides for place in routes.stage(stage, standpoint(row, known, side)).places]
    return tuple(dict.fromkeys(place.name for place in places))


def escalate(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    reason: str,
    tried: str,
    ask: str,
    meanwhile: str,
    said_back: str = "",
) -> Difference:
    """Take it to the next stage: its people in both lines get the whole record and a new clock.

    ``said_back`` is how whoever does so understands the other side.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.ESCALATE)
    view = turn.view(worry=reason, tried=tried, ask=ask)
    words = {"Why": reason, "What was tried": tried, "What is asked": ask}
    row = turn.finish(words=words, meanwhile=meanwhile)
    if said_back:
        say_back(by=by, at=at, difference=row.pk, words=said_back, reply=view.number)
    return row


def shorten(*, by: Actor, at: datetime, difference: UUID, version: int | None, need: str, due: date) -> Difference:
    """Bring the binding clock forward for the child's need, to the end of a day.

    Raises Refused when the new date is not earlier than the present one, or is past.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.SHORTEN, due=due)
    return turn.finish(words={"The child’s need": need, "Now due": moment_text(turn.move.after.needs[-1].due)})


def skip(*, by: Actor, at: datetime, difference: UUID, version: int | None, need: str, to_stage: int) -> Difference:
    """Go to a later stage at once for the child's need; the record says why stages were skipped."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.SKIP, to_stage=to_stage)
    return turn.finish(words={"The child’s need": need})
