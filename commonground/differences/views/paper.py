"""What the views of papers share: by whom one is taken, and the file itself."""

from collections.abc import Iterable

from django.http import HttpResponse

from commonground.differences import queries
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import Actor


def taken_by(actor: Actor, row: Difference, seats: Iterable[Seat]) -> str:
    """Return who takes a paper of a difference, as it says itself: their name, and the agency that they look for."""
    _, post = queries.looking(actor, row, seats)
    return f"{actor.person}, {post.agency}"


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF as a file of this name, to keep or print."""
    disposition = f'attachment; filename="{name}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
