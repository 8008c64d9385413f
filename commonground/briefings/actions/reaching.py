"""Bringing a briefing to its people: one agency at a time, each in a few statements over all of its people at once.

The first time it makes all recipients, and each working day after that it adds those who joined, lets those who left
drop off with a receipt of what was asked, and counts anew. A run that was cut off goes on at the agency where it was.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from commonground.briefings.models import Briefing, PassedOn
from commonground.briefings.terms import LEADERS, MANAGERS, Joining, To
from commonground.directory.models import Agency
from commonground.notices.in_bulk import leave_for_many
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind

LATE_JOINERS_HAVE = timedelta(days=14)
"""Whoever joins once it is under way has at least so long to read what is required."""

PEOPLE = """
  SELECT DISTINCT ON (held.person_id) held.person_id, post.team_id, held.starts,
    min(held.starts) FILTER (WHERE post.team_id = ANY(%(passed)s::uuid[])) OVER (PARTITION BY held.person_id) AS passed,
    CASE WHEN post.role = ANY(%(leaders)s) THEN 'leaders' WHEN post.role = ANY(%(managers)s) THEN 'managers'
      ELSE 'practitioners' END AS audience
  FROM directory_post post
  JOIN directory_holding held ON held.post_id = post.id
    AND %(today)s BETWEEN held.starts AND COALESCE(held.ends, 'infinity')
  JOIN directory_person person ON person.id = held.person_id AND person.is_active AND NOT person.guest
  WHERE post.agency_id = %(agency)s AND post.partnership_id IS NULL
    AND %(today)s BETWEEN post.starts AND COALESCE(post.ends, 'infinity')
    AND (%(whole)s AND (%(teams)s::uuid[] = '{}' OR post.team_id = ANY(%(teams)s::uuid[]))
        AND (%(roles)s::text[] = '{}' OR post.role = ANY(%(roles)s::text[]))
      OR post.team_id = ANY(%(passed)s::uuid[])
      OR held.person_id = ANY(%(people)s::uuid[]))
  ORDER BY held.person_id, audience, held.deputy, post.team_id IS NULL, post.id
"""
"""The people of one agency to whom a briefing goes on a day, each once: by the post that decides whose message it is.

``passed`` is since when they are in a team to which its lead passed it on: whoever was there that day is asked.
'leaders', 'managers' and 'practitioners' come in this order, as the alphabet has them.
"""

ADD = f"""
INSERT INTO briefings_recipient
  (id, briefing_id, person_id, agency_id, team_id, audience, added_on, due, why_left)
SELECT gen_random_uuid(), %(briefing)s, person_id, %(agency)s, team_id, audience, %(today)s, %(due)s, ''
FROM ({PEOPLE}) asked
WHERE passed <= %(passed_on)s::date OR %(adds)s AND (%(everyone)s OR %(later)s AND starts >= %(from)s OR EXISTS (
  SELECT FROM briefings_recipient before WHERE before.briefing_id = %(before)s AND before.agency_id = %(agency)s
    AND before.person_id = asked.person_id AND before.left_at IS NULL))
ON CONFLICT (briefing_id, agency_id, person_id) DO UPDATE
  SET left_at = NULL, why_left = '', team_id = EXCLUDED.team_id, audience = EXCLUDED.audience,
    due = CASE WHEN briefings_recipient.left_at IS NULL THEN briefings_recipient.due
      ELSE GREATEST(briefings_recipient.due, EXCLUDED.due) END
  WHERE briefings_recipient.left_at IS NOT NULL
    OR (briefings_recipient.team_id, briefings_recipient.audience)
      IS DISTINCT FROM (EXCLUDED.team_id, EXCLUDED.audience)
"""  # noqa: S608 - our own words

ALREADY = """
UPDATE briefings_recipient new SET opened_at = COALESCE(new.opened_at, old.opened_at),
  agreed_at = GREATEST(old.agreed_at, new.opened_at), understood_at = old.understood_at,
  talked_at = COALESCE(new.talked_at, old.talked_at)
