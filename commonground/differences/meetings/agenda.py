"""What a meeting is about: what its caller wrote, what both sides have not agreed, and what is read out first."""

from collections.abc import Sequence

from commonground.differences.differing.queries import not_agreed
from commonground.differences.models import Difference, Meeting, View
from commonground.procedures.terms import Side


def from_lists(row: Difference) -> list[str]:
    """Return the lines of what the two sides have not agreed, from their lists; none while there are no lists."""
    return [one.text for one in not_agreed(row)]


def agenda(row: Difference, meeting: Meeting) -> tuple[str, ...]:
    """Return what a meeting is about, line by line: by the lists of today, or as they were when it was held."""
    lines = from_lists(row) if meeting.agenda is None else meeting.agenda
    return (*((meeting.about,) if meeting.about else ()), *lines)


def read_out(views: Sequence[View]) -> tuple[tuple[str, str], ...]:
    """Return what is read out at the start, each with its label: the worry as it was raised, and what is asked now."""
    raising = [view for view in views if view.side == Side.RAISING]
    worry = next((view.worry for view in raising if view.worry), "")
    ask = next((view.ask for view in reversed(raising) if view.ask), "")
    return tuple((label, text) for label, text in (("The worry", worry), ("What is asked", ask)) if text)
