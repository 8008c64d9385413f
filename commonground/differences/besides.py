"""What stands beside a difference, for its page: asked in one query, and one more for each kind of thing there is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commonground.differences.chronology import STILL_SEEN, still_seen
from commonground.differences.injury.queries import REFERRED
from commonground.differences.keeping_safe import SAID, WORDED_SINCE, Worded
from commonground.differences.models import Ring
from commonground.differences.reading import (
    UNHEARD,
    Linked,
    Standpoint,
    links,
    masks_waiting,
    rings,
    unheard,
)
from commonground.directory.people.closures import meanwhile
from commonground.directory.queries import Actor
from commonground.now import london_date
from commonground.procedures.steps import of_a_side
from commonground.questions import prepared_cursor
from commonground.record.models import Entry, Mask

TO_CHOOSE = """(SELECT meeting.number FROM differences_meeting meeting
    WHERE meeting.difference_id = %(it)s AND meeting.state = 'proposed' AND meeting.by_side <> ALL(%(own)s)
    ORDER BY meeting.number DESC LIMIT 1)"""
"""The newest meeting for which another than the reader's own side has proposed times, and none is chosen.

Home asks the same of all that somebody takes part in: web/listing.py.
"""


@dataclass(frozen=True, slots=True)
class Besides:
    """What stands beside a difference: how many people looked, who has not heard, is to be rung, masks to decide on.

    ``undertaken``: how many actions are open, and of how many the day has gone by. ``closed`` says which side is closed
    on a day before its present clock runs out, and who answers for it then. ``meets``: whether there are meetings;
    ``to_choose`` is the number of one that waits for the reader's side to choose a time. ``kept_safe`` is who wrote
    what keeps the child safe meanwhile, as it stands. ``fresh_eyes``: whether somebody was asked to look. ``sheets``:
    the tools of which there is a sheet that the reader may read. ``referred``: whether it was noted that the injury
    of the one child was referred; one referral does not speak for another child.
    """

    lookers: int
    unheard: Entry | None
    rings: list[Ring]
    masks: list[Mask]
    links: list[Linked]
    undertaken: int
    undertaken_past: int
    still_seen: tuple[Entry, ...]
    closed: list[str]
    meets: bool
    to_choose: int | None
    kept_safe: Worded | None
    fresh_eyes: bool
    sheets: frozenset[str]
    referred: bool


def besides(actor: Actor, here: Standpoint, at: datetime) -> Besides:
    """Return what stands beside a difference, in one query, and one more for each kind of thing that is there."""
    row, on = here.difference, london_date(at)
    sides = [row.raising_agency_id, row.responding_agency_id]
    until = max(on, london_date(row.due_at)) if row.due_at else on
    asked: dict[str, Any] = {
        "it": row.pk, "unheard": UNHEARD, "seen": STILL_SEEN, "today": on, "sides": sides, "until": until,
        "own": list(here.sides), "referred": REFERRED, "said": SAID, "words": row.meanwhile,
    }  # fmt: skip
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT COUNT(DISTINCT person_id) FROM record_look WHERE subject = %(it)s),"  # noqa: S608 constants only; values are parameters
            " EXISTS (SELECT FROM record_entry WHERE subject = %(it)s AND kind = ANY(%(unheard)s)),"
            " EXISTS (SELECT FROM differences_ring WHERE difference_id = %(it)s AND spoke_at IS NULL),"
            " EXISTS (SELECT FROM record_mask WHERE subject = %(it)s AND confirmed IS NULL),"
            " EXISTS (SELECT FROM differences_link WHERE difference_id = %(it)s AND ended_at IS NULL),"
            " EXISTS (SELECT FROM record_entry WHERE subject = %(it)s AND kind = %(seen)s),"
            " EXISTS (SELECT FROM directory_closure WHERE agency_id = ANY(%(sides)s) AND starts <= %(until)s"
            "   AND ends >= %(today)s AND ended_at IS NULL),"
            " EXISTS (SELECT FROM differences_meeting WHERE difference_id = %(it)s),"
            " EXISTS (SELECT FROM differences_fresheyes WHERE difference_id = %(it)s),"
            " EXISTS (SELECT FROM record_entry WHERE subject = %(it)s AND kind = %(referred)s),"
            " ARRAY(SELECT DISTINCT tool FROM differences_sidesheet WHERE difference_id = %(it)s),"
            f" {TO_CHOOSE}, {WORDED_SINCE}, COUNT(due), COUNT(due) FILTER"
            " (WHERE due < %(today)s) FROM differences_undertaking WHERE difference_id = %(it)s AND now = 'open'",
            asked,
        )
        found = cursor.fetchone()
    lookers, waits, rung, masked, linked, seen, closed, meets, eyes, referred, sheets, *more = found
    to_choose, worded, undertaken, past = more
    return Besides(
        lookers,
        unheard(here) if waits and here.situation.open else None,
        rings(row) if rung else [],
        masks_waiting(here) if masked else [],
        links(actor, row) if linked else [],
        undertaken,
        past,
        still_seen(row) if seen else (),
        meanwhile(sides, on, until) if closed and here.situation.open else [],
        meets,
        to_choose if of_a_side(here.standings) and here.situation.open else None,
        Worded.of(worded),
        eyes,
        frozenset(sheets),
        referred and row.children_count == 1,
    )
