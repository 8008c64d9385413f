"""Meetings as pages read them: in short on the page of a difference, on a list, and one whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from commonground.differences import reading
from commonground.differences.meetings.actions import asked_to, between, proposed, when
from commonground.differences.meetings.agenda import agenda, read_out
from commonground.differences.meetings.held import quorum
from commonground.differences.models import Clock, Difference, Dissent, Meeting, Minutes, MinutesAgreed
from commonground.differences.when import moment_words, short_moment
from commonground.procedures.meetings import Meets, minutes_clock
from commonground.procedures.terms import Event, Side
from commonground.questions import Blank, Question

NO_TIME_GIVEN = "The procedure gives no time for this, so there is no date. Agree one between you."
CHOOSE = "Nobody has chosen a time yet."
NONE_LEFT = "The times that were proposed have all gone by."
WAS_IT = "Its time is over. Was it held?"
WRITE = "What was decided is not written down yet."


@Question
def _all(difference: Blank) -> QuerySet[Meeting, Any]:
    latest = Minutes.objects.of(difference).filter(meeting=OuterRef("pk")).order_by("-number").values("pk")[:1]
    signed = MinutesAgreed.objects.of(difference).filter(minutes=OuterRef("latest")).values("side")
    found = Meeting.objects.of(difference).annotate(latest=Subquery(latest))
    return found.annotate(signed=ArraySubquery(signed)).order_by("-number")


@dataclass(frozen=True, slots=True)
class Short:
    """A meeting in short: which, how it stands, when it is or was, or which times are proposed.

    ``waits`` is what somebody is to do about it now, in a sentence, if anything.
    """

    number: int
    state: str
    times: tuple[str, ...]
    place: str
    waits: str
    now: bool
    """Whether it is still to come, or something waits."""


def listed(here: reading.Standpoint, at: datetime) -> list[Short]:
    """Return the meetings of a difference, the newest first, in one query."""
    return [_short(here, one, at) for one in _all(difference=here.difference.pk)]


def in_short(here: reading.Standpoint, at: datetime) -> tuple[Short, ...]:
    """Return what the page of a difference tells of its meetings: those to come, and what waits, in one query."""
    return tuple(one for one in listed(here, at) if one.now)


def _short(here: reading.Standpoint, one: Any, at: datetime) -> Short:  # noqa: ANN401 as annotated
    state = Meets(one.state)
    waits = _waits(here, one, at)
    return Short(
        number=one.number,
        state=state.label,
        times=tuple(between(time) for time in ([when(one)] if one.starts_at else proposed(one))),
        place=one.place if state is Meets.SET else "",
        waits=waits,
        now=bool(waits) or state in {Meets.PROPOSED, Meets.SET},
    )


def _waits(here: reading.Standpoint, one: Any, at: datetime) -> str:  # noqa: ANN401 as annotated
    state = Meets(one.state)
    if state is Meets.PROPOSED:
        return CHOOSE if any(starts > at for starts, _ in proposed(one)) else NONE_LEFT
    if state is Meets.SET:
        return WAS_IT if one.ends_at <= at else ""
    if state is not Meets.HELD:
        return ""
    if one.latest is None:
        return WRITE
    missing = [here.difference.name_of(side) for side in Side if side not in one.signed]
    return f"What was decided is written down. Not agreed yet: {' and '.join(missing)}." if missing else ""


@dataclass(frozen=True, slots=True)
class Text:
    """Minutes as a page shows them: who agreed them, and which sides have not yet."""

    number: int
    decided_by: str
    decision: str
    reasons: str
    who: str
    agreed: tuple[str, ...]
    waits_for: tuple[str, ...]
    mine: bool
    """Whether the reader's side has yet to agree them."""


@dataclass(frozen=True, slots=True)
class Whole:
    """One meeting with all that belongs to it."""

    meeting: Meeting
    state: Meets
    times: tuple[tuple[str, str, bool], ...]
    """Each proposed time, as a form sends it and as people read it, and whether it is still to come."""
    time: str
    asked: tuple[str, ...]
    came: tuple[str, ...]
    missed: tuple[str, ...]
    quorum: str
    agenda: tuple[str, ...]
    read_out: tuple[tuple[str, str], ...]
    text: Text | None
    due: str
    dissents: tuple[tuple[str, str], ...]

    @property
    def held(self) -> bool:
        """Whether it was held."""
        return self.state is Meets.HELD


def whole(here: reading.Standpoint, meeting: Meeting, at: datetime) -> Whole:
    """Return a meeting with all that belongs to it, in five queries, and two more once there are minutes."""
    row, held = here.difference, meeting.state == Meets.HELD
    people = asked_to(meeting)
    named = {one.pk: f"{one.person.titled}, {one.agency}" for one in people}
    said = Dissent.objects.of(row).filter(meeting=meeting).select_related("by", "agency").order_by("at")
    dissents = list(said) if held else []
    return Whole(
        meeting=meeting,
        state=Meets(meeting.state),
        times=tuple((one[0].isoformat(), between(one), one[0] > at) for one in proposed(meeting)),
        time=between(when(meeting)) if meeting.starts_at else "",
        asked=tuple(named.values()),
        came=tuple(named[one.pk] for one in people if one.came),
        missed=tuple(named[one.pk] for one in people if one.came is False),
        quorum=quorum(people) if held else "",
        agenda=agenda(here, meeting),
        read_out=read_out(reading.views(row)),
        text=text_of(here, meeting, at) if held else None,
        due=minutes_due(here, at),
        dissents=tuple((f"{one.by.name}, {one.agency}, {short_moment(one.at, at)}", one.words) for one in dissents),
    )


def text_of(here: reading.Standpoint, meeting: Meeting, at: datetime) -> Text | None:
    """Return what is written down of a meeting, in two queries; None before anything is."""
    row = here.difference
    found = Minutes.objects.of(row).filter(meeting=meeting).select_related("by").order_by("-number").first()
    if found is None:
        return None
    signed = list(MinutesAgreed.objects.of(row).filter(minutes=found).select_related("by").order_by("at"))
    missing = [side for side in Side if side not in {one.side for one in signed}]
    return Text(
        number=found.number,
        decided_by=found.decided_by,
        decision=found.decision,
        reasons=found.reasons,
        who=f"{found.by.name}, {short_moment(found.at, at)}",
        agreed=tuple(f"{one.by.name} for {row.name_of(Side(one.side))}, {moment_words(one.at, at)}" for one in signed),
        waits_for=tuple(row.name_of(side) for side in missing),
        mine=any(side.value in here.sides for side in missing),
    )


def minutes_due(here: reading.Standpoint, at: datetime) -> str:
    """Return by when both sides are to agree minutes, by the clock that the edition has for it; or that it has none."""
    situation = here.situation
    met = any(one.event is Event.MET and one.stage == situation.stage for one in situation.events)
    key = minutes_clock(situation.procedure, situation.stage) if met else None
    clocks = Clock.objects.of(here.difference).filter(stage=situation.stage, key=key or "")
    latest = clocks.order_by("-started_at").first() if key else None
    if latest is None or latest.due_at is None:
        return NO_TIME_GIVEN
    return f"Both sides agree the minutes by {moment_words(latest.due_at, at)}: {latest.label}."


def one_of(row: Difference, number: int) -> Meeting | None:
    """Return a meeting by its number; None for one that is not there."""
    found = Meeting.objects.of(row).filter(number=number).first()
    if found:
        found.difference = row
    return found
