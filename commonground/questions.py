"""Questions that are put to the database on every page: built and compiled once in each process.

The ORM takes several times as long to build a query and to write it as SQL as PostgreSQL takes to answer it. A
question is written as any other query, with a ``Blank`` where a value will stand; what Django makes of it is kept,
and each asking fills in the blanks. So there is one way to say what is read, and ``visible_to`` stays in it.
PostgreSQL keeps its plan as well: with the second lock on each table, planning takes longer than reading. What never
changes is written into the statement, quoted by the driver, so that the plan is made knowing it and nobody sends it.
"""

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler
from psycopg._queries import PostgresQuery
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format
from psycopg.sql import Literal

Row = TypeVar("Row")

KEPT: "list[Question[Any]]" = []
"""Every question that has been built in this process."""


class Named(str):
    """The name of a blank, where its value will stand among the parameters of a query."""

    __slots__ = ()


class Blank(RawSQL):
    """A place for a value that is given on asking. No field converts it: it goes to PostgreSQL's driver as it is."""

    def __init__(self, name: str) -> None:
        """Name the blank."""
        super().__init__("%s", (Named(name),))


def given(value: object) -> RawSQL:
    """Return a value, or the name of a blank, as PostgreSQL's driver takes it."""
    return value if isinstance(value, RawSQL) else RawSQL("%s", (value,))


def one_of(field: str | Func, values: object) -> Func:
    """Return the condition that a field is one of a list of values, all one parameter: ``field = ANY(values)``."""
    left = F(field) if isinstance(field, str) else field
    return Func(left, given(values), arg_joiner=" = ANY(", template="(%(expressions)s))", output_field=BooleanField())


class _JsonAsText(Loader):
    """Leaves JSON as it is written, for Django's fields to read: in binary, a version stands before the text."""

    format = Format.BINARY

    def load(self, data: Buffer) -> str:
        """Return the text."""
        return bytes(data)[1:].decode()


class _Prepared(ServerBindingCursor):
    """A cursor whose statements are prepared, and whose answers come in PostgreSQL's own binary form.

    So moments and keys are read by the driver's compiled code. It keeps the last statement, by which Django logs and
    counts.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 psycopg's own
        super().__init__(*args, **kwargs)
        self.format = Format.BINARY
        self.adapters.register_loader("jsonb", _JsonAsText)  # type: ignore[attr-defined]  # not in the stubs

    def _get_prepared(self, pgq: PostgresQuery, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 psycopg's own
        self._query = pgq
        return super()._get_prepared(pgq, *args, **kwargs)  # type: ignore[misc]  # the stubs do not name what it extends


def prepared_cursor() -> CursorWrapper:
    """Return a cursor whose statements are prepared, which Django's own never are; see ``prepare_threshold``."""
    here: Any = connection
    here.ensure_connection()
    cursor: CursorWrapper = here._prepare_cursor(_Prepared(here.connection))  # noqa: SLF001 so that it is logged
    return cursor


class Question(Generic[Row]):
    """A query with blanks: ``build`` returns it, given a ``Blank`` for each of its parameters."""

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]") -> None:
        """Keep how it is built; it is built when it is first asked."""
        self._build = build
        self._kept: _Kept | None = None

    def __call__(self, **values: object) -> list[Row]:
        """Ask with a value for each blank; return all rows, as the query itself would. Raises KeyError without one."""
        if self._kept is None:
            KEPT.append(self)
            self._kept = _Kept(self._build(**{name: Blank(name) for name in inspect.signature(self._build).parameters}))
        return list(self._kept.rows(values))

    def forget(self) -> None:
        """Build it anew when it is next asked: for tests that take something out of how it is built."""
        self._kept = None


class _Kept:
    """A query as it was compiled."""

    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        self.compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.blanks = _written_in(*self.compiler.as_sql())
        selected = [one[0] for one in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(selected)
        self.queryset = rows

    def rows(self, values: dict[str, object]) -> Any:  # noqa: ANN401 whatever the query says
        """Ask, and have Django's own iterator make rows of the answer."""
        params = tuple(values[one] for one in self.blanks)
        asked: Any = _Asked(self, _Compiled(self, params))
        return self.queryset._iterable_class(asked)  # noqa: SLF001 no other way to it


def _written_in(statement: str, params: Iterable[object]) -> tuple[str, tuple[Named, ...]]:
    """Return a statement with its constants written into it, and the names of the blanks that are left, in order."""
    connection.ensure_connection()
    values, blanks = iter(params), list[Named]()

    def write(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(values)
        if isinstance(value, Named):
            blanks.append(value)
            return "%s"
        return Literal(value).as_string(connection.connection).replace("%", "%%")

    return re.sub("%[%s]", write, statement), tuple(blanks)


class _Compiled(SQLCompiler):
    """A compiler whose work is done, with the parameters of one asking, on the connection of the present thread."""

    def __init__(self, kept: _Kept, params: tuple[object, ...]) -> None:
        self.__dict__.update(kept.compiler.__dict__)
        self.connection = connections[DEFAULT_DB_ALIAS]
        self._sql, self._converters = kept.sql, kept.converters
        self._params: Any = params

    def execute_sql(self, *_args: object, **_kwargs: object) -> Any:  # noqa: ANN401 as Django's own
        """Ask as a prepared statement."""
        with prepared_cursor() as cursor:
            cursor.execute(self._sql, self._params)
            return [cursor.fetchall()]

    def get_converters(self, *_args: object) -> Any:  # noqa: ANN401 as Django's own
        """Return the converters that were kept."""
        return self._converters


class _Asked:
    """What Django's iterators read of a query set."""

    def __init__(self, kept: _Kept, compiler: _Compiled) -> None:
        self.db, self.query, self._compiler = DEFAULT_DB_ALIAS, self, compiler
        self.model = kept.queryset.model
        self._known_related_objects: dict[Any, Any] = {}

    def get_compiler(self, *_args: object, **_kwargs: object) -> _Compiled:
        """Return the compiler that has nothing left to do."""
        return self._compiler
