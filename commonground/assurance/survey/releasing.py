"""What the worker does each night: count how many answered, and once a round is over tell what was said, all at once.

Until then everything stays sealed. An agency is told alone where six people with an account answered for it; answers by
its link are added, and make nobody tellable. All others are told together, of no agency: six with an account, and no
agency more than half of them. If they are too few, the smallest agency that could stand alone goes with them; if that
does not do either, theirs is deleted and read by nobody. Marks and sealed answers go in the same transaction.
"""

import logging
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction

from commonground.assurance.models import Answered, Group, Held, Remark, Round
from commonground.assurance.survey.blinding import opened
from commonground.assurance.survey.rules import FEWEST
from commonground.now import london_date
from commonground.sealing import SealError


@dataclass(frozen=True, slots=True)
class Told:
    """What one person said: for which agency, by its link or with an account, to each question, and in words."""

    agency: str
    by_link: bool
    said: dict[str, str]
    words: str


Batches = dict[str, list[Told]]

PORTION = 5000  # rows that are written at a time

chance = random.SystemRandom()
logger = logging.getLogger(__name__)


def release(at: datetime) -> int:
    """Do for every round that is not settled what its day asks for; return how many answers were told.

    A round that cannot be opened stops no other. Raises the last SealError once all the others are done.
    """
    told, failed = 0, None
    rounds = Round.objects.filter(settled_at=None, opens__lt=london_date(at)).order_by("opens", "pk")
    for key in rounds.values_list("pk", flat=True):
        try:
            told += release_round(key, at)
        except SealError as error:
            logger.exception("The survey round %s cannot be opened with the field keys that are there.", key)
            failed = error
    if failed:
        raise failed
    return told


@transaction.atomic
def release_round(key: UUID, at: datetime) -> int:
    """Count who has answered a round, or settle it once its last day is over. Twice is the same as once."""
    row = Round.objects.select_for_update().get(pk=key)
    if row.settled_at:
        return 0
    if row.closes < london_date(at):
        return _settle(row, at)
    row.answered = Answered.objects.filter(round=row).count() // FEWEST * FEWEST
    row.save(update_fields=["answered"])
    return 0


def _settle(row: Round, at: datetime) -> int:
    """Count what may be told, keep the words of those, and delete all that was held; return how many are told."""
    held: Batches = defaultdict(list)
    for one in Held.objects.filter(round=row):
        told = Told(**opened(row.pk, bytes(one.sealed)))
        held[told.agency].append(told)
    alone, together = parted(held)
    groups = list(Group.objects.filter(round=row))
    for group in groups:
        some = alone.get(str(group.agency_id), [])
        group.figures, group.shown, group.by_link = _counted(some), accounts(some), len(some) - accounts(some)
    Group.objects.bulk_update(groups, ["figures", "shown", "by_link"])
    everybody = [*chain.from_iterable(alone.values()), *together]
    row.together, row.answered, row.settled_at = _counted(together), accounts(everybody), at
    row.by_link = len(everybody) - row.answered
    row.save(update_fields=["together", "answered", "by_link", "settled_at"])
    words = [one.words for one in everybody if one.words]
    chance.shuffle(words)
    Remark.objects.bulk_create((Remark(round=row, words=one) for one in words), batch_size=PORTION)
    Held.objects.filter(round=row).delete()
    Answered.objects.filter(round=row).delete()
    return len(everybody)


def parted(held: Batches) -> tuple[Batches, list[Told]]:
    """Return what is told of each agency alone, and what is told of all others together."""
    alone = {agency: some for agency, some in held.items() if accounts(some) >= FEWEST}
    rest = {agency: some for agency, some in held.items() if agency not in alone}
    smallest = sorted(alone, key=lambda agency: (accounts(alone[agency]), agency))[:1]
    for added in ([], smallest):
        mixed = [*rest.values(), *(alone[agency] for agency in added)]
        if rest and _hide_each_other(mixed):
            others = {agency: some for agency, some in alone.items() if agency not in added}
            return others, list(chain.from_iterable(mixed))
    return alone, []


def accounts(some: Sequence[Told]) -> int:
    """Return how many answered with an account: a link can be used by one person many times."""
    return sum(not one.by_link for one in some)


def _hide_each_other(mixed: Sequence[Sequence[Told]]) -> bool:
    """Say whether these agencies hide each other: six people at least, and no agency more than half of them."""
    people = [accounts(some) for some in mixed]
    return sum(people) >= FEWEST and 2 * max(people) <= sum(people)


def _counted(some: Sequence[Told]) -> dict[str, Any]:
    """Return how many said what to each question."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in some:
        for theme, said in one.said.items():
            found[theme][said] += 1
    return found
