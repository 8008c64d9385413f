"""What became of a meeting: who was there, what was decided and why, who does not agree, and both sides' agreement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonground.differences.actions.answering import note
from commonground.differences.actions.door import Meanwhile
from commonground.differences.actions.stepping import Stepping
from commonground.differences.meetings import words as words_of
from commonground.differences.meetings.actions import as_they_are_now, asked_to, begin, found, say
from commonground.differences.meetings.agenda import from_lists
from commonground.differences.models import Dissent, Invited, Meeting, Minutes, MinutesAgreed
from commonground.directory.queries import Actor
from commonground.procedures.meetings import (
    AGREED_ALREADY,
    BOTH_THERE,
    NO_MINUTES,
    NOT_BOTH,
    Meets,
    enough,
    met_counts,
    minutes_count,
)
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Event, Side
from commonground.storing import add, change, change_each


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who of those asked was there, who sent apologies and who else came, in words, and whether the worry was read."""

    came: Collection[str]
    apologies: str
    others: str
    read_out: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided, what, and why."""

    decided_by: str
    decision: str
    reasons: str


def hold_meeting(*, by: Actor, at: datetime, difference: UUID, number: int, there: Attendance) -> Meeting:
    """Note that a meeting was held and who was there; where a clock counts by that and both sides were, it counts now.

    Raises Difference.DoesNotExist, Meeting.DoesNotExist or Refused.
    """
    step = begin(by, at, difference, Step.MEETING_HELD)
    meeting = found(step, number, Step.MEETING_HELD)
    people = asked_to(meeting)
    for one in people:
        one.came = one.key in there.came
    as_they_are_now(step, people)
    change_each(people, ("came", "side", "agency"))
    meeting.state, meeting.read_out = Meets.HELD, there.read_out
    meeting.apologies, meeting.others = there.apologies, there.others
    meeting.held_at, meeting.agenda = at, from_lists(step.row)
    change(meeting, ("state", "read_out", "apologies", "others", "held_at", "agenda"))
    words = {
        "Who was there": "; ".join(one.name for one in people if one.came),
        words_of.OTHERS: there.others,
        words_of.APOLOGIES: there.apologies,
        words_of.READ_OUT: words_of.read_out(there.read_out),
        "Both sides": quorum(people),
        words_of.AGENDA: "\n".join(meeting.agenda),
    }
    say(step, meeting, Step.MEETING_HELD, f"noted that meeting {number} was held", words)
    if met_counts(step.row.stands(), sides_there(people)):
        _count(step, by, Event.MET, f"Meeting {number} was held.")
    return meeting


def quorum(people: Collection[Invited]) -> str:
    """Return in words whether enough were there."""
    return BOTH_THERE if enough(sides_there(people)) else NOT_BOTH


def sides_there(people: Iterable[Invited]) -> list[Side | None]:
    """Return for which side each of those came who were there."""
    return [Side(one.side) if one.side else None for one in people if one.came]


def held_otherwise(meeting: Meeting) -> list[datetime]:
    """Return when it was noted that the other meetings of a difference were held, in one query."""
    others = Meeting.objects.of(meeting.difference).exclude(pk=meeting.pk)
    return [at for at in others.values_list("held_at", flat=True) if at]


def write_minutes(*, by: Actor, at: datetime, difference: UUID, number: int, read: int, decided: Decided) -> Minutes:
    """Write down who decided what, and why; both sides are asked to agree that it was so.

    ``read`` is the number of the minutes that stood there when the form was drawn, or 0: what is written now takes
    their place, and both sides agree anew. Raises as ``hold_meeting``, or Meanwhile.
    """
    step = begin(by, at, difference, Step.MINUTES_WRITTEN)
    row, meeting = step.row, found(step, number, Step.MINUTES_WRITTEN)
    _as_read(meeting, read)
    minutes = Minutes(
        partnership_id=row.partnership_id, difference=row, meeting=meeting, number=read + 1,
        decided_by=decided.decided_by, decision=decided.decision, reasons=decided.reasons, by=step.person, at=at,
    )  # fmt: skip
    add(minutes)
    again = ", in place of what was written before" if read else ""
    words = {
        words_of.WHO: minutes.decided_by,
        words_of.DECISION: minutes.decision,
        words_of.REASONS: minutes.reasons,
    }
    step.finish(
        Step.MINUTES_WRITTEN, sentence=f"wrote down what meeting {number} decided{again}", words=words,
        facts={"minutes": [number, minutes.number]}, tells=Side, kind="minutes_to_agree",
    )  # fmt: skip
    counts = minutes.number == 1 and minutes_count(
        row.stands(), sides_there(asked_to(meeting)), held_otherwise(meeting)
    )  # fmt: skip
    if counts:
        _count(step, by, Event.MINUTES_SENT, f"The minutes of meeting {number} were sent to both sides.")
    return minutes


def agree_minutes(*, by: Actor, at: datetime, difference: UUID, number: int, read: int) -> MinutesAgreed:
    """Agree the minutes that were read, for one's own side and the agency that it is. Raises as ``write_minutes``."""
    step = begin(by, at, difference, Step.MINUTES_AGREED)
    row, meeting = step.row, found(step, number, Step.MINUTES_AGREED)
    latest = _as_read(meeting, read, otherwise=NO_MINUTES)
    assert latest  # noqa: S101 as it was just asked
    if MinutesAgreed.objects.of(row).filter(minutes=latest, side=step.side, agency=step.agency).exists():
        raise Refused(AGREED_ALREADY)
    agreed = MinutesAgreed(
        partnership_id=row.partnership_id, difference=row, minutes=latest, side=step.side, agency=step.agency,
        by=step.person, at=at,
    )  # fmt: skip
    add(agreed)
    step.finish(
        Step.MINUTES_AGREED, sentence=f"agreed with what is written down of meeting {number}", tells=(step.side.other,),
        kind="meeting_news", facts={"minutes_agreed": [number, latest.number, step.side]},
    )  # fmt: skip
    return agreed


def dissent(*, by: Actor, at: datetime, difference: UUID, number: int, read: int, words: str) -> Dissent:
    """Say in one's own words that one does not agree with what a meeting decided.

    ``read`` is the number of the minutes that stood there when the form was drawn, or 0. Raises as ``write_minutes``.
    """
    step = begin(by, at, difference, Step.DISSENTED)
    row, meeting = step.row, found(step, number, Step.DISSENTED)
    _as_read(meeting, read)
    said = Dissent(
        partnership_id=row.partnership_id, difference=row, meeting=meeting, read=read, words=words, agency=step.agency,
        by=step.person, at=at,
    )  # fmt: skip
    add(said)
    step.finish(
        Step.DISSENTED, sentence=f"does not agree with what meeting {number} decided",
        words={words_of.DISSENT: words}, facts={"dissent": number, "read": read}, tells=Side, kind="meeting_news",
    )  # fmt: skip
    return said


def _as_read(meeting: Meeting, read: int, *, otherwise: str = "") -> Minutes | None:
    """Return the minutes that stand, where they are those that were read; raises Meanwhile when others do.

    Raises Refused with ``otherwise`` where there must be some and there are none.
    """
    latest = Minutes.objects.of(meeting.difference).filter(meeting=meeting).newest().first()
    if latest is None and otherwise:
        raise Refused(otherwise)
    if (latest.number if latest else 0) != read:
        raise Meanwhile
    return latest


def _count(step: Stepping, by: Actor, event: Event, words: str) -> None:
    """Note what happened, as any note does, so that the clocks of this stage count by it."""
    note(by=by, at=step.at, difference=step.row.pk, version=None, words=words, own_side=False, noted=event)
