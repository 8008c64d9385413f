"""The one clock of the product: nothing else asks what time it is.

In the demonstration and in tests the clock can be moved by a file named in COMMONGROUND_CLOCK_FILE. It holds
either a number (seconds ahead of the real time) or a date and time in ISO 8601, which is what the clock said
when the file was written. Anywhere else the file is ignored.
"""

import os
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return the present moment, aware and in UTC; shifted only in the demonstration and in tests."""
    return datetime.now(UTC) + shift()


def london_date(at: datetime) -> date:
    """Return the date in London at a moment: posts and absences are counted by it."""
    return at.astimezone(LONDON).date()


def shift() -> timedelta:
    """Return how far the product's clock is ahead of the real one; nought in production."""
    name = os.environ.get("COMMONGROUND_CLOCK_FILE")
    if not name or not (settings.DEMONSTRATION or settings.TESTING):
        return timedelta()
    path = Path(name)
    if not path.exists():
        return timedelta()
    return _shift_in(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1)
def _shift_in(path: Path, written_ns: int) -> timedelta:
    text = path.read_text(encoding="ascii").strip()
    try:
        return timedelta(seconds=float(text))
    except ValueError:
        moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = f"{path} holds a time without a zone: {text!r}. Write it as 2026-03-02T09:00:00+00:00."
        raise ValueError(message)
    return moment - datetime.fromtimestamp(written_ns / 1e9, UTC)
