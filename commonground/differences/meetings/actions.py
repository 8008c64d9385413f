"""Calling a meeting, choosing its time, changing and cancelling it: a step each. The invited are sent invitations.

What became of it stands in ``held``. Nothing here moves the difference.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from commonground.differences import queries
from commonground.differences.actions.door import Meanwhile
from commonground.differences.actions.stepping import Stepping, begin_step
from commonground.differences.meetings import words as words_of
from commonground.differences.meetings.people import Comer, comers, passes
from commonground.differences.models import Invited, Meeting, spoken
from commonground.directory.queries import Actor
from commonground.notices.actions import leave
from commonground.notices.invitations import FOR_GUESTS, Invitation, uid
from commonground.now import london_date
from commonground.procedures.meetings import (
    NOBODY,
    NOT_A_TIME,
    NOT_INVITED,
    Meets,
    meeting_refusal,
    time_refusal,
    who_does,
)
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Side
from commonground.procedures.worktime import moment_text
from commonground.storing import add, change, change_each

Times = tuple[datetime, datetime]
"""When a meeting begins and ends."""


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """Which times are proposed, where it is in words, what it is about, and who is asked to come (``Comer.key``)."""

    times: Sequence[Times]
    place: str
    about: str
    people: Collection[str]


def propose_meeting(*, by: Actor, at: datetime, difference: UUID, new: NewMeeting) -> Meeting:
    """Propose times; both sides are told, and one of them chooses. Raises Difference.DoesNotExist or Refused."""
    step = begin(by, at, difference, Step.MEETING_PROPOSED)
    row = step.row
    for one in new.times:
        _to_come(one, at)
    asked = _asked(step, new.people)
    meeting = Meeting(
        partnership_id=row.partnership_id, difference=row, number=1 + Meeting.objects.of(row).count(),
        times=[[starts.astimezone(UTC).isoformat(), ends.astimezone(UTC).isoformat()] for starts, ends in new.times],
        place=new.place, about=new.about, by=step.person, by_side=step.standing.side or "", at=at,
    )  # fmt: skip
    add(meeting)
    add(*(_invited(meeting, one) for one in asked))
    words = {
        words_of.TIMES: times_in_words(new.times),
        words_of.WHERE: new.place,
        words_of.ABOUT: new.about,
        words_of.ASKED: _names(asked),
    }
    say(step, meeting, Step.MEETING_PROPOSED, f"proposed meeting {meeting.number}", words, kind="meeting_proposed")
    return meeting


def choose_time(*, by: Actor, at: datetime, difference: UUID, number: int, starts: datetime) -> Meeting:
    """Choose one of the proposed times: everybody who is asked to come is sent an invitation.

    Raises Difference.DoesNotExist, Meeting.DoesNotExist or Refused.
    """
    step = begin(by, at, difference, Step.MEETING_SET)
    meeting = found(step, number, Step.MEETING_SET)
    chosen = next((one for one in proposed(meeting) if one[0] == starts), None)
    if chosen is None:
        raise Refused(NOT_A_TIME)
    _to_come(chosen, at)
    meeting.state, (meeting.starts_at, meeting.ends_at) = Meets.SET, chosen
    change(meeting, ("state", "starts_at", "ends_at"))
    seeing = _comers(step)
    people = [seeing[one.key] for one in asked_to(meeting) if one.key in seeing]
    _ask(step, meeting, people)
    words = {"When": between(chosen), words_of.ASKED: _names(people)}
    say(step, meeting, Step.MEETING_SET, f"chose a time for meeting {number}", words, told=people)
    _send(step, meeting, {"meeting_set": people}, chosen)
    return meeting


def change_meeting(
    *, by: Actor, at: datetime, difference: UUID, number: int, sequence: int, when_now: Times, place: str,
    people: Collection[str],
) -> Meeting:  # fmt: skip
    """Change when or where a meeting is, or who comes: all are sent the change, and who need not come a cancellation.

    That names the time at which it was to be, and not the one at which it is now.

    ``sequence`` is that with which the form was drawn. Raises Difference.DoesNotExist, Meeting.DoesNotExist, Refused,
    or Meanwhile when somebody changed it since.
    """
    step = begin(by, at, difference, Step.MEETING_CHANGED)
    meeting = found(step, number, Step.MEETING_CHANGED)
    if meeting.sequence != sequence:
        raise Meanwhile
    _to_come(when_now, at)
    asked, before, was = _asked(step, people), asked_to(meeting), when(meeting)
    meeting.starts_at, meeting.ends_at = when_now
    meeting.place, meeting.sequence = place, sequence + 1
    change(meeting, ("starts_at", "ends_at", "place", "sequence"))
    _ask(step, meeting, asked)
    words = {"When": between(when_now), words_of.WHERE: place, words_of.ASKED: _names(asked)}
    stay, known = {one.key for one in asked}, {one.key for one in before}
    gone = _reached(step, [one for one in before if one.key not in stay])
    say(step, meeting, Step.MEETING_CHANGED, f"changed meeting {number}", words, told=[*asked, *gone])
    groups = {
        "meeting_set": [one for one in asked if one.key not in known],
        "meeting_changed": [one for one in asked if one.key in known],
    }
    _send(step, meeting, groups, when_now)
    _send(step, meeting, {"meeting_off": gone}, was)
    return meeting


def cancel_meeting(
    *, by: Actor, at: datetime, difference: UUID, number: int, was: str, sequence: int, reason: str
) -> Meeting:  # fmt: skip
    """Cancel a meeting, with a reason; whoever was invited is sent that.

    ``was`` and ``sequence`` are how it stood when the form was drawn: whoever says that no time suits does not cancel
    one that was chosen since. Raises as ``change_meeting``.
    """
    step = begin(by, at, difference, Step.MEETING_CANCELLED)
    meeting = found(step, number, Step.MEETING_CANCELLED)
    if (meeting.state, meeting.sequence) != (was, sequence):
        raise Meanwhile
    was_set = meeting.state == Meets.SET
    meeting.state, meeting.sequence = Meets.CANCELLED, meeting.sequence + was_set
    change(meeting, ("state", "sequence"))
    words = {"When it was to be": between(when(meeting)) if was_set else "", "Why": reason}
    gone = _reached(step, asked_to(meeting)) if was_set else []
    none_suits = f"said that none of the times suits that were proposed for meeting {number}"
    sentence = f"cancelled meeting {number}" if was_set else none_suits
    say(step, meeting, Step.MEETING_CANCELLED, sentence, words, told=gone)
    if was_set:
        _send(step, meeting, {"meeting_off": gone}, when(meeting))
    return meeting


def begin(by: Actor, at: datetime, difference: UUID, what: Step) -> Stepping:
    """Lock a difference for a step of meetings; raises Difference.DoesNotExist, or Refused for who does not take it."""
    standing, otherwise = who_does(what)
    return begin_step(by=by, at=at, difference=difference, standing=standing, otherwise=otherwise)


def found(step: Stepping, number: int, what: Step) -> Meeting:
    """Return a meeting for a step that is begun; raises Meeting.DoesNotExist, or Refused where it is not for that."""
    one = Meeting.objects.of(step.row).get(number=number)
    one.difference = step.row
    sentence = meeting_refusal(what, step.entered.standings, Meets(one.state), begun=has_begun(one, step.at))
    if sentence:
        raise Refused(sentence)
    return one


def has_begun(meeting: Meeting, at: datetime) -> bool:
    """Whether the time of a meeting has come."""
    return meeting.starts_at is not None and meeting.starts_at <= at


def proposed(meeting: Meeting) -> list[Times]:
    """Return the times that were proposed."""
    return [(datetime.fromisoformat(starts), datetime.fromisoformat(ends)) for starts, ends in meeting.times]


def when(meeting: Meeting) -> Times:
    """Return when a meeting is whose time is set."""
    assert meeting.starts_at  # noqa: S101 the database holds that it is set
    assert meeting.ends_at  # noqa: S101 as above
    return meeting.starts_at, meeting.ends_at


def times_in_words(times: Iterable[Times]) -> str:
    """Return proposed times as the record has them: one on a line."""
    return "\n".join(between(one) for one in times)


def between(times: Times) -> str:
    """Return "Friday 1 May 2026 at 10:00 to 11:00", as it reads in London."""
    starts, ends = map(moment_text, times)
    day, _, hour = ends.rpartition(" at ")
    return f"{starts} to {hour if starts.startswith(f'{day} at ') else ends}"


def asked_to(meeting: Meeting) -> list[Invited]:
    """Return who is asked to come to a meeting now."""
    rows = Invited.objects.of(meeting.difference).filter(meeting=meeting, asked=True)
    return list(rows.select_related("person", "agency").order_by("person__name"))


def facts(meeting: Meeting, invited: Iterable[Invited] = ()) -> dict[str, Any]:
    """Return how a meeting stands, as the record keeps it: codes and dates, and how many were asked and came."""
    came = [one for one in invited if one.came]
    return {
        "number": meeting.number,
        "state": str(meeting.state),
        "starts": meeting.starts_at.astimezone(UTC).isoformat() if meeting.starts_at else "",
        "ends": meeting.ends_at.astimezone(UTC).isoformat() if meeting.ends_at else "",
        "sequence": meeting.sequence,
        "asked": len([one for one in invited if one.asked]),
        "came": len(came),
    }


def _to_come(times: Times, at: datetime) -> None:
    if sentence := time_refusal(*times, at):
        raise Refused(sentence)


def _comers(step: Stepping) -> dict[str, Comer]:
    return comers(step.row, step.entered.seats, london_date(step.at))


def _asked(step: Stepping, keys: Collection[str]) -> list[Comer]:
    """Return who is asked to come, of those who see the difference; raises Refused for anybody else, and for nobody."""
    if not keys:
        raise Refused(NOBODY)
    there = _comers(step)
    if not set(keys) <= there.keys():
        raise Refused(NOT_INVITED)
    return [one for key, one in there.items() if key in keys]


def _invited(meeting: Meeting, one: Comer) -> Invited:
    return Invited(
        partnership_id=meeting.partnership_id, difference_id=meeting.difference_id, meeting=meeting, person=one.person,
        agency=one.agency, side=one.side,
    )  # fmt: skip


def _ask(step: Stepping, meeting: Meeting, people: Collection[Comer]) -> None:
    """Have these asked to come, and nobody else any more."""
    now = {one.person.pk: one for one in people}
    known = list(Invited.objects.of(step.row).filter(meeting=meeting))
    for row in known:
        row.asked = row.person_id in now
        if comer := now.pop(row.person_id, None):
            row.side, row.agency = comer.side, comer.agency
    change_each(known, ("asked", "side", "agency"))
    add(*(_invited(meeting, one) for one in now.values()))


def as_they_are_now(step: Stepping, people: Iterable[Invited]) -> None:
    """Have each stand for the side and the agency that they come for today, in Python alone.

    Whoever sees it no longer stays of the agency that they came for; of the side only while that agency is it.
    """
    seeing = _comers(step)
    for one in people:
        if there := seeing.get(one.key):
            one.side, one.agency = there.side, there.agency
        elif one.side and not step.row.is_side(Side(one.side), one.agency_id):
            one.side = ""


def _reached(step: Stepping, people: Iterable[Invited]) -> list[Comer]:
    """Return who is sent a cancellation, with where: whoever saw this, if they do no longer; not who takes no part."""
    out, there = queries.barred(step.entered.seats), [one for one in people if one.person.is_active]
    guests = passes(step.row, [one.person for one in there], london_date(step.at))
    where = {one.person_id: guests.get(one.person_id, "" if one.person.guest else one.person.email) for one in there}
    return [
        Comer(one.person, one.agency, one.side, where[one.person_id])
        for one in there
        if where[one.person_id] and one.person_id not in out
    ]


def _names(people: Iterable[Comer]) -> str:
    return "; ".join(one.name for one in people)


def say(
    step: Stepping, meeting: Meeting, what: Step, sentence: str, words: dict[str, str], *,
    kind: str = "meeting_news", told: Iterable[Comer] = (),
) -> None:  # fmt: skip
    """Write it in the record and tell both sides, but for those who are told by an invitation."""
    everybody = list(Invited.objects.of(step.row).filter(meeting=meeting))
    step.finish(
        what, sentence=sentence, words=words, facts={"meeting": facts(meeting, everybody)}, tells=Side, kind=kind,
        but={one.address for one in told},
    )  # fmt: skip


def _send(step: Stepping, meeting: Meeting, groups: Mapping[str, Collection[Comer]], times: Times) -> None:
    """Send each group its kind of invitation: to come, of a change, or that it is off. Guests have their own kinds."""
    invitation = Invitation(uid(meeting.pk), meeting.sequence, *times)
    for kind, people in groups.items():
        for guest in (False, True):
            told = [(one.person.pk, one.address) for one in people if one.person.guest is guest]
            leave(
                partnership_id=step.row.partnership_id, subject=step.row.pk, reference=spoken(step.row.reference),
                kind=FOR_GUESTS[kind] if guest else kind, recipients=told, stage="", due=times[0],
                invitation=invitation, at=step.at, about=f"meeting {meeting.number} change {meeting.sequence}",
            )  # fmt: skip
