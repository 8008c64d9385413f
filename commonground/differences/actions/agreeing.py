"""Agreeing: propose, sign, decline. Both sides sign the same text, and then it is resolved."""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.door import Meanwhile, Turn, begin
from commonground.differences.models import Difference, Proposal
from commonground.directory.queries import Actor
from commonground.procedures.terms import Act
from commonground.storing import add


def propose(*, by: Actor, at: datetime, difference: UUID, version: int | None, text: str) -> Difference:
    """Propose an agreement: it carries the proposing side's signature and replaces any before it."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.PROPOSE)
    row = turn.difference
    proposal = Proposal(
        partnership_id=row.partnership_id, difference=row, number=turn.move.after.proposals, side=turn.side,
        stage=row.stage, by=turn.person, at=at, text=text,
    )  # fmt: skip
    add(proposal)
    turn.facts["proposal"] = proposal.number
    turn.sign(proposal)
    return turn.finish(words={"Proposed agreement": text})


def sign(*, by: Actor, at: datetime, difference: UUID, version: int | None, proposal: int) -> Difference:
    """Sign the live proposal that was read, by its number; with both signatures it is resolved.

    Raises Meanwhile when another text took its place.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.SIGN)
    live = live_proposal(turn, proposal)
    turn.sign(live)
    return turn.finish(words={"Signed agreement": live.text})


def decline(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, proposal: int, reason: str
) -> Difference:
    """Decline the live proposal, with a reason; either side may propose another. Raises Meanwhile."""
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.DECLINE)
    live = live_proposal(turn, proposal)
    live.declined_why = reason
    live.save()
    turn.facts["declined"] = live.number
    return turn.finish(words={"Why not": reason})


def live_proposal(turn: Turn, number: int) -> Proposal:
    """Return the live proposal if it is the one that was read; raises Meanwhile for another."""
    live = Proposal.objects.filter(difference=turn.difference).order_by("-number")[:1].get()
    if live.number != number:
        raise Meanwhile
    return live
