"""What tests of an injury share: that somebody referred it, and who took it."""

from commonground.differences.injury.actions import note_referral
from commonground.differences.models import Difference
from commonground.record.models import Entry
from tests.cast import Cast

DUTY = "CN-raising: duty social worker, front door"
NEXT = "He is seen at the hospital at four, and she rings me back."


def referred(cast: Cast, row: Difference, by: str, whom: str = DUTY) -> Entry:
    """Have somebody note that the injury was referred just now."""
    at = cast.tick()
    return note_referral(by=cast.actor(by), at=at, difference=row.pk, when=at, whom=whom, said=NEXT)
