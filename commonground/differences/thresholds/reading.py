"""What was placed on a chart, as whoever asks may read it: their own side's, and all that is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from commonground.differences.models import Difference
from commonground.differences.reading import Standpoint
from commonground.differences.thresholds.models import Mark, Placement
from commonground.directory.models import Partnership
from commonground.library.models import ChartEdition
from commonground.library.queries import charts_of
from commonground.library.shape import Chart
from commonground.procedures.terms import Side
from commonground.questions import Blank, Question


@dataclass(frozen=True, slots=True)
class Placed:
    """What one side placed, with the phrases that it chose."""

    placement: Placement
    marks: tuple[Mark, ...]

    @property
    def side(self) -> Side:
        """The side whose it is."""
        return Side(self.placement.side)

    @property
    def chart(self) -> Chart | None:
        """The chart that it was placed on; None for one that stands elsewhere, or that nobody has named."""
        edition = self.placement.edition
        return edition.chart if edition and edition.here else None

    def is_now(self, row: Difference) -> bool:
        """Whether the agency that placed it is that side now."""
        return row.is_side(self.side, self.placement.agency_id)

    def whose(self, row: Difference) -> str:
        """Return whose it is, by name: the side; or the agency that was that side before another became it."""
        return row.whose(self.side, self.placement.agency)


@dataclass(frozen=True, slots=True)
class OfArea:
    """An area whose chart a side may place on, and that chart, if anybody has said which it is."""

    area: Partnership
    edition: ChartEdition | None


@Question
def _shown(difference: Blank) -> QuerySet[Placement, UUID]:
    return Placement.objects.of(difference).filter(shown_at__isnull=False).values_list("pk", flat=True)[:1]


def any_placed(row: Difference) -> bool:
    """Say whether what a side placed on a chart is shown, in one query."""
    return bool(_shown(difference=row.pk))


def placed(here: Standpoint) -> tuple[Placed, ...]:
    """Return all that somebody may read, in two queries: what is shown, and their own side's."""
    row, side = here.difference, here.own_side
    readable = Q(shown_at__isnull=False)
    if side:
        readable |= Q(side=side, agency=row.agency_of(side))
    found = Placement.objects.of(row).filter(readable).select_related("edition", "area", "agency")
    return with_marks(row, found.order_by("placed_at", "id"))


def with_marks(row: Difference, placements: Iterable[Placement]) -> tuple[Placed, ...]:
    """Return placements of a difference with the phrases that stand in them."""
    rows = list(placements)
    marks = Mark.objects.of(row).filter(placement__in=rows, out_at=None)
    marks = marks.order_by("level", "column", "at", "id") if rows else marks.none()
    return tuple(Placed(one, tuple(mark for mark in marks if mark.placement_id == one.pk)) for one in rows)


def charts_for(row: Difference, side: Side) -> list[OfArea]:
    """Return the areas whose chart a side may place on, the likeliest first. One area's chart is not another's.

    That is the area of the difference; for an agency of other areas theirs; and the one to which a child has moved.
    """
    own = list(row.agency_of(side).partnerships.order_by("name"))
    areas = [row.partnership] if row.partnership in own or not own else own
    if row.contacts_of and row.contacts_of not in areas:
        areas.append(row.contacts_of)
    charts = charts_of([one.pk for one in areas])
    return [OfArea(one, charts.get(one.pk)) for one in areas]
