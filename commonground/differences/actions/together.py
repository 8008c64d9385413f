"""What both sides must agree to, and what goes back: lengthen and its opposite, pause, resume, step down, reopen.

One side asks by the act itself, and the other agrees to it or says no. Until then nothing changes and no clock stops.
"""

from datetime import date, datetime
from uuid import UUID

from commonground.differences.actions.door import Turn, begin
from commonground.differences.models import Difference
from commonground.directory.queries import Actor
from commonground.procedures.acts import asked_text
from commonground.procedures.terms import Act, End, Side
from commonground.procedures.worktime import moment_text


def lengthen(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, day: date, owner: str, reason: str
) -> Difference:
    """Ask the other side for more time, until the office closes on a day; ``owner`` sees to what needs the time."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.LENGTHEN, day=day)
    return asked(turn, reason=reason, owner=owner)


def pause(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, day: date, owner: str, reason: str
) -> Difference:
    """Ask the other side to let the clocks stand still until a day; ``owner`` sees to what has to happen until then."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.PAUSE, day=day)
    return asked(turn, reason=reason, owner=owner)


def step_down(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, to_stage: int, reason: str
) -> Difference:
    """Ask the other side to take it back to a lower stage."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.STEP_DOWN, to_stage=to_stage)
    return asked(turn, reason=reason)


def asked(turn: Turn, *, reason: str, owner: str = "") -> Difference:
    """Finish an act that asks: the record says what, and the other side is told."""
    what = turn.move.after.asked
    due = {"It would then be due": moment_text(what.due)} if what and what.due else {}
    sentence = f"{turn.called} asked the other side to {asked_text(turn.move.after)}. Nothing changes until it agrees."
    return turn.finish(words={"Why": reason, "Who sees to it": owner} | due, sentence=sentence)


def agree_to_it(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, agrees: bool, reason: str = ""
) -> Difference:
    """Agree to what the other side asks, and so do it; or say no, with a reason, and nothing changes.

    Raises Refused when what was asked can no longer be done.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.AGREE_TO_IT, agrees=agrees)
    before = turn.move.before
    what = asked_text(before) if before else ""
    if not agrees:
        return turn.finish(
            words={"Why not": reason}, sentence=f"{turn.called} said no when asked to {what}.", kind="said_no"
        )
    down = before is not None and before.asked is not None and before.asked.act is Act.STEP_DOWN
    return turn.finish(
        words={"Words": reason},
        sentence=f"{turn.called} agreed to {what}. Both sides have now agreed.",
        kind="stepped_down" if down else "time_changed",
    )


def resume(*, by: Actor, at: datetime, difference: UUID, version: int | None, reason: str) -> Difference:
    """Let the clocks run again before the pause has ended, on one side's word."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.RESUME)
    return turn.finish(words={"Why": reason})


def take_time_back(*, by: Actor, at: datetime, difference: UUID, version: int | None, reason: str) -> Difference:
    """Take back the extra time of a clock, on one side's word: it is due when it was, or at the end of this day."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.TAKE_TIME_BACK)
    return turn.finish(words={"Why": reason})


def reopen(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, reason: str, meanwhile: str
) -> Difference:
    """Open it again at the stage where it ended, with a fresh clock; what was signed stays in the record."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.REOPEN)
    if turn.move.before and turn.move.before.end is End.KEPT_ON_RECORD:  # its responding side hears of it now only
        turn.seat(turn.routes.leads(turn.point(Side.RESPONDING), turn.difference.stage))
    return turn.finish(words={"Why": reason}, meanwhile=meanwhile)
