"""Gathering what waits for people who chose one summary each working day. Safe to run twice and at the same time."""

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from commonground.notices import hours
from commonground.notices.messages import message_id
from commonground.notices.models import HowTold, Notice, Summary
from commonground.procedures.worktime import LONDON, Calendar

CHOSE_DAILY = Exists(HowTold.objects.filter(person=OuterRef("person_id"), daily=True))
"""The condition on notices that whoever is told chose a summary; a desk never does."""

UNGATHERED = Q(sent_at=None, urgent=False, summary=None, tries=0, uid="")
"""The condition on notices that one was neither sent nor tried, and waits for a summary if its person chose one."""


def gather(at: datetime, days: Calendar) -> None:
    """Make today's summaries, from 08:00 of a working day on, of what was left before; one for an address and day.

    Each is made whole or not at all. What is left later, or was not seen yet, is for the next working day's.
    """
    if not hours.within(at, days):
        return
    day = at.astimezone(LONDON).date()
    waits = Notice.objects.filter(UNGATHERED, CHOSE_DAILY, left_at__lt=hours.morning(at, days))
    made = Summary.objects.filter(address=OuterRef("address"), day=day)
    people = waits.exclude(Exists(made)).order_by().values_list("person_id", "address").distinct()
    for person_id, address in list(people):
        with transaction.atomic():
            summary, is_new = Summary.objects.get_or_create(
                address=address,
                day=day,
                defaults={"person_id": person_id, "message_id": message_id(_once(address, day))},
            )
            if is_new and not waits.filter(address=address).update(summary=summary):
                transaction.set_rollback(True)


def _once(address: str, day: date) -> str:
    return hashlib.sha256(f"summary\n{address}\n{day.isoformat()}".encode()).hexdigest()
