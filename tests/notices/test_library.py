"""What editors of a library are told, through a real mail server: in working hours, each once, by web and worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoDbBlocker

from commonground.directory.demonstration import member
from commonground.directory.models import Partnership
from commonground.library.pages import actions
from commonground.notices.actions import leave
from commonground.notices.models import Notice
from commonground.notices.sending import send_waiting
from commonground.now import london_date, now
from tests.cast import Cast
from tests.conftest import Clone
from tests.connected import connected, tell_database
from tests.notices.conftest import Sink

FRIDAY_NIGHT = datetime(2034, 3, 3, 21, 30, tzinfo=UTC)
MONDAY = datetime(2034, 3, 6, 8, 5, tzinfo=UTC)


def test_what_waits_is_sent_when_people_are_at_work_and_to_each_once(
    seeded: Clone, sink: Sink, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), connected(seeded.owner):
        Notice.objects.all().delete()
    with django_db_blocker.unblock(), connected(seeded.app), transaction.atomic():
        cast = Cast(FRIDAY_NIGHT)
        tell_database(cast.actor("iris"))
        iris, area, today = cast.actor("iris"), Partnership.objects.get(name="Fairhaven").pk, london_date(FRIDAY_NIGHT)
        row = actions.start_draft(by=iris, at=cast.tick(), partnership=area, key="neglect")
        text = row.text.replace("## Traps", "## Traps\n\nMore.")
        row = actions.save_draft(by=iris, at=cast.tick(), edition=row.pk, version=1, changes="", text=text)
        actions.propose(
            by=iris, at=cast.tick(), edition=row.pk, version=2, in_force=today + timedelta(days=3),
            review_by=today + timedelta(days=400), changes="More.",
        )  # fmt: skip
        elin = member("elin").email
    with django_db_blocker.unblock(), connected(seeded.clock):
        assert send_waiting(lambda: FRIDAY_NIGHT + timedelta(minutes=5)) == 0, "it can wait until people are at work"
        sent = send_waiting(lambda: MONDAY)
        assert sent == Notice.objects.filter(kind="library_waits").count() > 0
        assert send_waiting(lambda: MONDAY + timedelta(hours=1)) == 0
    mine = [one for one in sink.taken if one.recipients == [elin]]
    assert [str(one.message["Subject"]) for one in mine] == ["Common Ground: something in the library waits for you"]
    assert not any(b"iris" in one.raw.lower() or b"neglect" in one.raw.lower() for one in sink.taken)


@pytest.mark.parametrize(
    ("name", "kind", "reference"),
    [
        ("amy", "library_waits", ""),
        ("gwen", "library_waits", ""),
        ("iris", "answered", ""),
        ("iris", "library_waits", "7K3F-9QXM-2C"),
    ],
)
def test_only_who_keeps_a_library_leaves_notices_of_it_and_of_nothing_else(
    seeded: Clone, django_db_blocker: DjangoDbBlocker, name: str, kind: str, reference: str
) -> None:
    with django_db_blocker.unblock(), connected(seeded.app):
        area = Partnership.objects.get(name="Fairhaven").pk
        with transaction.atomic():
            tell_database(Cast(now()).actor(name))
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                leave(
                    partnership_id=area, subject=area, reference=reference, kind=kind, stage="", due=None, about="",
                    at=now(), recipients=[(None, "desk@example.org")],
                )  # fmt: skip
