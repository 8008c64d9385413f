"""Two sides at the lists in the same moment, by real threads in a database that truly commits: nothing is lost."""

from datetime import timedelta
from threading import Barrier, Thread

from django.db import transaction
from pytest_django import DjangoDbBlocker

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Point
from commonground.now import now
from commonground.procedures.differing import Stand
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected, tell_database
from tests.differences.asking import fresh

EACH = 3


def test_lines_put_at_once_are_all_there_and_one_of_two_stands_is_told(
    seeded: Clone, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), connected(seeded.owner):
        cast = Cast(now() - timedelta(minutes=50))
        with transaction.atomic():
            row = cast.at_stage(2)
        people = [cast.actor(name) for name in ("sarah", "cath") for _ in range(EACH)]
        barrier, overtaken = Barrier(len(people), timeout=60), []

        def put(number: int) -> None:
            with connected(seeded.app):
                barrier.wait()
                with transaction.atomic():
                    tell_database(people[number])
                    actions.put_point(by=people[number], at=now(), difference=row.pk, text=f"Line {number}.")

        def stand(number: int) -> None:
            how = Stand.AGREES if number else Stand.DIFFERS
            with connected(seeded.app):
                barrier.wait()
                try:
                    with transaction.atomic():
                        tell_database(people[number])
                        actions.stand_on(
                            by=people[number], at=now(), difference=row.pk, number=1, stand=how, version=1
                        )  # fmt: skip
                except actions.Meanwhile:
                    overtaken.append(number)

        for does in (put, stand):
            threads = [Thread(target=does, args=[number]) for number in range(len(people))]
            for one in threads:
                one.start()
            for one in threads:
                one.join(60)
        lines = Point.objects.of(row).order_by("number")
        assert [one.number for one in lines] == list(range(1, len(people) + 1))
        assert {one.text for one in lines} == {f"Line {number}." for number in range(len(people))}
        assert len(overtaken) == len(people) - 1
        assert not list(disagreements(fresh(row)))
