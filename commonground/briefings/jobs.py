"""The worker's job that brings a briefing to its recipients: the briefing's row says what is left to do."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonground.briefings.actions.reaching import reach
from commonground.briefings.actions.sharing import QUEUE, REACH
from commonground.now import now


@app.task(name=REACH, queue=QUEUE, retry=RetryStrategy(max_attempts=10, wait=10))
def reach_people(briefing: str) -> None:
    """Make the recipients of a briefing, from where an earlier run was cut off."""
    reach(UUID(briefing), now())
