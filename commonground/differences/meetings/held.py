"""What became of a meeting: who was there, what was decided and why, who does not agree, and both sides' agreement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonground.differences.actions.answering import note
from commonground.differences.actions.door import Meanwhile
from commonground.differences.actions.stepping import Stepping, begin_step
from commonground.differences.meetings.actions import asked_to, facts, found
from commonground.differences.models import Dissent, Invited, Meeting, Minutes, MinutesAgreed
from commonground.directory.queries import Actor
from commonground.procedures.meetings import (
    AGREED_ALREADY,
    BOTH_THERE,
    NO_MINUTES,
    NOT_BOTH,
    NOT_HELD,
    NOT_SET,
    NOT_YET,
    WHO_AGREES,
    WHO_CALLS,
    WHO_DISSENTS,
    Meets,
    enough,
    of_who_dissents,
    of_who_meets,
)
from commonground.procedures.rules import Refused
from commonground.procedures.seats import takes_part
from commonground.procedures.steps import Step, of_a_side
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
    step = begin_step(by=by, at=at, difference=difference, standing=of_who_meets, otherwise=WHO_CALLS)
    meeting = found(step, number)
    if meeting.state != Meets.SET or meeting.starts_at is None:
        raise Refused(NOT_SET)
    if meeting.starts_at > at:
        raise Refused(NOT_YET)
    people = asked_to(meeting)
    for one in people:
        one.came = one.key in there.came
    change_each(people, ("came",))
    meeting.state, meeting.read_out = Meets.HELD, there.read_out
    meeting.apologies, meeting.others = there.apologies, there.others
    change(meeting, ("state", "read_out", "apologies", "others"))
    words = {
        "Who was there": "; ".join(f"{one.person.titled}, {one.agency}" for one in people if one.came),
        "Who else was there": there.others,
        "Who could not come": there.apologies,
        "Read out at the start": "The worry was read out." if there.read_out else "The worry was not read out.",
        "Both sides": quorum(people),
    }
    everybody = list(Invited.objects.of(step.row).filter(meeting=meeting))
    step.finish(
        Step.MEETING_HELD, sentence=f"noted that meeting {number} was held", words=words,
        facts={"meeting": facts(meeting, everybody)}, tells=Side, kind="meeting_news",
    )  # fmt: skip
    _count(step, by, people, Event.MET, f"Meeting {number} was held.")
    return meeting


def quorum(people: Collection[Invited]) -> str:
    """Return in words whether enough were there."""
    return BOTH_THERE if _enough(people) else NOT_BOTH


def _enough(people: Iterable[Invited]) -> bool:
    return enough([Side(one.side) if one.side else None for one in people if one.came])


def write_minutes(*, by: Actor, at: datetime, difference: UUID, number: int, read: int, decided: Decided) -> Minutes:
    """Write down who decided what, and why; both sides are asked to agree that it was so.

    ``read`` is the number of the minutes that stood there when the form was drawn, or 0: what is written now takes
    their place, and both sides agree anew. Raises as ``hold_meeting``, or Meanwhile.
    """
    step = begin_step(by=by, at=at, difference=difference, standing=of_who_meets, otherwise=WHO_CALLS)
    row, meeting = step.row, found(step, number)
    if meeting.state != Meets.HELD:
        raise Refused(NOT_HELD)
    count = Minutes.objects.of(row).filter(meeting=meeting).count()
    if count != read:
        raise Meanwhile
    minutes = Minutes(
        partnership_id=row.partnership_id, difference=row, meeting=meeting, number=count + 1,
        decided_by=decided.decided_by, decision=decided.decision, reasons=decided.reasons, by=step.person, at=at,
    )  # fmt: skip
    add(minutes)
    again = ", in place of what was written before" if read else ""
    words = {"Who decided": minutes.decided_by, "The decision": minutes.decision, "Why": minutes.reasons}
    step.finish(
        Step.MINUTES_WRITTEN, sentence=f"wrote down what meeting {number} decided{again}", words=words,
        facts={"minutes": [number, minutes.number]}, tells=Side, kind="minutes_to_agree",
    )  # fmt: skip
    if minutes.number == 1:
        people, said = asked_to(meeting), f"The minutes of meeting {number} were sent to both sides."
        _count(step, by, people, Event.MINUTES_SENT, said)
    return minutes


def agree_minutes(*, by: Actor, at: datetime, difference: UUID, number: int, read: int) -> MinutesAgreed:
    """Agree the minutes that were read, for one's own side. Raises as ``write_minutes``."""
    step = begin_step(by=by, at=at, difference=difference, standing=of_a_side, otherwise=WHO_AGREES)
    row, meeting = step.row, found(step, number)
    latest = Minutes.objects.of(row).filter(meeting=meeting).order_by("-number").first()
    if latest is None:
        raise Refused(NO_MINUTES)
    if latest.number != read:
        raise Meanwhile
    if MinutesAgreed.objects.of(row).filter(minutes=latest, side=step.side).exists():
        raise Refused(AGREED_ALREADY)
    agreed = MinutesAgreed(
        partnership_id=row.partnership_id, difference=row, minutes=latest, side=step.side, by=step.person, at=at
    )  # fmt: skip
    add(agreed)
    step.finish(
        Step.MINUTES_AGREED, sentence=f"agreed with what is written down of meeting {number}", tells=(step.side.other,),
        kind="meeting_news", facts={"minutes_agreed": [number, latest.number, step.side]},
    )  # fmt: skip
    return agreed


def dissent(*, by: Actor, at: datetime, difference: UUID, number: int, words: str) -> Dissent:
    """Say in one's own words that one does not agree with what a meeting decided. Raises as ``hold_meeting``."""
    step = begin_step(by=by, at=at, difference=difference, standing=of_who_dissents, otherwise=WHO_DISSENTS)
    row, meeting = step.row, found(step, number)
    if meeting.state != Meets.HELD:
        raise Refused(NOT_HELD)
    said = Dissent(
        partnership_id=row.partnership_id, difference=row, meeting=meeting, words=words, agency=step.agency,
        by=step.person, at=at,
    )  # fmt: skip
    add(said)
    step.finish(
        Step.DISSENTED, sentence=f"does not agree with what meeting {number} decided",
        words={"In their own words": words}, facts={"dissent": number}, tells=Side, kind="meeting_news",
    )  # fmt: skip
    return said


def _count(step: Stepping, by: Actor, people: Iterable[Invited], event: Event, words: str) -> None:
    """Note what happened where a clock of this stage counts by it, as any note does; elsewhere nothing follows.

    Nothing follows either where one side was not there: no clock may count by what only one side says.
    """
    situation = step.row.stands()
    counts = situation.open and event in situation.procedure.notes_at(situation.stage)
    if counts and takes_part(step.standing) and _enough(people):
        note(
            by=by, at=step.at, difference=step.row.pk, version=None, words=words, own_side=False, noted=event
        )  # fmt: skip
