"""Counting, each day, what has come of each briefing besides its tallies: the worker does it, over all people at once.

Use is counted once. A difference that is restricted then is in no count, nor is who was only told of one.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from commonground.briefings.models import Briefing
from commonground.briefings.terms import To
from commonground.directory.models import Agency
from commonground.insight.how_far.by_days import count_readers
from commonground.insight.how_far.models import Since
from commonground.insight.how_far.telling import FEWEST, in_fives, told, use_is_counted_on
from commonground.now import LONDON, london_date
from commonground.procedures.terms import AgencyKind, Capacity

log = structlog.get_logger()

USE = ("used_on", "took_part", "settled")
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

AWAY = """
SELECT asked.agency_id, asked.team_id, count(*) FROM briefings_recipient asked
WHERE asked.briefing_id = %(briefing)s AND asked.left_at IS NULL AND asked.agreed_at IS NULL AND EXISTS (
  SELECT FROM directory_absence gone
  WHERE gone.person_id = asked.person_id AND %(today)s BETWEEN gone.starts AND gone.ends)
GROUP BY asked.agency_id, asked.team_id
"""

USED = """
WITH part AS MATERIALIZED (
  SELECT DISTINCT seat.person_id, seat.agency_id FROM differences_seat seat
  JOIN differences_difference one ON one.id = seat.difference_id AND NOT one.restricted
  WHERE seat.person_id IS NOT NULL AND seat.capacity = ANY(%(takes_part)s) AND seat.since >= %(since)s
    AND one.partnership_id = %(area)s)
SELECT count(DISTINCT asked.person_id) FILTER (WHERE part.person_id IS NOT NULL), count(DISTINCT asked.person_id)
FROM briefings_recipient asked
LEFT JOIN part ON part.person_id = asked.person_id AND part.agency_id = asked.agency_id
WHERE asked.briefing_id = %(briefing)s AND asked.left_at IS NULL
"""

SETTLED = """
SELECT count(*) FROM differences_settled
WHERE own_agency_id = ANY(%(agencies)s) AND partnership_id = %(area)s AND at >= %(since)s
"""


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

    One that runs is counted once it was brought up to the day, with joiners and leavers. One that has ended is counted
    until its last day is over and counted, however late that is.
    """
    today = london_date(at)
    last = Since.objects.filter(briefing=OuterRef("pk"), agency=None).values("on")
    rows = Briefing.objects.filter(ready_at__isnull=False).annotate(counted_on=Subquery(last))
    brought_up = Q(ended_at=None, brought_up_on=today)
    not_to_its_end = Q(ended_at__isnull=False) & (Q(counted_on=None) | Q(counted_on__lte=TruncDate("ended_at")))
    rows = rows.filter(brought_up | Q(ended_at__gt=at - GOES_ON) | not_to_its_end)
    return list(rows.filter(Q(counted_on=None) | Q(counted_on__lt=today)).values_list("pk", flat=True))


@transaction.atomic
def count(briefing: UUID, at: datetime) -> None:
    """Count one briefing anew; who reads it today is counted tomorrow."""
    rows = Briefing.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    row = rows.filter(pk=briefing).first()
    if row is None:
        return
    agencies = Agency.objects.filter(partnerships=row.partnership_id).exclude(kind=AgencyKind.PARTNERSHIP)
    keys = list((agencies.filter(pk=row.agency_id) if row.agency_id else agencies).values_list("pk", flat=True))
    today = london_date(at)
    given: dict[str, Any] = {
        "briefing": row.pk, "area": row.partnership_id, "agencies": keys, "today": today,
        "since": datetime.combine(row.starts, time(), LONDON), "takes_part": [str(one) for one in TAKES_PART],
    }  # fmt: skip
    found = _found(given, keys)
    kept = Since.objects.filter(briefing=row, agency=None).first()
    for_everybody = row.to == To.EVERYBODY and (kept is None or kept.used_on is None)
    if for_everybody and today >= use_is_counted_on(row.starts):
        use = _use(given) | {"used_on": today}
        found[None] |= use
        if row.agency_id:  # the whole of what its lead reads
            found[row.agency_id] |= use
    Since.objects.bulk_create(
        [
            Since(briefing=row, partnership_id=row.partnership_id, agency_id=one, on=today, **counts)
            for one, counts in found.items()
        ],
        update_conflicts=True, unique_fields=["briefing", "agency"], batch_size=500,
        update_fields=["on", "not_reached", "away", "teams", *(USE if "used_on" in found[None] else ())],
    )  # fmt: skip
    count_readers(row, today, kept.on if kept else None)


def _found(given: Mapping[str, Any], agencies: list[UUID]) -> dict[UUID | None, dict[str, Any]]:
    """Return what is kept of each agency, and of the whole area."""
    not_reached = dict(_rows(NOT_REACHED, given))
    away: dict[UUID, dict[str, int]] = {one: {} for one in agencies}
    for agency, team, gone in _rows(AWAY, given):
        away.setdefault(agency, {})[str(team or "")] = gone
    found: dict[UUID | None, dict[str, Any]] = {
        one: {
            "not_reached": not_reached.get(one, 0), "away": sum(teams.values()),
            "teams": {team: {"away": gone} for team, gone in teams.items()},
        }
        for one, teams in away.items()
    }  # fmt: skip
    whole = {name: sum(one[name] for one in found.values()) for name in ("not_reached", "away")}
    return found | {None: whole | {"teams": {}}}


def _use(given: Mapping[str, Any]) -> dict[str, int | None]:
    """Return how it was used by all whom it was for, as far as that is told."""
    ((people, of),) = _rows(USED, given)
    ((times,),) = _rows(SETTLED, given)
    return {"took_part": told(people, of), "settled": in_fives(times) if times >= FEWEST else None}


def _rows(question: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
