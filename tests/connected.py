"""Django's connection of the present thread, led to another database or role than the tests' own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg.conninfo import conninfo_to_dict

from commonground.directory.queries import Actor, begin
from commonground.now import london_date, now


@contextmanager
def connected(url: str) -> Iterator[None]:
    """Have the ORM of this thread use the database at `url`, truly committing; closed at the end.

    Needs the fixture `django_db_blocker`, unblocked, round it.
    """
    ours = connections["default"]
    connections["default"] = wrapper(url)
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = ours


def wrapper(url: str) -> DatabaseWrapper:
    """Return a connection of the ORM to the database at `url`, not yet open; whoever asks closes it."""
    named: dict[str, Any] = dict(conninfo_to_dict(url))
    theirs = {
        "NAME": named["dbname"],
        "USER": named["user"],
        "PASSWORD": named["password"],
        "HOST": named["host"],
    }
    return DatabaseWrapper({**connections["default"].settings_dict, **theirs}, "default")


def tell_database(actor: Actor) -> None:
    """Say to the database who asks, until the transaction ends, as the middleware does."""
    begin(actor.person, london_date(now()))
