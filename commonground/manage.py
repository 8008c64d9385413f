"""The product's commands: `bin/manage COMMAND`.

With a database named in the environment they use it. Otherwise they use the embedded one of the data
folder: joined if `bin/serve` runs, and started for the time of the command if not. `migrate` also makes the
table of the cache and grants each role what grants.py says.
"""

import os
import sys
from pathlib import Path

from django.core.management import call_command, execute_from_command_line
from django.db import connection

from commonground.database import DatabaseError, Embedded, check_durable, check_role
from commonground.grants import grant
from commonground.keys import MissingKeyError
from commonground.postgresql import PostgresError

URLS = ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_CLOCK_URL")
ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "var"


def main(arguments: list[str]) -> None:
    """Run one command, with the embedded database if no other is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonground.settings")
    os.environ.setdefault("COMMONGROUND_ROLE", "owner")
    if any(os.environ.get(name) for name in URLS):
        run(arguments)
        return
    embedded = Embedded(Path(os.environ.get("COMMONGROUND_DATA") or DATA))
    try:
        with embedded.used():
            os.environ.update(embedded.environment())
            os.environ.setdefault("COMMONGROUND_DEMONSTRATION", "1")
            run(arguments)
            connection.close()
    except (DatabaseError, MissingKeyError, PostgresError) as error:
        sys.exit(str(error))


def run(arguments: list[str]) -> None:
    """Run one command against the database that the environment names, as the role that it names."""
    role = os.environ["COMMONGROUND_ROLE"]
    if role != "owner":
        check(role)
    execute_from_command_line(["manage", *arguments])
    if arguments[:1] == ["migrate"] and not {"--plan", "--check", "--help"} & set(arguments):
        settle()


def migrate() -> None:
    """Bring the database to the shape of the code, with the grants that go with it."""
    call_command("migrate", verbosity=0)
    settle()


def settle() -> None:
    """Make the cache's table and grant the roles what the manifest says; done after each migration."""
    call_command("createcachetable")
    with connection.cursor() as cursor:
        grant(cursor)


def check(role: str) -> None:
    """Raise DatabaseError unless this process is safely `role`, on a server that loses nothing."""
    import django  # noqa: PLC0415 - settings are read here, after the environment is complete

    django.setup()
    with connection.cursor() as cursor:
        check_role(cursor, role)
        check_durable(cursor)


if __name__ == "__main__":
    main(sys.argv[1:])
