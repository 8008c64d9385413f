"""Notices are left in the transaction of what they tell, once, and wake the sender."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoDbBlocker

from commonground.notices.actions import UnknownNoticeError, leave
from commonground.notices.models import Notice
from tests.conftest import Clone
from tests.connected import connected
from tests.notices.conftest import AMY, AT, PARTNERSHIP, REFERENCE, left


def jobs() -> list[str]:
    return list(ProcrastinateJob.objects.values_list("task_name", flat=True))


@pytest.mark.django_db
def test_each_recipient_has_a_notice_of_their_own_and_one_job_sends_them() -> None:
    with CaptureQueriesContext(connection) as asked:
        left("amy@example.org", "desk@example.org")
    assert list(Notice.objects.order_by("address").values_list("address", "person_id")) == [
        ("amy@example.org", AMY),
        ("desk@example.org", None),
    ]
    assert jobs() == ["send_waiting"]
    assert not [query for query in asked if "RETURNING" in query["sql"] and "notices_notice" in query["sql"]]


@pytest.mark.django_db
def test_the_same_notice_is_left_once_and_jobs_do_not_pile_up() -> None:
    for address in ("amy@example.org", "amy@example.org", "Amy@Example.org", "bob@example.org"):
        left(address)
    assert Notice.objects.count() == 2
    left("amy@example.org", about="entry 2")
    left("amy@example.org", kind="answered")
    left("amy@example.org", subject=uuid4())
    assert Notice.objects.count() == 5
    assert len(set(Notice.objects.values_list("message_id", flat=True))) == 5
    assert jobs() == ["send_waiting"]


@pytest.mark.django_db
def test_nobody_to_tell_wakes_nobody() -> None:
    assert left() == []
    assert jobs() == []


@pytest.mark.django_db
def test_a_kind_without_a_template_is_refused() -> None:
    with pytest.raises(UnknownNoticeError):
        left("amy@example.org", kind="gossip")


def test_outside_a_transaction_nothing_is_left(as_clock: Clone) -> None:  # noqa: ARG001
    with pytest.raises(transaction.TransactionManagementError):
        leave(
            partnership_id=PARTNERSHIP, subject=uuid4(), reference=REFERENCE, kind="answered",
            recipients=[(None, "desk@example.org")], stage="", due=None, about="entry 1", at=AT,
        )  # fmt: skip


def test_a_change_that_is_taken_back_tells_nobody(as_clock: Clone) -> None:  # noqa: ARG001
    with transaction.atomic():
        left("amy@example.org")
        transaction.set_rollback(True)
    assert (Notice.objects.count(), jobs()) == (0, [])


def test_unrelated_changes_do_not_wait_for_one_another(as_clock: Clone, django_db_blocker: DjangoDbBlocker) -> None:
    """Two transactions that leave notices are open at once: with a queueing lock the second would wait."""
    with transaction.atomic():
        left("amy@example.org")
        with django_db_blocker.unblock(), connected(as_clock.clock), connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
            left("bob@example.org")
    assert Notice.objects.count() == 2


def test_the_web_leaves_no_notice_about_what_it_cannot_see(clone: Clone, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connected(clone.app), pytest.raises(DatabaseError, match="row-level"):
        left("amy@example.org")
