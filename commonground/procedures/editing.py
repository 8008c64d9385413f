"""Editing the tree of a draft: finding a place in it by a path, adding, removing and moving what stands there.

A path reads like an address: ``stages/2``, ``stages/2/clocks/settled``, ``pausing``. A row is named by its short name
where it has one of its own, or by its place. The tree that is given is changed: it was read for this one edit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commonground.procedures.asking import NESTED, QUESTIONS, How, Question, asked_of
from commonground.procedures.definition import Procedure
from commonground.procedures.part_pages import PAGES
from commonground.procedures.writing import Tree

_NAME = re.compile(r"[a-z0-9_-]*[a-z][a-z0-9_-]*")
RESERVED = frozenset({"add", "take-out", "move"}).union(*PAGES.values())
"""Steps of an address that mean something else, so that no row is named by them."""


class NotThereError(LookupError):
    """Nothing stands at this path."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something in a draft: a part with its own table, or None where a part is not there or it is a list of rows."""

    path: str
    question: Question | None
    """What it is a row, a part or the rows of; None is the procedure itself."""
    part: type
    table: Tree | None = None
    rows: tuple[Tree, ...] = ()
    index: int | None = None
    """Its place among the rows, for a row."""

    @property
    def above(self) -> str:
        """The path of what it stands in: of a row, the list of them."""
        return self.path.rpartition("/")[0]

    @property
    def leaves_out(self) -> frozenset[str]:
        """Which questions of its part do not apply here."""
        return self.question.leaves_out if self.question else frozenset()


def find(tree: Tree, path: str) -> Place:
    """Return what stands at a path; raises NotThereError."""
    place = Place("", None, Procedure, tree)
    for step in filter(None, path.split("/")):
        place = _step(place, step)
    return place


def _step(place: Place, step: str) -> Place:
    path = f"{place.path}/{step}".strip("/")
    if place.question and place.question.how is How.ROWS and place.index is None:
        index = _index(place, step)
        return Place(path, place.question, place.part, place.rows[index], place.rows, index)
    if place.table is None:
        raise NotThereError(path)
    for one in QUESTIONS[place.part]:
        if one.field == step and one.how is How.ROWS:
            return Place(path, one, one.of, rows=tuple(place.table.get(step, ())))
        if one.field == step and one.how is How.PART:
            return Place(path, one, one.of, place.table.get(step))
    raise NotThereError(path)


def _index(place: Place, step: str) -> int:
    named = [index for index in range(len(place.rows)) if name_of(place, index) == step]
    if not named:
        raise NotThereError(f"{place.path}/{step}")
    return named[0]


def name_of(place: Place, index: int) -> str:
    """Return the step of a path that leads to a row: its short name, if that is its own, or its place."""
    keys = [row.get("key", "") for row in place.rows]
    key = keys[index]
    plain = isinstance(key, str) and _NAME.fullmatch(key) and key not in RESERVED
    return key if plain and keys.index(key) == index else str(index + 1)


def path_of(place: Place, index: int) -> str:
    """Return the path of a row."""
    return f"{place.path}/{name_of(place, index)}"


def put(tree: Tree, path: str, answers: Tree) -> None:
    """Keep answers at a path: over those of a part or a row; a part that is not there yet is there then.

    Raises NotThereError.
    """
    place = find(tree, path)
    if place.table is not None:
        place.table.update(answers)
    elif place.question and place.question.how is How.PART:
        _holder(tree, place)[place.question.field] = answers
    else:
        raise NotThereError(path)


def add(tree: Tree, path: str, answers: Tree) -> str:
    """Add a row at the end of a list and return its path; raises NotThereError."""
    place = find(tree, path)
    if not place.question or place.question.how is not How.ROWS or place.index is not None:
        raise NotThereError(path)
    _holder(tree, place).setdefault(place.question.field, []).append(answers)
    rows = find(tree, path)
    return path_of(rows, len(rows.rows) - 1)


def remove(tree: Tree, path: str) -> None:
    """Take a row or a part out; what spoke of a later stage speaks of the same stage after. Raises NotThereError."""
    place = find(tree, path)
    if not place.question or place.table is None:
        raise NotThereError(path)
    rows = _rows(tree, place)
    if rows is None:
        del _holder(tree, place)[place.question.field]
        return
    del rows[place.index or 0]
    if place.path.startswith("stages/") and rows is tree["stages"]:
        for table, key in _naming_stages(Procedure, tree):
            if table[key] > (place.index or 0) + 1 or table[key] > len(rows) > 0:
                table[key] -= 1


def move(tree: Tree, path: str, *, up: bool) -> None:
    """Let a row change places with the one above or below; at the end of the list nothing moves.

    Raises NotThereError.
    """
    place = find(tree, path)
    rows = _rows(tree, place)
    if rows is None or place.index is None:
        raise NotThereError(path)
    other = place.index + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[place.index], rows[other] = rows[other], rows[place.index]


def _holder(tree: Tree, place: Place) -> Tree:
    """Return the table in which a list or a part stands."""
    holder = find(tree, place.above).table
    if holder is None:
        raise NotThereError(place.path)
    return holder


def _rows(tree: Tree, place: Place) -> list[Tree] | None:
    """Return the list in which a row stands, as the tree holds it; None for what is no row."""
    if place.index is None or place.question is None:
        return None
    rows: list[Tree] = _holder(tree, find(tree, place.above))[place.question.field]
    return rows


def _naming_stages(part: type, table: Tree) -> Iterator[tuple[Tree, str]]:
    """Yield every place in which a stage is named by its number."""
    for one in asked_of(part):
        if one.how is How.STAGE and isinstance(table.get(one.field), int):
            yield table, one.field
        inner: Any = table.get(one.field) if one.how in NESTED else None
        for each in inner if isinstance(inner, list) else [inner] if inner else []:
            yield from _naming_stages(one.of, each)
