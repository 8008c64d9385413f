"""The worker's jobs: working out the figures of a period, and making evidence."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonground.insight.actions import QUEUE, WORK_OUT
from commonground.insight.evidence.actions import MAKE
from commonground.insight.evidence.making import make
from commonground.insight.working_out import run
from commonground.now import now

AGAIN = RetryStrategy(max_attempts=10, wait=10)


@app.task(name=WORK_OUT, queue=QUEUE, retry=AGAIN)
def work_out(release: str) -> None:
    """Work out a release, from where an earlier run was cut off."""
    run(UUID(release), now())


@app.task(name=MAKE, queue=QUEUE, retry=AGAIN)
def make_evidence(evidence: str) -> None:
    """Make evidence, from where an earlier run was cut off."""
    make(UUID(evidence), now())
