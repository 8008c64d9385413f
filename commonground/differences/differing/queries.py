"""The lists of a difference. The caller has found it through ``visible_to``."""

from uuid import UUID

from django.db.models import QuerySet

from commonground.differences import reading
from commonground.differences.differing.sources import Source, sources
from commonground.differences.models import Difference, Point
from commonground.differences.side_views.queries import shared
from commonground.procedures.differing import Listed, lists_refusal
from commonground.procedures.steps import of_a_side
from commonground.procedures.terms import Side
from commonground.questions import Blank, Question


@Question
def _points(difference: Blank) -> QuerySet[Point]:
    return Point.objects.of(difference).filter(taken_off_at=None).order_by("number")


def points(difference: UUID) -> tuple[Point, ...]:
    """Return the lines that stand on the lists, in the order in which they were put there, in one query."""
    return tuple(_points(difference=difference))


def not_agreed(row: Difference) -> tuple[Point, ...]:
    """Return what is not agreed: the agenda of a meeting, and what the next stage reads first."""
    return tuple(one for one in points(row.pk) if one.listed is Listed.NOT_AGREED) if row.lines else ()


def all_sources(row: Difference) -> tuple[Source, ...]:
    """Return what a line can be drawn from: one query, or two where a side has shared what it sees."""
    return sources(row, reading.views(row), shared(row.pk) if row.side_views else ())


def side_of_lists(here: reading.Standpoint) -> Side | None:
    """Return the side for which somebody works on the lists now; None for whoever only reads them."""
    standing = of_a_side(here.standings)
    refusal = lists_refusal(here.situation, here.standings, begun=bool(here.difference.lines))
    return standing.side if standing and refusal is None else None
