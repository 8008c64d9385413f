"""How entries are linked and signed. Pure: no database, no clock.

Each entry's digest covers all its columns, the digest before it and a salted commitment to its words, so words can
be masked lawfully and the chain still verifies. Every entry is signed, which shows where a chain was written anew;
and so is the end of the chain, which shows that nothing was cut off. The two signatures are made over different
texts: an earlier entry's can never stand in for the head's.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from commonground.record.canonical import canonical, moment

ENTRY, TEXT = b"\x00", b"\x02"
"""What a digest is of. (0x01 is kept for the nodes of a tree, should there ever be one: RFC 9162.)"""

BEGINNING = "0" * 64
"""What the first entry has as the digest before it."""


@dataclass(frozen=True)
class Link:
    """What an entry's digest covers: all its columns but the digest and the signature."""

    id: UUID
    subject: UUID
    partnership_id: UUID
    number: int
    at: datetime
    kind: str
    actor: str
    side_only: str
    facts: Mapping[str, Any]
    commitment: str
    previous: str

    @classmethod
    def of(cls, row: object) -> Self:
        """Read a link from anything with these attributes, such as a row of the database."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


def digest(link: Link) -> str:
    """Return the digest of an entry as 64 hexadecimal digits."""
    written = {**vars(link), "at": moment(link.at)}
    written |= {name: str(written[name]) for name in ("id", "subject", "partnership_id")}
    return hashlib.sha256(ENTRY + canonical(written)).hexdigest()


def commitment(salt: str, sentence: str, words: Mapping[str, Any], actor_name: str) -> str:
    """Return what an entry says about its words without giving them away: 64 hexadecimal digits."""
    written = {"actor_name": actor_name, "salt": salt, "sentence": sentence, "words": words}
    return hashlib.sha256(TEXT + canonical(written)).hexdigest()


def actor_token(subject: UUID, person: UUID | None) -> str:
    """Return who acted, recognisable within one chain only and to nobody who has not the person's key."""
    return "clock" if person is None else hmac.new(subject.bytes, person.bytes, hashlib.sha256).hexdigest()


def entry_message(subject: UUID, number: int, digest: str) -> bytes:
    """Return the text that is signed for one entry."""
    return f"commonground entry 1\n{subject}\n{number}\n{digest}\n".encode()


def head_message(subject: UUID, size: int, digest: str) -> bytes:
    """Return the text that is signed for the end of a chain: how many entries, and the last one's digest."""
    return f"commonground head 1\n{subject}\n{size}\n{digest}\n".encode()


def publics_of(privates: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return the public halves of signing keys (all of 32 bytes): all that verifying needs."""
    return tuple(Ed25519PrivateKey.from_private_bytes(one).public_key().public_bytes_raw() for one in privates)


def sign(private: bytes, message: bytes) -> str:
    """Sign a text with a private key of 32 bytes; return 128 hexadecimal digits."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message).hex()


def is_signed(publics: Iterable[bytes], signature: str, message: bytes) -> bool:
    """Say whether a signature of a text was made with the private half of one of these keys."""
    for public in publics:
        with suppress(InvalidSignature, ValueError):
            Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(signature), message)
            return True
    return False
