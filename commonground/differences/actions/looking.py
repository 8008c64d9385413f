"""Reading leaves a trace: every look at a difference."""

from collections.abc import Iterable
from datetime import datetime

from commonground.differences import queries
from commonground.differences.actions.entering import signed_in
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import Actor
from commonground.record import actions as record


def looked(
    *, by: Actor, at: datetime, difference: Difference, part: str, seats: list[Seat] | None = None
) -> None:  # fmt: skip
    """Note that somebody read a part of a difference, as what and by which relation, in the same transaction."""
    if seats is None:
        seats = list(Seat.objects.of(difference))
    looked_at_each(by=by, at=at, part=part, rows=[(difference, seats)])


def looked_at_each(*, by: Actor, at: datetime, part: str, rows: Iterable[tuple[Difference, Iterable[Seat]]]) -> None:
    """Note the same of several differences at once, each with its seats."""
    person, looks = signed_in(by), []
    for difference, seats in rows:
        capacity, post = queries.looking(by, difference, seats)
        look = record.look(
            subject=difference.pk, partnership_id=difference.partnership_id, person=person,
            title=person.title or post.title, agency=post.agency, relation=capacity.label, part=part, at=at,
        )  # fmt: skip
        looks.append(look)
    record.looked(*looks)
