"""Making a pass and its guest, opening it, and ending it. What the record says of it is written by ``differences``."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from commonground.directory.guests.models import DAYS, Pass, WhyEnded
from commonground.directory.models import Agency, Person
from commonground.now import london_date

MOST_TRIES = 5
"""So many wrong codes close a pass: of a hundred million codes, few are tried."""

CODE_LENGTH = 8
NOWHERE = "pass.invalid"
"""Where the account of a guest seems to live: no mail goes there, and nobody signs in by it."""

_signers = {
    "pass": Signer(salt="commonground.pass", sep="."),
    "briefings": Signer(salt="commonground.briefings", sep="."),
}
"""What signs the link to each thing that somebody without an account is let in to: one opens no other."""

ADDRESSES = {"pass": "pass/", "briefings": "briefings/link/"}
"""Where each of them opens."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a pass is for: name, what they do, and the work address to which the link goes."""

    name: str
    title: str
    address: str


def link(person: UUID, *, of: str = "pass") -> str:
    """Return the address of a guest's page; it is the same however often it is asked for, and kept nowhere.

    It is ``of`` their pass, or of the one briefing that they read.
    """
    return f"{settings.BASE_URL}/{ADDRESSES[of]}{_signers[of].sign(person.hex)}/"


def read_link(token: str, *, of: str = "pass") -> UUID | None:
    """Return whose pass, or briefing, a link is for; None for one that is not whole."""
    try:
        return UUID(_signers[of].unsign(token))
    except (BadSignature, ValueError):
        return None


def make(
    *, guest: Guest, agency: Agency, subject: UUID, partnership: UUID, by: Person, side: str, at: datetime
) -> tuple[Pass, str]:
    """Make a guest and their pass; return it with the code, which is told once and not kept."""
    person = make_guest(guest)
    code = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"
    made = Pass(
        partnership_id=partnership, subject=subject, person=person, agency=agency, address=guest.address, given_by=by,
        side=side, given_at=at, last_day=london_date(at) + timedelta(days=DAYS),
    )  # fmt: skip
    made.code = _digest(made, code)
    made.save(force_insert=True)
    return made, code


def make_guest(guest: Guest) -> Person:
    """Make somebody without an account: no password, post or provider ever signs them in."""
    key = uuid4()
    person = Person(id=key, email=f"{key.hex}@{NOWHERE}", name=guest.name, title=guest.title, guest=True)
    person.set_unusable_password()
    person.save(force_insert=True)
    return person


def opens(one: Pass, code: str) -> bool:
    """Say whether a code is that of a pass."""
    return constant_time_compare(one.code, _digest(one, code))


def wrong_code(one: Pass, *, at: datetime) -> int:
    """Count a wrong code; after too many the pass is closed. Return how many tries are left."""
    one.tries += 1
    if one.tries >= MOST_TRIES:
        one.ended_at, one.why_ended = at, WhyEnded.TRIES.value
    one.save(update_fields=["tries", "ended_at", "why_ended"])
    return MOST_TRIES - one.tries


def bind(one: Pass, device: str, *, at: datetime) -> None:
    """Note that a pass was opened with its code in one browser; it opens in no other."""
    one.tries = 0
    one.device = device_digest(device)
    one.opened_at = one.opened_at or at
    one.save(update_fields=["tries", "device", "opened_at"])


def end(one: Pass, why: WhyEnded, *, at: datetime) -> None:
    """End a pass."""
    one.ended_at, one.why_ended = at, why.value
    one.save(update_fields=["ended_at", "why_ended"])


def device_digest(device: str) -> str:
    """Return what is kept of a browser's own mark."""
    return sha256(device.encode()).hexdigest()


def _digest(one: Pass, code: str) -> str:
    return salted_hmac("commonground.pass.code", f"{one.pk} {code}", algorithm="sha256").hexdigest()
