"""Returns as pages draw them: what is said by each standard, and what has changed since the return before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonground.assurance.bars import boxes
from commonground.assurance.models import Assessment, Moderation, Submitted
from commonground.assurance.returns.queries import figure_of
from commonground.assurance.returns.rules import Now, complete
from commonground.assurance.themes import Theme
from commonground.govuk.dates import in_words

COLOURS = {
    Now.NOT_BEGUN: "grey",
    Now.BEGUN: "light-blue",
    Now.SUBMITTED: "yellow",
    Now.ASKED: "purple",
    Now.AGREED: "green",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What is said by one standard; ``moderated`` is the officer's figure, ``before`` that of the return before."""

    theme: Theme
    figure: int | None
    evidence: str
    improvement: str
    owner: str
    by_when: str
    whole: bool
    moderated: int | None
    before: int | None
    before_in: str

    @property
    def boxes(self) -> tuple[tuple[int, bool], ...]:
        """The agency's figure as boxes."""
        return boxes(self.figure or 0)

    @property
    def level(self) -> str:
        """What the figure means."""
        return self.theme.levels[self.figure] if self.figure is not None else ""

    @property
    def changed(self) -> str:
        """What has changed since the return before, in a sentence; nothing where there was none."""
        if self.before is None or self.figure is None:
            return ""
        if self.before == self.figure:
            return f"The same as in “{self.before_in}”."
        return f"It was {self.before} in “{self.before_in}”."


def lines_of(
    assessment: Assessment, answers: Mapping[str, Any], earlier: Submitted | None, said: Moderation | None = None
) -> list[Line]:
    """Return what is said by each standard of a return."""
    found = []
    for theme in assessment.themes:
        one = answers.get(theme.key) or {}
        day = one.get("by_when") or ""
        found.append(
            Line(
                theme, one.get("figure"), one.get("evidence") or "", one.get("improvement") or "",
                one.get("owner") or "", in_words(date.fromisoformat(day)) if day else "", complete(one),
                said.figures.get(theme.key) if said else None, figure_of(earlier, theme.key),
                earlier.assessment.title if earlier else "",
            )
        )  # fmt: skip
    return found


def tag_of(now: Now) -> dict[str, str]:
    """Return how a return stands, as a tag."""
    return {"text": now.label, "colour": COLOURS[now]}
