"""Leaving notices for very many people at once: what ``actions.leave`` does for a few, in one statement.

A notice is known by the same words as there, so that nobody is told the same thing twice, whichever of the two left it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from commonground.notices import waking
from commonground.notices.messages import sent_from

INTO = """
INSERT INTO notices_notice (id, person_id, address, message_id, tries, answer, partnership_id, subject, reference, kind,
  urgent, stage, due, uid, sequence, once, left_at, bounce_seen)
SELECT gen_random_uuid(), person_id, address, '<' || left(once, 40) || '@' || %(sent_from)s || '>', 0, '',
  %(partnership)s, %(subject)s, '', kind, false, '', due, '', 0, once, %(left_at)s, false
FROM (
  SELECT DISTINCT ON (once) * FROM (
    SELECT person_id, address, kind, due, encode(sha256(convert_to(
      kind || E'\\n' || %(subject)s::uuid || E'\\n' || lower(address) || E'\\n' || about, 'UTF8')), 'hex') AS once
    FROM ({people}) asked
  ) named ORDER BY once
) told
ON CONFLICT DO NOTHING
"""


def leave_for_many(people: str, given: Mapping[str, Any], *, partnership_id: UUID, subject: UUID, at: datetime) -> int:
    """Leave one notice for each row of a query, and wake the sender; return how many were not there yet.

    ``people`` is the query, our own words: ``person_id``, ``address``, ``kind``, ``due`` and ``about`` of each; what it
    is ``given`` are its parameters. It is for kinds that wait for working hours and have no reference.
    """
    if not connection.in_atomic_block:
        message = "A notice is left in the transaction of what it tells, and there is none."
        raise transaction.TransactionManagementError(message)
    told: dict[str, Any] = {"partnership": partnership_id, "subject": subject, "left_at": at, "sent_from": sent_from()}
    with connection.cursor() as cursor:
        cursor.execute(INTO.format(people=people), {**given, **told})
        left: int = cursor.rowcount
    if left:
        waking.wake()
    return left
