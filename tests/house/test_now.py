"""The one clock: moved by a file in the demonstration and in tests, and nowhere else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from commonground.now import now

LEEWAY = timedelta(seconds=5)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a clock file, not written yet."""
    path = tmp_path / "clock"
    monkeypatch.setenv("COMMONGROUND_CLOCK_FILE", str(path))
    return path


def near(moment: datetime) -> bool:
    return abs(now() - moment) < LEEWAY


def test_it_is_now_in_utc(file: Path) -> None:
    assert not file.exists()
    assert near(datetime.now(UTC))
    assert now().utcoffset() == timedelta()


def test_seconds_move_it_and_writing_again_moves_it_again(file: Path) -> None:
    file.write_text("86400")
    assert near(datetime.now(UTC) + timedelta(days=1))
    file.write_text("-3600\n")
    os.utime(file, ns=(1, 1))
    assert near(datetime.now(UTC) - timedelta(hours=1))


def test_a_moment_is_when_it_begins(file: Path) -> None:
    file.write_text("2026-03-28T12:00:00+00:00")
    assert near(datetime(2026, 3, 28, 12, tzinfo=UTC))
    hour_ago = datetime.now(UTC).timestamp() - 3600
    os.utime(file, (hour_ago, hour_ago))
    assert near(datetime(2026, 3, 28, 13, tzinfo=UTC))


def test_a_moment_without_zone_is_refused(file: Path) -> None:
    file.write_text("2026-03-28T12:00:00")
    with pytest.raises(ValueError, match="without a zone"):
        now()


def test_it_is_ignored_in_production(file: Path, settings: Settings) -> None:
    file.write_text("86400")
    settings.TESTING = settings.DEMONSTRATION = False
    assert near(datetime.now(UTC))
