"""Counting one quarter of a partnership, as the worker: by subject, table and row, how much each agency contributed.

A restricted difference is in no count: nobody learns from a number that there is one. Whoever raised it contributed
it; of answers, and of sides that were asked, the agency whose they are.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from commonground.insight.periods import Period
from commonground.insight.tables import GROUP_OF, UNKNOWN, UNSAID, band, everything
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind, End

SILENCE, ASKED_OF, EARLY, OTHERWISE = "silence", "asked_of", "early", "otherwise"

Numbers = dict[str, dict[str, dict[str, dict[str, int]]]]
"""Subject, table, row, agency: how many."""

Fact = tuple[str, str, str, str, int]
"""The same in a line."""

RAISED = """
SELECT by_.kind, d.raising_agency_id::text, with_.kind, d.kind, COUNT(*)
FROM differences_difference d
JOIN directory_agency by_ ON by_.id = d.raising_agency_id
JOIN directory_agency with_ ON with_.id = d.responding_agency_id
WHERE d.partnership_id = %(area)s AND NOT d.restricted AND d.raised_at >= %(since)s AND d.raised_at < %(until)s
GROUP BY 1, 2, 3, 4
"""
INFORMAL = """
SELECT by_.kind, s.own_agency_id::text, s.kind, s.saved_stage::text, COUNT(*)
FROM differences_settled s JOIN directory_agency by_ ON by_.id = s.own_agency_id
WHERE s.partnership_id = %(area)s AND s.at >= %(since)s AND s.at < %(until)s
GROUP BY 1, 2, 3, 4
"""
ENDED = """
SELECT d.raising_agency_id::text, d.stage::text, d."end", COALESCE(agreed.outcome, ''),
  CASE WHEN clocks.past THEN 'past' WHEN clocks.timed THEN 'kept' ELSE 'none' END,
  (d.ended_at AT TIME ZONE 'Europe/London')::date - (d.raised_at AT TIME ZONE 'Europe/London')::date, COUNT(*)
FROM differences_difference d
LEFT JOIN LATERAL (
  SELECT p.outcome FROM differences_proposal p WHERE p.difference_id = d.id AND d."end" = 'resolved'
  ORDER BY p.number DESC LIMIT 1) agreed ON true
LEFT JOIN LATERAL (
  SELECT bool_or(c.due_at IS NOT NULL) AS timed, bool_or(COALESCE(c.ended_at, d.ended_at) > c.due_at) AS past
  FROM differences_clock c WHERE c.difference_id = d.id) clocks ON true
WHERE d.partnership_id = %(area)s AND NOT d.restricted AND d.ended_at >= %(since)s AND d.ended_at < %(until)s
GROUP BY 1, 2, 3, 4, 5, 6
"""
ASKED = """
SELECT CASE one.side WHEN 'raising' THEN d.raising_agency_id ELSE d.responding_agency_id END::text,
  COALESCE((SELECT w.helped FROM differences_whatchanged w
    WHERE w.difference_id = d.id AND w.side = one.side AND w.at >= d.asked_after_at
    ORDER BY w.at DESC LIMIT 1), 'none'), COUNT(*)
FROM differences_difference d CROSS JOIN (VALUES ('raising'), ('responding')) one (side)
WHERE d.partnership_id = %(area)s AND NOT d.restricted
  AND d.asked_after_at >= %(since)s AND d.asked_after_at < %(until)s
GROUP BY 1, 2
"""
OLD = """
SELECT o.by_kind, COALESCE(o.by_agency_id::text, o.by_kind), o.other_kind, o.about, COALESCE(o.stage::text, ''),
  o."end", o.ended_on - o.raised_on, COUNT(*)
FROM insight_olddifference o
WHERE o.partnership_id = %(area)s AND o.{day} >= %(first)s AND o.{day} < %(after)s
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
"""Of an older log: those raised, or those ended, in the time. Agencies of a kind that are not known here are as one."""

