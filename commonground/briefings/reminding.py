"""Reminding those who owe a briefing, and nobody else: before the day, on it and once after it.

It is done in one statement for each briefing, however many people that is. The days since the last run are gone
through, so that one that was missed is made up for; whoever would get two of them at once gets the latest alone. The
sender keeps to working hours, and puts them into a summary for those who chose one. Whoever is away that day, or was
nudged in the last two, is not reminded, and what still waits when somebody has read it is not sent.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from commonground.briefings.models import Briefing, Recipient
from commonground.notices.actions import take_back
from commonground.notices.in_bulk import leave_for_many
from commonground.now import london_date

DAYS_BEFORE, DAYS_AFTER = 3, 7
"""How many calendar days before and after the day by which it is owed people are reminded."""

JUST_TOLD = timedelta(days=2)
"""For how long whoever was told of a briefing, by whomever, is left in peace."""

OWING = """
SELECT asked.person_id, person.email AS address, step.kind, asked.due::text AS about,
  (asked.due + time '18:00') AT TIME ZONE 'Europe/London' AS due
FROM (
  SELECT DISTINCT ON (person_id) person_id, due FROM briefings_recipient
  WHERE briefing_id = %(briefing)s AND agreed_at IS NULL AND left_at IS NULL AND due IS NOT NULL
    AND due BETWEEN %(today)s::date - %(after)s AND %(today)s::date + %(before)s
  ORDER BY person_id, due
) asked
JOIN directory_person person ON person.id = asked.person_id AND person.is_active AND NOT person.guest
  AND NOT EXISTS (SELECT FROM directory_absence away
    WHERE away.person_id = person.id AND %(today)s BETWEEN away.starts AND away.ends)
CROSS JOIN LATERAL (
  SELECT kind FROM (VALUES ('briefing_before', -%(before)s), ('briefing_due', 0), ('briefing_after', %(after)s))
    AS steps (kind, days)
  WHERE asked.due + days > %(last)s::date AND asked.due + days <= %(today)s::date
  ORDER BY days DESC LIMIT 1
) step
WHERE NOT EXISTS (SELECT FROM notices_notice told
  WHERE told.person_id = asked.person_id AND told.subject = %(briefing)s AND told.kind = 'briefing_nudged'
    AND told.left_at > %(lately)s)
"""

WAITING = (
    "briefing_shared", "briefing_again", "briefing_before", "briefing_due", "briefing_after", "briefing_nudged",
)  # fmt: skip
"""The kinds of notices that are of no use to whoever has read it, and to nobody once a briefing has ended."""


def take_back_reminders(at: datetime) -> int:
    """Have no message sent that still waits, for a summary or the morning, and is needed no more; return how many."""
    asked = Recipient.objects.there().filter(agreed_at=None, briefing__ended_at=None)
    needed = asked.filter(briefing=OuterRef("subject"), person=OuterRef("person_id"))
    return take_back(Q(~Exists(needed)), kinds=WAITING, at=at)


@transaction.atomic
def remind(briefing: UUID, at: datetime) -> int:
    """Leave the reminders that have come due since the last ones; return how many. Done twice, it does nothing."""
    row = Briefing.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=briefing, ended_at=None).first()
    today = london_date(at)
    if row is None or not row.required or row.reminded_on is None or row.reminded_on >= today:
        return 0
    given = {
        "briefing": row.pk, "today": today, "last": row.reminded_on, "before": DAYS_BEFORE, "after": DAYS_AFTER,
        "lately": at - JUST_TOLD,
    }  # fmt: skip
    left = leave_for_many(OWING, given, partnership_id=row.partnership_id, subject=row.pk, at=at)
    row.reminded_on = today
    row.save(update_fields=["reminded_on"])
    return left
