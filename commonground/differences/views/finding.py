"""How a view finds what it is about: who asks, a difference as they meet it, an entry; or the same 404 for all else."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest

from commonground.differences import reading
from commonground.differences.actions.masking import readable
from commonground.differences.models import ALPHABET, Difference
from commonground.directory.queries import Actor
from commonground.now import now
from commonground.procedures.terms import Act
from commonground.record.models import Entry


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks: the middleware sets it on every request."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]  # SignedIn sets it


def met(request: HttpRequest, reference: str) -> reading.Standpoint:
    """Return the difference and how this person meets it; raises Http404 when it is not there or not theirs."""
    actor = actor_of(request)
    try:
        row = reading.difference(actor, reference)
    except Difference.DoesNotExist:
        raise Http404 from None
    return reading.standpoint(actor, row, now())


def entry_met(request: HttpRequest, here: reading.Standpoint, entry: UUID) -> Entry:
    """Return an entry of a difference that this person reads; raises Http404 when it is not there or not theirs."""
    try:
        return readable(here.difference, entry, actor_of(request), here.seats)
    except Entry.DoesNotExist:
        raise Http404 from None


class ReferenceConverter:
    """Ten characters of the alphabet of references, in capitals."""

    regex = f"[{ALPHABET}]{{10}}"

    def to_python(self, value: str) -> str:
        """Return the reference as it is kept."""
        return value

    def to_url(self, value: str) -> str:
        """Return the reference as it stands in an address."""
        return value


class ActConverter:
    """An act of a difference; an unknown one, and raising (which makes a difference), are not found."""

    regex = "[a-z-]+"

    def to_python(self, value: str) -> Act:
        """Return the act; raises ValueError, which is a 404."""
        act = Act(value.replace("-", "_"))
        if act is Act.RAISE:
            message = "Raising makes a difference; it is not done to one."
            raise ValueError(message)
        return act

    def to_url(self, value: Act | str) -> str:
        """Return the act as it stands in an address."""
        return Act(value).value.replace("_", "-")
