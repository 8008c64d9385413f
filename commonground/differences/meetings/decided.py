"""What meetings decided, in short: for whoever comes to a difference new. The caller has found it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from commonground.differences.hidden import HIDDEN
from commonground.differences.models import Difference, Minutes, MinutesAgreed
from commonground.differences.when import moment_words
from commonground.procedures.terms import Side


@dataclass(frozen=True, slots=True)
class Decided:
    """What a meeting decided, as its newest minutes say it: when it was, who decided, what, and who agrees to that."""

    when: str
    what: str
    agreed: str


def decided(row: Difference, now: datetime) -> tuple[Decided, ...]:
    """Return what each meeting decided, the first meeting first, in one query."""
    sides = MinutesAgreed.objects.of(row).of_sides_now().filter(minutes=OuterRef("pk")).values("side")
    found = Minutes.objects.of(row).newest().select_related("meeting").annotate(sides=ArraySubquery(sides))
    return tuple(_decided(row, one, now) for one in sorted(found, key=lambda one: one.meeting.number))


def _decided(row: Difference, one: Minutes, now: datetime) -> Decided:
    missing = [row.name_of(side) for side in Side if side not in one.sides]  # type: ignore[attr-defined]  # annotated
    agreed = f"Not agreed yet: {' and '.join(missing)}." if missing else "Both sides agree that it was so."
    when = moment_words(one.meeting.starts_at, now) if one.meeting.starts_at else ""
    if not one.decision:
        return Decided(when, HIDDEN, agreed)
    return Decided(f"{when}, decided by {one.decided_by}", one.decision, agreed)
