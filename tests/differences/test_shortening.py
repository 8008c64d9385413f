"""Until when a shortened clock runs: the end of the edition's office day, in UTC, as the record writes moments."""

from datetime import UTC, date, datetime, time

import pytest

from commonground.procedures.worktime import Calendar, end_of_day

MORNING = datetime(2026, 7, 1, 8, tzinfo=UTC)
EVENING = datetime(2026, 7, 1, 17, tzinfo=UTC)
USUAL, LATE = time(17), time(18, 30)


@pytest.mark.parametrize(
    ("day", "at", "closes", "ends"),
    [
        (date(2026, 7, 1), MORNING, USUAL, "2026-07-01T16:00:00+00:00"),
        (date(2026, 7, 1), EVENING, USUAL, "2026-07-01T22:59:00+00:00"),
        (date(2026, 7, 1), EVENING, LATE, "2026-07-01T17:30:00+00:00"),
        (date(2026, 7, 2), EVENING, USUAL, "2026-07-02T16:00:00+00:00"),
        (date(2026, 12, 1), MORNING, USUAL, "2026-12-01T17:00:00+00:00"),
    ],
)
def test_it_ends_with_the_office_or_with_the_day(day: date, at: datetime, closes: time, ends: str) -> None:
    calendar = Calendar(holidays={}, known_until=date(2027, 12, 31), opens=time(9), closes=closes)
    assert end_of_day(day, at, calendar).isoformat() == ends
