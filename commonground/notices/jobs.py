"""The jobs of the worker. None holds anything: each looks at the tables, and does what they ask for.

Each may run twice or at the same time as itself. ``queueing_lock`` keeps a slow one from piling up.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from commonground.notices import sweeps
from commonground.notices.models import Heartbeat
from commonground.notices.sending import send_waiting as send
from commonground.notices.waking import QUEUE, SEND
from commonground.now import now
from commonground.record import submissions

EVERY_FEW_SECONDS = "* * * * * */5"
EVERY_MINUTE = "* * * * *"
EVERY_NIGHT = "17 3 * * *"
SOON = EVERY_FEW_SECONDS if settings.DEMONSTRATION or settings.TESTING else EVERY_MINUTE

FAILURES_KEPT = 30 * 24  # hours
SUBMISSIONS_KEPT = timedelta(days=7)  # a session lasts eight hours: no form drawn earlier can still be sent


@app.periodic(cron=SOON, queueing_lock=SEND)
@app.task(name=SEND, queue=QUEUE)
def send_waiting(timestamp: int = 0) -> None:  # noqa: ARG001 the schedule gives the moment it was for
    """Send what waits in the outbox: woken by each change, and by the schedule in case a wake-up was lost."""
    send(now)


@app.periodic(cron=SOON)
@app.task(name="sweep", queue="sweep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001
    """Do what clocks and other rules have to do by now."""
    sweeps.run(now())


@app.periodic(cron=EVERY_FEW_SECONDS)
@app.task(name="heartbeat", queue="heartbeat", queueing_lock="heartbeat")
def heartbeat(timestamp: int) -> None:  # noqa: ARG001
    """Mark that jobs are being done; the health page reads it, by the real time and not the product's."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name="worker", at=timezone.now())],
        update_conflicts=True, unique_fields=["name"], update_fields=["at"],
    )  # fmt: skip


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="retry_stalled", queue="heartbeat", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Have jobs done again whose worker was killed: nobody would ever finish them."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # another waits already: this one has nothing to add
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="tidy", queue="sweep", queueing_lock="tidy")
def tidy(timestamp: int) -> None:  # noqa: ARG001
    """Forget the keys of forms that can no longer be sent."""
    submissions.forget(before=now() - SUBMISSIONS_KEPT)


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="forget_jobs", queue="sweep", queueing_lock="forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Forget jobs that failed a while ago; those that went well are forgotten at once."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=FAILURES_KEPT, include_failed=True, include_aborted=True)