FROM briefings_recipient old
WHERE new.briefing_id = %(briefing)s AND new.agency_id = %(agency)s AND new.agreed_at IS NULL
  AND old.briefing_id = new.briefing_id AND old.person_id = new.person_id AND old.agreed_at IS NOT NULL
"""
"""Whoever read it in another agency has read it: what they did is theirs, not that agency's."""

DROP_OFF = f"""
UPDATE briefings_recipient asked SET left_at = %(at)s,
  why_left = CASE WHEN EXISTS (
      SELECT FROM directory_holding held JOIN directory_post post ON post.id = held.post_id
      JOIN directory_person person ON person.id = held.person_id AND person.is_active
      WHERE held.person_id = asked.person_id AND post.agency_id = %(agency)s
        AND %(today)s BETWEEN held.starts AND COALESCE(held.ends, 'infinity')
        AND %(today)s BETWEEN post.starts AND COALESCE(post.ends, 'infinity')) THEN 'moved' ELSE 'left' END
WHERE asked.briefing_id = %(briefing)s AND asked.agency_id = %(agency)s AND asked.left_at IS NULL
  AND NOT EXISTS (SELECT FROM ({PEOPLE}) those WHERE those.person_id = asked.person_id)
  AND NOT EXISTS (SELECT FROM directory_person guest WHERE guest.id = asked.person_id AND guest.guest)
"""  # noqa: S608 - as above

RUN_OUT = """
UPDATE briefings_recipient asked SET left_at = %(at)s, why_left = 'ran_out'
FROM briefings_personallink link
WHERE link.person_id = asked.person_id AND link.last_day < %(today)s AND asked.briefing_id = %(briefing)s
  AND asked.agency_id = %(agency)s AND asked.left_at IS NULL AND asked.agreed_at IS NULL
"""
"""A volunteer whose link has run out cannot read it any more."""

LOCK = """
SELECT FROM briefings_recipient WHERE briefing_id = %(briefing)s AND agency_id = %(agency)s ORDER BY id FOR UPDATE
"""
"""Before the counts, as whoever reads locks them: so neither waits for the other."""

GONE = """
SELECT person_id FROM briefings_recipient
WHERE briefing_id = %(briefing)s AND agency_id = %(agency)s AND left_at IS NOT NULL
"""
"""Who had dropped off: such a one who is back is told as whoever is new."""

FORGET_COUNTS = """
UPDATE briefings_tally SET reached = 0, opened = 0, agreed = 0, understood = 0, talked = 0, gone = 0
WHERE briefing_id = %(briefing)s AND agency_id = %(agency)s
"""

COUNT = """
INSERT INTO briefings_tally
  (id, briefing_id, agency_id, team_id, audience, reached, opened, agreed, understood, talked, gone)
SELECT gen_random_uuid(), briefing_id, agency_id, team_id, audience,
  count(*) FILTER (WHERE left_at IS NULL), count(opened_at) FILTER (WHERE left_at IS NULL),
  count(agreed_at) FILTER (WHERE left_at IS NULL), count(understood_at) FILTER (WHERE left_at IS NULL),
  count(talked_at) FILTER (WHERE left_at IS NULL), count(left_at)
FROM briefings_recipient WHERE briefing_id = %(briefing)s AND agency_id = %(agency)s
GROUP BY briefing_id, agency_id, team_id, audience
ON CONFLICT (briefing_id, agency_id, team_id, audience) DO UPDATE
  SET (reached, opened, agreed, understood, talked, gone) = (EXCLUDED.reached, EXCLUDED.opened, EXCLUDED.agreed,
    EXCLUDED.understood, EXCLUDED.talked, EXCLUDED.gone)
"""

TELL = """
SELECT asked.person_id, person.email AS address, CASE WHEN EXISTS (
    SELECT FROM briefings_receipt read WHERE read.briefing_id = %(before)s AND read.person_id = asked.person_id)
  THEN 'briefing_again' ELSE 'briefing_shared' END AS kind,
  (asked.due + time '18:00') AT TIME ZONE 'Europe/London' AS due,
  CASE WHEN asked.person_id = ANY(%(gone)s::uuid[]) THEN 'back on ' || %(today)s::date::text ELSE '' END AS about
FROM briefings_recipient asked JOIN directory_person person ON person.id = asked.person_id AND NOT person.guest
WHERE asked.briefing_id = %(briefing)s AND asked.agency_id = %(agency)s
  AND asked.left_at IS NULL AND asked.agreed_at IS NULL
  AND (asked.added_on = %(today)s OR asked.person_id = ANY(%(gone)s::uuid[]))
"""


