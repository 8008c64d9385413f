"""An injury is referred first: of noting that it was, and what keeps somebody from that. It keeps nothing else back."""

from collections.abc import Iterable
from datetime import datetime

from commonground.procedures.sheets import has_sheets
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.steps import side_refusal
from commonground.procedures.terms import Kind

OVER = "This has ended, so nothing is noted here any more. Is an injury not referred yet? Ring now."
TO_COME = "That moment is still to come. Ring now, and then note when you rang"


def refers_first(situation: Situation, kind: Kind) -> bool:
    """Say whether a difference is open and about an injury to a child, which is referred before anything else."""
    return kind is Kind.INJURY and situation.open and has_sheets(situation.subject)


def referral_refusal(situation: Situation, standings: Iterable[Standing]) -> str | None:
    """Return why somebody cannot note that an injury was referred, in a sentence; None when they can."""
    return side_refusal(situation, standings, OVER)


def moment_refusal(when: datetime, now: datetime) -> str | None:
    """Return why it cannot have been referred at that moment, in a sentence; None when it can."""
    return TO_COME if when > now else None
