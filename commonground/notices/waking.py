"""Waking the sender: a job in the transaction of the change. A lost job loses nothing: the outbox is the truth."""

from django.db.models import QuerySet
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from commonground.questions import Question

QUEUE = "notices"
SEND = "send_waiting"


@Question
def _one_waits() -> "QuerySet[ProcrastinateJob, int]":
    return ProcrastinateJob.objects.filter(task_name=SEND, status="todo").values_list("id", flat=True)[:1]


def wake() -> None:
    """Leave a job for the sender unless one waits already, in Django's own transaction, whoever runs this.

    There is no queueing lock on it: its unique index would make every change wait for every other one's commit. When
    a job that waited starts a moment before this commits, the next look at the outbox (a minute at most) sends it.
    """
    if not _one_waits():
        JobManager(DjangoConnector()).defer_job(Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=SEND))
