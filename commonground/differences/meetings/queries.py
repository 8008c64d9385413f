"""Meetings as pages read them: in short on the page of a difference, on a list, and one whole."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from commonground.differences import reading
from commonground.differences.hidden import HIDDEN
from commonground.differences.meetings.actions import asked_to, between, proposed, when
from commonground.differences.meetings.agenda import agenda, read_out
from commonground.differences.meetings.held import held_otherwise, quorum, sides_there
from commonground.differences.models import Clock, Difference, Dissent, Invited, Meeting, Minutes, MinutesAgreed
from commonground.differences.when import moment_words, short_moment
from commonground.procedures.meetings import Meets, minutes_clock, times_minutes
from commonground.procedures.steps import Step
from commonground.procedures.terms import Side
from commonground.questions import Blank, Question
from commonground.record.models import Mask

NO_TIME_GIVEN = "The procedure gives no time for this, so there is no date. Agree one between you."
NO_CLOCK_BY_IT = "No clock of the procedure counts by this meeting, so there is no date."
CHOOSE = "Nobody has chosen a time yet."
NONE_LEFT = "The times that were proposed have all gone by."
WAS_IT = "Its time is over. Was it held?"
WRITE = "What was decided is not written down yet."
WRITE_BY = "Write down what was decided by {due}. A clock of the procedure runs until then."
BEFORE = "They had read what was written down before."


@Question
def _all(difference: Blank) -> QuerySet[Meeting, Any]:
    latest = Minutes.objects.of(difference).filter(meeting=OuterRef("pk")).newest().values("pk")
    signed = MinutesAgreed.objects.of(difference).of_sides_now().filter(minutes=OuterRef("latest")).values("side")
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


def short(here: reading.Standpoint, number: int, at: datetime) -> Short:
    """Return one meeting of a difference in short, in one query."""
    return next(one for one in listed(here, at) if one.number == number)


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
        place=(one.place or HIDDEN) if state is Meets.SET else "",
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
    hidden: bool
    """Whether its words are hidden: then the decision says so, and who decided and why are empty."""
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
    place: str
    others: str
    apologies: str
    hidden: str
    """That who else was there, and who could not come, is hidden; empty where it is not."""
    agenda: tuple[str, ...]
    read_out: tuple[tuple[str, str], ...]
    text: Text | None
    due: str
    """By when what was decided is to be written down, or that there is no date; of one that was held."""
    dissents: tuple[tuple[str, str, str], ...]
    """Who does not agree, in which words, and whether they had read what was written before."""

    @property
    def held(self) -> bool:
        """Whether it was held."""
        return self.state is Meets.HELD


def whole(here: reading.Standpoint, meeting: Meeting, at: datetime) -> Whole:
    """Return a meeting with all that belongs to it, in as many queries for many as for one."""
    row, held = here.difference, meeting.state == Meets.HELD
    people = asked_to(meeting)
    named = {one.pk: one.name for one in people}
    hides = _hidden(meeting)
    said = Dissent.objects.of(row).filter(meeting=meeting).select_related("by", "agency").order_by("at")
    dissents = list(said) if held else []
    text = text_of(here, meeting, at) if held else None
    stands = text.number if text else 0
    return Whole(
        meeting=meeting,
        state=Meets(meeting.state),
        times=tuple((one[0].isoformat(), between(one), one[0] > at) for one in proposed(meeting)),
        time=between(when(meeting)) if meeting.starts_at else "",
        asked=tuple(named.values()),
        came=tuple(named[one.pk] for one in people if one.came),
        missed=tuple(named[one.pk] for one in people if one.came is False),
        quorum=quorum(people) if held else "",
        place=meeting.place or HIDDEN,
        others=meeting.others,
        apologies=meeting.apologies,
        hidden=HIDDEN if Step.MEETING_HELD in hides else "",
        agenda=(*agenda(row, meeting), *((HIDDEN,) if hides else ())),
        read_out=read_out(reading.views(row)),
        text=text,
        due=minutes_due(here, meeting, people, at, written=text is not None) if held else "",
        dissents=tuple(
            (
                f"{one.by.name}, {one.agency}, {short_moment(one.at, at)}",
                one.words or HIDDEN,
                BEFORE if one.read < stands else "",
            )
            for one in dissents
        ),
    )


def _hidden(meeting: Meeting) -> frozenset[Step]:
    """Return which entries that say what a meeting is about, and who was there, have their words hidden; one query."""
    steps = {f"step.{step}": step for step in (Step.MEETING_PROPOSED, Step.MEETING_HELD)}
    found = Mask.objects.filter(subject=meeting.difference_id, entry__kind__in=steps)
    kinds = found.filter(entry__facts__meeting__number=meeting.number).values_list("entry__kind", flat=True)
    return frozenset(steps[kind] for kind in kinds)


def text_of(here: reading.Standpoint, meeting: Meeting, at: datetime) -> Text | None:
    """Return what is written down of a meeting, in two queries; None before anything is."""
    row = here.difference
    found = Minutes.objects.of(row).filter(meeting=meeting).newest().select_related("by").first()
    if found is None:
        return None
    signed = list(MinutesAgreed.objects.of(row).filter(minutes=found).select_related("by", "agency").order_by("at"))
    now = {one.side for one in signed if row.is_side(Side(one.side), one.agency_id)}
    missing = [side for side in Side if side not in now]
    return Text(
        number=found.number,
        decided_by=found.decided_by,
        decision=found.decision or HIDDEN,
        hidden=not found.decision,
        reasons=found.reasons,
        who=f"{found.by.name}, {short_moment(found.at, at)}",
        agreed=tuple(
            f"{one.by.name} for {row.whose(Side(one.side), one.agency)}, {moment_words(one.at, at)}" for one in signed
        ),
        waits_for=tuple(row.name_of(side) for side in missing),
        mine=any(side.value in here.sides for side in missing),
    )


def minutes_due(
    here: reading.Standpoint, meeting: Meeting, people: Collection[Invited], at: datetime, *, written: bool
) -> str:
    """Return by when to write down what a meeting decided, by the running clock that ends then; or that there is none.

    ``people`` are those who were asked to come to it. Once it is written down it is to be agreed, for which no
    procedure has a clock; once all is over, nothing is said of time.
    """
    if not here.situation.open:
        return ""
    if written:
        return NO_TIME_GIVEN
    span = minutes_clock(here.situation, sides_there(people), held_otherwise(meeting))
    if span is None:
        return NO_CLOCK_BY_IT if times_minutes(here.situation) else NO_TIME_GIVEN
    clock = Clock.objects.of(here.difference).get(stage=span.stage, key=span.key, started_at=span.started_at)
    return WRITE_BY.format(due=moment_words(clock.due_at, at)) if clock.due_at else NO_TIME_GIVEN


def one_of(row: Difference, number: int) -> Meeting | None:
    """Return a meeting by its number; None for one that is not there."""
    found = Meeting.objects.of(row).filter(number=number).first()
    if found:
        found.difference = row
    return found
