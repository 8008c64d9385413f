"""Rows that are added and changed by every act: statements written once in each process, and planned once.

With the second lock on each table, PostgreSQL plans an ``INSERT`` for longer than it takes to do it; so these are
prepared, as what ``questions.py`` asks is. Constraints, triggers and policies hold as ever.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, groupby
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.models import Field, Model

from commonground.questions import prepared_cursor

AnyField: TypeAlias = "Field[Any, Any]"

AT_ONCE = 10
"""So many rows are written by one statement."""


def add(*rows: Model, unless_there: bool = False) -> None:
    """Add new rows, those of one table together; their keys are made in Python.

    With ``unless_there``, a row that a constraint has there already is left as it is.
    """
    for model, some in groupby(rows, key=type):
        new, otherwise = list(some), "ON CONFLICT DO NOTHING" if unless_there else ""
        fields = _fields(model)
        stored = _stored(new, fields)
        with prepared_cursor() as cursor:
            if any(field.null for field in fields):  # several at once would be planned for each pattern of NULLs
                cursor.executemany(_insertion(model, otherwise, 1), stored)
            else:  # the second lock is asked once for all of them
                for first in range(0, len(new), AT_ONCE):
                    some_rows = stored[first : first + AT_ONCE]
                    cursor.execute(_insertion(model, otherwise, len(some_rows)), list(chain.from_iterable(some_rows)))
        for row in new:
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 as Django's own save does


def change(row: Model, names: Iterable[str]) -> None:
    """Write these fields of a row that is there. Raises DatabaseError when it is not there, or not to be seen."""
    statement, fields = _update(type(row), tuple(names))
    with prepared_cursor() as cursor:
        cursor.execute(statement, *_stored([row], fields))
        if cursor.rowcount != 1:
            message = f"A change of {row._meta.label} reached {cursor.rowcount} rows."  # noqa: SLF001 its name
            raise DatabaseError(message)


def change_each(rows: Sequence[Model], names: Iterable[str]) -> None:
    """Write these fields of many rows of one table that are there. Raises DatabaseError when one is not."""
    if not rows:
        return
    statement, fields = _update(type(rows[0]), tuple(names))
    with prepared_cursor() as cursor:
        cursor.executemany(statement, _stored(rows, fields))
        if cursor.rowcount != len(rows):
            message = f"A change of {len(rows)} rows reached {cursor.rowcount}."
            raise DatabaseError(message)


def _stored(rows: Sequence[Model], fields: Sequence[AnyField]) -> list[list[Any]]:
    """Return what the columns of some rows will hold, as PostgreSQL's driver takes it."""
    here = connections[DEFAULT_DB_ALIAS]  # once for all rows: each look through the proxy costs as much as a value
    return [[field.get_db_prep_save(getattr(row, field.attname), here) for field in fields] for row in rows]


@cache
def _fields(model: type[Model]) -> tuple[AnyField, ...]:
    return tuple(model._meta.concrete_fields)  # noqa: SLF001 Django's documented name for it


@cache
def _insertion(model: type[Model], otherwise: str, rows: int) -> str:
    fields = _fields(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * rows)
    table = model._meta.db_table  # noqa: SLF001 as above
    return f'INSERT INTO "{table}" ({columns}) VALUES {places} {otherwise}'  # noqa: S608 names only


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple[AnyField, ...]]:
    meta = model._meta  # noqa: SLF001 as above
    by_name = {field.name: field for field in meta.concrete_fields}
    fields = tuple(by_name[name] for name in names)
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = by_name[meta.pk.name]
    return f'UPDATE "{meta.db_table}" SET {columns} WHERE "{key.column}" = %s', (*fields, key)  # noqa: S608 names only
