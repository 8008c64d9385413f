"""Counting, each day, what has come of each briefing besides its tallies: the worker does it, over all people at once.

A restricted difference is in no count, nor is who was only told of one.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery

from commonground.briefings.models import Briefing
from commonground.directory.models import Agency
from commonground.insight.how_far.models import Since
from commonground.insight.how_far.telling import told, told_whole
from commonground.now import LONDON, london_date
from commonground.procedures.terms import AgencyKind, Capacity

log = structlog.get_logger()

GOES_ON = timedelta(days=7)
"""For so long after its end a briefing is counted anew."""

TAKES_PART = (
    Capacity.RAISER, Capacity.ANSWERING, Capacity.GUEST, Capacity.CHECKING, Capacity.HELPING, Capacity.JOINED,
    Capacity.ADVISER, Capacity.FRESH_EYES,
)  # fmt: skip
"""As what somebody has a part in a difference. Whoever was only told, or takes no part, has none."""

NOT_REACHED = """
SELECT post.agency_id, count(DISTINCT held.person_id) FROM directory_post post
JOIN directory_holding held ON held.post_id = post.id
  AND %(today)s BETWEEN held.starts AND COALESCE(held.ends, 'infinity')
JOIN directory_person person ON person.id = held.person_id AND person.is_active AND NOT person.guest
WHERE post.agency_id = ANY(%(agencies)s) AND post.partnership_id IS NULL
  AND %(today)s BETWEEN post.starts AND COALESCE(post.ends, 'infinity')
  AND NOT EXISTS (SELECT FROM briefings_recipient asked WHERE asked.briefing_id = %(briefing)s
    AND asked.agency_id = post.agency_id AND asked.person_id = held.person_id AND asked.left_at IS NULL)
GROUP BY post.agency_id
"""

USED = """
WITH part AS MATERIALIZED (
  SELECT DISTINCT seat.person_id, seat.agency_id FROM differences_seat seat
  JOIN differences_difference one ON one.id = seat.difference_id AND NOT one.restricted
  WHERE seat.person_id IS NOT NULL AND seat.capacity = ANY(%(takes_part)s) AND seat.since >= %(since)s),
gone AS MATERIALIZED (
  SELECT DISTINCT person_id FROM directory_absence WHERE %(today)s BETWEEN starts AND ends)
SELECT asked.agency_id, asked.team_id, count(part.person_id),
  count(gone.person_id) FILTER (WHERE asked.agreed_at IS NULL)
FROM briefings_recipient asked
LEFT JOIN part ON part.person_id = asked.person_id AND part.agency_id = asked.agency_id
LEFT JOIN gone ON gone.person_id = asked.person_id
WHERE asked.briefing_id = %(briefing)s AND asked.left_at IS NULL
GROUP BY asked.agency_id, asked.team_id
"""

SETTLED = """
SELECT own_agency_id, count(*) FROM differences_settled
WHERE own_agency_id = ANY(%(agencies)s) AND partnership_id = %(area)s AND at >= %(since)s GROUP BY own_agency_id
"""

READ_ON = """
INSERT INTO insight_readon (id, briefing_id, partnership_id, agency_id, day, people)
SELECT gen_random_uuid(), asked.briefing_id, %(area)s, asked.agency_id,
  (asked.agreed_at AT TIME ZONE 'Europe/London')::date AS day, count(*)
FROM briefings_recipient asked
WHERE asked.briefing_id = %(briefing)s AND asked.agreed_at < %(midnight)s AND NOT EXISTS (
  SELECT FROM briefings_recipient other JOIN briefings_briefing briefing ON briefing.id = other.briefing_id
  WHERE other.person_id = asked.person_id AND other.agency_id = asked.agency_id
    AND briefing.edition_id = %(edition)s AND other.briefing_id <> asked.briefing_id
    AND (other.agreed_at, other.id) < (asked.agreed_at, asked.id))
GROUP BY asked.briefing_id, asked.agency_id, day
ON CONFLICT (briefing_id, agency_id, day) DO UPDATE SET people = EXCLUDED.people
  WHERE insight_readon.people <> EXCLUDED.people
