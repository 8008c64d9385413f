"""Nudging those who still owe a briefing, and nobody else: an office through leads, a lead their own people.

It is asked for with one button, at most once a week. The worker tells people in working hours: never at night, nobody
who is away, and nobody who was told of the same in the last days. What still waits when it is needed no more is not
sent.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Sum

from commonground.briefings.models import Briefing, Recipient, Tally
from commonground.briefings.reminding import JUST_TOLD
from commonground.directory.actions import RefusedError
from commonground.directory.models import Person
from commonground.directory.queries import Actor, holdings
from commonground.insight.how_far.models import Nudge
from commonground.notices import hours
from commonground.notices.actions import take_back
from commonground.notices.in_bulk import leave_for_many
from commonground.now import london_date
from commonground.procedures.terms import Role

log = structlog.get_logger()

WEEK = timedelta(days=7)
"""How long until the next nudge."""

TO_LEADS = "briefing_to_leads"

PEOPLE = """
SELECT asked.person_id, person.email AS address, 'briefing_nudged' AS kind, %(today)s::text AS about,
  (min(asked.due) + time '18:00') AT TIME ZONE 'Europe/London' AS due
FROM briefings_recipient asked
JOIN directory_person person ON person.id = asked.person_id AND person.is_active AND NOT person.guest
WHERE asked.briefing_id = %(briefing)s AND asked.agency_id = %(agency)s AND asked.agreed_at IS NULL
  AND asked.left_at IS NULL AND asked.due IS NOT NULL
  AND NOT EXISTS (SELECT FROM directory_absence away
    WHERE away.person_id = asked.person_id AND %(today)s BETWEEN away.starts AND away.ends)
  AND NOT EXISTS (SELECT FROM notices_notice told
    WHERE told.person_id = asked.person_id AND told.left_at > %(lately)s AND told.subject = %(briefing)s
      AND told.kind IN ('briefing_shared', 'briefing_again', 'briefing_before', 'briefing_due', 'briefing_after',
        'briefing_nudged'))
GROUP BY asked.person_id, person.email
"""

LEADS = """
SELECT DISTINCT held.person_id, person.email AS address, 'briefing_to_leads' AS kind, %(today)s::text AS about,
  NULL::timestamptz AS due
FROM (
  SELECT agency_id FROM briefings_tally WHERE briefing_id = %(briefing)s
  GROUP BY agency_id HAVING sum(agreed) < sum(reached)) owing
JOIN directory_post post ON post.agency_id = owing.agency_id AND post.partnership_id IS NULL
  AND post.role = 'safeguarding_lead' AND %(today)s BETWEEN post.starts AND COALESCE(post.ends, 'infinity')
JOIN directory_holding held ON held.post_id = post.id
  AND %(today)s BETWEEN held.starts AND COALESCE(held.ends, 'infinity')
JOIN directory_person person ON person.id = held.person_id AND person.is_active AND NOT person.guest
WHERE NOT EXISTS (SELECT FROM directory_absence away
    WHERE away.person_id = held.person_id AND %(today)s BETWEEN away.starts AND away.ends)
  AND NOT EXISTS (SELECT FROM notices_notice told
    WHERE told.person_id = held.person_id AND told.left_at > %(lately)s AND told.subject = %(briefing)s
      AND told.kind = 'briefing_to_leads')
