"""Beside the stages somebody helps both sides to talk: asked for, and what came of it. Nothing waits for that."""

from dataclasses import replace

from commonground.procedures.beside_stages import SideRoute
from commonground.procedures.helping import route_now, routes_here
from commonground.procedures.moves import SEATS, Done, Wish, happen
from commonground.procedures.permitting import Refused
from commonground.procedures.situation import Happened, Situation, UnderWay
from commonground.procedures.terms import Act, Event

NOT_THERE = "Choose one of the ways that this procedure has at this stage."


def side_route(situation: Situation, wish: Wish) -> Done:
    """Ask for one strategy of a side route. It stops no clock by itself, and keeps nobody from anything."""
    route = next((one for one in routes_here(situation) if one.key == wish.route), None)
    if route is None or not 1 <= wish.strategy <= len(route.strategies):
        raise Refused(NOT_THERE)
    after, happened = _begun(situation, wish, route, wish.strategy)
    return after, happened, SEATS


def facilitated(situation: Situation, wish: Wish) -> Done:
    """Note what came of a strategy: then another one begins, or (``strategy`` is 0) it is back to the stages."""
    route = route_now(situation)
    if route is None or not 0 <= wish.strategy <= len(route.strategies):
        raise Refused(NOT_THERE)
    over = happen(wish.at, situation.stage, wish.standing.side, Event.FACILITATED, of=route.key)
    if not wish.strategy:
        return _anew(replace(situation, under_way=None)), over, SEATS
    after, begun = _begun(situation, wish, route, wish.strategy)
    return after, (*over, *begun), SEATS


def _begun(situation: Situation, wish: Wish, route: SideRoute, strategy: int) -> tuple[Situation, tuple[Happened, ...]]:
    after = replace(situation, under_way=UnderWay(route.key, strategy, wish.at))
    return _anew(after), happen(wish.at, situation.stage, wish.standing.side, Event.SIDE_ROUTE, of=route.key)


def _anew(situation: Situation) -> Situation:
    """Take back a pause that is asked and not agreed: what it would stop, and for how long, is different now."""
    asked = situation.asked
    return replace(situation, asked=None) if asked and asked.act is Act.PAUSE else situation
