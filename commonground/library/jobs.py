"""The worker's job of the library: asking whether the addresses on its pages still answer."""

from django.conf import settings
from procrastinate.contrib.django import app

from commonground.library.links.checking import CHECK_LINKS, QUEUE, check_some
from commonground.now import now


@app.periodic(cron="41 * * * *")
@app.task(name=CHECK_LINKS, queue=QUEUE, queueing_lock=CHECK_LINKS, lock=CHECK_LINKS)
def check_links(timestamp: int = 0) -> None:  # noqa: ARG001 the schedule gives the moment it was for
    """Ask a portion of them, where whoever runs the product lets it ask other sites."""
    if settings.CHECK_LINKS:
        check_some(now())
