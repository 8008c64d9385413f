"""Making evidence: the worker does it, sheet by sheet and then file by file, each in a transaction of its own."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from commonground.insight.evidence.models import Evidence
from commonground.insight.evidence.parts import PARTS, Part
from commonground.now import LONDON
from commonground.printing import printed
from commonground.spreadsheets import OPEN_DOCUMENT, WORKBOOK, ZIPPED, open_document, separated, workbook

PAPER = Path(__file__).parents[1] / "templates" / "insight" / "evidence" / "evidence.typ"
MOST_ON_PAPER = 1_000
"""So many rows of a sheet stand on paper; the spreadsheet has all of them."""

Sheet = tuple[str, list[list[str]]]


def make(evidence: UUID, at: datetime) -> None:
    """Make what was asked for; the worker calls it, perhaps twice."""
    while go_on(evidence, at):
        pass


@transaction.atomic
def go_on(evidence: UUID, at: datetime) -> bool:
    """Make the next sheet or file, and say if there is more to do. What was forgotten meanwhile is passed over."""
    rows = Evidence.objects.select_for_update(of=("self",)).select_related("partnership", "agency", "asked_by")
    row = rows.filter(pk=evidence, finished_at=None, forgotten_at=None).first()
    if row is None:
        return False
    row.total = len(PARTS) + len(FILES)
    if row.done < len(PARTS):
        part = PARTS[row.done]
        row.content = [*row.content, _of(part, row)]
        changed = "content"
    else:
        changed, _, drawn = FILES[row.done - len(PARTS)]
        setattr(row, changed, drawn(row))
    row.done += 1
    if row.done == row.total:
        row.content, row.finished_at = [], at
    row.save(update_fields=["done", "total", "finished_at", "content", changed])
    return row.finished_at is None


def _of(part: Part, row: Evidence) -> dict[str, Any]:
    return {"name": part.name, "says": part.says(row), "rows": part.rows(row), "heads": part.heads}


def sheets(row: Evidence) -> list[Sheet]:
    """Return the sheets by name, each with what it says and who had it made above its rows."""
    return [(one["name"], [[one["says"]], [made_by(row)], [], *one["rows"]]) for one in row.content]


def made_by(row: Evidence) -> str:
    """Return who had it made, when and for what: it stands on each sheet and on each page of the paper."""
    at = row.asked_at.astimezone(LONDON)
    return f"{row}. Made by {row.asked_by.name} on {at:%-d %B %Y, %H:%M}."


def paper(row: Evidence) -> bytes:
    """Return it as a PDF that screen readers can read."""
    whose = row.agency.name if row.agency else f"All agencies of {row.partnership}"
    parts: list[dict[str, Any]] = []
    for one in row.content:
        head, *rows = one["rows"]
        shown = rows[:MOST_ON_PAPER]
        more = len(rows) - len(shown)
        parts.append(
            {
                "name": one["name"], "says": one["says"], "tables": _tables(head, shown, one["heads"]),
                "more": f"{more:,} more rows stand in the spreadsheet." if more else "",
            }
        )  # fmt: skip
    content: dict[str, Any] = {"title": f"Evidence: {whose}", "about": made_by(row), "parts": parts}
    return printed(PAPER, content, at=row.asked_at)


def _tables(head: list[str], rows: list[list[str]], heads: int) -> list[dict[str, Any]]:
    """Return rows as tables of their own, where the first cells of several are the same and head them."""
    found = []
    for cells, those in groupby(rows, lambda cells: cells[:heads]):
        said = [*cells[:1], *(f"{name}: {cell}" for name, cell in zip(head[1:], cells[1:], strict=False) if cell)]
        found.append(
            {"name": ". ".join(said) if heads else "", "head": head[heads:], "rows": [one[heads:] for one in those]}
        )
    return found


FILES: tuple[tuple[str, str, Callable[[Evidence], bytes]], ...] = (
    ("ods", OPEN_DOCUMENT, lambda row: open_document(sheets(row))),
    ("xlsx", WORKBOOK, lambda row: workbook(sheets(row))),
    ("csv", ZIPPED, lambda row: separated([(one["name"], one["rows"]) for one in row.content])),
    ("pdf", "application/pdf", paper),
)
"""Each file: its column, what it is, and how it is drawn from the sheets."""
