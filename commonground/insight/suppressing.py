"""Which numbers of a table may be told, so that no small one can be worked out from all that was ever told.

A number from one to five is not told (promises.md R15: the rule of England's children-in-need figures), nor one to
which fewer than three agencies, or one agency for more than four fifths, contributed, nor one that leaves from one to
five to the others when an agency takes its own away. Noughts are told. Of the rest a number is told only if, with
everything that was told before, each number that is kept back could still be anything from one to five, and any of as
many for an agency that knows what it contributed: so what stands beside it, what stood in an earlier release and what
stands in a later one are one rule and not three. It is asked number by number, the whole first, then the largest; what
it refuses is kept back too.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from commonground.insight.bounds import Pipe, leeway
from commonground.procedures.terms import AgencyKind

TOTAL = "total"
ROWS = "rows"
"""That the rows of a column are told, all its noughts among them; without it nobody knows which are nought."""

FEWEST_AGENCIES = 3
MOST_OF_ONE = 80
"""How much of a number one agency may have contributed, in percent."""


KINDS = frozenset(one.value for one in AgencyKind)
"""As which agencies stand that an older log names by their kind alone."""


def hides(of: Mapping[str, int], limit: int, *, singles_out: bool = True) -> bool:
    """Say whether a number is kept back for itself; ``of`` is how much of it each agency contributed.

    ``singles_out`` is that agencies must not be singled out either: not asked of what an agency reads of itself.
    Agencies of which only the kind is known may be any of those that are known, so they count as no further ones.
    """
    number, most = sum(of.values()), largest(of)
    if number == 0:
        return False
    kinds = sum(1 for one, some in of.items() if some and one in KINDS)
    agencies = sum(1 for some in of.values() if some) - kinds
    few = max(agencies, kinds) < FEWEST_AGENCIES or most * 100 > MOST_OF_ONE * number
    return number <= limit or (singles_out and (few or number - most <= limit))


def largest(of: Mapping[str, int]) -> int:
    """Return the most that one agency can have contributed to a number: what is only of its kind may be its own too."""
    known = max((some for one, some in of.items() if one not in KINDS), default=0)
    return known + max((some for one, some in of.items() if one in KINDS), default=0)


@dataclass(frozen=True, slots=True)
class Column:
    """Numbers by row that add up to their whole, what of them is kept back for itself, and what was told of them.

    ``watched`` is that nobody may work out what is kept back; of what is never told to anybody that is not asked.
    ``part_of`` names the row of which another is a part; only rows that are part of none add up to the whole.
    ``largest`` is how much of each number one agency contributed at most; nothing where nobody is to be thought of who
    knows that.
    """

    numbers: Mapping[str, int]
    hidden: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    watched: bool = True
    largest: Mapping[str, int] = field(default_factory=dict)
    part_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> int:
        """Its total."""
        return sum(number for row, number in self.numbers.items() if row not in self.part_of)

    def number(self, name: str) -> int:
        """Return the number of a row, or the total."""
        return self.whole if name == TOTAL else self.numbers[name]

    def known(self, name: str, limit: int, *, inside: bool = False) -> tuple[int, int | None]:
        """Return between what everybody knows that a number lies; of a small whole we say that they know it is one.

        ``inside`` is what any agency may know besides that: it contributed so much itself. It stands for all of them,
        since none contributed more than the largest. Why a whole is kept back nobody can tell from inside.
        """
        number = self.number(name)
        if name in self.told:
            return number, number
        if inside:
            return max(self.known(name, limit)[0], self.largest.get(name, 0)), None
        if name == TOTAL:
            return (min(1, number), limit if number <= limit else None) if self.watched else (0, None)
        return (min(1, number) if ROWS in self.told else 0), None


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns with the same rows, and what they add up to: quarters and their year, or one agency, the rest and all."""

    columns: Sequence[Column]
    margin: Column
    limit: int
    all: tuple[Column, ...] = field(init=False)
    """The columns, and the margin last."""

    def __post_init__(self) -> None:
        """Put the margin last."""
        object.__setattr__(self, "all", (*self.columns, self.margin))

    def with_told(self, which: int, told: frozenset[str]) -> "Grid":
        """Return it with other numbers told of one column; -1 is the margin."""
        both = list(self.all)
        both[which] = replace(both[which], told=told)
        return Grid(both[:-1], both[-1], self.limit)

    def safe(self) -> bool:
        """Say whether nothing that is kept back can be worked out from what is told, by readers or contributors."""
        kept_back = [
            (where, name) for where, one in enumerate(self.all) if one.watched for name in one.hidden - one.told
        ]
        everybody, inside = self.pipes(), self.pipes(inside=True)
        return all(
            self._may_be_any(everybody, *one) and sum(leeway(inside, one, self.limit - 1)) >= self.limit - 1
            for one in kept_back
        )

    def _may_be_any(self, pipes: Mapping[Hashable, Pipe], where: int, name: str) -> bool:
        """Say whether a number could be one to five; one that is larger, or a margin's, any of as many others."""
        value = self.all[where].number(name)
        down, up = leeway(pipes, (where, name), self.limit - 1)
        wide = down + up >= self.limit - 1 and up >= self.limit - value
        return wide and (value > self.limit or where == len(self.columns) or down >= value - 1)

    def pipes(self, *, inside: bool = False) -> dict[Hashable, Pipe]:
        """Return it as pipes, each named by the place of its column and its row; ``inside`` as a contributor knows."""
        found: dict[Hashable, Pipe] = {}
        last = len(self.columns)
        for where, one in enumerate(self.all):
            whole: tuple[Hashable, Hashable] = ("in", ("column", where)) if where < last else ("out", "in")
            found[where, TOTAL] = Pipe(*whole, one.whole, *one.known(TOTAL, self.limit, inside=inside))
            split = set(one.part_of.values())
            for row, number in one.numbers.items():
                within = one.part_of.get(row)
                if where < last:
                    tail: Hashable = ("column", where, within) if within else ("column", where)
                    head: Hashable = ("column", where, row) if row in split else ("row", row)
                else:
                    tail, head = ("row", row), ("row", within) if within else "out"
                found[where, row] = Pipe(tail, head, number, *one.known(row, self.limit, inside=inside))
        return found


def tells_total(grid: Grid, which: int) -> bool:
    """Say whether the whole of a column may be told, before anything else of it is."""
    return TOTAL not in grid.all[which].hidden and grid.with_told(which, frozenset({TOTAL})).safe()


def tell(grid: Grid, which: int, *, total: bool) -> frozenset[str]:
    """Return what may be told of a column; ``total`` says whether its whole is, in this table and in all that share it.

    Where the whole is kept back, so is all of it: else another table of the same whole might give it.
    """
    if not total:
        return frozenset()
    one = grid.all[which]
    told = frozenset({TOTAL})
    noughts = told | {ROWS} | {row for row, number in one.numbers.items() if number == 0}
    if not grid.with_told(which, noughts).safe():
        return told
    told = noughts
    for row in sorted(one.numbers.keys() - told - one.hidden, key=lambda row: (-one.numbers[row], row)):
        if grid.with_told(which, told | {row}).safe():
            told |= {row}
    return told
