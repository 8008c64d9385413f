"""Counting who had read an edition, day by day, and how many people it asks, each of them once.

A day is counted once it is over, and then stays as it was counted: what is said of it today is said of it next year.
"""

from datetime import date
from typing import Any

from django.db import connection

from commonground.briefings.models import Briefing

FROM_THEN_ON = "GREATEST(({0}.agreed_at AT TIME ZONE 'Europe/London')::date, {0}.added_on)"
"""The day from which somebody of an agency had read it: whoever read it elsewhere, since they are asked here too."""

READ_ON = f"""
INSERT INTO insight_readon (id, briefing_id, partnership_id, agency_id, day, people)
SELECT gen_random_uuid(), asked.briefing_id, %(area)s, asked.agency_id, {FROM_THEN_ON.format("asked")} AS day, count(*)
FROM briefings_recipient asked
WHERE asked.briefing_id = %(briefing)s AND asked.agreed_at IS NOT NULL
  AND {FROM_THEN_ON.format("asked")} >= COALESCE(%(last)s::date, '-infinity')
  AND {FROM_THEN_ON.format("asked")} < %(today)s::date
  AND NOT EXISTS (
    SELECT FROM briefings_recipient other JOIN briefings_briefing briefing ON briefing.id = other.briefing_id
    WHERE other.person_id = asked.person_id AND other.agency_id = asked.agency_id AND other.agreed_at IS NOT NULL
      AND briefing.edition_id = %(edition)s AND other.briefing_id <> asked.briefing_id
      AND ({FROM_THEN_ON.format("other")}, other.agreed_at, other.id)
        < ({FROM_THEN_ON.format("asked")}, asked.agreed_at, asked.id))
GROUP BY asked.briefing_id, asked.agency_id, day
ON CONFLICT (briefing_id, agency_id, day) DO NOTHING
"""  # noqa: S608 - our own words
"""Of the days that are over since the last count. Whom two briefings asked to read an edition read it the first time.

Somebody who works in two agencies counts in both.
"""

ASKED = """
UPDATE insight_since kept SET asked = (
  SELECT count(*) FROM briefings_recipient asked
  WHERE asked.briefing_id = kept.briefing_id AND asked.agency_id = kept.agency_id AND asked.left_at IS NULL
    AND %(runs)s AND NOT EXISTS (
      SELECT FROM briefings_recipient other JOIN briefings_briefing earlier ON earlier.id = other.briefing_id
      WHERE other.person_id = asked.person_id AND other.agency_id = asked.agency_id AND other.left_at IS NULL
        AND earlier.edition_id = %(edition)s AND earlier.ended_at IS NULL
        AND (earlier.at, earlier.id) < (%(at)s::timestamptz, %(briefing)s::uuid)))
WHERE kept.briefing_id = %(briefing)s AND kept.agency_id IS NOT NULL
"""
"""Whom two briefings that run ask to read the same edition is asked once, by the one that was shared first."""


def count_readers(row: Briefing, today: date, last: date | None) -> None:
    """Count the days that are over since the last day on which a briefing was counted, and whom it asks today.

    The rows of what has come of it (``Since``) are there already.
    """
    given: dict[str, Any] = {
        "briefing": row.pk, "area": row.partnership_id, "edition": row.edition_id, "today": today, "last": last,
        "runs": row.ended_at is None, "at": row.at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(READ_ON, given)
        cursor.execute(ASKED, given)
