"""Fresh eyes: somebody of neither side looks at a difference and says what they see. Who asks, who looks, by when.

They decide nothing, nothing waits for them, and no clock moves.
"""

from collections.abc import Collection, Iterable
from datetime import date

from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Standing
from commonground.procedures.steps import of_a_side
from commonground.procedures.terms import Capacity, Role, Side, Term
from commonground.procedures.worktime import Calendar, add_working_days

SUITS = frozenset(
    {Role.SAFEGUARDING_LEAD, Role.CONFERENCE_CHAIR, Role.REVIEWING_OFFICER, Role.FACILITATOR}
)  # fmt: skip
"""Whose work it is to look: named and designated professionals and other leads, and who reviews or facilitates.

Not the partners, who help both sides at the last stage, nor whoever scrutinises how the partnership works.
"""

CHOICES = (3, 5, 10)
"""Within so many working days a word is wanted, as a form offers it; or by another day."""
USUAL = CHOICES[0]
"""Within so many, unless another day is given."""


class Looks(Term):
    """How far somebody's look at a difference has got."""

    SOUGHT = "sought", "The partnership’s office is asked to find somebody"
    ASKED = "asked", "They are asked, and have not said yet whether they can"
    LOOKING = "looking", "They look at it now"
    GIVEN = "given", "They have said what they see"
    CANNOT = "cannot", "Nobody could look"
    TAKEN_BACK = "taken_back", "It was taken back"
    OVER = "over", "The look ended before anybody said what they see"


WAITS = frozenset({Looks.SOUGHT, Looks.ASKED, Looks.LOOKING})
"""A word is still wanted."""
WITH_SOMEBODY = frozenset({Looks.ASKED, Looks.LOOKING})
"""Somebody is asked by name, and reads it for as long."""

ENDED = "This has ended, so nobody is asked for fresh eyes any more."
WHO_ASKS = "Only people who act for one of the two sides can ask for fresh eyes. Ask one of them."
ONE_AT_A_TIME = "Your side has asked for fresh eyes already. Wait for what they say, or take that back first."
NOT_THEM = (
    "That person cannot look at this with fresh eyes: their agency takes part, they see it or have seen it, or they "
    "take no part. Choose somebody from the list."
)
NO_OFFICE = (
    "This is restricted, so the partnership’s office does not see it and cannot find anybody. Choose somebody yourself."
)
GONE_BY = "That day has gone by. Give a day from today on."
WHO_LOOKS = "Only the person who was asked to look at this can do that, and only until it is taken back."
WHO_FINDS = "Only the partnership’s officer, who was asked to find somebody, can do that."
WHO_TAKES_BACK = "Only people who act for the side that asked, or the partnership’s officer, can take it back."
OVER = "Nothing waits here any more: a word was given, or it was taken back. Read how it stands now."
NOT_OF_NEITHER = (
    "You belong to one of the two sides by now, so you cannot look at this as somebody of neither. Say that you "
    "cannot. The side that asked can also take it back, and ask somebody else."
)
TAKEN_ALREADY = "You have said already that you will look at it."


def asking_refusal(standings: Collection[Standing], *, ended: bool, waiting: Collection[Side]) -> str | None:
    """Return why nobody can be asked for fresh eyes, in a sentence; None means that they can.

    ``waiting`` are the sides that have asked and wait for a word: each side asks one person at a time.
    """
    if ended:
        return ENDED
    standing = of_a_side(standings)
    if standing is None:
        return WHO_ASKS
    return ONE_AT_A_TIME if standing.side in waiting else None


def of_who_looks(standings: Iterable[Standing]) -> Standing | None:
    """Return the standing of whoever was asked to look; None for anybody else."""
    return next((one for one in standings if one.capacity is Capacity.FRESH_EYES), None)


def of_the_office(standings: Iterable[Standing]) -> Standing | None:
    """Return the standing of the office, which finds somebody; None for anybody else."""
    return next((one for one in standings if one.capacity is Capacity.OFFICER), None)


def sides_refusal(sides: Iterable[str]) -> str | None:
    """Return why whoever was asked can say nothing as of neither side: by a seat they are of one now."""
    return NOT_OF_NEITHER if any(sides) else None


def of_who_takes_back(standings: Iterable[Standing], asked: Side) -> Standing | None:
    """Return the standing by which somebody takes back what a side asked: of that side, or of the office."""
    standings = tuple(standings)
    own = (one for one in standings if takes_part(one) and one.side is asked)
    return next(own, None) or of_the_office(standings)


def by_working_days(today: date, calendar: Calendar) -> dict[int, date]:
    """Return the day on which each of ``CHOICES`` is over, if somebody asks today."""
    return {number: add_working_days(today, number, calendar) for number in CHOICES}
