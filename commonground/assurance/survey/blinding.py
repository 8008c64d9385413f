"""What makes an answer nobody's: a mark in place of a name, and a seal under which all answers look alike.

Both take the field keys, which stand outside the database. Whoever reads the database alone can neither say whose a
mark is nor open a seal, and every sealed answer has the same length, whatever was said.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from commonground.sealing import seal, unseal

LENGTH = 4096
"""Bytes of everything that is sealed: more than the longest answer takes."""

HEAD = 4  # bytes that say how much of it counts


def marks(round_: UUID, whose: str) -> list[str]:
    """Return the marks of somebody in a round, the newest key's first: ``whose`` is a person, or the key of a form."""
    told = f"survey {round_} {whose}".encode()
    return [hmac.new(key, told, hashlib.sha256).hexdigest() for key in settings.FIELD_KEYS]


def closed(round_: UUID, said: Mapping[str, Any]) -> bytes:
    """Return what was said, sealed for a round, as long as any other."""
    plain = json.dumps(said, ensure_ascii=False).encode()
    whole = len(plain).to_bytes(HEAD, "big") + plain
    if len(whole) > LENGTH:
        message = f"An answer takes {len(whole)} bytes, more than all are sealed to."
        raise ValueError(message)
    return seal(whole.ljust(LENGTH, b"\0"), _bound_to(round_))


def opened(round_: UUID, sealed: bytes) -> dict[str, Any]:
    """Return what was said; raises SealError for what was not sealed for this round."""
    whole = unseal(sealed, _bound_to(round_))
    size = int.from_bytes(whole[:HEAD], "big")
    found: dict[str, Any] = json.loads(whole[HEAD : HEAD + size])
    return found


def _bound_to(round_: UUID) -> str:
    return f"survey {round_}"
