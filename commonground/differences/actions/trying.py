"""What was tried outside: noted at raising or at a stage, or remembered otherwise; and handing over."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commonground.differences.actions.answering import to_person
from commonground.differences.actions.door import Turn, begin
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.terms import Act, Capacity, How, Side


@dataclass(frozen=True, slots=True)
class Tried:
    """A conversation outside: how, with whom, on which London day, what they said, and whether it counts as a stage."""

    how: How
    whom: str
    on: date
    said: str
    counts: bool = False

    def words(self) -> str:
        """Return it as the record tells it."""
        return f"{self.how.label} with {self.whom} on {in_words(self.on)}. They said: {self.said}"


def check_day(tried: Tried, at: datetime) -> None:
    """Refuse a conversation that has not been yet; raises Refused."""
    if tried.on > london_date(at):
        raise rules.Refused("A conversation that was tried lies in the past. Check the date.")


def note_tried_outside(*, by: Actor, at: datetime, difference: UUID, version: int | None, tried: Tried) -> Difference:
    """Note a conversation outside at this stage; where the edition lets it count as the stage, go on to the next."""
    check_day(tried, at)
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.TRIED_OUTSIDE, counts=tried.counts)
    return turn.finish(words={"Tried outside": tried.words()})


def remember(*, by: Actor, at: datetime, difference: UUID, version: int | None, words: str) -> Difference:
    """Say that one remembers otherwise what was tried outside. Both stand in the record; no clock changes."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.REMEMBER)
    return turn.finish(words={"Remembered otherwise": words})


def hand_over(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, person: UUID, reason: str
) -> Difference:
    """Hand it over to a colleague of the raising side, who acts for it from now on.

    Whoever raised it keeps seeing it, to the outcome (invariant 7). Raises Refused for somebody who does not work
    there today, or who acts for the other side.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.HAND_OVER)
    if person == turn.person.pk:
        raise rules.Refused("You have it already. Choose a colleague.")
    turn.seat(to_person(turn, Side.RAISING, person))
    turn.difference.handed_to_id = person
    turn.leaving += [seat for seat in turn.seats if seat.person_id == turn.person.pk and _given_up(seat, turn)]
    return turn.finish(words={"Why": reason})


def _given_up(seat: Seat, turn: Turn) -> bool:
    """Say whether handing over gives up a seat: that of somebody who acts in person, but never the raiser's own."""
    acts = seat.capacity == Capacity.ANSWERING and seat.side == Side.RAISING and not seat.ended_at
    return acts and seat.stage == turn.move.after.stage
