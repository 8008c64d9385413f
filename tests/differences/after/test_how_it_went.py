"""How it went: what is taken of what somebody sends, and that thanking asks no more of the database among many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground.differences.after.queries import people_to_thank
from commonground.differences.models import Difference
from commonground.differences.queries import acted_for, standings
from commonground.directory.models import Person
from commonground.directory.queries import actor_for, actors_for
from commonground.now import london_date
from commonground.procedures.after import NOBODY_ELSE, NOT_IN_IT, ONCE, STILL_OPEN, sent_refusal
from commonground.procedures.terms import Side
from tests.cast import Cast
from tests.differences.passing import give
from tests.procedures.builders import OFFICER, RAISER


@pytest.mark.parametrize(
    ("given", "says", "thanks", "anybody", "sentence"),
    [
        (False, False, False, False, None),
        (False, True, False, True, None),
        (False, True, True, True, None),
        (False, True, True, False, NOBODY_ELSE),
        (False, False, True, False, NOBODY_ELSE),
        (True, True, False, True, ONCE),
        (True, True, True, True, ONCE),
        (True, True, True, False, ONCE),
        (True, False, True, True, None),
        (True, False, True, False, NOBODY_ELSE),
        (True, False, False, True, None),
        (True, False, False, False, ONCE),
    ],
)
def test_what_is_taken_of_how_it_went(
    given: bool, says: bool, thanks: bool, anybody: bool, sentence: str | None  # noqa: FBT001 each a case
) -> None:  # fmt: skip
    sent = {"given": given, "says": says, "thanks": thanks, "anybody": anybody}
    assert sent_refusal([RAISER], ended=True, **sent) == sentence
    assert sent_refusal([RAISER], ended=False, **sent) == STILL_OPEN
    assert sent_refusal([OFFICER], ended=True, **sent) == NOT_IN_IT


def asked_for(cast: Cast, row: Difference) -> tuple[list[Person], int]:
    """Return whom Amy may thank, and how often the database was asked."""
    amy = cast.actor("amy")
    seats = list(row.seats.select_related("person", "post", "agency"))
    own = standings(amy, row, seats)
    with CaptureQueriesContext(connection) as asked:
        found = people_to_thank(row, seats, own, amy.person, london_date(cast.at))
    return found, len(asked.captured_queries)


def test_among_many_who_took_part_the_database_is_asked_no_more(cast: Cast) -> None:
    few, one = asked_for(cast, cast.resolved())
    many, all_ = asked_for(cast, cast.resolved(4))
    assert [person.name for person in few] == ["Bob Ferris"]
    assert len(many) > len(few) + 1
    assert one == all_ == 2


def test_what_several_hold_is_what_each_of_them_holds(cast: Cast) -> None:
    give(cast).open()
    people, on = list(Person.objects.order_by("name")), london_date(cast.at)
    assert any(one.guest for one in people)
    with CaptureQueriesContext(connection) as asked:
        several = actors_for(people, on)
    assert len(asked.captured_queries) == 2
    assert several == [actor_for(one, on) for one in people]
    assert any(one.let_in for one in several)


def test_for_which_side_somebody_acted_is_read_of_one_entry(cast: Cast) -> None:
    row = cast.at_stage(2)
    with CaptureQueriesContext(connection) as asked:
        found = {name: acted_for(row, cast.person(name)) for name in ("amy", "bob", "sarah", "elin")}
    assert found == {"amy": Side.RAISING, "bob": None, "sarah": None, "elin": None}
    reads = [one["sql"] for one in asked.captured_queries if "record_entry" in one["sql"]]
    assert len(reads) == len(found)
    assert all("LIMIT 1" in one and "commitment" not in one for one in reads)
