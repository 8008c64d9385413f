"""Proclaiming a bank holiday."""

from datetime import date, datetime

from commonground.editions.models import Holiday


def proclaim_holiday(*, day: date, name: str, at: datetime) -> Holiday:
    """Put a newly proclaimed bank holiday on record; running clocks are re-dated by the next sweep.

    A day that was computed before is counted since it was put there; now it is proclaimed.
    """
    known = {"name": name, "proclaimed": True}
    holiday, _ = Holiday.objects.update_or_create(day=day, defaults=known, create_defaults=known | {"known_at": at})
    return holiday
