"""What is asked once a difference has ended: was I heard, and some weeks later what has changed for the child.

None of it moves anything. Whoever took part may say how it went; each side is asked once what has changed.
"""

from collections.abc import Collection

from commonground.procedures.seats import SPEAKING, takes_part
from commonground.procedures.situation import Standing
from commonground.procedures.steps import NOT_A_SIDE, of_a_side
from commonground.procedures.terms import Capacity, End, Side, Term

TOOK_PART = SPEAKING | {Capacity.JOINED, Capacity.HELPING, Capacity.FACILITATING, Capacity.CHECKING}
"""The capacities of those who took part, and are asked how it went."""

ASKED_AFTER = frozenset({End.RESOLVED, End.NOT_RESOLVED, End.WITHDRAWN})
"""The ends after which both sides are asked what has changed: not where it went elsewhere or is kept on record."""

USUAL_WEEKS = 5
"""After how many weeks both sides are asked, unless an area sets another of ``agreement.WEEKS``."""

FEWEST = 5
"""Of fewer people no totals are shown: they could tell who answered what."""


class Went(Term):
    """How somebody answers how it went."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class Helped(Term):
    """Whether what was agreed or decided has helped the child."""

    HELPED = "helped", "Yes, it has helped"
    TOO_EARLY = "too_early", "It is too early to say"
    NOT_HELPED = "not_helped", "No, it has not helped"


STILL_OPEN = "This has not ended yet. You will be asked how it went when it has."
NOT_IN_IT = "Only people who took part are asked how it went."
ONCE = "You have said how it went already. Thank you."
NOBODY_ELSE = "Choose somebody who took part in this, and not yourself."
READS_NO_MORE = "They do not read this any more, so your thanks would not reach them. Thank them in person."
NOT_ASKED = "Your side is not asked now what has changed: it is asked some weeks after the end, once."


def feedback_refusal(standings: Collection[Standing], *, ended: bool, given: bool = False) -> str | None:
    """Return why somebody does not say how it went, in a sentence; None when they do, which is once: ``given``."""
    if not ended:
        return STILL_OPEN
    if not any(one.capacity in TOOK_PART for one in standings):
        return NOT_IN_IT
    return ONCE if given else None


def thanks_refusal(own: Collection[Standing], *, took_part: bool, reads: bool) -> str | None:
    """Return why somebody cannot thank another, in a sentence; None when they can.

    Whoever acts for a side can thank anybody else who ``took_part`` by name, of either side or beside both, as long as
    that person ``reads`` it.
    """
    if of_a_side(own) is None:
        return NOT_A_SIDE
    if not took_part:
        return NOBODY_ELSE
    return None if reads else READS_NO_MORE


def sent_refusal(
    standings: Collection[Standing], *, ended: bool, given: bool, says: bool, thanks: bool, anybody: bool
) -> str | None:
    """Return why what somebody sends of how it went is not taken, in a sentence; None when it is.

    They said so before (``given``) or not; now they say it, thank, or do neither; and there is ``anybody`` to thank.
    Whoever sends nothing, where nothing is left to be asked, has said it in another window.
    """
    nothing_left = given and not anybody and not thanks
    if sentence := feedback_refusal(standings, ended=ended, given=given and (says or nothing_left)):
        return sentence
    return NOBODY_ELSE if thanks and not anybody else None


def asks_side(still_asked: str, standings: Collection[Standing]) -> Side | None:
    """Return the side for which somebody is asked what has changed; None when they are not.

    ``still_asked`` is which sides have still to say: a side, both, or nothing.
    """
    own = (one.side for one in standings if takes_part(one))
    return next((side for side in own if side and still_asked in {side.value, BOTH}), None)


BOTH = "both"


def left_to_ask(still_asked: str, side: Side) -> str:
    """Return which sides have still to say, once this one has said."""
    return side.other.value if still_asked == BOTH else ""
