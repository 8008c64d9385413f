"""What was noted of referrals of an injury, read from the record."""

from commonground.differences.hidden import HIDDEN
from commonground.differences.models import Difference
from commonground.procedures.steps import Step
from commonground.record.models import Entry

REFERRED = f"step.{Step.REFERRED}"


def referrals(row: Difference) -> list[tuple[str, dict[str, str]]]:
    """Return each referral that was noted, in order, as the record tells it; in one query."""
    found = Entry.objects.filter(subject=row.pk, kind=REFERRED).select_related("text").order_by("number")
    told = (getattr(one, "text", None) for one in found)
    return [(one.sentence, dict(one.words)) if one else (HIDDEN, {}) for one in told]
