"""The page of a difference with every step: at stage 3, with sixty entries, forty statements and two meetings."""

from datetime import timedelta

import pytest

from commonground.differences.models import Difference, Meeting, SideView
from commonground.differences.side_views.words import words
from commonground.directory.actions import create_partnership
from commonground.directory.models import Person
from commonground.editions.publishing import publish
from commonground.now import now
from commonground.procedures.loading import shipped
from commonground.record.models import Entry
from tests.bench.stories import ENTRIES, Telling, Unit, make_unit
from tests.cast import another_officer
from tests.differences.page_story import Browser

MOST = 18
"""So many queries that page may ask beyond the floor's."""
STATEMENTS = 40


@pytest.fixture
def telling(db: None) -> Telling:  # noqa: ARG001 - the transaction it lives in
    """Give a school and a council of an area that follows Fairhaven's procedure."""
    at = now() - timedelta(hours=3)
    area, _ = create_partnership(
        name="Bench", area="an area", contact="", officer="Elin", email="elin@bench.example", by=None, at=at
    )
    officer = Person.objects.get(email="elin@bench.example")
    publish(
        text=shipped()["fairhaven"], partnerships=[area], by=officer, approved_by=another_officer(area, at),
        source="A test.", at=at,
    )  # fmt: skip
    return Telling(make_unit(0, area, at), area, at)


@pytest.mark.parametrize("who", ["amy", "dev"])
def test_of_sixty_entries_and_forty_statements_it_asks_eighteen_queries_at_most(who: str, telling: Telling) -> None:
    row = telling.understood()
    assert (row.stage, Entry.objects.filter(subject=row.pk).count()) == (3, ENTRIES)
    assert Meeting.objects.of(row).count() == len(("held", "set"))
    assert sum(len(words(view)) for view in SideView.objects.of(row)) >= STATEMENTS
    assert queries(telling.unit, who, row) <= MOST


def queries(unit: Unit, who: str, row: Difference) -> int:
    """Return how often the page asks beyond the floor, for one of the unit."""
    return Browser(unit.people[who]).queries(row.get_absolute_url())