CHANGED = """
SELECT CASE v.side WHEN 'raising' THEN d.raising_agency_id ELSE d.responding_agency_id END::text,
  CASE WHEN v.before IS NULL THEN 'no' ELSE 'yes' END, COUNT(*)
FROM differences_view v JOIN differences_difference d ON d.id = v.difference_id
WHERE v.partnership_id = %(area)s AND NOT d.restricted AND v.answer <> '' AND v.at >= %(since)s AND v.at < %(until)s
GROUP BY 1, 2
"""
QUESTIONS = """
SELECT CASE q.facts -> 'by' ->> 'side' WHEN 'raising' THEN d.raising_agency_id ELSE d.responding_agency_id END::text,
  CASE WHEN EXISTS (SELECT FROM record_entry went_on WHERE went_on.subject = q.subject AND went_on.number < q.number
      AND (went_on.kind = 'difference.escalate' OR went_on.facts ? 'to_stage'
        OR went_on.kind = 'difference.raise' AND (went_on.facts ->> 'stage')::int > 1))
    THEN 'later' ELSE 'first' END, COUNT(*)
FROM differences_difference d JOIN record_entry q ON q.subject = d.id AND q.kind = 'difference.question'
WHERE d.partnership_id = %(area)s AND NOT d.restricted AND d.raised_at < %(until)s
  AND (d.ended_at IS NULL OR d.ended_at >= %(since)s) AND q.at >= %(since)s AND q.at < %(until)s
  AND q.facts -> 'by' ->> 'side' IS NOT NULL
GROUP BY 1, 2
"""
"""Of those that a side asked, and whoever stands at a side: as long as it had not gone further, at the first stage."""

SAID_BACK = """
SELECT CASE s.side WHEN 'raising' THEN d.raising_agency_id ELSE d.responding_agency_id END::text,
  COALESCE(NULLIF(s.heard, ''), 'unsaid'), COUNT(*)
FROM differences_sayback s JOIN differences_difference d ON d.id = s.difference_id
WHERE s.partnership_id = %(area)s AND NOT d.restricted AND s.at >= %(since)s AND s.at < %(until)s
GROUP BY 1, 2
"""
BEHAVED_BY = {"changed": CHANGED, "questions": QUESTIONS, "said_back": SAID_BACK}
"""What is asked for each subject of behaviours, which has one table of the same key."""

WENT = "SELECT asked, answer, agency::text, number FROM insight_went(%(area)s, %(since)s, %(until)s)"
"""The worker reads nobody's answers: the database counts them."""

SIDES = """
SELECT d.responding_agency_id::text, 'asked_of', COUNT(*) FROM differences_difference d
WHERE d.partnership_id = %(area)s AND NOT d.restricted AND d.raised_at >= %(since)s AND d.raised_at < %(until)s
GROUP BY 1
UNION ALL
SELECT one.agency::text, CASE WHEN d.stage = 1 AND d."end" = 'resolved' THEN 'early' ELSE 'otherwise' END, COUNT(*)
FROM differences_difference d
CROSS JOIN LATERAL (VALUES (d.raising_agency_id), (d.responding_agency_id)) one (agency)
WHERE d.partnership_id = %(area)s AND NOT d.restricted AND d.ended_at >= %(since)s AND d.ended_at < %(until)s
GROUP BY 1, 2
"""

WENT_FUNCTION = """
-- How people found what ended between two moments, counted by answer and by the agency of whoever answered; and of how
-- much of it anybody answered. The worker, which reads no answer of anybody, calls it. See insight/counting.py.
CREATE FUNCTION insight_went(area uuid, since timestamptz, until timestamptz)
  RETURNS TABLE (asked text, answer text, agency uuid, number bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH over AS (
    SELECT d.id, d.raising_agency_id, d.ended_at FROM differences_difference d
    WHERE d.partnership_id = area AND NOT d.restricted AND d.ended_at >= since AND d.ended_at < until),
  said AS (
    SELECT f.difference_id, f.heard, f.child, COALESCE((
      SELECT seat.agency_id FROM differences_seat seat
      WHERE seat.difference_id = f.difference_id AND seat.person_id = f.by_id
      ORDER BY seat.agency_id LIMIT 1), over.raising_agency_id) AS agency
    FROM differences_feedback f JOIN over ON over.id = f.difference_id AND over.ended_at = f.ended_at)
  SELECT 'heard', heard, said.agency, COUNT(*) FROM said GROUP BY 2, 3
  UNION ALL SELECT 'child', child, said.agency, COUNT(*) FROM said GROUP BY 2, 3
  UNION ALL SELECT 'answered', CASE WHEN EXISTS (SELECT FROM said WHERE said.difference_id = over.id)
      THEN 'yes' ELSE 'no' END, raising_agency_id, COUNT(*) FROM over GROUP BY 2, 3
$$;
"""


