"""The first lock: which differences somebody sees, as one condition on an array of ids from ``Seat``."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from commonground.directory.queries import Actor

HELD = """(seat.person_id = %s AND seat.agency_id = ANY(%s) OR seat.post_id = ANY(%s))"""
"""A seat that is mine: in person while I work for that agency, or by a post that I hold today."""

SEATED = f"""= ANY(ARRAY(
    SELECT seat.difference_id FROM differences_seat seat WHERE seat.ended_at IS NULL AND {HELD}))"""  # noqa: S608 constants only; values are parameters
"""The differences in which I have a seat, as one array: lists walk an index and never all differences."""


def mine(actor: "Actor") -> tuple[object, list[uuid.UUID], list[uuid.UUID]]:
    """Return the parameters of ``HELD`` for this actor."""
    person = actor.person.pk if actor.person else None
    return person, list(actor.agencies), list(actor.post_ids)


def seated(column: str, actor: "Actor") -> models.Q:
    """Return the condition that the difference whose id is in ``column`` is one in which this actor has a seat."""
    condition = RawSQL(f"{column} {SEATED}", mine(actor), output_field=models.BooleanField())  # noqa: S611 no input
    return models.Q(condition)
