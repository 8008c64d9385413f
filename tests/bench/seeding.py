"""Fill a database to a size: units of 250 differences, of which 30 % are open, told by Zipf's words, and checked.

Nothing is printed unless ``verify_record`` and ``agree`` pass on all of it and ten copies equal ten made by the
actions, column for column.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from multiprocessing import get_context
from typing import Any, TypeVar
from uuid import UUID

from django.core.management import call_command
from django.db import connection, connections

from commonground.differences.models import Difference
from commonground.directory.actions import create_partnership
from commonground.directory.models import Partnership, Person
from commonground.editions.publishing import publish
from commonground.now import now
from commonground.procedures.loading import shipped
from tests.bench import floor
from tests.bench.copying import Story, portrait, save
from tests.bench.stories import ENDED, OPEN, Telling, Unit, make_unit, words
from tests.cast import another_officer

A_UNIT = 250
OPEN_IN_A_UNIT = 75
LONG = 200
AT_ONCE = 100

Made = TypeVar("Made")


@dataclass
class Seeded:
    """What was seeded: the units, the officer, and the long differences by unit."""

    partnership: Partnership
    units: list[Unit]
    officer: Person
    long: list[tuple[UUID, int]]


def seed(size: int) -> Seeded:
    """Seed ``size`` differences and check them; runs as owner. Raises AssertionError when a check fails."""
    began = time.monotonic()
    at = now().replace(microsecond=0) - timedelta(hours=2)
    partnership, _ = create_partnership(
        name="Bench", area="an area", contact="", officer="Elin", email="elin@bench.example", by=None, at=at
    )
    officer = Person.objects.get(email="elin@bench.example")
    publish(
        text=shipped()["fairhaven"], partnerships=[partnership], by=officer,
        approved_by=another_officer(partnership, at), source="The bench.", at=at,
    )  # fmt: skip
    first = make_unit(0, partnership, at)
    stories = {name: told(name, first, partnership, at) for name in (*OPEN, *ENDED, "long")}
    others = max(1, size // A_UNIT)
    units = [make_unit(number, partnership, at) for number in range(1, others + 1)]
    check_copies(stories, units[0], partnership, at)
    long = fill(stories, units, size)
    floor.make(size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as PostgreSQL does by itself in time
    side_by_side(check, ("verify_record", "agree"))
    seconds = time.monotonic() - began
    print(f"seeded {size} differences in {len(units)} units and checked them in {seconds:.0f} s")
    return Seeded(partnership, units, officer, long)


def told(name: str, unit: Unit, partnership: Partnership, at: datetime) -> Story:
    """Tell a story in a unit and keep it for copying."""
    row = getattr(Telling(unit, partnership, at), name)()
    return Story(Difference.objects.select_related("edition").get(pk=row.pk), unit)


def check_copies(stories: dict[str, Story], unit: Unit, partnership: Partnership, at: datetime) -> None:
    """Check that ten copies equal ten made by the actions in the same unit, column for column."""
    names = [*stories, *stories][:10]
    for name in names:
        rows = stories[name].copied(unit, lambda place: f"[{place}]")
        save(rows)
        copy = Difference.objects.get(pk=rows[0].pk)
        made = told(name, unit, partnership, at).row
        made.refresh_from_db()
        assert portrait(copy, unit) == portrait(made, unit), f"the copy of {name} is not as the actions make it"


def check(command: str) -> None:
    """Run a command that fails when anything is amiss."""
    call_command(command, stdout=StringIO())


_to_do: list[Callable[[Any], Any]] = []
"""What a process of ``side_by_side`` does with each that it is given."""


def side_by_side(what: Callable[[Any], Made], some: Sequence[Any]) -> list[Made]:
    """Do the same with each of some, on every core: in processes of their own, which have all that is made by now."""
    connections.close_all()  # a connection cannot be shared with them
    with get_context("fork").Pool(initializer=_to_do.append, initargs=(what,)) as pool:
        return pool.map(_do, some, chunksize=1)


def _do(one: Any) -> Any:  # noqa: ANN401 whatever is done there
    return _to_do[-1](one)


def fill(stories: dict[str, Story], units: list[Unit], size: int) -> list[tuple[UUID, int]]:
    """Copy stories until the size is reached; return the long ones, with the number of their unit."""
    plan: list[tuple[str, int]] = []
    for number in range(len(units)):
        plan += [(OPEN[turn % len(OPEN)], number) for turn in range(OPEN_IN_A_UNIT)]
        plan += [(ENDED[turn % len(ENDED)], number) for turn in range(A_UNIT - OPEN_IN_A_UNIT)]
    plan = plan[: size - LONG] + [("long", turn % len(units)) for turn in range(LONG)]
    numbered = list(enumerate(plan))
    chunks = [numbered[first : first + AT_ONCE] for first in range(0, len(numbered), AT_ONCE)]
    return [one for some in side_by_side(partial(copy, stories, units), chunks) for one in some]


def copy(
    stories: dict[str, Story], units: list[Unit], chunk: list[tuple[int, tuple[str, int]]]
) -> list[tuple[UUID, int]]:
    """Copy the stories of a part of the plan; return the long ones of it."""
    rows, long = [], []
    for number, (name, unit) in chunk:
        made = stories[name].copied(units[unit], words(number))
        rows += made
        if name == "long":
            long.append((made[0].pk, unit))
    save(rows)
    return long
