"""Encryption of single fields: AES-GCM under the newest field key; older ones still open. None enters the database.

What is sealed is bound to a name (whose it is): moved to another row, it does not open.
"""

import os
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16


class SealError(ValueError):
    """What was stored does not open: another key, another owner, or changed bytes."""


def seal(plain: bytes, bound_to: str) -> bytes:
    """Return ``plain`` encrypted: a version byte, a random nonce, then the ciphertext with its tag."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(settings.FIELD_KEYS[0]).encrypt(nonce, plain, VERSION + bound_to.encode())


def unseal(sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed for ``bound_to``; raises SealError when it does not open."""
    if sealed[:1] != VERSION or len(sealed) < len(VERSION) + NONCE_BYTES + TAG_BYTES:
        message = "This is not something that was sealed here."
        raise SealError(message)
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    for key in settings.FIELD_KEYS:
        with suppress(InvalidTag):
            return AESGCM(key).decrypt(nonce, rest, VERSION + bound_to.encode())
    message = "What is stored does not open: another key, another owner, or changed bytes."
    raise SealError(message)


def seal_anew(sealed: bytes, bound_to: str) -> bytes:
    """Return what was sealed under any key as it is sealed under the newest; raises SealError."""
    return seal(unseal(sealed, bound_to), bound_to)
