"""The database: an embedded PostgreSQL for one machine, and what is asserted of any PostgreSQL.

The embedded one listens on a socket in a folder closed to others, and asks for passwords. Three roles use it:
`owner` migrates and runs commands, `app` serves pages, `clock` is the worker. Whoever starts it holds
`starter.lock` for as long as it runs; other commands join it meanwhile, holding `users.lock` together.
"""

import fcntl
import hashlib
import hmac
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from commonground import keys, postgresql

ROLES = ("owner", "app", "clock")
NAME = "commonground"
RECOVERY_SECONDS = 300  # recovery after a crash took 12 s here; the rest is for a slow disk
JOIN_SECONDS = 300
LONGEST_SOCKET = 90  # bytes; the system allows 107 with the file's own name
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",  # statements and row values may hold personal data: never logged
    "log_error_verbosity": "terse",
}


class DatabaseError(Exception):
    """The database cannot be used; the message says why, in words."""


class Cursor(Protocol):
    """What Django's and psycopg's cursors share, as far as it is needed here."""

    def execute(self, query: Any, params: Any = None) -> Any:  # noqa: ANN401 - as both declare it
        """Run one statement."""

    def fetchall(self) -> list[Any]:
        """Return all rows of the last statement."""


class Embedded:
    """One embedded PostgreSQL, whose files belong to the folder `data`."""

    def __init__(self, data: Path) -> None:
        self.data = data.resolve()
        self.home = postgresql.home_of(self.data)
        self.socket = self.home / "socket"
        if len(os.fsencode(self.socket)) > LONGEST_SOCKET:
            self.socket = Path("/tmp") / f"commonground-{postgresql.digest(self.home)}"  # noqa: S108 - checked closed
        self.keys = Path(os.environ.get("COMMONGROUND_KEYS") or self.data / "keys")
        self._process: subprocess.Popen[bytes] | None = None
        self._starter: IO[bytes] | None = None

    def url(self, role: str, database: str = NAME) -> str:
        """Return the address of a database as `role` uses it, password included."""
        password = hmac.new(keys.read_bytes(self.keys, "database")[0], role.encode(), hashlib.sha256).hexdigest()
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.socket), safe='')}"

    def environment(self, database: str = NAME) -> dict[str, str]:
        """Return the environment in which the product uses this database, in any of its three roles."""
        return {
            "COMMONGROUND_DATA": str(self.data),
            "COMMONGROUND_KEYS": str(self.keys),
            "DATABASE_OWNER_URL": self.url("owner", database),
            "DATABASE_URL": self.url("app", database),
            "DATABASE_CLOCK_URL": self.url("clock", database),
        }

    def superuser(self, database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """Connect as the server's superuser: only to make roles and databases."""
        return psycopg.connect(self.url("postgres", database), autocommit=True, connect_timeout=10)

    def claim(self) -> IO[bytes]:
        """Reserve the folder for one `bin/serve`, for as long as the returned file is open.

        Raises DatabaseError, in words, when another one runs on it.
        """
        postgresql.prepare(self.data, self.home, self.socket)
        claimed = lock(self.home / "serve.lock", fcntl.LOCK_EX, 0)
        if claimed is None:
            message = f"Another bin/serve runs on {self.data}. Stop it first, or choose another folder with --data."
            raise DatabaseError(message)
        return claimed

    def start(self, patience: float = 0) -> bool:
        """Start the server: keys, cluster, roles and database when new, recovery when it crashed.

        Returns False when someone else still runs it after `patience` seconds. Call it from the main
        thread: the server ends with the thread that started it.
        """
        postgresql.prepare(self.data, self.home, self.socket)
        self._starter = lock(self.home / "starter.lock", fcntl.LOCK_EX, patience)
        if self._starter is None:
            return False
        if not (self.home / "cluster").exists():
            keys.make(self.keys, (*keys.NAMES, "database"))
            postgresql.initialise(self.home, str(conninfo_to_dict(self.url("postgres"))["password"]))
        elif not (self.keys / "database.key").exists():
            message = (
                f"The key {self.keys / 'database.key'} is missing, and its database stands in {self.home}. Restore it "
                f"from where keys are kept. If it was only a demonstration, delete {self.home} and start again."
            )
            raise keys.MissingKeyError(message)
        self._launch()
        return True

    def ensure(self) -> bool:
        """Start the server again if it has died under this starter; say whether that was needed."""
        if self._process is None or self._process.poll() is None:
            return False
        self._launch()
        return True

    def stop(self, patience: float = 0) -> None:
        """Stop the server, after waiting up to `patience` seconds for other commands that use it."""
        if self._starter is None:
            return
        users = lock(self.home / "users.lock", fcntl.LOCK_EX, patience)
        if self._process is not None:
            postgresql.end(self._process)
            self._process = None
        if users is not None:
            users.close()
        self._starter.close()
        self._starter = None

    def remove(self) -> None:
        """Delete the stopped server's files outside its data folder, for folders that were temporary."""
        for folder in {self.socket, self.home} - {self.data}:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Use the server for a while: start it for that time, or join whoever runs it already."""
        deadline = time.monotonic() + JOIN_SECONDS
        while time.monotonic() < deadline:
            if self.start():
                try:
                    yield
                finally:
                    self.stop(patience=JOIN_SECONDS)
                return
            users = lock(self.home / "users.lock", fcntl.LOCK_SH, 0)
            if users is not None:
                with users:
                    if self._answers():
                        yield
                        return
            time.sleep(0.1)
        message = f"The database in {self.data} is held by another command and does not answer."
        raise DatabaseError(message)

    def make_database(self, name: str, template: str | None = None) -> None:
        """Make a database that `owner` owns and `app` and `clock` may use; a copy of `template` if named."""
        copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
        named = sql.Identifier(name)
        with self.superuser() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER owner").format(named) + copied)
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(named))
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO app, clock").format(named))

    def drop_database(self, name: str) -> None:
        """Remove a database, ending the connections to it."""
        with self.superuser() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _launch(self) -> None:
        postgresql.end_leftover(self.home, self.socket)
        self._process = postgresql.launch(self.home, {**OPTIONS, "unix_socket_directories": str(self.socket)})
        deadline = time.monotonic() + RECOVERY_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                postgresql.end(self._process)
                log = (self.home / "postgresql.log").read_text(errors="replace")
                message = f"PostgreSQL did not start in {self.home}. Its last words:\n{log[-2000:]}"
                raise DatabaseError(message)
            time.sleep(0.05)
        self._make_roles()
        with psycopg.connect(self.url("owner"), autocommit=True) as connection, connection.cursor() as cursor:
            check_durable(cursor)

    def _answers(self) -> bool:
        try:
            self.superuser().close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_roles(self) -> None:
        """Make what is missing of the roles and the database; a start that was cut short is made good."""
        with self.superuser() as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
            for role in ROLES:
                if role not in known:
                    password = str(conninfo_to_dict(self.url(role))["password"])
                    connection.execute(
                        sql.SQL("CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}").format(sql.Identifier(role), password)
                    )
            made = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchall()
        if not made:
            self.make_database(NAME)


def is_embedded(url: str) -> bool:
    """Say whether `url` leads to the embedded server of the folder named in COMMONGROUND_DATA."""
    data = os.environ.get("COMMONGROUND_DATA")
    return data is not None and conninfo_to_dict(url).get("host") == str(Embedded(Path(data)).socket)


def check_role(cursor: Cursor, role: str) -> None:
    """Raise DatabaseError unless the connection is `role`, which never sees past row-level security.

    It must be neither superuser nor exempt, own neither the database nor a table in it, and be no member of a
    role that is or does: a member could become that role.
    """
    cursor.execute(
        """
        SELECT session_user, current_user, coalesce(string_agg(r.rolname, ', '), '')
        FROM pg_roles r
        WHERE pg_has_role(session_user, r.oid, 'MEMBER') AND (
            r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolreplication
            OR r.oid = (SELECT datdba FROM pg_database WHERE datname = current_database())
            OR r.oid IN (SELECT relowner FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm'))
        )
        """
    )
    ((session, current, powers),) = cursor.fetchall()
    if (session, current) != (role, role):
        message = f"Connected as {session} acting as {current}; this process must be the role {role}."
        raise DatabaseError(message)
    if powers:
        message = f"The role {role} is or can become one that sees past row-level security: {powers}."
        raise DatabaseError(message)


def check_durable(cursor: Cursor) -> None:
    """Raise DatabaseError unless what the server acknowledges survives a crash, and damage is noticed."""
    wanted = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
    cursor.execute(
        "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting IN ('on', 'remote_apply')",
        (list(wanted),),
    )
    on = {name for (name,) in cursor.fetchall()}
    if missing := [name for name in wanted if name not in on]:
        message = f"The database server must have these settings on, and has not: {', '.join(missing)}."
        raise DatabaseError(message)


def lock(path: Path, kind: int, patience: float) -> IO[bytes] | None:
    """Take a lock (fcntl.LOCK_EX or LOCK_SH) on a file, waiting up to `patience` seconds.

    Returns the open file, which holds the lock until it is closed, or None when somebody else keeps it.
    """
    deadline = time.monotonic() + patience
    file = path.open("ab")
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                file.close()
                return None
            time.sleep(0.1)
        else:
            return file
