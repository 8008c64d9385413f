"""The worker's jobs: bringing a briefing to its recipients, whose row says what is left to do; looking at own sites."""

from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonground.briefings.actions.reaching import reach
from commonground.briefings.actions.sharing import QUEUE, REACH
from commonground.briefings.promoting.checking import LOOK_AT_PAGES, look_at_some
from commonground.library.links.checking import QUEUE as LINKS
from commonground.now import now


@app.task(name=REACH, queue=QUEUE, retry=RetryStrategy(max_attempts=10, wait=10))
def reach_people(briefing: str) -> None:
    """Make the recipients of a briefing, from where an earlier run was cut off."""
    reach(UUID(briefing), now())


@app.periodic(cron="17 * * * *")
@app.task(name=LOOK_AT_PAGES, queue=LINKS, queueing_lock=LOOK_AT_PAGES, lock=LOOK_AT_PAGES)
def look_at_pages(timestamp: int = 0) -> None:  # noqa: ARG001 the schedule gives the moment it was for
    """Look at a portion of the pages on which ours stands, where whoever runs the product lets it ask other sites."""
    if settings.CHECK_LINKS:
        look_at_some(now())
