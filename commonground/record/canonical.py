"""One way to write a value as bytes, so that a digest of it can be made again years later.

JSON with sorted keys, no blanks, UTF-8. Only texts, whole numbers, true, false, null, lists and objects: moments are
written by the caller as ISO 8601 in UTC (``moment``), and a fraction has no one way of being written.
"""

import json
from datetime import UTC, datetime

NOT_KEPT = "a text with a NUL or half a character cannot be kept"


class NotCanonicalError(TypeError):
    """A value that has no one way of being written: a fraction, a moment, a key that is no text, a NUL."""


def canonical(value: object) -> bytes:
    """Return the one way to write a value; raises NotCanonicalError for one that has none."""
    _check(value)
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise NotCanonicalError(NOT_KEPT) from None


def moment(at: datetime) -> str:
    """Return a moment as ISO 8601 in UTC, always with microseconds; raises NotCanonicalError if it has no zone."""
    if at.tzinfo is None:
        message = f"{at.isoformat()} has no time zone"
        raise NotCanonicalError(message)
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _check(value: object) -> None:
    match value:
        case None | bool() | int():
            return
        case str():
            if "\0" in value:
                raise NotCanonicalError(NOT_KEPT)
        case list() | tuple():
            for item in value:
                _check(item)
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    message = f"{key!r} is no key: keys are texts"
                    raise NotCanonicalError(message)
                _check(key)
                _check(item)
        case _:
            message = f"{type(value).__name__} has no one way of being written"
            raise NotCanonicalError(message)
