"""The tests' own PostgreSQL: one cluster in a temporary folder, started when a test first asks for it.

Loaded before Django's settings (see pyproject.toml), since those read the environment that is made here.
Importing it makes the keys only; pure tests never start a database.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from commonground import keys
from commonground.database import NAME, Embedded

FOLDER = Path(tempfile.mkdtemp(prefix="commonground-tests-"))
TEMPLATE = "template_commonground"
CAST = "commonground_cast"
"""Where tests meet the cast: each in a transaction that is taken back."""

os.environ.pop("COMMONGROUND_KEYS", None)
EMBEDDED = Embedded(FOLDER)
keys.make(EMBEDDED.keys, (*keys.NAMES, "database"))
os.environ.update(EMBEDDED.environment())
os.environ["COMMONGROUND_ROLE"] = "owner"
os.environ["COMMONGROUND_TESTING"] = "1"
os.environ["COMMONGROUND_DEMONSTRATION"] = "0"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread that asks the database


def start() -> None:
    """Start the cluster. In tests, unlike anywhere else, `owner` may act as the two lesser roles."""
    EMBEDDED.start()
    with EMBEDDED.superuser() as connection:
        connection.execute("GRANT app, clock TO owner")


def keep_template() -> None:
    """Keep a copy of the migrated database, from which `clone` makes others."""
    EMBEDDED.make_database(TEMPLATE, NAME)


@atexit.register
def remove() -> None:
    """Stop the cluster and leave nothing behind."""
    EMBEDDED.stop()
    EMBEDDED.remove()
    shutil.rmtree(FOLDER)