def reach(briefing: UUID, at: datetime) -> None:
    """Bring a briefing up to a day, agency by agency; the worker calls it, perhaps twice."""
    while _next_agency(briefing, at):
        pass


@transaction.atomic
def _next_agency(briefing: UUID, at: datetime) -> bool:
    """Bring it to the people of one more agency, and say if there may be another."""
    row = Briefing.objects.select_for_update(of=("self",), no_key=True).select_related("edition").get(pk=briefing)
    today = london_date(at)
    if row.ended_at or row.edition.retired_at or row.starts > today or row.brought_up_on == today:
        return False
    everywhere = agencies_of(row)
    left = [one for one in everywhere if row.next_agency is None or one.pk >= row.next_agency]
    row.total = len(everywhere)
    if left:
        bring_up(row, left[0], at)
    row.done = row.total - len(left[1:])
    row.next_agency = left[1].pk if left[1:] else None
    if row.next_agency is None:
        row.brought_up_on, row.ready_at = today, row.ready_at or at
        row.reminded_on = row.reminded_on or today
    row.save(update_fields=["total", "done", "next_agency", "brought_up_on", "ready_at", "reminded_on"])
    return row.next_agency is not None


def agencies_of(row: Briefing) -> list[Agency]:
    """Return the agencies to whose people a briefing may go, in the order in which they are seen to."""
    agencies = Agency.objects.filter(partnerships=row.partnership_id).exclude(kind=AgencyKind.PARTNERSHIP)
    return list((agencies.filter(pk=row.agency_id) if row.agency_id else agencies).order_by("pk"))


def goes_to(row: Briefing, agency: Agency) -> bool:
    """Say whether a briefing goes to an agency, as whole or to some of its teams or roles."""
    if row.to == To.NAMED:
        return False
    chosen = not row.agencies or agency.pk in row.agencies
    return chosen and (not row.kinds or agency.kind in row.kinds)


def bring_up(row: Briefing, agency: Agency, at: datetime) -> None:
    """Add the people of an agency who joined, let those who left drop off, count anew, and tell those who are new."""
    given = _given(row, agency, at)
    with connection.cursor() as cursor:
        cursor.execute(LOCK, given)
        cursor.execute(GONE, given)
        given["gone"] = [person for (person,) in cursor.fetchall()]
        for statement in (FORGET_COUNTS, ADD, ALREADY, DROP_OFF, RUN_OUT, COUNT):
            cursor.execute(statement, given)
    leave_for_many(TELL, given, partnership_id=row.partnership_id, subject=row.pk, at=at)


def _given(row: Briefing, agency: Agency, at: datetime) -> dict[str, Any]:
    today, first = london_date(at), row.ready_at is None
    passed = PassedOn.objects.filter(briefing=row, agency=agency).first()
    return {
        "briefing": row.pk, "agency": agency.pk, "today": today, "at": at, "whole": goes_to(row, agency),
        "teams": row.teams, "roles": row.roles, "people": row.people,
        "passed": passed.teams if passed else [], "passed_on": london_date(passed.at) if passed else None,
        "leaders": [str(one) for one in LEADERS], "managers": [str(one) for one in MANAGERS],
        "adds": first or row.joining != Joining.NOW, "later": row.joining == Joining.LATER, "from": row.starts,
        "everyone": row.joining == Joining.BOTH or (row.joining == Joining.NOW and row.after_id is None),
        "before": row.after_id, "due": _due(row, today, first=first),
    }  # fmt: skip


def _due(row: Briefing, today: date, *, first: bool) -> date | None:
    """Return by which day those who are added today owe it; None where nobody does."""
    if not row.required or row.until is None:
        return None
    return row.until if first else max(row.until, today + LATE_JOINERS_HAVE)
