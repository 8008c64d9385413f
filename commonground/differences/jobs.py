"""The worker's long jobs: trying a draft of the procedure on what has happened, dating clocks anew, printing a record.

Each has a row that says what is left to do.
"""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonground.differences.actions import redating, taking_record
from commonground.differences.actions.what_if import QUEUE, TRY_OUT, run
from commonground.now import now

AGAIN = RetryStrategy(max_attempts=10, wait=10)


@app.task(name=TRY_OUT, queue=QUEUE, retry=AGAIN)
def try_out(trial: str) -> None:
    """Go through what a trial is about, from where an earlier run was cut off."""
    run(UUID(trial), now())


@app.task(name=redating.REDATE, queue=redating.QUEUE, retry=AGAIN)
def redate(holiday: str) -> None:
    """Bring running clocks up to a bank holiday, from where an earlier run was cut off."""
    redating.run(UUID(holiday), now)


@app.task(name=taking_record.PRINT, queue=taking_record.QUEUE, retry=AGAIN)
def print_record(taken: str) -> None:
    """Print the record that somebody has taken."""
    taking_record.print_record(UUID(taken), now())
