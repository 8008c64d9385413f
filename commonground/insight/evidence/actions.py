"""Having evidence made: an office or a safeguarding lead asks, the worker makes it and forgets it after a week.

Who fetched which of its files is noted, and stays.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from commonground.directory.actions import RefusedError
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor
from commonground.insight.evidence.models import Evidence, Fetched, Purpose
from commonground.now import london_date
from commonground.procedures.terms import Role

MAKE, QUEUE = "make_evidence", "people"
KEPT = timedelta(days=7)
"""For how long its files can be fetched. They hold names, so they do not lie about."""


@transaction.atomic
def ask(
    *, by: Actor, at: datetime, partnership: UUID, agency: UUID | None, purpose: Purpose, since: date, until: date
) -> Evidence:
    """Have evidence made of an area, as its office, or of an agency, as its lead; raises RefusedError in words."""
    leads = agency in by.agencies_as(Role.SAFEGUARDING_LEAD) if agency else partnership in by.offices
    there = agency is None or Agency.objects.filter(pk=agency, partnerships=partnership).exists()
    if by.person is None or not leads or not there:
        message = "An area’s office has evidence made of the area, and a safeguarding lead of their own agency."
        raise RefusedError(message)
    if until < since or until > london_date(at):
        message = "The last day is today or before, and not before the first."
        raise RefusedError(message)
    row = Evidence.objects.create(
        partnership_id=partnership, agency_id=agency, purpose=purpose, since=since, until=until, asked_by=by.person,
        asked_at=at,
    )  # fmt: skip
    job = Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=MAKE, task_kwargs={"evidence": str(row.pk)})
    JobManager(DjangoConnector()).defer_job(job)
    return row


def note_fetched(*, by: Person, at: datetime, evidence: Evidence, kind: str) -> None:
    """Note that somebody fetched a file of evidence that they may read."""
    Fetched.objects.create(evidence=evidence, kind=kind, by=by, at=at)


def forget(at: datetime) -> int:
    """Forget the files of what was asked for more than a week ago; return of how many. Safe to run twice or late."""
    old = Evidence.objects.filter(asked_at__lt=at - KEPT, forgotten_at=None)
    return old.update(content=[], ods=None, csv=None, xlsx=None, pdf=None, forgotten_at=at)
