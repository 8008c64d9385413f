"""Taking the whole record as a PDF: asked for by whoever reads it, printed by the worker, gone after a day.

What is printed was read when it was asked for, under both locks. Nothing of the difference changes.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from commonground.differences.actions.entering import signed_in
from commonground.differences.models import Difference, TakenRecord
from commonground.directory.queries import Actor
from commonground.printing import printed
from commonground.storing import add

PRINT, QUEUE = "print_record", "people"
TEMPLATE = Path(__file__).parents[1] / "templates" / "differences" / "for_our_file.typ"
KEPT = timedelta(days=1)


def take_record(
    *, by: Actor, at: datetime, difference: Difference, notes: Collection[str], content: Mapping[str, Any]
) -> TakenRecord:
    """Have a record printed that somebody has read; ``notes`` says whose own notes they read with it."""
    row = TakenRecord(
        partnership_id=difference.partnership_id, difference=difference, by=signed_in(by), asked_at=at,
        notes=list(notes), content=dict(content),
    )  # fmt: skip
    add(row)
    job = Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=PRINT, task_kwargs={"taken": str(row.pk)})
    JobManager(DjangoConnector()).defer_job(job)
    return row


@transaction.atomic
def print_record(taken: UUID, at: datetime) -> None:
    """Print one that waits; the worker calls it, perhaps twice. What was forgotten meanwhile is passed over."""
    row = TakenRecord.objects.select_for_update(of=("self",)).filter(pk=taken, finished_at=None).first()
    if row is None or row.content is None:
        return
    row.pdf, row.content, row.finished_at = printed(TEMPLATE, row.content, at=row.asked_at), None, at
    row.save(update_fields=["pdf", "content", "finished_at"])


def wipe_taken(entry: UUID) -> None:
    """Wipe every paper of its record that may hold the words of an entry that was masked, printed or not.

    The database does it, since whoever masks sees nobody else's.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT differences_wipe_taken(%s)", [entry])


def forget_taken(at: datetime) -> int:
    """Forget what was taken more than a day ago; return how many. Safe to run twice or late."""
    return TakenRecord.objects.filter(asked_at__lt=at - KEPT).delete()[0]
