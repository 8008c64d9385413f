"""Hidden words on which somebody is the second person: what waits for a decision, beside the differences."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from commonground.differences import queries
from commonground.differences.actions.masking import written_by
from commonground.differences.models import Difference, Seat
from commonground.differences.when import moment_words
from commonground.directory.queries import Actor
from commonground.directory.waits import Waits
from commonground.now import now
from commonground.procedures import masking
from commonground.record.models import Mask

MOST = 100
"""Counts are exact up to here, as of differences."""


@dataclass(frozen=True, slots=True)
class ToDecide:
    """Words that somebody hid: of which difference, by whom, until when it is to be decided, and where."""

    difference: Difference
    by: str
    due: str
    href: str


def to_decide(actor: Actor) -> list[ToDecide]:
    """Return the hidden words on which this actor is asked to decide, those due first. Three queries at most."""
    if actor.person is None or Waits.BESIDES not in actor.waits:
        return []
    held = Seat.objects.held_by(actor)
    mine = Q(subject__in=held.values("difference_id")) | Q(partnership_id__in=actor.offices)
    waiting = Mask.objects.filter(mine, confirmed=None).exclude(by_id=actor.person.pk)
    masks = list(waiting.select_related("entry").order_by("due_at", "pk")[: MOST + 1])
    if not masks:
        return []
    subjects = {mask.subject for mask in masks}
    rows = Difference.objects.visible_to(actor).prefetch_related("seats").in_bulk(subjects)
    at = now()
    return [
        ToDecide(
            row, mask.by_name, moment_words(mask.due_at, at),
            reverse("differences:mask", args=[row.reference, mask.entry_id]),
        )
        for mask in masks
        if (row := rows.get(mask.subject)) and _decides(actor, row, list(row.seats.all()), mask)
    ]  # fmt: skip


def _decides(actor: Actor, row: Difference, seats: list[Seat], mask: Mask) -> bool:
    notes = queries.own_notes(row, [seat for seat in seats if queries.is_mine(seat, actor)])
    if mask.side_only and f"{mask.side_only} {mask.entry.facts.get('agency')}" not in notes:
        return False
    mask.entry.mask = mask
    return masking.decision_refusal(written_by(mask.entry, actor, seats), queries.standings(actor, row, seats)) is None
