"""The stages that are still to come, and who would answer at each if it came to that today.

So nobody stops at an empty rung: least of all in a group with no manager, where the next person up is oneself.
"""

from dataclasses import replace
from datetime import datetime

from commonground.differences.actions import points
from commonground.differences.actions.door import routes_for
from commonground.differences.reading import Standpoint
from commonground.differences.routing import Placed
from commonground.editions.presenting import rungs
from commonground.govuk.components import Rung
from commonground.procedures.terms import Capacity, Side


def rungs_ahead(here: Standpoint, at: datetime) -> tuple[tuple[Rung, ...], tuple[str, ...]]:
    """Return the stages to come, and in sentences where a side has nobody there today and who stands in.

    One's own side is named by its posts and who is at them; the other by its roles. Whoever is of no side reads both
    by name.
    """
    row, situation, seats = here.difference, here.situation, list(here.seats)
    named = [here.own_side] if here.own_side else list(Side)
    routes = routes_for(row, seats, situation, at=at)
    drawn, notes = list[Rung](), list[str]()
    for rung, stage in zip(rungs(situation.procedure), situation.procedure.stages, strict=True):
        if stage.number <= situation.stage:
            continue
        placed = {side: routes.stage(stage, points.standpoint(row, seats, side)) for side in named}
        raising, responding = placed.get(Side.RAISING), placed.get(Side.RESPONDING)
        names = _names(raising) or rung.raising, _names(responding) or rung.responding
        drawn.append(replace(rung, raising=names[0], responding=names[1]))
        notes += [
            f"Stage {stage.number}: nobody of {row.name_of(side)} is there for it today. {_instead(one)}"
            for side, one in placed.items()
            if one.rung != stage.number
        ]
    return tuple(drawn), tuple(notes)


def _names(placed: Placed | None) -> str:
    answering = (one for one in placed.places if one.capacity == Capacity.ANSWERING) if placed else ()
    return ", ".join(dict.fromkeys(one.name for one in answering))


def _instead(placed: Placed) -> str:
    whose = "the partnership’s office" if placed.rung is None else f"the people of stage {placed.rung}"
    return f"It would go to {whose}: {_names(placed)}."
