"""Noting that an injury was referred. It moves nothing, holds nothing up, and rings nobody."""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.stepping import begin_step
from commonground.differences.models import Difference
from commonground.differences.when import moment_words
from commonground.directory.queries import Actor
from commonground.procedures.injury import moment_refusal, referral_refusal
from commonground.procedures.rules import Refused
from commonground.procedures.sheets import has_sheets
from commonground.procedures.steps import Step
from commonground.procedures.terms import Subject
from commonground.record.models import Entry

WHO, WHAT = "Who took the referral", "What they said comes next"


def note_referral(*, by: Actor, at: datetime, difference: UUID, when: datetime, whom: str, said: str = "") -> Entry:
    """Note for both sides that the injury was referred: when, who took it, and what they said comes next.

    Raises Difference.DoesNotExist where it is about no child, or Refused in words.
    """
    step = begin_step(by=by, at=at, difference=difference)
    if not has_sheets(Subject(step.row.subject)):
        raise Difference.DoesNotExist
    if sentence := referral_refusal(step.row.stands(), [step.standing]) or moment_refusal(when, at):
        raise Refused(sentence)
    return step.finish(
        Step.REFERRED, sentence=f"noted that the injury was referred: {moment_words(when, at)}",
        words={WHO: whom, WHAT: said}, facts={"referred_at": when.isoformat()}, tells=[step.side.other],
        kind="referred",
    )  # fmt: skip
