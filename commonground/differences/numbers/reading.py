"""The numbers as whoever asks may read them: their own side's, and both once they are shown."""

from django.db.models import Q

from commonground.differences.numbers.models import Number
from commonground.differences.reading import Standpoint
from commonground.differences.thresholds.reading import own_side


def given(here: Standpoint) -> list[Number]:
    """Return the numbers that somebody may read, in one query."""
    row, side = here.difference, own_side(here)
    readable = Q(shown_at__isnull=False)
    if side:
        readable |= Q(side=side, agency=row.agency_of(side))
    return list(Number.objects.of(row).filter(readable).select_related("agency").order_by("at"))
