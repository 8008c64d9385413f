"""How the record tells what happens on the lists."""

from collections.abc import Mapping

from commonground.procedures.differing import Listed, Stand

LINE, FROM, WHY = "Line {number}", "Drawn from", "What they say about it"

SAID: Mapping[tuple[Listed, Stand], str] = {
    (Listed.AGREED, Stand.AGREES): "agrees with line {number} of the lists, so it is agreed",
    (Listed.ONE_SIDE, Stand.AGREES): "says line {number} of the lists",
    (Listed.NOT_AGREED, Stand.AGREES): "says line {number} of the lists, which is not agreed",
    (Listed.NOT_AGREED, Stand.DIFFERS): "sees line {number} of the lists differently, so it is not agreed",
}
"""By the list on which the line stands then, and where the side stands that spoke."""
