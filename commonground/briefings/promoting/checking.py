"""Looking once a week at the pages on which agencies say that something of ours stands, through the one guarded door.

A page that could not be fetched is asked for again the next day: its site may have been away for an hour. One that is
closed to machines is asked for no sooner than others, since staff pages often are. Where no site at all answers, it is
this machine that reaches none, and nothing is written down of those that it asked. Nothing of a page is kept, and
nothing that is found is a reproach.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from commonground.briefings.promoting.kit import codes_of, is_ours, leads_here
from commonground.briefings.promoting.models import OwnPage
from commonground.briefings.promoting.terms import Seen, Standing
from commonground.library.links.checking import LETS_NOBODY_IN, Ask, came_of, reaches_any
from commonground.library.links.door import NoAnswerError, NotAskedError, Page, ask, read
from commonground.now import london_date

LOOK_AT_PAGES = "look_at_pages"
PORTION, MOST = 10, 60
"""Pages looked at at a time, one after the other, where few are listed, and where very many are."""

HOURS = 24 * 7
"""So often in a week it looks."""

A_WEEK, NEXT_DAY = timedelta(days=7), timedelta(days=1)
OK = 200

Read = Callable[[str], Page]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at a page: whether ours was seen there, and why not.

    ``reached`` says that a site answered; ``sure`` that it holds even of a machine that reaches no site.
    """

    seen: Seen
    came: str = ""
    reached: bool = True
    sure: bool = True


def look_at_some(at: datetime, *, reads: Read = read, asks: Ask = ask) -> int:
    """Look at a portion of what is due, and write down what came; return of how many."""
    rows = due(at)
    codes = {agency: codes_of(agency, london_date(at)) for agency in {row.agency_id for row in rows}}
    came = {row.pk: looked_at(row, codes[row.agency_id], reads) for row in rows}
    reached = any(one.reached for one in came.values())
    if not reached and not all(one.sure for one in came.values()) and not reaches_any(asks):
        came = {key: one for key, one in came.items() if one.sure}
    with transaction.atomic():
        for row in OwnPage.objects.select_for_update().filter(pk__in=came, ended_at=None).order_by("pk"):
            one = came[row.pk]
            row.checked_at, row.seen, row.came = at, one.seen, one.came
            if one.seen is Seen.FOUND:
                row.found_at = at
            row.save(update_fields=["checked_at", "seen", "came", "found_at"])
    return len(came)


def due(at: datetime) -> list[OwnPage]:
    """Return the portion that is due, never looked at first: so many that each has its turn within a week."""
    waits = Q(checked_at=None) | Q(checked_at__lte=at - A_WEEK)
    waits |= Q(seen=Seen.NOT_FETCHED, checked_at__lte=at - NEXT_DAY)
    listed = OwnPage.objects.filter(ended_at=None)
    portion = min(PORTION + listed.count() // HOURS, MOST)
    return list(listed.filter(waits).order_by(F("checked_at").asc(nulls_first=True), "id")[:portion])


def looked_at(row: OwnPage, codes: Collection[str], reads: Read) -> Looked:
    """Look at one page, for an address of ours with one of these short codes."""
    try:
        page = reads(row.address)
        if page.status != OK:
            closed = page.status in LETS_NOBODY_IN
            return Looked(Seen.CLOSED if closed else Seen.NOT_FETCHED, came_of(page.status).words)
        return _seen(row, page, codes)
    except NotAskedError as error:
        return Looked(Seen.CLOSED, str(error), reached=False)
    except NoAnswerError as error:
        return Looked(Seen.NOT_FETCHED, str(error), reached=False, sure=False)
    except Exception:  # a page is anybody's: what is odd about one keeps no other from being looked at
        log.exception("own_page.not_read", of=str(row.pk))
        return Looked(Seen.NOT_FETCHED, "What stands there could not be read.", reached=False)


def _seen(row: OwnPage, page: Page, codes: Collection[str]) -> Looked:
    if is_ours(page.address):
        return Looked(Seen.NOT_FOUND, "It leads on to a page of ours, so it is no page of your own site.")
    if leads_here(page.text, codes, panel=row.what == Standing.PANEL):
        return Looked(Seen.FOUND)
    return Looked(Seen.NOT_FOUND, "It is a long page, and we read only its beginning." if page.cut else "")
