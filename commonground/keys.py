"""The secrets: three keys in a folder, each in a file that only its owner may read.

`session.key` signs sessions and links, `field.key` encrypts the children's identity, `record.key` signs the
record (an Ed25519 private key, 32 bytes). The embedded database adds `database.key`, from which the passwords
of its roles are derived. There are no defaults: what is missing is said in words and nothing starts.

Each may be rotated: a new key stands before the old ones, which still open and verify what they sealed and signed.
"""

import os
import secrets
from pathlib import Path

KEY_BYTES = 32
NAMES = ("session", "field", "record")


class MissingKeyError(Exception):
    """A key that is needed is not there, is of the wrong size, or may be read by others."""


def make(folder: Path, names: tuple[str, ...] = NAMES) -> None:
    """Make those keys that `folder` does not hold yet, readable (0400) by this user only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        path = folder / f"{name}.key"
        if path.exists():
            continue
        _write(path, _new(name))


def rotate(folder: Path, name: str) -> None:
    """Put a new key before those that a file holds. Processes that run go on with the old until they start anew.

    Raises MissingKeyError when there is none to rotate.
    """
    before = read(folder, name)
    _write(folder / f"{name}.key", _new(name) + (b"\n" if name == "session" else b"") + before)


def _new(name: str) -> bytes:
    return secrets.token_urlsafe(64).encode() if name == "session" else secrets.token_bytes(KEY_BYTES)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by this user only."""
    written = path.with_name(f".{path.stem}.{os.getpid()}")
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    written.rename(path)


def read(folder: Path, name: str) -> bytes:
    """Return the bytes of one key.

    Raises MissingKeyError, in words, when the file is not there or others than its owner may read it.
    """
    path = folder / f"{name}.key"
    if not path.is_file():
        message = f"The key {path} is missing. Restore it from where keys are kept; nothing starts without it."
        raise MissingKeyError(message)
    if path.stat().st_mode & 0o077:
        message = f"The key {path} may be read by others than its owner. Set its mode to 0400."
        raise MissingKeyError(message)
    return path.read_bytes()


def read_bytes(folder: Path, name: str) -> tuple[bytes, ...]:
    """Return the keys of 32 bytes that a file holds, the newest first; any other size raises MissingKeyError."""
    content = read(folder, name)
    if not content or len(content) % KEY_BYTES:
        message = f"The key {folder / name}.key has {len(content)} bytes; it must have {KEY_BYTES} for each key."
        raise MissingKeyError(message)
    return tuple(content[start : start + KEY_BYTES] for start in range(0, len(content), KEY_BYTES))


def read_sessions(folder: Path) -> tuple[str, list[str]]:
    """Return the key that signs sessions and the older ones still accepted: one a line, newest first."""
    newest, *older = read(folder, "session").decode().split()
    return newest, older
