"""What stands beside the stages on the page of a difference: the raising side's own look at it, help to talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonground.differences.models import Clock, Seat
from commonground.differences.presenting import asked, called
from commonground.differences.reading import Standpoint
from commonground.differences.when import due_words, moment_words, short_moment
from commonground.directory.models import Person
from commonground.procedures.beside_stages import CHECK
from commonground.procedures.helping import route_now
from commonground.procedures.terms import Capacity, Side
from commonground.procedures.timing import unchecked
from commonground.record.models import Entry

HELPING = Capacity.HELPING
Present = Mapping[UUID, tuple[Person, ...]]


@dataclass(frozen=True, slots=True)
class OwnLook:
    """A side's own look at it: what it is called, who is asked, by when, and what came of it."""

    label: str
    who: str
    when: str = ""
    by_when: str = ""
    said: str = ""
    advice: str = ""


def own_look(
    here: Standpoint, clocks: Sequence[Clock], entry: Entry | None, present: Present, now: datetime
) -> OwnLook | None:  # fmt: skip
    """Return the look that the raising side has at this stage, for those who read its own notes; None for others."""
    situation = here.situation
    check = situation.procedure.stage(situation.stage).check
    if check is None or not reads(here):
        return None
    if entry is not None and not unchecked(situation):
        who = f"{entry.text.sentence.partition(',')[0]}, {short_moment(entry.at, now)}"
        said, advice = entry.text.words["What they think"], entry.text.words.get("Advice", "")
        return OwnLook(check.label, who, said=said, advice=advice)
    if situation.end:
        return None
    who = "; ".join(called(seat, present) for seat in here.seats if asks(seat, situation.stage))
    due = [clock.due_at for clock in clocks if clock.key == CHECK and not clock.ended_at and clock.due_at]
    when = (due_words(due[0], now), moment_words(due[0], now) if due[0] > now else "") if due else ("", "")
    return OwnLook(check.label, who, *when)


@dataclass(frozen=True, slots=True)
class Helps:
    """Help to talk that is under way: which strategy of which way, with whom, and what the clock does meanwhile."""

    name: str
    strategy: str
    which: str
    who: str
    clock: str
    guidance: str


def helps(here: Standpoint, present: Present, now: datetime) -> Helps | None:
    """Return the help to talk that is under way; None when there is none."""
    situation = here.situation
    route, way = route_now(situation), situation.under_way
    if route is None or way is None:
        return None
    strategy, count = route.strategies[way.strategy - 1], len(route.strategies)
    which = f"Way {way.strategy} of {count}" if count > 1 else "Asked for"
    who = "; ".join(called(seat, present) for seat in here.seats if seat.capacity == HELPING and not seat.ended_at)
    clock = "The clock runs on."
    if situation.paused and situation.paused > now:
        clock = f"The clock stands still until {moment_words(situation.paused, now)}, agreed by both sides."
    elif route.stops:
        clock += " Both sides can agree to let it stand still meanwhile."
    return Helps(route.name, strategy.name, which, who, clock, strategy.guidance or route.guidance)


@dataclass(frozen=True, slots=True)
class AboutTime:
    """What is asked about time, or the pause that lasts: in a sentence, why, and who sees to it."""

    sentence: str
    why: str
    owner: str


def about_time(here: Standpoint, entry: Entry | None, now: datetime) -> AboutTime | None:
    """Return what is asked about time, or the pause that lasts; None when there is neither."""
    situation = here.situation
    sentence = asked(here.difference, situation)
    if not sentence and situation.paused and situation.paused > now:
        sentence = f"The clock stands still until {moment_words(situation.paused, now)}, agreed by both sides."
    if not sentence:
        return None
    words = entry.text.words if entry else {}
    return AboutTime(sentence, words.get("Why", ""), words.get("Who sees to it", ""))


def asks(seat: Seat, stage: int) -> bool:
    """Say whether a seat is that of somebody asked for their own side's look at a stage."""
    return seat.capacity == Capacity.CHECKING and seat.stage == stage and not seat.ended_at


def reads(here: Standpoint) -> bool:
    """Say whether the reader reads the notes of the side that raised it."""
    return f"{Side.RAISING.value} {here.difference.raising_agency_id}" in here.notes
