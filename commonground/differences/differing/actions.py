"""Putting a line on the lists, saying where one's side stands on it, and taking it off. Nothing moves by any of it."""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.door import Meanwhile
from commonground.differences.actions.stepping import Stepping, begin_step
from commonground.differences.differing.queries import all_sources, points
from commonground.differences.differing.words import FROM, LINE, SAID, WHY
from commonground.differences.models import Point
from commonground.directory.queries import Actor
from commonground.procedures.differing import FULL, GONE, MOST, Listed, Stand, lists_refusal, take_off_refusal
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Side
from commonground.storing import add, change

NO_SUCH_ROW = "What you draw this line from is not there any more. Choose it again."


def put_point(*, by: Actor, at: datetime, difference: UUID, text: str, source: str = "") -> Point:
    """Put a line on the lists as one's side sees it; ``source`` is the row of a view that it is drawn from.

    Two who do so at once both have theirs. The other side is told of the first that waits for it, and not of each.
    Raises Difference.DoesNotExist or Refused.
    """
    step = _begun(by, at, difference)
    row, there = step.row, points(difference)
    if len(there) >= MOST:
        raise Refused(FULL)
    drawn = next((one for one in all_sources(row) if one.key == source), None)
    if source and drawn is None:
        raise Refused(NO_SUCH_ROW)
    row.lines += 1
    point = Point(
        partnership_id=row.partnership_id, difference=row, number=row.lines, text=text, side=step.side,
        stage=row.stage, by=step.person, at=at, came_from=drawn.kind if drawn else "",
        came_from_number=drawn.number if drawn else None, came_from_row=drawn.row if drawn else "",
        came_from_side=drawn.side.value if drawn else "",
        **{step.side.value: Stand.AGREES.value},
    )  # fmt: skip
    add(point)
    change(row, ["lines"])
    waits = any(one.side == step.side and one.listed is Listed.ONE_SIDE for one in there)
    words = {LINE.format(number=point.number): text}
    if drawn:
        words[FROM] = f"{row.name_of(drawn.side)}: {drawn.label}"
    step.finish(
        Step.POINT, sentence=f"put line {point.number} on the lists of what is agreed and not agreed", words=words,
        tells=() if waits else [step.side.other], kind="lists", facts={"point": point.number, "from": source},
    )  # fmt: skip
    return point


def stand_on(
    *, by: Actor, at: datetime, difference: UUID, number: int, stand: Stand, why: str = "", version: int | None = None
) -> Point:  # fmt: skip
    """Say where one's side stands on a line: agreed needs both, and either takes it out of agreed.

    The other side is told when a line is agreed no longer. Raises Difference.DoesNotExist, Point.DoesNotExist, Refused,
    or Meanwhile when somebody spoke to it since ``version``.
    """
    step = _begun(by, at, difference)
    point = _locked(step, number, version)
    before = point.listed
    setattr(point, step.side.value, stand.value)
    setattr(point, f"{step.side.value}_why", why)
    point.version += 1
    change(point, (step.side.value, f"{step.side.value}_why", "version"))
    out = before is Listed.AGREED and point.listed is Listed.NOT_AGREED
    step.finish(
        Step.STAND, sentence=SAID[point.listed, stand].format(number=number),
        words={LINE.format(number=number): point.text, WHY: why}, tells=[step.side.other] if out else (), kind="lists",
        facts={"stand_on": number, "stand": stand.value},
    )  # fmt: skip
    return point


def take_point_off(
    *, by: Actor, at: datetime, difference: UUID, number: int, version: int | None = None
) -> Point:  # fmt: skip
    """Take off a line that one's own side put there and of which the other has said nothing yet. Raises as above."""
    step = _begun(by, at, difference)
    point = _locked(step, number, version)
    if sentence := take_off_refusal(step.side, Side(point.side), point.stand_of(step.side.other)):
        raise Refused(sentence)
    point.taken_off_at, point.version = at, point.version + 1
    change(point, ("taken_off_at", "version"))
    step.finish(
        Step.TAKEN_OFF, sentence=f"took line {number} off the lists again",
        words={LINE.format(number=number): point.text}, facts={"taken_off": number},
    )  # fmt: skip
    return point


def _begun(by: Actor, at: datetime, difference: UUID) -> Stepping:
    step = begin_step(by=by, at=at, difference=difference)
    if sentence := lists_refusal(step.row.stands(), [step.standing], begun=bool(step.row.lines)):
        raise Refused(sentence)
    return step


def _locked(step: Stepping, number: int, version: int | None) -> Point:
    """Return a line; the difference is locked, so nobody else speaks to it until this is done."""
    point = Point.objects.of(step.row).get(number=number)
    if point.taken_off_at:
        raise Refused(GONE)
    if version is not None and point.version != version:
        raise Meanwhile
    return point
