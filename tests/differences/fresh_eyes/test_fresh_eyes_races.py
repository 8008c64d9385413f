"""Two people at fresh eyes in the same moment, by real threads in a database that truly commits: one is heard."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

from django.db import transaction
from pytest_django import DjangoDbBlocker

from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.now import now
from commonground.procedures.fresh_eyes import ONE_AT_A_TIME, OVER, WHO_LOOKS
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected, tell_database
from tests.differences.asking import fresh
from tests.differences.fresh_eyes.looking import ROS, asked, gave, named, sought, taken_back


def test_two_who_answer_at_once_do_not_both(seeded: Clone, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connected(seeded.owner):
        cast = Cast(now() - timedelta(minutes=50))
        with transaction.atomic():
            row = cast.raised()

        def at_once(*tries: tuple[str, Callable[[], object]]) -> list[str]:
            barrier, refused = Barrier(len(tries), timeout=60), []

            def do(who: str, verb: Callable[[], object]) -> None:
                with connected(seeded.app):
                    barrier.wait()
                    try:
                        with transaction.atomic():
                            tell_database(cast.actor(who))
                            verb()
                    except Refused as no:
                        refused.append(no.sentence)
                    except Difference.DoesNotExist:
                        refused.append(OVER)  # whoever looked sees it no longer

            threads = [Thread(target=do, args=one) for one in tries]
            for one in threads:
                one.start()
            for one in threads:
                one.join(60)
            return refused

        people = {"amy": ROS, "sarah": "Helen Achebe"}
        said = at_once(
            *((who, lambda who=who, whom=whom: asked(cast, row, by=who, whom=whom)) for who, whom in people.items())
        )
        assert said == [ONE_AT_A_TIME], "two of one side ask at once"
        one = FreshEyes.objects.select_related("person").get()
        assert one.person
        looks = one.person.name
        said = at_once((looks, partial(gave, cast, row, one, by=looks)), ("amy", partial(taken_back, cast, row, one)))
        (sentence,) = said  # whichever of the two came second
        assert sentence in {OVER, WHO_LOOKS}, "a word is given while it is taken back"
        with transaction.atomic():
            two = sought(cast, row)
        officers = {"elin": "Alan Whitfield", "Rosa Martins": "Fiona Marsh"}
        said = at_once(
            *(
                (who, lambda who=who, whom=whom: named(cast, row, two, by=who, whom=whom))
                for who, whom in officers.items()
            )
        )
        assert said == [OVER], "two of the office name somebody at once"
        assert Seat.objects.filter(difference=row, capacity=Capacity.FRESH_EYES, ended_at=None).count() == 1
        assert not list(disagreements(fresh(row)))
