"""The one door to the rules: who may do what, what it does, its clocks, and its memory.

Pages, the programming interface, jobs and tests all ask here.
"""

from commonground.procedures.going_back import by_leads
from commonground.procedures.moves import Move, told_by_edition
from commonground.procedures.permitting import (
    Refused,
    acting,
    offers,
    raising_as,
    refusal,
)
from commonground.procedures.raising import not_raised_yet, raise_
from commonground.procedures.replaying import dump, facts, replay, restore
from commonground.procedures.taking import clock_ran_out, pause_ended, stepped_over, take
from commonground.procedures.timing import ClockState, binding, clocks
from commonground.procedures.together import asked_about, asking, concerned, given_more, no_room, reopening_ends

__all__ = [
    "ClockState",
    "Move",
    "Refused",
    "acting",
    "asked_about",
    "asking",
    "binding",
    "by_leads",
    "clock_ran_out",
    "clocks",
    "concerned",
    "dump",
    "facts",
    "given_more",
    "no_room",
    "not_raised_yet",
    "offers",
    "pause_ended",
    "raise_",
    "raising_as",
    "refusal",
    "reopening_ends",
    "replay",
    "restore",
    "stepped_over",
    "take",
    "told_by_edition",
]
