"""What agencies say beside what staff say: one line for a partnership, and one for each agency that is read."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from commonground.assurance.bars import Row, boxes
from commonground.assurance.models import Assessment, Round
from commonground.assurance.returns.queries import Stands, moderated
from commonground.assurance.returns.rules import FIGURES, Now
from commonground.assurance.survey.presenting import TOGETHER, Results
from commonground.assurance.themes import Theme
from commonground.directory.models import Agency

OTHERS = 3
"""Other agencies whose agreed returns a lead reads together at least."""


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
    """How many agencies say 0, 1, 2 and 3; nothing where it is not told yet."""
    staff: Row | None
    lines: tuple[Line, ...]
    asks_agencies: bool
    asks_staff: bool


def beside(
    round_: Round | None, results: Results | None, assessment: Assessment | None, *, own: Sequence[Stands],
    counted: Sequence[Stands] | None, read: Sequence[Agency],
) -> list[Beside]:  # fmt: skip
    """Return every theme that either asks, for whoever reads these agencies.

    ``own`` are their returns; ``counted`` the returns that are counted for the area, None where that is not told yet.
    """
    asked_staff = {one.key: one for one in round_.themes} if round_ and results else {}
    asked_agencies = {one.key: one for one in assessment.themes} if assessment else {}
    staff = {one.theme.key: one for one in results.asked} if results else {}
    found = []
    for key, theme in {**asked_staff, **asked_agencies}.items():
        says = {one.agency.pk: _says(one, theme) for one in own} if key in asked_agencies else {}
        told = staff.get(key)
        rows = {row.agency: row for row in told.alone} if told else {}
        lines = [Line(one.name, says.get(one.pk), rows.get(one.pk)) for one in read]
        if told and told.together:
            lines.append(Line(TOGETHER, None, told.together, together=True))
        found.append(
            Beside(
                theme, _figures(counted, theme) if key in asked_agencies else (), told.whole if told else None,
                tuple(lines), key in asked_agencies, key in asked_staff,
            )
        )  # fmt: skip
    return found


def counted_for(rows: Sequence[Stands], own: Collection[UUID], *, watches: bool, over: bool) -> list[Stands] | None:
    """Return the returns whose figures are counted: to whoever watches the area all that were submitted.

    To a lead only what was agreed, once the deadline is over and three other agencies are among them; else None.
    """
    if watches:
        return [one for one in rows if one.last]
    agreed = [one for one in rows if one.now is Now.AGREED]
    others = sum(one.agency.pk not in own for one in agreed)
    return agreed if over and others >= OTHERS else None


def _figures(counted: Sequence[Stands] | None, theme: Theme) -> tuple[tuple[int, int], ...]:
    """Return how many agencies say 0, 1, 2 and 3; nothing where it is not told yet."""
    if counted is None:
        return ()
    found = Counter(one.figure for one in (_says(stands, theme) for stands in counted) if one)
    return tuple((figure, found[figure]) for figure in FIGURES)


def _says(stands: Stands, theme: Theme) -> Says | None:
    """Return what an agency submitted last by a standard; nothing where it has not submitted."""
    last = stands.last
    one: Mapping[str, Any] | None = last.answers.get(theme.key) if last else None
    if one is None:
        return None
    said = moderated(last)
    return Says(one["figure"], theme.levels[one["figure"]], said.figures.get(theme.key) if said else None)
