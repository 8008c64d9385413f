"""A bank holiday is proclaimed: running clocks that reach it are worked out again by the next sweep."""

from datetime import date, datetime, time

from django.db import transaction

from commonground.differences.models import Clock, Difference
from commonground.editions.actions import proclaim_holiday
from commonground.now import LONDON


@transaction.atomic
def proclaim(*, day: date, name: str, at: datetime) -> int:
    """Put a bank holiday on record and wake the running clocks due on it or later; return how many.

    Clocks that are past their time do not move, so they are left asleep. Open differences are locked before their
    clocks, as every act does it: acts under way end first.
    """
    proclaim_holiday(day=day, name=name, at=at)
    opened = Difference.objects.filter(ended_at=None).order_by("pk")
    list(opened.select_for_update(no_key=True).values_list("pk"))
    begins = max(datetime.combine(day, time(), LONDON), at)
    return Clock.objects.filter(ended_at=None, due_at__gte=begins).update(next_at=at)