def counted(area: UUID, period: Period) -> Numbers:
    """Count a quarter. Every row of every table is there, with no agency where there is nothing.

    Besides what may be told there is what silence is asked from: see ``silence``.
    """
    numbers: Numbers = {SILENCE: {ASKED_OF: {ASKED_OF: {}}, EARLY: {EARLY: {}, OTHERWISE: {}}}}
    for subject, table in everything():
        numbers.setdefault(subject.key, {})[table.key] = {row: {} for row, _ in table.rows}
    since, until = period.bounds
    for subject_key, table_key, row, agency, number in facts(area, since, until):
        rows = numbers[subject_key][table_key]
        of = rows[row if row in rows else UNKNOWN]
        of[agency] = of.get(agency, 0) + number
    return numbers


def facts(area: UUID, since: datetime, until: datetime) -> Iterator[Fact]:
    """Yield what there is to count, each in the row in which it belongs."""
    asked = {"area": area, "since": since, "until": until}
    for by, agency, other, kind, number in _rows(RAISED, asked):
        yield "raised", "by", GROUP_OF[AgencyKind(by)], agency, number
        yield "raised", "with", other, agency, number
        yield "raised", "kind", kind, agency, number
    for by, agency, kind, stage, number in _rows(INFORMAL, asked):
        yield "informal", "by", GROUP_OF[AgencyKind(by)], agency, number
        yield "informal", "kind", kind, agency, number
        yield "informal", "stage", stage, agency, number
    for agency, stage, end, outcome, time, days, number in _rows(ENDED, asked):
        for table, row in (("stage", stage), ("end", end), ("time", time), ("days", band(days))):
            yield "ended", table, row, agency, number
        if end == End.RESOLVED:
            yield "ended", "end", outcome or UNSAID, agency, number
    for question, answer, agency, number in _rows(WENT, asked):
        yield ("ended" if question == "answered" else "said"), question, answer, agency, number
    for agency, row, number in _rows(SIDES, asked):
        yield SILENCE, (ASKED_OF if row == ASKED_OF else EARLY), row, agency, number
    for agency, answer, number in _rows(ASKED, asked):
        yield "asked", "helped", answer, agency, number
    yield from of_behaviours(asked)
    yield from of_logs(area, london_date(since), london_date(until))


def of_behaviours(asked: dict[str, Any]) -> Iterator[Fact]:
    """Yield what there is to count of behaviours; ``asked`` is of which area and time."""
    for key, question in BEHAVED_BY.items():
        for agency, row, number in _rows(question, asked):
            yield key, key, row, agency, number


def of_logs(area: UUID, first: date, after: date) -> Iterator[Fact]:
    """Yield what there is to count of older logs: what they do not say is not known."""
    asked = {"area": area, "first": first, "after": after}
    for by, agency, other, kind, _, _, _, number in _rows(OLD.format(day="raised_on"), asked):
        yield "raised_log", "by", GROUP_OF[AgencyKind(by)], agency, number
        yield "raised_log", "with", other, agency, number
        yield "raised_log", "kind", kind, agency, number
    for _, agency, _, _, stage, end, took, number in _rows(OLD.format(day="ended_on"), asked):
        for table, row in (("stage", stage), ("end", end), ("days", band(took))):
            yield "ended_log", table, row, agency, number


def added(some: list[Numbers]) -> Numbers:
    """Return what several quarters come to; of a subject that one of them was not counted by, nothing."""
    whole: Numbers = {}
    counted_by = [one for one in some[0] if all(one in numbers for numbers in some)] if some else []
    for numbers in some:
        for subject in counted_by:
            for table, rows in numbers[subject].items():
                for row, of in rows.items():
                    into = whole.setdefault(subject, {}).setdefault(table, {}).setdefault(row, {})
                    for agency, number in of.items():
                        into[agency] = into.get(agency, 0) + number
    return whole


def _rows(question: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
