"""The seven behaviours as their page shows them: what was told of each, what staff say, and what is not measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonground.assurance.survey.presenting import Asked
from commonground.insight.behaviours.queries import Staff
from commonground.insight.behaviours.words import BEHAVIOURS, LEADERS, Behaviour, Measure
from commonground.insight.models import Told
from commonground.insight.presenting import ShownTable, shown_table, words

NOT_MEASURED = "not measured"
COUNTED_BEFORE = "This time was counted before Common Ground counted this. Later times have it."


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """One measure: what is counted, how many in all, and its table; None where that time was not counted by it."""

    name: str
    says: str
    whole: str
    nought: bool
    table: ShownTable | None


@dataclass(frozen=True, slots=True)
class ShownBehaviour:
    """One behaviour: its measures, what staff say, and both in a few words."""

    of: Behaviour
    measures: tuple[ShownMeasure, ...]
    staff: Asked | None
    measured: str
    said: str


def shown(told: Told, leaders: Mapping[str, Any], staff: Staff | None) -> list[ShownBehaviour]:
    """Return all seven in their order; ``leaders`` is told as figures are, of today."""
    tables = {**told.tables, LEADERS.key: leaders}
    return [_behaviour(one, tables, staff) for one in BEHAVIOURS]


def _behaviour(one: Behaviour, tables: Mapping[str, Any], staff: Staff | None) -> ShownBehaviour:
    measures = tuple(_measure(each, tables.get(each.subject.key)) for each in one.measures)
    counted = [f"{each.name}: {each.whole}" for each in measures if each.table]
    asked = staff.asked.get(one.theme) if staff else None
    return ShownBehaviour(one, measures, asked, "; ".join(counted) or NOT_MEASURED, _said(asked))


def _measure(measure: Measure, told: Mapping[str, Any] | None) -> ShownMeasure:
    subject = measure.subject
    if told is None:
        return ShownMeasure(measure.name, subject.says, "", nought=False, table=None)
    whole: int | None = told["total"]
    table = shown_table(measure.table, told)
    return ShownMeasure(measure.name, subject.says, words(whole), nought=whole == 0, table=table)


def _said(asked: Asked | None) -> str:
    """Return in a few words how many of the staff answered about a behaviour."""
    if asked is None:
        return "not asked"
    return f"{asked.whole.people} people" if asked.whole else "too few"
