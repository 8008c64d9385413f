"""What is urgent is told by two routes: to people and to the mailboxes of their desks; all else by one."""

from datetime import timedelta

import pytest

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.directory.cast import CAST
from commonground.directory.models import Person
from commonground.notices.models import Notice
from tests.cast import Cast

EAST = "duty.east@council.fairhaven.example"
pytestmark = pytest.mark.django_db


def told(row: Difference, kind: str) -> tuple[set[str], set[bool]]:
    """Return which addresses were told so, and whether as urgent."""
    found = list(Notice.objects.filter(subject=row.pk, kind=kind).values_list("address", "urgent"))
    return {address for address, _ in found}, {urgent for _, urgent in found}


def leah() -> str:
    """Return the address of Bob's colleague on the duty desk, who holds nothing else."""
    return Person.objects.get(name="Leah Goldberg").email


def test_a_worry_where_no_child_is_in_danger_goes_to_the_desk_alone(cast: Cast) -> None:
    addresses, urgent = told(cast.raised(), "raised_to_you")
    assert EAST in addresses
    assert leah() not in addresses
    assert urgent == {False}


@pytest.mark.parametrize("danger", ["told", "not_told", "not_sure"])
def test_a_worry_where_a_child_may_be_in_danger_goes_to_the_desk_and_its_people(cast: Cast, danger: str) -> None:
    addresses, urgent = told(cast.raised(danger=danger), "raised_to_you")
    assert {EAST, leah(), CAST["bob"]} <= addresses
    assert CAST["amy"] not in addresses
    assert urgent == {True}


def test_a_person_who_was_named_is_told_beside_the_desk_that_they_work_on(cast: Cast) -> None:
    bob = cast.person("bob").pk
    ordinary, _ = told(cast.raised(responding_person=bob), "raised_to_you")
    urgent, _ = told(cast.raised(responding_person=bob, danger="not_sure"), "raised_to_you")
    assert CAST["bob"] in ordinary
    assert EAST not in ordinary
    assert {CAST["bob"], EAST} <= urgent
    assert leah() not in urgent, "she has no seat in it, and her desk is told once"


def test_less_time_is_urgent_and_a_question_is_not(cast: Cast) -> None:
    row = cast.raised()
    soon = cast.at.date() + timedelta(days=1)
    cast.do(actions.shorten, row, "amy", need="He has nowhere to sleep tonight.", due=soon)
    cast.do(actions.question, row, "amy", words="Could his aunt take him in?")
    addresses, urgent = told(row, "shortened")
    assert {EAST, leah()} <= addresses
    assert urgent == {True}
    assert told(row, "question")[1] == {False}


def test_a_clock_that_ran_out_is_urgent(cast: Cast) -> None:
    row = cast.raised()
    assert row.due_at
    actions.sweep(row.due_at)
    addresses, urgent = told(row, "clock_ran_out")
    assert {EAST, leah(), CAST["amy"]} <= addresses
    assert urgent == {True}
