"""The cast itself: every state that a test may ask for in one word, and a database in which it is committed."""

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from commonground.differences.models import Difference
from commonground.directory.models import Partnership, Person
from commonground.procedures.terms import End, Side
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected


def test_differences_stand_where_they_are_wanted(cast: Cast) -> None:
    raised, answered = cast.raised(), cast.answered()
    assert (raised.stage, raised.turn, answered.turn) == (1, Side.RESPONDING, Side.RAISING)
    for number in (1, 2, 3, 4):
        assert cast.at_stage(number).stage == number
        resolved = cast.resolved(number)
        assert (resolved.stage, resolved.end) == (number, End.RESOLVED)
    assert cast.proposed(2).turn == Side.RAISING
    assert cast.not_resolved().end == End.NOT_RESOLVED


def test_anybody_is_found_by_name_and_time_moves_on(cast: Cast) -> None:
    assert cast.person("Margaret Ainsworth").title == "Director of children’s services"
    assert cast.actor("zed").person == cast.person("zed")
    before = cast.at
    assert cast.raised().raised_at == before < cast.at


def test_a_seeded_database_holds_the_cast_and_nobody_elses_differences(
    seeded: Clone, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), connected(seeded.owner):
        assert Partnership.objects.count() == 2
        assert Person.objects.filter(name="Amy Lister")
        assert not Difference.objects.exists()
    with psycopg.connect(seeded.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("DELETE FROM record_entry")
