"""Every point at which a change can fail: the n-th statement fails, for every n, and the tables stay as they were."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.urls import reverse
from psycopg import sql
from pytest_django import DjangoDbBlocker

from commonground.differences.models import Difference
from commonground.now import now
from commonground.procedures.terms import Act
from commonground.record.submissions import mint
from tests.cast import ASK, MEANWHILE, Cast
from tests.conftest import Clone
from tests.connected import connected
from tests.differences.raising import Browser, answered, check

FEWEST, MOST = 20, 300

Form = tuple[str, str, dict[str, str]]
"""Who sends it, to which address, and what."""


@pytest.fixture
def owner(seeded: Clone) -> Iterator[psycopg.Connection[Any]]:
    """Give a second connection, which sees what was committed."""
    with psycopg.connect(seeded.owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def world(seeded: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[Cast]:
    """Give the cast in a database that truly commits."""
    with django_db_blocker.unblock(), connected(seeded.owner):
        yield Cast(now() - timedelta(minutes=50))


def digests(owner: psycopg.Connection[Any]) -> dict[str, str]:
    """Return a digest of everything in each table."""
    named = owner.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
    found = {}
    for (table,) in named.fetchall():
        query = sql.SQL("SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t").format(sql.Identifier(table))
        found[table] = str(owner.execute(query).fetchall()[0][0])
    return found


@contextmanager
def failing(at: int) -> Iterator[list[str]]:
    """Have the database refuse the statement of this number; give the statements that were sent."""
    sent: list[str] = []

    def execute(run: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 as Django calls it
        sent.append(statement)
        if len(sent) == at:
            return run("SELECT 1 / 0", None, False, context)
        return run(statement, params, many, context)

    with connection.execute_wrapper(execute):
        yield sent


def raising(world: Cast) -> Form:
    """Return Amy's last form: her draft is whole, and she sends it."""
    return "amy", check(answered(Browser(world.person("amy")))), {}


def respond(world: Cast) -> Form:
    with transaction.atomic():
        row = world.raised()
    return (
        "bob",
        address(row, Act.RESPOND),
        drawn(row, knows_child="yes", answer="no_because", because="We see…", meanwhile=MEANWHILE),
    )


def escalate(world: Cast) -> Form:
    with transaction.atomic():
        row = world.answered()
    words = {"reason": "We still differ.", "tried": "We spoke.", "ask": ASK, "meanwhile": MEANWHILE}
    return "amy", address(row, Act.ESCALATE), drawn(row, **words)


def sign(world: Cast) -> Form:
    with transaction.atomic():
        row = world.proposed(2)
    return "sarah", address(row, Act.SIGN), drawn(row, proposal="1", confirm="on")


def address(row: Difference, act: Act) -> str:
    return reverse("differences:act", args=[row.reference, act])


def drawn(row: Difference, **answers: str) -> dict[str, str]:
    return answers | {"version": str(row.version)}


CHANGED = {
    "record_entry", "record_entrytext", "record_head", "record_submission", "notices_notice",
    "differences_difference", "differences_clock", "differences_seat",
}  # fmt: skip
MORE: dict[Callable[[Cast], Form], set[str]] = {
    raising: {"differences_view", "differences_child", "differences_draft"},
    respond: {"differences_view"},
    escalate: {"differences_view"},
    sign: {"differences_signature"},
}
"""The tables that each form changes, all of them or none."""


@pytest.mark.parametrize("prepare", MORE)
def test_a_change_that_fails_anywhere_leaves_nothing(
    world: Cast, seeded: Clone, owner: psycopg.Connection[Any], prepare: Callable[[Cast], Form]
) -> None:
    by, where, answers = prepare(world)
    form = answers | {"submission": str(mint())}
    points: list[str] = []
    with connected(seeded.app):
        browser = Browser(world.person(by))
        browser.raise_request_exception = False
        before = digests(owner)
        for at in range(1, MOST):
            with failing(at) as sent:
                answer = browser.post(where, form)
            if len(sent) < at:
                break
            points.append(sent[at - 1])
            if '"django_session" SET' in points[-1]:  # after the change has landed: what is said on the next page
                break
            assert answer.status_code >= 500, points[-1]
            assert digests(owner) == before, points[-1]
        after = digests(owner)
        again = browser.post(where, form)  # whoever saw an error, or nothing, sends it again
        assert again.status_code == 302, again.content.decode()
        assert {table for table, digest in digests(owner).items() if digest != after[table]} <= {"django_session"}
    changed = {table for table in after if after[table] != before[table]} - {"django_session", "procrastinate_jobs"}
    expected = CHANGED | MORE[prepare]
    assert changed - {"procrastinate_events"} == expected - ({"differences_clock"} if prepare is respond else set())
    assert sum(point.startswith(("INSERT", "UPDATE")) for point in points) >= len(changed) - 1
    assert FEWEST < len(points) < MOST - 1
