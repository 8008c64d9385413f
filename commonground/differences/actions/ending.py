"""Ways to end other than by agreement: withdraw, redirect, record as not resolved."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from commonground.differences.actions.door import Turn, begin
from commonground.differences.models import Difference
from commonground.differences.routing import Place, Placed, naming
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.terms import Act, Capacity, Role, Side

WHY = {"settled": "It is settled.", "asked_to_stop": "I was asked to stop."}


def withdraw(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    why: Literal["settled", "asked_to_stop"],
    words: str,
    lead: UUID | None = None,
) -> Difference:
    """Withdraw it, saying whether it is settled or the raiser was asked to stop.

    ``lead`` is the post of the safeguarding lead who is told; raises Refused when it is not such a post of one of the
    two sides.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.WITHDRAW)
    turn.facts["why"] = why
    if lead:
        turn.seat(told_lead(turn, lead))
    return turn.finish(words={"Why": WHY[why], "Words": words})


def redirect(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, to: str, reason: str, meanwhile: str
) -> Difference:
    """End it here because it belongs somewhere else: where, why, and what keeps the child safe meanwhile."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.REDIRECT)
    return turn.finish(words={"Where it belongs": to, "Why": reason}, meanwhile=meanwhile)


def record_not_resolved(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, statement: str, meanwhile: str
) -> Difference:
    """Record at the last stage that it was not resolved: both views are kept, and what keeps the child safe."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.NOT_RESOLVED)
    return turn.finish(words={"Statement": statement}, meanwhile=meanwhile)


def told_lead(turn: Turn, lead: UUID) -> Placed:
    """Return the place, on their own side, of the safeguarding lead that the raiser names; raises Refused."""
    row, stage = turn.difference, turn.move.after.stage
    for side in Side:
        for post in turn.routes.posts_of(row.agency_of(side).pk):
            if post.post.pk == lead and post.post.role == Role.SAFEGUARDING_LEAD:
                agency = post.post.agency_id
                place = Place(
                    side, Capacity.TOLD, Role.SAFEGUARDING_LEAD, stage, agency, naming(post), post=post
                )  # fmt: skip
                return Placed((place,))
    raise rules.Refused("Choose a safeguarding lead from the list.")
