"""Until when a shortened clock runs: the end of the office day, in UTC, as the record writes moments."""

from datetime import UTC, date, datetime

import pytest

from commonground.differences.actions.climbing import end_of

MORNING = datetime(2026, 7, 1, 8, tzinfo=UTC)
EVENING = datetime(2026, 7, 1, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "ends"),
    [
        (date(2026, 7, 1), MORNING, "2026-07-01T16:00:00+00:00"),
        (date(2026, 7, 1), EVENING, "2026-07-01T22:59:00+00:00"),
        (date(2026, 7, 2), EVENING, "2026-07-02T16:00:00+00:00"),
        (date(2026, 12, 1), MORNING, "2026-12-01T17:00:00+00:00"),
    ],
)
def test_it_ends_with_the_office_or_with_the_day(day: date, at: datetime, ends: str) -> None:
    assert end_of(day, at).isoformat() == ends
