"""The numbers as whoever asks may read them: their own side's, and both once they are shown."""

from uuid import UUID

from django.db.models import Q, QuerySet

from commonground.differences.models import Difference
from commonground.differences.numbers.models import Number
from commonground.differences.reading import Standpoint
from commonground.questions import Blank, Question


def given(here: Standpoint) -> list[Number]:
    """Return the numbers that somebody may read, in one query."""
    row, side = here.difference, here.own_side
    readable = Q(shown_at__isnull=False)
    if side:
        readable |= Q(side=side, agency=row.agency_of(side))
    return list(Number.objects.of(row).filter(readable).select_related("agency").order_by("at"))


@Question
def _shown(difference: Blank) -> QuerySet[Number, UUID]:
    return Number.objects.of(difference).filter(shown_at__isnull=False).values_list("pk", flat=True)[:1]


def any_given(row: Difference) -> bool:
    """Say whether a number of a side is shown, in one query."""
    return bool(_shown(difference=row.pk))
