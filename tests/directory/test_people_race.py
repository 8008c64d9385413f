"""The same moment: two who put somebody in one post, and the worker twice at one file, by real threads."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from pytest_django import DjangoDbBlocker

from commonground.directory.actions import RefusedError, add_post, hold
from commonground.directory.models import Agency, Holding, Person, Post
from commonground.directory.people.files import taking_in
from commonground.directory.people.files.taking_in import confirm, keep, take_in
from commonground.now import now
from commonground.procedures.terms import Role
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected

PATIENCE = 60


@pytest.fixture
def world(seeded: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Clone, Cast]]:
    """Give the cast in a database that truly commits."""
    with django_db_blocker.unblock(), connected(seeded.owner):
        yield seeded, Cast(now() - timedelta(minutes=50))


def at_once(url: str, *doings: Callable[[], None]) -> None:
    """Do some things at one moment, each on a connection of its own."""
    barrier = Barrier(len(doings), timeout=PATIENCE)

    def run(do: Callable[[], None]) -> None:
        with connected(url):
            barrier.wait()
            do()

    threads = [Thread(target=run, args=(do,)) for do in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)


def test_of_two_who_fill_a_post_at_once_one_is_refused(world: tuple[Clone, Cast]) -> None:
    database, cast = world
    school = Agency.objects.get(name="Oakfield Primary School")
    for number in range(5):
        post = add_post(agency=school, role=Role.PRACTITIONER, title=f"Free {number}", by=None, at=now())
        refused: list[str] = []

        def fill(name: str, post: Post = post, refused: list[str] = refused) -> None:
            try:
                hold(person=cast.person(name), post=post, by=cast.actor("sarah"), at=now())
            except RefusedError as refusal:
                refused.append(str(refusal))

        at_once(database.app, lambda: fill("amy"), lambda: fill("judith"))
        assert Holding.objects.filter(post=post).count() == 1
        assert len(refused) == 1
        assert "Somebody else holds the post" in refused[0]


def test_two_workers_at_one_file_do_each_row_once(world: tuple[Clone, Cast], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        taking_in, "AT_ONCE", 10
    )  # and each desk begins in the ten of one worker, and ends in another's
    database, cast = world
    school = Agency.objects.get(name="Oakfield Primary School")
    rows = "\n".join(
        f"New {number},new.{number}@oakfield.example,Helpers {number // 15},teacher,yes" for number in range(450)
    )
    file = keep(
        agency=school, sent=f"Name,Work email,Post,Role,Desk\n{rows}".encode(), by=cast.actor("elin"), at=now()
    )  # fmt: skip
    confirm(file=file, leavers=(), by=cast.actor("elin"), at=now())
    at_once(database.clock, *(lambda: take_in(file.pk, now()) for _ in range(3)))
    file.refresh_from_db()
    assert (file.done, file.errors) == (450, [])
    assert file.finished_at
    assert Person.objects.filter(email__startswith="new.").count() == 450
    assert Post.objects.filter(agency=school, title__startswith="Helpers").count() == 30, "each knows what others made"
    assert Holding.objects.filter(post__title__startswith="Helpers").count() == 450
