"""Random histories through the actions: every invariant holds, and a planted error turns its own check red."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from commonground.differences.demonstration.telling import open_fairhaven
from commonground.procedures.terms import Act, End
from tests import cluster
from tests.cast import seed
from tests.conftest import Clone, copied
from tests.connected import connected, wrapper
from tests.editions.fuller import open_fuller
from tests.properties.checks import CHECKS, amiss
from tests.properties.checks_of_waiting import what_waits_stands_beside_each_seat
from tests.properties.tables import Tables
from tests.properties.walking import Walk

BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEED = 20260302
TAKEN, REACHED, ALLOWED = 50, 20, 0.4
STEPS = 20_000


@pytest.fixture(scope="module")
def walked(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Walk, Clone]]:  # noqa: ARG001 - the template it copies
    """Give a world in which a long walk was taken, once for all tests here."""
    with copied(cluster.TEMPLATE) as world, django_db_blocker.unblock():
        with connected(world.owner):
            seed(BEGINS)
            open_fuller()
            open_fairhaven(BEGINS, "fairhaven-conference")
        roles = {role: wrapper(getattr(world, role)) for role in ("owner", "app", "clock")}
        walk = Walk(Random(SEED), BEGINS, roles)  # noqa: S311 a test's own dice
        try:
            walk.go(lambda: enough(walk), STEPS)
            walk.sweep()
        finally:
            for one in roles.values():
                one.close()
        yield walk, world


@pytest.fixture
def tables(walked: tuple[Walk, Clone]) -> Iterator[Tables]:
    """Give what the walk left in the tables; what a test plants in them is taken back."""
    walk, world = walked
    assert walk.swept
    with psycopg.connect(world.owner) as owner, owner.transaction(force_rollback=True):
        yield Tables(owner, walk.swept)


def enough(walk: Walk) -> bool:
    """Say whether every act was taken, and every stage and end reached, often enough."""
    reached = [walk.stages[stage] for stage in (1, 2, 3, 4)] + [walk.ends[end] for end in End]
    return min(walk.taken[act] for act in Act) >= TAKEN and min(reached) >= REACHED


def test_the_walk_went_everywhere(walked: tuple[Walk, Clone], figure: Callable[[str], None]) -> None:
    walk, _ = walked
    accepted = sum(walk.taken.values()) - walk.taken[Act.RAISE]
    acts = ", ".join(f"{act} {walk.taken[act]}" for act in Act)
    stages = ", ".join(f"stage {stage} {walk.stages[stage]}" for stage in sorted(walk.stages))
    ends = ", ".join(f"{end} {walk.ends[end]}" for end in End)
    figure(f"{walk.stepped_over} empty chairs; {accepted} of {walk.tries} tries taken: {acts}; {stages}; {ends}")
    assert enough(walk)
    assert ALLOWED <= accepted / walk.tries < 1
    assert walk.overtaken
    assert walk.stepped_over
    for sentence in filter(None, walk.refusals):
        assert sentence[0].isupper(), sentence
        assert sentence[-1] == ".", sentence


def test_every_invariant_holds(tables: Tables) -> None:
    assert amiss(tables) == {}


PLANTED = {
    1: "UPDATE differences_difference SET situation = jsonb_set(situation, '{end}', '\"redirected\"'),"
    " \"end\" = 'redirected' WHERE \"end\" = 'withdrawn'",
    2: "UPDATE record_entry SET facts = jsonb_set(facts, '{by,capacity}', '\"told\"')"
    " WHERE kind = 'difference.pick_up'",
    3: "UPDATE differences_clock SET due_at = due_at + interval '1 day' WHERE ended_at IS NOT NULL",
    4: "UPDATE record_entrytext t SET words = '{}' FROM record_entry e"
    " WHERE e.id = t.entry_id AND e.kind = 'difference.shorten'",
    5: "DELETE FROM notices_notice WHERE kind = 'clock_ran_out'",
    6: "UPDATE differences_seat SET ended_at = '2027-01-01' WHERE side = 'responding' AND capacity = 'answering'"
    " AND ended_at IS NULL",
    7: "UPDATE differences_seat SET ended_at = '2027-01-01' WHERE capacity = 'raiser' AND difference_id IN"
    " (SELECT id FROM differences_difference WHERE \"end\" <> '')",
    8: "UPDATE differences_signature SET by_id = (SELECT by_id FROM differences_proposal p WHERE p.id = proposal_id)",
    9: "UPDATE record_entrytext SET side_only = '' WHERE side_only <> ''",
    10: "ALTER TABLE record_entry DISABLE TRIGGER USER",
    11: "DELETE FROM notices_notice WHERE kind = 'escalated'",
    12: "UPDATE notices_notice SET reference = 'Amy Lister'",
}
"""For each invariant, what would be in the tables if it did not hold."""


@pytest.mark.parametrize("number", CHECKS)
def test_a_planted_error_turns_its_own_check_red(tables: Tables, number: int) -> None:
    if number in {2, 4, 9}:  # what is written once cannot be altered by the owner either, while the triggers stand
        tables.owner.execute("ALTER TABLE record_entry DISABLE TRIGGER USER")
        tables.owner.execute("ALTER TABLE record_entrytext DISABLE TRIGGER USER")
    planted = tables.owner.execute(PLANTED[number].encode())
    assert planted.rowcount
    tables.owner.execute("ALTER TABLE record_entrytext ENABLE TRIGGER USER")
    if number != 10:
        tables.owner.execute("ALTER TABLE record_entry ENABLE TRIGGER USER")
    assert set(amiss(tables)) == {number}


def test_what_waits_stands_beside_each_seat(tables: Tables) -> None:
    said = {seat.todo for told in tables.differences for seat in told.seats if seat.ended_at is None}
    assert said >= {"", "answer", "decide", "other"}
    assert list(what_waits_stands_beside_each_seat(tables)) == []


MOVED = (
    "UPDATE differences_difference SET turn = 'raising' WHERE ended_at IS NULL",
    "UPDATE differences_difference SET due_at = due_at + interval '1 day' WHERE ended_at IS NULL",
    "UPDATE differences_difference SET leads_asked = true WHERE ended_at IS NULL",
)


@pytest.mark.parametrize("change", MOVED)
def test_what_moves_a_difference_and_not_its_seats_is_found(tables: Tables, change: str) -> None:
    tables.owner.execute("ALTER TABLE differences_difference DISABLE TRIGGER seats_asked")
    tables.owner.execute(change.encode())
    assert list(what_waits_stands_beside_each_seat(tables))
    tables.owner.execute("ALTER TABLE differences_difference ENABLE TRIGGER seats_asked")
