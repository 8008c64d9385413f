"""The worker's job that takes in a confirmed file of people: the file's row says what is left to do."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonground.directory.people.files.taking_in import QUEUE, TAKE_IN, take_in
from commonground.now import now


@app.task(name=TAKE_IN, queue=QUEUE, retry=RetryStrategy(max_attempts=10, wait=10))
def take_in_people(file: str) -> None:
    """Take in a file, from where an earlier run was cut off."""
    take_in(UUID(file), now())
