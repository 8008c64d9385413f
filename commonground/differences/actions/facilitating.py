"""Help to talk beside the stages: asking for a strategy of a side route, and noting what came of it.

Nothing waits for it. Whoever helps sees the difference while they do, and no longer; never is it somebody who took or
manages the disputed decision (invariant 8).
"""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions import points
from commonground.differences.actions.door import Turn, begin
from commonground.differences.models import Difference
from commonground.directory.queries import Actor
from commonground.procedures.helping import route_now
from commonground.procedures.terms import Act


def side_route(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, route: str, strategy: int, reason: str
) -> Difference:
    """Ask for help to talk: whoever runs this strategy is seated, and both sides are told. The clock runs on."""
    turn = begin(
        by=by, at=at, difference=difference, version=version, act=Act.SIDE_ROUTE, route=route, strategy=strategy
    )
    begun = _seated(turn)
    return turn.finish(words={"Why": reason}, sentence=f"{turn.called} asked for help to talk: {begun}.")


def facilitated(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    views: str,
    agreed: str,
    unresolved: str,
    impact: str = "",
    needs: str = "",
    strategy: int = 0,
) -> Difference:
    """Note what each side said, what it means for them and needs, and what was agreed and what not; say what is next.

    That is another strategy, or (0) the stages. Whoever helped sees it no longer, unless they help with the next as
    well.
    """
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.FACILITATED, strategy=strategy)
    before = turn.move.before
    route = route_now(before) if before else None
    turn.leaving += points.helping_now(turn.seats)
    for seat in turn.leaving:
        seat.ended_at = at
    words = {
        "What each side said": views, "What it means for each": impact, "What is needed": needs,
        "What was agreed": agreed, "What is not settled": unresolved,
    }  # fmt: skip
    name = route.name if route else ""
    if not strategy:
        return turn.finish(
            words=words, sentence=f"{turn.called} noted what came of {name}. It goes on with the stages."
        )
    begun = _seated(turn)
    return turn.finish(words=words, sentence=f"{turn.called} noted what came of {name}. Next comes: {begun}.")


def _seated(turn: Turn) -> str:
    """Seat whoever runs the strategy that begins; return what it is called."""
    after = turn.move.after
    route, way = route_now(after), after.under_way
    if route is None or way is None:
        message = "Nothing has begun."
        raise ValueError(message)
    strategy = route.strategies[way.strategy - 1]
    turn.seat(points.helper(strategy, after.stage, turn.difference, turn.seats, turn.routes))
    return f"{route.name}, {strategy.name}"
