"""What a side placed on a chart, in the words of an entry."""

from commonground.differences.thresholds.models import Mark
from commonground.differences.thresholds.reading import Placed

UNUSED = "We do not use this chart."
ELSEWHERE = "In our own words"


def in_words(one: Placed) -> str:
    """Return what a side placed: which chart, each phrase with what was seen, and what would change its mind."""
    row = one.placement
    if row.unused:
        return f"{UNUSED} {row.why}".strip()
    lines = [f"Chart: {row.edition.title}" if row.edition else f"Chart: that of {row.area}"]
    lines += [mark_words(one, mark) for mark in one.marks]
    lines += [f"What would change our mind: {row.would_change}"] if row.would_change else []
    return "\n".join(lines)


def mark_words(one: Placed, mark: Mark) -> str:
    """Return one phrase, where it stands, and what was seen by whom."""
    own = " (our own words)" if mark.own else ""
    return f"{where(one, mark)}: {mark.phrase}{own}. Seen: {mark.seen} By: {mark.seen_by}"


def where(one: Placed, mark: Mark) -> str:
    """Return in which box of the chart a phrase stands."""
    chart = one.chart
    if chart is None or mark.level is None:
        return ELSEWHERE
    level = chart.levels[mark.level - 1]
    return f"Level {level.number} ({level.name}), {chart.columns[mark.column]}"
