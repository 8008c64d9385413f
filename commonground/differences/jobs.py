"""The worker's job that tries a draft of the procedure on what has happened; its row says what is left to do."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonground.differences.actions.what_if import QUEUE, TRY_OUT, run
from commonground.now import now


@app.task(name=TRY_OUT, queue=QUEUE, retry=RetryStrategy(max_attempts=10, wait=10))
def try_out(trial: str) -> None:
    """Go through what a trial is about, from where an earlier run was cut off."""
    run(UUID(trial), now())