"""


def is_owed(row: Briefing) -> bool:
    """Say whether people owe it to read a briefing now: it is required, has reached them, and has not ended."""
    return row.required and row.ended_at is None and row.ready_at is not None


def why_not(row: Briefing, last: Nudge | None, owing: int, at: datetime) -> str:
    """Return why nobody can be nudged now, in words; nothing where they can. A nudge that told nobody is no reason."""
    if not is_owed(row):
        return "Nobody has to read this now, so nobody is reminded."
    if not owing:
        return "Everybody who was asked has read it. There is nobody to remind."
    if last and last.told != 0 and at < last.at + WEEK:
        again = last.at + WEEK
        return f"This was done less than a week ago. The next one can go from {london_date(again):%-d %B} on."
    return ""


@transaction.atomic
def nudge(*, by: Actor, at: datetime, briefing: UUID, agency: UUID | None) -> Nudge:
    """Have those told who still owe it: one's own people, or as the office all leads. Raises RefusedError in words."""
    row, person = _kept(by, briefing, agency)
    last = Nudge.objects.filter(briefing=row, agency=agency).order_by("-at").first()
    if sentence := why_not(row, last, owing(row.pk, agency), at):
        raise RefusedError(sentence)
    return Nudge.objects.create(briefing=row, partnership_id=row.partnership_id, agency_id=agency, by=person, at=at)


def owing(briefing: UUID, agency: UUID | None) -> int:
    """Return how many are there and have not read it, in one agency or in all."""
    rows = Tally.objects.filter(briefing=briefing)
    if agency:
        rows = rows.filter(agency=agency)
    found: int = rows.aggregate(owing=Sum(F("reached") - F("agreed"), default=0))["owing"]
    return found


def see_to_nudges(at: datetime) -> None:
    """Tell people, in working hours. Safe to run twice, late and at the same time as itself."""
    take_back_from_leads(at)
    waiting = list(Nudge.objects.filter(told_at=None).order_by("at").values_list("pk", flat=True))
    if not waiting or not hours.within(at, hours.calendar()):
        return
    failed: list[Exception] = []
    for one in waiting:
        try:
            tell(one, at)
        except Exception as error:
            log.exception("nudge.failed", of=str(one))
            failed.append(error)
    if failed:
        message = "Some nudges could not be seen to."
        raise ExceptionGroup(message, failed)


def take_back_from_leads(at: datetime) -> int:
    """Have no message to a lead sent that still waits, once nobody of their agency owes it; return how many."""
    leads = holdings(london_date(at)).filter(
        person=OuterRef(OuterRef("person_id")), post__role=Role.SAFEGUARDING_LEAD, post__partnership=None
    )  # fmt: skip
    owes = Recipient.objects.there().filter(
        agreed_at=None, briefing__ended_at=None, briefing=OuterRef("subject"), agency__in=leads.values("post__agency")
    )  # fmt: skip
    return take_back(Q(~Exists(owes)), kinds=(TO_LEADS,), at=at)


@transaction.atomic
def tell(nudge: UUID, at: datetime) -> None:
    """Tell those who owe it at this moment, and note how many they were."""
    rows = Nudge.objects.select_for_update(of=("self",), skip_locked=True).select_related("briefing")
    row = rows.filter(pk=nudge, told_at=None).first()
    if row is None:
        return
    given = {
        "briefing": row.briefing_id, "agency": row.agency_id, "today": london_date(at), "lately": at - JUST_TOLD,
    }  # fmt: skip
    asks = LEADS if row.agency_id is None else PEOPLE
    told = 0
    if row.briefing.ended_at is None:
        told = leave_for_many(
            asks, given, partnership_id=row.partnership_id, subject=row.briefing_id, at=at
        )  # fmt: skip
    row.told, row.told_at = told, at
    row.save(update_fields=["told", "told_at"])


def _kept(by: Actor, briefing: UUID, agency: UUID | None) -> tuple[Briefing, Person]:
    """Return a briefing that somebody may nudge about, locked; raises RefusedError for all others."""
    row = Briefing.objects.visible_to(by).filter(pk=briefing).first()
    may = row and (agency in by.agencies_as(Role.SAFEGUARDING_LEAD) if agency else row.partnership_id in by.offices)
    if row is None or not may or by.person is None:
        message = "An area’s officers remind its leads, and a safeguarding lead reminds people of their own agency."
        raise RefusedError(message)
    return Briefing.objects.select_for_update().get(pk=row.pk), by.person
