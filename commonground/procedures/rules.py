"""The one door to the rules: who may do what, what it does, its clocks, and its memory.

Pages, the programming interface, jobs and tests all ask here.
"""

from commonground.procedures.permitting import Refused, acting, offers, raising_as, refusal, refusal_to_let_in
from commonground.procedures.replaying import dump, facts, replay, restore
from commonground.procedures.taking import Move, clock_ran_out, raise_, stepped_over, take
from commonground.procedures.timing import ClockState, binding, clocks

__all__ = [
    "ClockState",
    "Move",
    "Refused",
    "acting",
    "binding",
    "clock_ran_out",
    "clocks",
    "dump",
    "facts",
    "offers",
    "raise_",
    "raising_as",
    "refusal",
    "refusal_to_let_in",
    "replay",
    "restore",
    "stepped_over",
    "take",
]
