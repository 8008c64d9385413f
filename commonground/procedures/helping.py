"""Which help to talk there is beside the stages now, and why there is none, in sentences that say what can be done."""

from commonground.procedures.beside_stages import SideRoute
from commonground.procedures.naming import either_seat
from commonground.procedures.situation import Situation


def routes_here(situation: Situation) -> tuple[SideRoute, ...]:
    """Return the side routes that the edition has at the present stage."""
    return tuple(route for route in situation.procedure.side_routes if route.covers(situation.stage))


def route_now(situation: Situation) -> SideRoute | None:
    """Return the side route that is under way."""
    return situation.procedure.side_route(situation.under_way.route) if situation.under_way else None


def no_route(situation: Situation) -> str | None:
    """Return why no help to talk can be asked for."""
    if route := route_now(situation):
        return f"{route.name} is under way; {who_notes(situation)} can note what came of it."
    if routes_here(situation):
        return None
    return (
        "Under this procedure nobody is asked to help both sides to talk at this stage; "
        f"{either_seat(situation)} can propose an agreement."
    )


def none_under_way(situation: Situation) -> str | None:
    """Return why nothing can be noted of it."""
    if situation.under_way:
        return None
    return f"Nobody is asked to help both sides to talk now; {either_seat(situation)} can propose an agreement."


def who_notes(situation: Situation) -> str:
    """Name who can note what came of it."""
    return f"whoever helps both sides to talk, or {either_seat(situation)},"
