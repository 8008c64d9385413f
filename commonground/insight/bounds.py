"""What whoever reads some tables can work out of a number that they do not show: between what it must lie.

Tables that add up are pipes: so much flows in at the whole, through each column into the rows, and back. A number
that is shown is a pipe whose flow is fixed. How far another could be otherwise is how much more, or less, could flow
through it while the rest makes up for that: the largest flow from its one end to its other. It is exact for whole
numbers. (Ford and Fulkerson, Flows in Networks, 1962; the transport problem of table suppression.)
"""

from collections import deque
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import pairwise

Node = Hashable


@dataclass(frozen=True, slots=True)
class Pipe:
    """A number of a table: from what it is taken and to what it is added, what it is, and what is known of it.

    ``least`` and ``most`` are between what everybody knows that it lies; ``most`` is None where nothing is known.
    """

    tail: Node
    head: Node
    value: int
    least: int
    most: int | None = None

    @property
    def more(self) -> int | None:
        """How much larger it could be by what is known of it alone; None for without end."""
        return None if self.most is None else self.most - self.value


def leeway(pipes: Mapping[Hashable, Pipe], name: Hashable, enough: int) -> tuple[int, int]:
    """Return by how much a number could be smaller, and larger, than it is: each as far as ``enough`` and no further.

    Everything else that is known stays true.
    """
    one = pipes[name]
    others = [pipe for key, pipe in pipes.items() if key != name]
    up = enough if one.more is None else min(enough, one.more)
    down = min(enough, one.value - one.least)
    return _flow(others, one.tail, one.head, down), _flow(others, one.head, one.tail, up)


def _flow(pipes: list[Pipe], start: Node, end: Node, enough: int) -> int:
    """Return how much more can flow from one node to another, as far as ``enough``."""
    room: dict[Node, dict[Node, int]] = {}
    for pipe in pipes:
        forth, back = room.setdefault(pipe.tail, {}), room.setdefault(pipe.head, {})
        forth[pipe.head] = forth.get(pipe.head, 0) + (enough if pipe.more is None else pipe.more)
        back[pipe.tail] = back.get(pipe.tail, 0) + pipe.value - pipe.least
    found = 0
    while found < enough and (way := _way(room, start, end)):
        steps = list(pairwise(way))
        some = min(enough - found, *(room[tail][head] for tail, head in steps))
        for tail, head in steps:
            room[tail][head] -= some
            room[head][tail] = room[head].get(tail, 0) + some
        found += some
    return found


def _way(room: Mapping[Node, Mapping[Node, int]], start: Node, end: Node) -> list[Node]:
    """Return a shortest way through which something can still flow; nothing where there is none."""
    came: dict[Node, Node] = {start: start}
    ahead = deque([start])
    while ahead and end not in came:
        here = ahead.popleft()
        for there, free in room.get(here, {}).items():
            if free > 0 and there not in came:
                came[there] = here
                ahead.append(there)
    if end not in came:
        return []
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]
