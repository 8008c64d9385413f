"""A chart as its page draws it."""

from typing import Any

from commonground.library.shape import NEXT_STEPS, Box, Chart


def levels(chart: Chart) -> list[dict[str, Any]]:
    """Return the levels with their boxes, and of each phrase whether it is not confirmed."""
    return [
        {
            "number": level.number,
            "name": level.name,
            "means": level.means,
            "boxes": [_box(column, name, level.boxes[column]) for column, name in chart.columns.items()],
        }
        for level in chart.levels
    ]


def _box(column: str, name: str, box: Box) -> dict[str, Any]:
    return {
        "name": name,
        "wide": column == NEXT_STEPS,
        "note": box.note,
        "whole": box.whole,
        "doubtful": not box.confirmed and not box.unconfirmed,
        "phrases": [{"words": one, "unconfirmed": one in box.unconfirmed} for one in box.phrases],
    }
