"""The steps of resolving well: what people do in the middle of a difference so that they understand each other.

No step moves a clock, keeps an act back or changes where a difference stands. Each can be passed by.
"""

from collections.abc import Iterable

from commonground.procedures.seats import takes_part
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Capacity, Term


class Step(Term):
    """One step; its label is what an entry of that kind tells, in a few words."""

    ACTION_NOTED = "action_noted", "Somebody has something to do by a day"
    ACTION_DONE = "action_done", "An action is done"
    ACTION_SET_ASIDE = "action_set_aside", "An action is not needed any more"
    ACTION_HANDED_OVER = "action_handed_over", "An action was handed over"
    STILL_SEES = "still_sees", "What somebody still sees differently was noted beside an agreement"
    ENTRY_AGREED = "entry_agreed", "A side agreed with what an entry says"
    ENTRY_OTHERWISE = "entry_otherwise", "A side said that it sees otherwise what an entry says"
    CORRECTED = "corrected", "A side said what is right in an entry of its own"
    SIDE_VIEW = "side_view", "What one side sees was shared"
    CHILD_DAY = "child_day", "What one side knows of a day of the child was shared"
    ADULTS = "adults", "What one side knows of the adults in the child’s life was shared"
    TIMELINE = "timeline", "What one side knows of days that matter was shared"
    REFERRED = "referred", "It was noted that an injury was referred"
    SAY_BACK = "say_back", "One side said back how it understands the other"
    HEARD = "heard", "One side said whether it is understood"
    PLACE_ON_CHART = "place_on_chart", "A side placed what it sees on the threshold chart"
    SHOW_CHART = "show_chart", "What was placed on the threshold chart was shown"
    GIVE_NUMBER = "give_number", "A side gave its number"
    SHOW_NUMBERS = "show_numbers", "Both sides’ numbers were shown"
    ADD_TO_CHART = "add_to_chart", "A side added to what it placed on the threshold chart"
    POINT = "point", "A line was put on the lists of what is agreed and not agreed"
    STAND = "stand", "One side said where it stands on a line of the lists"
    TAKEN_OFF = "taken_off", "A line was taken off the lists"
    THANKED = "thanked", "Somebody was thanked"
    WHAT_CHANGED = "what_changed", "What has changed for the child was told"
    MEETING_PROPOSED = "meeting_proposed", "Somebody proposed to meet"
    MEETING_SET = "meeting_set", "A time was chosen for a meeting"
    MEETING_CHANGED = "meeting_changed", "A meeting was changed"
    MEETING_CANCELLED = "meeting_cancelled", "A meeting was cancelled"
    MEETING_HELD = "meeting_held", "A meeting was held"
    MINUTES_WRITTEN = "minutes_written", "What was decided at a meeting was written down"
    MINUTES_AGREED = "minutes_agreed", "A side agreed the minutes of a meeting"
    DISSENTED = "dissented", "Somebody does not agree with what a meeting decided"
    FRESH_EYES_ASKED = "fresh_eyes_asked", "Somebody was asked to look at this with fresh eyes"
    FRESH_EYES_FOUND = "fresh_eyes_found", "The partnership’s office found somebody to look with fresh eyes"
    FRESH_EYES_TAKEN = "fresh_eyes_taken", "Somebody looks at this with fresh eyes"
    FRESH_EYES_CANNOT = "fresh_eyes_cannot", "Nobody could look at this with fresh eyes"
    FRESH_EYES_GIVEN = "fresh_eyes_given", "Somebody said what they see with fresh eyes"
    FRESH_EYES_TAKEN_BACK = "fresh_eyes_taken_back", "Fresh eyes are no longer asked for"


NOT_A_SIDE = "Only people who act for one of the two sides can do this. You can read what they wrote."

STANDS_IN = "You stand in for this side. What its agency knows is written by that agency’s own people."


def of_a_side(standings: Iterable[Standing]) -> Standing | None:
    """Return the standing by which somebody takes a step for a side, at any stage; None when they act for none."""
    return next((one for one in standings if takes_part(one)), None)


def side_refusal(situation: Situation, standings: Iterable[Standing], over: str) -> str | None:
    """Return why somebody takes no step for a side, in a sentence; None when they can.

    ``over`` is what they are told once it has ended.
    """
    if of_a_side(standings) is None:
        return NOT_A_SIDE
    return None if situation.open else over


def agency_refusal(
    situation: Situation, standings: Iterable[Standing], over: str, *, stands_in: bool
) -> str | None:  # fmt: skip
    """Return why somebody does not write what a side's agency knows, in a sentence; None when they can.

    ``stands_in`` is whether they act for the side from a post of another agency, as its own line is empty.
    """
    return side_refusal(situation, standings, over) or (STANDS_IN if stands_in else None)


def of_a_side_or_let_in(standings: Iterable[Standing]) -> Standing | None:
    """Return the same, or that of somebody let in by a pass, who takes it for the side that they were let in for."""
    return next((one for one in standings if takes_part(one) or (one.side and one.capacity is Capacity.GUEST)), None)
