"""What the page of behaviours reads besides figures: what staff said last, and what leaders say today."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from commonground.assurance.models import Round
from commonground.assurance.survey.presenting import Asked, People, results_of
from commonground.assurance.survey.queries import last_settled
from commonground.briefings.promoting.models import LeaderWords
from commonground.directory.models import Agency
from commonground.insight.behaviours.words import LEADERS
from commonground.procedures.terms import AgencyKind


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
    agencies = Agency.objects.filter(partnerships=area).exclude(kind=AgencyKind.PARTNERSHIP)
    words = LeaderWords.objects.standing(on).filter(agency__in=agencies.values("pk"))
    said: dict[UUID, set[str]] = defaultdict(set)
    for agency, kind in words.values_list("agency", "kind"):
        said[agency].add(kind)
    total = agencies.count()
    found = Counter(next(iter(kinds)) if len(kinds) == 1 else "both" for kinds in said.values())
    found["neither"] = total - len(said)
    (table,) = LEADERS.tables
    rows = {row: found[row] for row, _ in table.rows}
    return {"total": total, "tables": {table.key: {"open": True, "rows": rows}}}
