"""What each side placed on its chart, as one row of both sides: the phrases, where they stand, and what was seen."""

from collections.abc import Iterable

from commonground.differences.models import Difference
from commonground.differences.thresholds.in_words import where
from commonground.differences.thresholds.reading import Placed
from commonground.govuk.components import Cell, CellFact, Row
from commonground.procedures.terms import Side

LABEL = "What each side placed on the threshold chart"


def placed_row(row: Difference, placed: Iterable[Placed]) -> tuple[Row, ...]:
    """Return what is shown as one row; none before anything is. Nothing is counted, and no level is worked out."""
    shown = sorted((one for one in placed if one.placement.shown_at), key=lambda one: one.is_now(row))
    of = {one.side: _cell(row, one) for one in shown}
    return (Row(LABEL, of.get(Side.RAISING), of.get(Side.RESPONDING)),) if of else ()


def _cell(row: Difference, one: Placed) -> Cell:
    placement = one.placement
    chart = str(placement.edition or placement.area)
    note = chart if one.is_now(row) else f"{one.whose(row)}, on {chart}"
    if placement.unused:
        return Cell(placement.why, lead="We do not use this chart.", note=note)
    facts = tuple(CellFact(mark.phrase, f"{where(one, mark)}. {mark.seen} ({mark.seen_by})") for mark in one.marks)
    return Cell("" if facts else placement.why, note=note, facts=facts)
