"""Secrets: made once, closed to others, never defaulted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commonground import keys


def test_keys_are_made_once_and_closed(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys.make(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(before) == {"session.key", "field.key", "record.key"}
    assert all(path.stat().st_mode & 0o777 == 0o400 for path in folder.iterdir())
    keys.make(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [len(key) for key in keys.read_bytes(folder, "record")] == [32]


def test_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    keys.make(tmp_path)
    (tmp_path / "field.key").chmod(0o440)
    with pytest.raises(keys.MissingKeyError, match="0400"):
        keys.read_bytes(tmp_path, "field")


def test_key_of_the_wrong_size_is_refused(tmp_path: Path) -> None:
    (tmp_path / "field.key").write_bytes(b"short")
    (tmp_path / "field.key").chmod(0o400)
    with pytest.raises(keys.MissingKeyError, match="5 bytes"):
        keys.read_bytes(tmp_path, "field")


@pytest.mark.parametrize("name", ["field", "record"])
def test_a_new_key_stands_before_the_old_ones_in_a_closed_file(tmp_path: Path, name: str) -> None:
    keys.make(tmp_path)
    first = keys.read_bytes(tmp_path, name)
    keys.rotate(tmp_path, name)
    second = keys.read_bytes(tmp_path, name)
    assert second[1:] == first
    assert second[0] != first[0]
    assert (tmp_path / f"{name}.key").stat().st_mode & 0o777 == 0o400
    assert sorted(path.name for path in tmp_path.iterdir()) == ["field.key", "record.key", "session.key"]


def test_a_new_session_key_stands_before_the_old_ones(tmp_path: Path) -> None:
    keys.make(tmp_path)
    newest, _ = keys.read_sessions(tmp_path)
    keys.rotate(tmp_path, "session")
    keys.rotate(tmp_path, "session")
    third, older = keys.read_sessions(tmp_path)
    assert older[-1] == newest
    assert len({third, *older}) == 3


def test_a_key_that_is_not_there_is_not_rotated(tmp_path: Path) -> None:
    with pytest.raises(keys.MissingKeyError, match="missing"):
        keys.rotate(tmp_path, "record")
    assert list(tmp_path.iterdir()) == []


def test_older_session_keys_are_kept_as_fallbacks(tmp_path: Path) -> None:
    (tmp_path / "session.key").write_text("new\nolder\noldest\n")
    (tmp_path / "session.key").chmod(0o400)
    assert keys.read_sessions(tmp_path) == ("new", ["older", "oldest"])


def start(**environment: str) -> str:
    """Import the settings in a process of their own; return what it said on its way out."""
    names = ("COMMONGROUND_", "DATABASE_", "EMAIL_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    done = subprocess.run(
        [sys.executable, "-c", "import commonground.settings"],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().split("\n")[-1] if done.returncode else "started"


def test_settings_refuse_to_start_without_what_they_need(tmp_path: Path) -> None:
    real = "postgresql://app:x@db.example/commonground"
    keys.make(tmp_path)
    folder = str(tmp_path)
    assert "DATABASE_URL is not set" in start(COMMONGROUND_KEYS=folder)
    assert "COMMONGROUND_KEYS is not set" in start(DATABASE_URL=real)
    assert "session.key is missing" in start(DATABASE_URL=real, COMMONGROUND_KEYS="/nonexistent")
    assert "must be owner, app or clock" in start(DATABASE_URL=real, COMMONGROUND_ROLE="root")
    assert "1 to 5 are never told" in start(
        DATABASE_URL=real, COMMONGROUND_KEYS=folder, EMAIL_HOST="mail.example", COMMONGROUND_SMALLEST_TOLD="5"
    )
    assert "EMAIL_HOST is not set" in start(
        DATABASE_CLOCK_URL=real, COMMONGROUND_KEYS=folder, COMMONGROUND_ROLE="clock"
    )
    for switch in ("COMMONGROUND_DEMONSTRATION", "COMMONGROUND_TESTING"):
        refused = start(DATABASE_URL=real, COMMONGROUND_KEYS=folder, COMMONGROUND_DATA="/var/x", **{switch: "1"})
        assert "need the embedded database" in refused
    assert start(DATABASE_URL=real, COMMONGROUND_KEYS=folder) == "started"
