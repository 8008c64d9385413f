"""Somebody holds information that they cannot put here, and asks to be rung. What is said then is not kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonground.differences.actions.entering import enter, signed_in
from commonground.differences.entries import SPOKE
from commonground.differences.models import Difference, Ring
from commonground.directory.models import Person
from commonground.directory.queries import Actor
from commonground.procedures import rules
from commonground.procedures.terms import Capacity
from commonground.record.actions import append
from commonground.storing import add

SPOKEN = "You have spoken already. Perhaps a colleague has noted it."
NOT_ADVISERS = "Only somebody who takes part in this can note that. You were asked for advice; tell your side."


@dataclass(frozen=True, slots=True)
class RingMe:
    """On which number, and when."""

    phone: str
    when: str

    def words(self) -> dict[str, str]:
        """Return it as the record tells it."""
        return {"Ring me": f"I hold information that I cannot put here. Ring me on {self.phone}. When: {self.when}"}


def ask_to_be_rung(row: Difference, ring: RingMe, *, side: str, by: Person, at: datetime) -> dict[str, int]:
    """Keep that somebody asks to be rung, for both sides to see; return the fact of it for the record."""
    number = 1 + Ring.objects.of(row).count()
    add(
        Ring(
            partnership_id=row.partnership_id, difference=row, number=number, side=side, by=by, phone=ring.phone,
            when=ring.when, at=at,
        )
    )  # fmt: skip
    return {"ring": number}


def spoke(*, by: Actor, at: datetime, difference: UUID, number: int) -> Difference:
    """Note that the two have spoken: who and when, and nothing of what. Anybody with a seat can.

    Raises Difference.DoesNotExist, Ring.DoesNotExist, or Refused.
    """
    entered = enter(by, difference)
    row = entered.row
    standing = min(entered.standings, key=lambda one: one.capacity is Capacity.ADVISER)
    ring = Ring.objects.of(row).select_related("by").get(number=number)
    if ring.spoke_at:
        raise rules.Refused(SPOKEN)
    if standing.capacity is Capacity.ADVISER:
        raise rules.Refused(NOT_ADVISERS)
    person = signed_in(by)
    ring.spoke_by, ring.spoke_at = person, at
    ring.save(update_fields=["spoke_by", "spoke_at"])
    called = entered.called(standing)
    with_whom = "the two sides have spoken" if ring.by == person else f"they have spoken with {ring.by.name}"
    append(
        subject=row.pk, partnership_id=row.partnership_id, kind=SPOKE,
        facts={"spoke": number, "by": {"side": standing.side}},
        sentence=f"{called}, noted that {with_whom}. What was said is not in this record.", by=person, by_name=called,
        at=at,
    )  # fmt: skip
    return row
