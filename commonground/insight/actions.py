"""Having the figures of a period worked out, and releasing them."""

from datetime import datetime
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Max
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from commonground.directory.actions import RefusedError
from commonground.directory.queries import Actor
from commonground.insight import rules
from commonground.insight.models import Release
from commonground.insight.periods import Period
from commonground.now import london_date

WORK_OUT, QUEUE = "work_out_figures", "people"


@transaction.atomic
def work_out(*, by: Actor, at: datetime, partnership: UUID, period: Period) -> Release:
    """Have a period's figures worked out; return the ones that are there, if they are. Raises RefusedError in words."""
    if sentence := rules.work_out_refusal(by.offices, partnership, period, london_date(at)):
        raise RefusedError(sentence)
    assert by.person  # noqa: S101 an officer is somebody
    row, new = Release.objects.get_or_create(
        partnership_id=partnership, starts=period.starts, months=period.months,
        defaults={"asked_by": by.person, "asked_at": at},
    )  # fmt: skip
    if new:
        job = Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=WORK_OUT, task_kwargs={"release": str(row.pk)})
        JobManager(DjangoConnector()).defer_job(job)
    return row


@transaction.atomic
def release(*, by: Actor, at: datetime, release: UUID, remark: str) -> Release:
    """Release figures as they are, under the partnership's next number; raises Release.DoesNotExist, RefusedError."""
    row = Release.objects.visible_to(by).get(pk=release)
    try:
        with transaction.atomic():
            locked(row.partnership_id, wait=False)
    except OperationalError as error:
        raise RefusedError(rules.BUSY) from error
    row.refresh_from_db()
    ready, released = row.finished_at is not None, row.released_at is not None
    if sentence := rules.release_refusal(by.offices, row.partnership_id, ready=ready, released=released):
        raise RefusedError(sentence)
    last = Release.objects.filter(partnership=row.partnership_id).aggregate(last=Max("number"))["last"]
    row.number, row.remark, row.released_by, row.released_at = (last or 0) + 1, remark, by.person, at
    row.save(update_fields=["number", "remark", "released_by", "released_at"])
    return row


def locked(partnership: UUID, *, wait: bool = True) -> None:
    """Lock the releases of a partnership: each is worked out, and numbered, after the other.

    Raises OperationalError if somebody else has them locked and one does not ``wait``.
    """
    releases = Release.objects.filter(partnership=partnership).order_by("pk")
    list(releases.select_for_update(of=("self",), nowait=not wait).values("pk"))
