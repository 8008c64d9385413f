"""Proclaiming a bank holiday."""

from datetime import date

from commonground.editions.models import Holiday


def proclaim_holiday(*, day: date, name: str) -> Holiday:
    """Put a newly proclaimed bank holiday on record; running clocks are re-dated by the next sweep."""
    holiday, _ = Holiday.objects.update_or_create(day=day, defaults={"name": name, "proclaimed": True})
    return holiday
