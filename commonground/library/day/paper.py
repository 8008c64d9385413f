"""A day as blank sheets of A4, to fill in by hand: the same parts and prompts as the page has."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from commonground.library.day.shape import AnswerSource, DayType, Lens, Part, Tells, shipped
from commonground.library.safety import SAFETY
from commonground.printing import Content, printed

TEMPLATE = Path(__file__).parents[1] / "templates" / "library" / "day" / "sheet.typ"
MADE = datetime(2026, 11, 1, tzinfo=UTC)
"""The moment that a blank sheet says it is from: it is the same for everybody, so it is made once."""


@lru_cache(maxsize=32)
def blank(key: str) -> bytes:
    """Return the sheets of a version, as a PDF."""
    version = shipped()[key]
    content: dict[str, Content] = {
        "title": f"A day in the life: {version.title.lower()}",
        "about": version.about,
        "first": version.first,
        "lenses": [one.label for one in Lens],
        "types": [one.label for one in DayType],
        "known": [one.label for one in AnswerSource],
        "tells": [one.label for one in Tells],
        "parts": [_row(number, part) for number, part in enumerate(version.parts, start=1)],
        "came": version.came,
        "safety": SAFETY,
    }
    return printed(TEMPLATE, content, at=MADE)


def _row(number: int, part: Part) -> Content:
    return {
        "name": f"{number}. {part.name}",
        "hours": ", ".join(map(str, part.hours)) or "Ask about the whole day",
        "prompts": part.questions,
        "well": part.well,
    }
