"""Changes of mind in what was answered: before and after, next to each other. Nothing is read and nothing decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from commonground.differences.models import View
from commonground.differences.when import short_moment
from commonground.procedures.minds import changed
from commonground.procedures.terms import Answer


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as it was given: which, why, by whom and when."""

    answer: str
    why: str
    who: str


@dataclass(frozen=True, slots=True)
class ChangeOfMind:
    """What a side answered before, and what it answers now."""

    before: Told
    after: Told


def last_change(views: Sequence[View], now: datetime) -> ChangeOfMind | None:
    """Return the newest change of mind in what both sides wrote; None where nobody changed theirs."""
    answers = [view for view in views if view.answer]
    for before, after in reversed(list(pairwise(answers))):
        if changed(Answer(before.answer), Answer(after.answer), own_word=not before.told):
            return ChangeOfMind(_told(before, now), _told(after, now))
    return None


def _told(view: View, now: datetime) -> Told:
    return Told(Answer(view.answer).label, view.worry, f"{view.by.name}, {short_moment(view.at, now)}")
