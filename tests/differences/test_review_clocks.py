"""A bank holiday that is proclaimed while clocks run: they move, the record says so, and no act undoes it."""

from datetime import timedelta
from threading import Event, Thread
from time import sleep

from django.db import transaction
from pytest_django import DjangoDbBlocker

from commonground.differences.actions import redating
from commonground.differences.actions.holidays import proclaim
from commonground.differences.actions.sweeping import sweep
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference
from commonground.editions.models import Holiday
from commonground.now import london_date, now
from commonground.record.models import Entry
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected


def test_a_holiday_moves_a_running_clock_and_the_record_says_so(cast: Cast) -> None:
    row = cast.raised()
    due = row.due_at
    assert due is not None
    proclaim(day=london_date(due), name="A day of thanks", at=cast.tick())
    sweep(cast.tick())
    row.refresh_from_db()
    assert row.due_at is not None
    assert row.due_at > due
    assert Clock.objects.get(difference=row).due_at == row.due_at
    assert Entry.objects.get(subject=row.pk, kind="clock.redated").facts["clocks"][0]["ended"] is None
    assert list(disagreements(row)) == []
    assert sweep(cast.tick()) == 0


def test_an_act_under_way_does_not_put_a_date_back(seeded: Clone, django_db_blocker: DjangoDbBlocker) -> None:
    underway = Event()

    def act(row: Difference) -> None:
        """Do what every act does: lock the difference, read its clocks, and later save them."""
        with connected(seeded.owner), transaction.atomic():
            Difference.objects.select_for_update(no_key=True).get(pk=row.pk)
            clock = Clock.objects.get(difference=row)
            underway.set()
            sleep(1)  # meanwhile the worker comes, and waits for the act
            clock.save()

    with django_db_blocker.unblock(), connected(seeded.owner):
        with transaction.atomic():
            row = Cast(now() - timedelta(minutes=5)).raised()
        at = now()
        actor = Thread(target=act, args=[row])
        actor.start()
        underway.wait(5)
        due = row.due_at
        proclaim(day=london_date(due or at), name="A day of thanks", at=at)
        redating.run(Holiday.objects.get(known_at=at).pk, now)
        actor.join()
        clock = Clock.objects.get(difference=row)
        assert due is not None
        assert clock.due_at is not None
        assert clock.due_at > due
        assert list(disagreements(Difference.objects.get(pk=row.pk))) == []
