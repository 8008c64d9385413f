"""What agencies say beside what staff say: one line for a partnership, and one for each agency that is read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonground.assurance.bars import Row, boxes
from commonground.assurance.models import Assessment, Round
from commonground.assurance.returns.queries import Stands, moderated
from commonground.assurance.returns.rules import FIGURES
from commonground.assurance.survey.presenting import TOGETHER, Results
from commonground.assurance.themes import Theme


@dataclass(frozen=True, slots=True)
class Says:
    """What one agency says of itself by one standard, and the officer’s figure where there is one."""

    figure: int
    level: str
    officer: int | None

    @property
    def boxes(self) -> tuple[tuple[int, bool], ...]:
        """The agency’s figure as boxes."""
        return boxes(self.figure)


@dataclass(frozen=True, slots=True)
class Line:
    """One agency, or small groups together: what it says, and what its staff say; either can be unknown."""

    name: str
    says: Says | None
    staff: Row | None
    together: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """One theme: what all agencies say and all staff say, and the same of each that is read."""

    theme: Theme
    agencies: tuple[tuple[int, int], ...]
    """How many agencies say 0, 1, 2 and 3."""
    unknown: int
    """How many agencies have not submitted what they say to it."""
    staff: Row | None
    lines: tuple[Line, ...]
    asks_agencies: bool
    asks_staff: bool


def beside(
    round_: Round | None, results: Results | None, assessment: Assessment | None, rows: Sequence[Stands],
    read: Sequence[str],
) -> list[Beside]:  # fmt: skip
    """Return every theme that either asks. ``rows`` are all agencies' returns; ``read`` names those that are shown."""
    asked_staff = {one.key: one for one in round_.themes} if round_ and results else {}
    asked_agencies = {one.key: one for one in assessment.themes} if assessment else {}
    staff = {one.theme.key: {row.name: row for row in one.rows} for one in results.asked} if results else {}
    found = []
    for key, theme in {**asked_staff, **asked_agencies}.items():
        says = {one.agency.name: _says(one, theme) for one in rows} if key in asked_agencies else {}
        told = staff.get(key, {})
        counted = Counter(one.figure for one in says.values() if one)
        lines = [Line(name, says.get(name), told.get(name)) for name in read]
        if TOGETHER in told:
            lines.append(Line(TOGETHER, None, told[TOGETHER], together=True))
        found.append(
            Beside(
                theme, tuple((figure, counted[figure]) for figure in FIGURES), len(says) - sum(counted.values()),
                told.get(str(round_.partnership)) if round_ else None, tuple(lines), key in asked_agencies,
                key in asked_staff,
            )
        )  # fmt: skip
    return found


def _says(stands: Stands, theme: Theme) -> Says | None:
    """Return what an agency submitted last by a standard; nothing where it has not submitted."""
    last = stands.last
    one: Mapping[str, Any] | None = last.answers.get(theme.key) if last else None
    if one is None:
        return None
    said = moderated(last)
    return Says(one["figure"], theme.levels[one["figure"]], said.figures.get(theme.key) if said else None)
