"""Changes of mind in what was answered: before and after, next to each other. Nothing is read and nothing decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commonground.differences.models import View
from commonground.differences.when import short_moment
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
    after = next((view for view in reversed(views) if view.before), None)
    before = next((view for view in views if after and view.number == after.before), None)
    return ChangeOfMind(_told(before, now), _told(after, now)) if before and after else None


def _told(view: View, now: datetime) -> Told:
    return Told(Answer(view.answer).label, view.worry, f"{view.by.name}, {short_moment(view.at, now)}")
