"""Dissent from what a conference decided, as a random walk raises it: most of it only to be kept on record."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from commonground.differences.actions import Conference
from commonground.procedures.conferences import Category, Decided, DecidedBy, Ground, Said, Sort, Whose
from commonground.procedures.terms import About, Event, Kind

ON_RECORD = 0.7
LATEST = 71
"""Hours after the conference: one more and it would be late."""


def dissent(dice: Random, at: datetime, words: dict[str, Any], chairs: list[UUID]) -> dict[str, Any]:
    """Return what a new difference says where it is dissent; ``words`` are its free ones: what, grounds, why."""
    conference = Conference(
        sort=dice.choice(list(Sort)),
        quorate=dice.random() < 0.8,
        decided=dice.choice(list(Decided)),
        what=words["what"],
        decided_by=dice.choice(list(DecidedBy)),
        said=dice.choice(list(Said)),
        ground=dice.choice(list(Ground)),
        grounds=words["grounds"],
        whose=dice.choice(list(Whose)),
        why_not_quorate=words["why"],
        category=dice.choice([None, *Category]),
        chaired_by=dice.choice([None, *chairs]),
    )
    return {
        "kind": Kind.CONFERENCE,
        "about": About.DISSENT,
        "conference": conference,
        "on_record": dice.random() < ON_RECORD,
        "before": {Event.CONFERENCE_HELD: at - timedelta(hours=dice.randint(1, LATEST))},
        "responding_team": None,
        "responding_person": None,
        "tried": None,
    }
