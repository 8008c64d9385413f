"""What keeps the child safe meanwhile: who wrote it as it stands, and when. The record knows; the row has the words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from commonground.differences.models import Difference
from commonground.differences.when import short_moment
from commonground.procedures import acts
from commonground.questions import prepared_cursor

MEANWHILE = "What keeps the child safe meanwhile"
"""How the record labels it, in the words of every entry that says it."""
SAID = [f"difference.{act}" for act, one in acts.ACTS.items() if acts.MEANWHILE in one.asks]
"""The kinds of entry that may say it: of the acts whose forms ask for it."""

_TOLD = """FROM record_entry said JOIN record_entrytext told ON told.entry_id = said.id
    WHERE said.subject = %(it)s AND said.kind = ANY(%(said)s)"""
_WORDS = f"told.words ->> '{MEANWHILE}'"
WORDED_SINCE = f"""(SELECT ARRAY[told.actor_name, said.at::text] {_TOLD} AND {_WORDS} = %(words)s AND said.number > (
    SELECT COALESCE(MAX(said.number), 0) {_TOLD} AND {_WORDS} <> %(words)s) ORDER BY said.number LIMIT 1)"""
"""Who first wrote the words that stand, and when: whoever sent them on unchanged did not write them."""


@dataclass(frozen=True, slots=True)
class Worded:
    """Who wrote what keeps the child safe meanwhile, as it stands, and when."""

    who: str
    at: datetime

    @classmethod
    def of(cls, found: list[str] | None) -> Self | None:
        """Return what the database found; None where the record does not say it."""
        return cls(found[0], datetime.fromisoformat(found[1])) if found else None

    def words(self, now: datetime) -> str:
        """Return it as a page says it: "Amy Lister, Monday 23 November, 09:12"."""
        return f"{self.who}, {short_moment(self.at, now)}"


def worded(row: Difference) -> Worded | None:
    """Return who wrote what keeps the child safe meanwhile, in one query."""
    with prepared_cursor() as cursor:
        cursor.execute(f"SELECT {WORDED_SINCE}", {"it": row.pk, "said": SAID, "words": row.meanwhile})
        return Worded.of(cursor.fetchone()[0])
