"""The pages on which a part of a definition is asked: what it is called, their headings, and what a new one says."""

from collections.abc import Mapping

from commonground.procedures.asking import StandIn
from commonground.procedures.beside_stages import Check, SideRoute, Strategy
from commonground.procedures.definition import (
    Allowance,
    Clock,
    Limit,
    Priority,
    Procedure,
    Reopening,
    Scale,
    Scope,
    Stage,
    Tell,
)
from commonground.procedures.terms import Event

CALLED: Mapping[type, str] = {
    Procedure: "procedure", Stage: "stage", Clock: "clock", Limit: "limit", Priority: "choice", Check: "look",
    SideRoute: "way to get help", Strategy: "step", Allowance: "agreement", Reopening: "time", Tell: "notice",
    Scale: "scale", Scope: "question", StandIn: "stand-in",
}  # fmt: skip
"""What one of each is called on a button."""

PAGES: Mapping[type, Mapping[str, str]] = {
    Procedure: {
        "name": "What it is called",
        "hours": "The office day",
        "about": "What it is for",
        "sides": "What both sides may do",
    },
    Stage: {"people": "Name and who acts", "standing": "How formal it is", "words": "What people should do"},
    SideRoute: {"name": "What it is", "still": "Whether clocks stand still"},
    Clock: {"time": "How long", "starts": "What starts it", "ends": "What ends it", "over": "When the time is over"},
    Limit: {"time": "How long", "starts": "What starts it", "ends": "What ends it", "over": "When the time is over"},
}
"""The pages of what is asked on more than one, with their headings; everything else is asked on one."""


NEW: Mapping[type, Mapping[str, tuple[Event, ...]]] = {
    Clock: {
        "starts": (Event.RAISED, Event.ESCALATED, Event.SKIPPED),
        "ends": (Event.AGREED, Event.ESCALATED, Event.SKIPPED, Event.WITHDRAWN, Event.REDIRECTED, Event.NOT_RESOLVED),
    },
    Limit: {
        "starts": (Event.RAISED,),
        "ends": (Event.AGREED, Event.WITHDRAWN, Event.REDIRECTED, Event.NOT_RESOLVED),
    },
}
"""What a new one says until somebody says otherwise: how a clock of nearly every procedure runs. Never a figure."""
