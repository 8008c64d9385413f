"""Two differences that belong together are linked by somebody of a side in both, and only who sees both sees the link.

Each difference has a row of its own that names the other, and an entry that does not: who sees one of the two learns
that there is another, and nothing of it.
"""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.entering import Entered, enter, signed_in
from commonground.differences.entries import LINKED, UNLINKED
from commonground.differences.models import Difference, Link
from commonground.differences.models.references import read_reference
from commonground.directory.queries import Actor
from commonground.procedures.linking import ALREADY, ITSELF, RESTRICTED, UNKNOWN, WHO_LINKS, linking_refusal
from commonground.procedures.rules import Refused
from commonground.record.actions import append
from commonground.record.models import Entry
from commonground.storing import add


def link(*, by: Actor, at: datetime, difference: UUID, reference: str) -> Difference:
    """Link a difference with the one that has this reference, as people type it.

    Raises Difference.DoesNotExist, or Refused in words: the same words for a reference that nobody has, and for one
    of a difference that this actor does not see.
    """
    there = Difference.objects.visible_to(by).filter(reference=read_reference(reference)).first()
    if there is None:
        raise Refused(UNKNOWN)
    if there.pk == difference:
        raise Refused(ITSELF)
    one, other = _both(by, difference, there.pk)
    if one.row.restricted or other.row.restricted:
        raise Refused(RESTRICTED)
    if Link.objects.of(one.row).filter(other=other.row, ended_at=None).exists():
        raise Refused(ALREADY)
    for mine, theirs in ((one, other), (other, one)):
        number = 1 + Entry.objects.filter(subject=mine.row.pk, kind=LINKED).count()
        add(
            Link(
                partnership_id=mine.row.partnership_id, difference=mine.row, number=number, other=theirs.row,
                by=signed_in(by), at=at,
            )
        )  # fmt: skip
        _say(mine, LINKED, {"link": number}, "linked this with another difference", at=at)
    return one.row


def unlink(*, by: Actor, at: datetime, difference: UUID, number: int) -> Difference:
    """Take a link back, on both sides of it. Raises Difference.DoesNotExist, Link.DoesNotExist, or Refused."""
    here = Link.objects.filter(difference=difference, ended_at=None, number=number).get()
    one, other = _both(by, difference, here.other_id)
    there = Link.objects.of(other.row).get(other=difference, ended_at=None)
    for mine, row in ((one, here), (other, there)):
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        _say(mine, UNLINKED, {"unlink": row.number}, "took back a link with another difference", at=at)
    return one.row


def _both(by: Actor, difference: UUID, other: UUID) -> tuple[Entered, Entered]:
    """Enter both, always in the same order so that nobody waits for each other; raises Refused for who may not."""
    found = {key: enter(by, key) for key in sorted((difference, other))}
    one, two = found[difference], found[other]
    if sentence := linking_refusal(one.standings, two.standings):
        raise Refused(sentence)
    return one, two


def _say(mine: Entered, kind: str, facts: dict[str, int], what: str, *, at: datetime) -> None:
    standing = next(one for one in mine.standings if linking_refusal([one]) != WHO_LINKS)
    called = mine.called(standing)
    append(
        subject=mine.row.pk, partnership_id=mine.row.partnership_id, kind=kind,
        facts={**facts, "by": {"side": standing.side}}, sentence=f"{called}, {what}.", by=signed_in(mine.by),
        by_name=called, at=at,
    )  # fmt: skip
