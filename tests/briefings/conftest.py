"""The cast of briefings: as the others, at this moment, so that pages and actions are of the same day."""

import pytest

from commonground.notices.models import Notice
from commonground.now import now
from tests.cast import Cast


@pytest.fixture(autouse=True)
def today(cast: Cast) -> None:
    """Tell what follows from now on, with nothing left to be sent."""
    cast.at = now()
    Notice.objects.all().delete()
