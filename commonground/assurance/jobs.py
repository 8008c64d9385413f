"""The worker's job of assurance: each night, who has answered is counted, and rounds that are over are told."""

from procrastinate.contrib.django import app

from commonground.assurance.survey.releasing import release
from commonground.now import now

RELEASE = "release_answers"


@app.periodic(cron="23 2 * * *")
@app.task(name=RELEASE, queue="survey", queueing_lock=RELEASE, lock=RELEASE)
def release_answers(timestamp: int = 0) -> None:  # noqa: ARG001 the schedule gives the moment it was for
    """Tell what was said in rounds that are over."""
    release(now())
