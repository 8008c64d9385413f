"""The database in tests.

`db` (or the mark `django_db`) runs a test in the owner's transaction, rolled back at its end;
`as_role("app")` acts as another role inside it. A test that asks for the `cast` meets it in a database where it was
built once, so that its thousand rows are not told anew for each; every other begins with nothing. `clone` gives a
database of the test's own, for what truly commits, races or dies; `seeded` (tests/cast.py) is such a one with the
cast in it.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import atomic
from pytest_django import DjangoDbBlocker

from commonground.database import NAME
from commonground.manage import migrate
from tests import cluster

pytest_plugins = ("tests.cast",)

_numbers = count(1)


@dataclass(frozen=True)
class Clone:
    """One test's own database: its name, its address for each role, the environment of its programs."""

    name: str
    owner: str
    app: str
    clock: str
    environment: dict[str, str]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - as many kinds as families
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {
            "localhost",
            "127.0.0.1",
            "::1",
        }:
            message = f"A test tried to reach {address}."
            raise AssertionError(message)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Lead the tests' connection to the database on which a test stands, before anything opens it.

    Where a module's own fixture has led it elsewhere, it stays there.
    """
    if connection.settings_dict["NAME"] in {NAME, cluster.CAST}:
        lead_to(cluster.CAST if "cast" in getattr(item, "fixturenames", ()) else NAME)


def lead_to(name: str) -> str:
    """Have the tests' connection meet another database from now on; return which it met until now."""
    before: str = connection.settings_dict["NAME"]
    if before != name:
        connection.close()
        connection.settings_dict["NAME"] = name
    return before


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> None:
    """Start the cluster, migrate its database once, grant the roles their due, and keep a template of it."""
    cluster.start()
    asked = lead_to(NAME)
    with django_db_blocker.unblock():
        migrate()
        connection.close()
    cluster.keep_template()
    lead_to(asked)


@pytest.fixture
def as_role(db: None) -> Callable[[str], AbstractContextManager[None]]:  # noqa: ARG001 - the transaction it acts in
    """Give a context in which the test's connection acts as another role, in the owner's transaction."""

    @contextmanager
    def acting(role: str) -> Iterator[None]:
        with atomic(), connection.cursor() as cursor:  # after an error the savepoint gives the role back
            cursor.execute(f"SET LOCAL ROLE {role}")
            yield
            cursor.execute("RESET ROLE")

    return acting


@pytest.fixture
def clone(django_db_setup: None) -> Iterator[Clone]:  # noqa: ARG001 - the template it copies
    """Give a database copied from the migrated template, removed after the test."""
    with copied(cluster.TEMPLATE) as copy:
        yield copy


@contextmanager
def copied(template: str) -> Iterator[Clone]:
    """Copy a database that nobody uses, and remove the copy at the end."""
    name = f"clone_{next(_numbers)}"
    cluster.EMBEDDED.make_database(name, template)
    yield Clone(
        name=name,
        environment=cluster.EMBEDDED.environment(name),
        **{role: cluster.EMBEDDED.url(role, name) for role in ("owner", "app", "clock")},
    )
    cluster.EMBEDDED.drop_database(name)
