"""What the page of behaviours reads besides figures: what staff said last, and what leaders say today."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from commonground.assurance.models import Round
from commonground.assurance.survey.presenting import Asked, People, results_of
from commonground.assurance.survey.queries import agencies_asked, last_settled
from commonground.briefings.promoting.models import LeaderWords
from commonground.briefings.promoting.terms import Saying
from commonground.insight.behaviours.words import LEADERS


@dataclass(frozen=True, slots=True)
class Staff:
    """What staff of a whole area said in the last survey that is over, by theme, and how many of them are in it."""

    round: Round
    people: People
    asked: Mapping[str, Asked]


def staff_say(area: UUID) -> Staff | None:
    """Return what staff of an area said last, of all agencies as one; None where no survey is over."""
    row = last_settled([area]).select_related("partnership").first()
    results = results_of(row, (), everybody=False) if row else None
    if row is None or results is None:
        return None
    return Staff(row, results.people[0], {one.theme.key: one for one in results.asked})


def leaders_say(area: UUID, on: date) -> dict[str, Any]:
    """Return in how many agencies of an area leaders say what, on a day, as figures are told."""
    agencies = agencies_asked(area)
    said: dict[UUID, set[str]] = defaultdict(set)
    for agency, kind in LeaderWords.objects.standing(on).filter(agency__in=agencies).values_list("agency", "kind"):
        said[agency].add(kind)
    found = Counter(_says(said[one]) for one in agencies)
    (table,) = LEADERS.tables
    rows = {row: found[row] for row, _ in table.rows}
    return {"total": len(agencies), "tables": {table.key: {"open": True, "rows": rows}}}


def _says(kinds: set[str]) -> str:
    """Return in which row an agency is whose leaders say this."""
    if kinds >= {Saying.STATEMENT.value, Saying.EXAMPLE.value}:
        return "both"
    return next(iter(kinds), "neither")
