"""Asking in small portions whether the addresses that live pages name still answer, each about once a month.

What does not answer is asked again the next day, so that a site that was away for an hour is not called dead for a
month. Where no site at all answers, it is this machine that reaches none: then nothing is written down of any.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from commonground.library.links.door import Answer, NoAnswerError, NotAskedError, ask
from commonground.library.links.models import LONGEST, LinkCheck
from commonground.library.links.queries import addresses_of
from commonground.library.pages.models import PageEdition
from commonground.now import london_date

CHECK_LINKS = "check_links"
QUEUE = "links"
PORTION = 10
"""Addresses asked at a time, one after the other."""

AGAIN = timedelta(days=30)
NEXT_DAY = timedelta(days=1)
WITNESSES = 2
"""How many addresses that answered before are asked too, where nothing else did."""

LETS_NOBODY_IN = {401, 403, 407, 429}
GONE = {404, 410}
CLIENT_ERROR, SERVER_ERROR = 400, 500

Ask = Callable[[str], Answer]


def check_some(at: datetime, *, asks: Ask = ask) -> int:
    """Ask a portion of what is due, and write down what came; return of how many."""
    rows = due(at)
    if not rows:
        return 0
    came = {row.pk: asked(row.address, asks) for row in rows}
    if not any(one.reached for one in came.values()) and not reaches_any(asks):
        return 0
    with transaction.atomic():
        for row in LinkCheck.objects.select_for_update().filter(pk__in=came).order_by("pk"):
            one = came[row.pk]
            row.checked_at, row.came = at, one.words
            row.dead_since = None if one.alive else row.dead_since or at
            row.save(update_fields=["checked_at", "came", "dead_since"])
    return len(came)


@transaction.atomic
def due(at: datetime) -> list[LinkCheck]:
    """Return the portion that is due, never asked first; what no live page names any more is forgotten."""
    texts = PageEdition.objects.stood(london_date(at)).only("text", "partnership_id", "key")
    named = {address for row in texts for _, address in addresses_of(row.page) if len(address) <= LONGEST}
    LinkCheck.objects.exclude(address__in=named).delete()
    LinkCheck.objects.bulk_create([LinkCheck(address=one) for one in sorted(named)], ignore_conflicts=True)
    waits = Q(checked_at=None) | Q(checked_at__lte=at - AGAIN)
    waits |= Q(dead_since__isnull=False, checked_at__lte=at - NEXT_DAY)
    return list(LinkCheck.objects.filter(waits).order_by(F("checked_at").asc(nulls_first=True), "id")[:PORTION])


@dataclass(frozen=True, slots=True)
class Came:
    """What came of asking one address: a sentence, whether it is alive, and whether any site answered at all."""

    words: str
    alive: bool = False
    reached: bool = True


def asked(address: str, asks: Ask) -> Came:
    """Ask one address, and return what came of it."""
    try:
        status = asks(address).status
    except (NotAskedError, NoAnswerError) as error:
        return Came(str(error), reached=False)
    return came_of(status)


def came_of(status: int) -> Came:
    """Return what the status of an answer says."""
    if status < CLIENT_ERROR:
        return Came("It answers.", alive=True)
    if status in LETS_NOBODY_IN:
        return Came("It answers, but lets no machine read it.", alive=True)
    if status in GONE:
        return Came("Its site says that there is no such page.")
    return Came("Its site has a fault." if status >= SERVER_ERROR else f"Its site refuses to answer ({status}).")


def reaches_any(asks: Ask) -> bool:
    """Say whether any site that answered before does now."""
    rows = LinkCheck.objects.filter(dead_since=None, checked_at__isnull=False).order_by("-checked_at")
    return any(asked(row.address, asks).reached for row in rows[:WITNESSES])
