"""What tests of differences ask the tables again and again: a row as it is now, and who was told."""

from commonground.differences.models import Difference
from commonground.notices.models import Notice


def fresh(row: Difference) -> Difference:
    """Return a difference as it is now."""
    return Difference.objects.select_related("edition").get(pk=row.pk)


def told(row: Difference, kind: str) -> set[str]:
    """Return the addresses that were told of a difference by a kind of notice."""
    return set(Notice.objects.filter(subject=row.pk, kind=kind).values_list("address", flat=True))
