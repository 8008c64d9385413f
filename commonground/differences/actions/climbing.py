"""Up the ladder as fast as the child needs: escalate, shorten a clock, skip a stage."""

from datetime import date, datetime
from uuid import UUID

from commonground.differences.actions.door import begin
from commonground.differences.models import Difference
from commonground.directory.queries import Actor
from commonground.procedures.terms import Act
from commonground.procedures.worktime import moment_text


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
) -> Difference:
    """Take it to the next stage: its people in both lines get the whole record and a new clock."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.ESCALATE)
    turn.view(worry=reason, tried=tried, ask=ask)
    words = {"Why": reason, "What was tried": tried, "What is asked": ask}
    return turn.finish(words=words, meanwhile=meanwhile)


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
