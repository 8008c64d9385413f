"""What the views of papers share: by whom one is taken."""

from collections.abc import Iterable

from commonground.differences import queries
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import Actor


def taken_by(actor: Actor, row: Difference, seats: Iterable[Seat]) -> str:
    """Return who takes a paper of a difference, as it says itself: their name, and the agency that they look for."""
    _, post = queries.looking(actor, row, seats)
    return f"{actor.person}, {post.agency}"
