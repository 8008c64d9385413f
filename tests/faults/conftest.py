"""What tests of races share: the cast where everything truly commits, and a record that is whole after it."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from commonground.now import now
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected


@pytest.fixture
def world(seeded: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Give the cast in a database that truly commits; the record is whole, and tables agree with it, at the end."""
    with django_db_blocker.unblock(), connected(seeded.owner):
        yield Cast(now() - timedelta(minutes=50))
        call_command("verify_record", stdout=StringIO())
        call_command("agree", stdout=StringIO())