"""
"""Of each day that is over. Somebody whom two briefings asked to read the same edition read it once, the first time."""


def see_to_how_far(at: datetime) -> None:
    """Count what was not counted today. Safe to run twice, late and at the same time as itself."""
    failed: list[Exception] = []
    for briefing in waiting(at):
        try:
            count(briefing, at)
        except Exception as error:
            log.exception("how_far.failed", of=str(briefing))
            failed.append(error)
    if failed:
        message = "Some briefings could not be counted."
        raise ExceptionGroup(message, failed)


def waiting(at: datetime) -> list[UUID]:
    """Return the briefings that were not counted today: those that run, and those that ended in the last week.

    One that runs is counted once it was brought up to the day, with joiners and leavers.
    """
    today = london_date(at)
    last = Since.objects.filter(briefing=OuterRef("pk"), agency=None).values("on")
    brought_up = Q(ended_at=None, brought_up_on=today)
    rows = Briefing.objects.filter(brought_up | Q(ended_at__gt=at - GOES_ON), ready_at__isnull=False)
    counted = rows.annotate(counted_on=Subquery(last))
    return list(counted.filter(Q(counted_on=None) | Q(counted_on__lt=today)).values_list("pk", flat=True))


@transaction.atomic
def count(briefing: UUID, at: datetime) -> None:
    """Count one briefing anew; of what was done today, the days on which people read it are counted tomorrow."""
    rows = Briefing.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    row = rows.filter(pk=briefing).first()
    if row is None:
        return
    agencies = Agency.objects.filter(partnerships=row.partnership_id).exclude(kind=AgencyKind.PARTNERSHIP)
    keys = list((agencies.filter(pk=row.agency_id) if row.agency_id else agencies).values_list("pk", flat=True))
    today = london_date(at)
    given: dict[str, Any] = {
        "briefing": row.pk, "area": row.partnership_id, "edition": row.edition_id, "agencies": keys, "today": today,
        "since": datetime.combine(row.starts, time(), LONDON), "midnight": datetime.combine(today, time(), LONDON),
        "takes_part": [str(one) for one in TAKES_PART],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(READ_ON, given)
    found = _found(given, keys)
    Since.objects.bulk_create(
        [
            Since(briefing=row, partnership_id=row.partnership_id, agency_id=one, on=today, **counts)
            for one, counts in found.items()
        ],
        update_conflicts=True, unique_fields=["briefing", "agency"], batch_size=500,
        update_fields=["on", "not_reached", "away", "took_part", "settled", "teams"],
    )  # fmt: skip


def _found(given: Mapping[str, Any], agencies: list[UUID]) -> dict[UUID | None, dict[str, Any]]:
    """Return what is kept of each agency, and of the whole area."""
    not_reached, settled = dict(_rows(NOT_REACHED, given)), dict(_rows(SETTLED, given))
    used: dict[UUID, dict[str, int]] = {one: {} for one in agencies}
    away: dict[UUID, dict[str, int]] = {one: {} for one in agencies}
    for agency, team, part, gone in _rows(USED, given):
        used.setdefault(agency, {})[str(team or "")] = part
        away.setdefault(agency, {})[str(team or "")] = gone
    by_agency = {one: sum(teams.values()) for one, teams in used.items()}
    by_talking = {one: settled.get(one, 0) for one in used}
    parts, talks = told(by_agency), told(by_talking)
    found: dict[UUID | None, dict[str, Any]] = {
        one: {
            "not_reached": not_reached.get(one, 0), "away": sum(away[one].values()), "took_part": parts[one],
            "settled": talks[one], "teams": _teams(used[one], away[one], tells=parts[one] is not None),
        }
        for one in used
    }  # fmt: skip
    found[None] = {
        "not_reached": sum(not_reached.values()), "away": sum(one["away"] for one in found.values()),
        "took_part": told_whole(by_agency.values()), "settled": told_whole(by_talking.values()), "teams": {},
    }  # fmt: skip
    return found


def _teams(used: Mapping[str, int], away: Mapping[str, int], *, tells: bool) -> dict[str, dict[str, int | None]]:
    """Return what is kept of each team; use is told of none where it is kept back of their agency."""
    parts = told(used)
    return {one: {"away": away[one], "took_part": parts[one] if tells else None} for one in used}


def _rows(question: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
