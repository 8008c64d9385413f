"""Looking once a week at the pages on which agencies say that something of ours stands, through the one guarded door.

A page that could not be fetched is asked for again the next day: its site may have been away for an hour. Where no
site at all answers, it is this machine that reaches none, and nothing is written down of any. Nothing of a page is
kept, and nothing that is found is a reproach: an agency’s staff pages are often closed to machines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from commonground.briefings.promoting.kit import codes_of, leads_here
from commonground.briefings.promoting.models import OwnPage
from commonground.briefings.promoting.terms import Seen
from commonground.library.links.checking import Ask, came_of, reaches_any
from commonground.library.links.door import NoAnswerError, NotAskedError, Page, ask, read

LOOK_AT_PAGES = "look_at_pages"
PORTION = 10
"""Pages looked at at a time, one after the other."""

A_WEEK, NEXT_DAY = timedelta(days=7), timedelta(days=1)
OK = 200

Read = Callable[[str], Page]


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at a page: whether ours was seen there, why not, and whether any site answered at all."""

    seen: Seen
    came: str = ""
    reached: bool = True


def look_at_some(at: datetime, *, reads: Read = read, asks: Ask = ask) -> int:
    """Look at a portion of what is due, and write down what came; return of how many."""
    rows = due(at)
    came = {row.pk: looked_at(row, reads) for row in rows}
    if not came or (not any(one.reached for one in came.values()) and not reaches_any(asks)):
        return 0
    with transaction.atomic():
        for row in OwnPage.objects.select_for_update().filter(pk__in=came, ended_at=None).order_by("pk"):
            one = came[row.pk]
            row.checked_at, row.seen, row.came = at, one.seen, one.came
            if one.seen is Seen.FOUND:
                row.found_at = at
            row.save(update_fields=["checked_at", "seen", "came", "found_at"])
    return len(came)


def due(at: datetime) -> list[OwnPage]:
    """Return the portion that is due, never looked at first."""
    waits = Q(checked_at=None) | Q(checked_at__lte=at - A_WEEK)
    waits |= Q(seen=Seen.NOT_FETCHED, checked_at__lte=at - NEXT_DAY)
    rows = OwnPage.objects.filter(waits, ended_at=None)
    return list(rows.order_by(F("checked_at").asc(nulls_first=True), "id")[:PORTION])


def looked_at(row: OwnPage, reads: Read) -> Looked:
    """Look at one page."""
    try:
        page = reads(row.address)
    except NotAskedError as error:  # whoever reaches what
        return Looked(Seen.NOT_FETCHED, str(error))
    except NoAnswerError as error:
        return Looked(Seen.NOT_FETCHED, str(error), reached=False)
    if page.status != OK:
        return Looked(Seen.NOT_FETCHED, came_of(page.status).words)
    return Looked(Seen.FOUND if leads_here(page.text, codes_of(row.agency_id)) else Seen.NOT_FOUND)
