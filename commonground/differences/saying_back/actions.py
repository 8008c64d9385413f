"""Saying back how one understands the other side, and saying whether one is understood. Nothing moves by either."""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.stepping import begin_step
from commonground.differences.models import SayBack
from commonground.differences.saying_back.words import HOW, IT, MISSING, SAID, SAY_WHAT
from commonground.directory.queries import Actor
from commonground.procedures.rules import Refused
from commonground.procedures.saying_back import Heard, heard_refusal, say_back_refusal
from commonground.procedures.steps import Step, of_a_side_or_let_in
from commonground.procedures.terms import Side
from commonground.storing import add, change


def say_back(*, by: Actor, at: datetime, difference: UUID, words: str, reply: int | None = None) -> SayBack:
    """Say back how one's side understands the other; ``reply`` is the view that comes with it.

    Whoever answers may, a guest too. Raises Difference.DoesNotExist or Refused.
    """
    step = begin_step(by=by, at=at, difference=difference, standing=of_a_side_or_let_in)
    row = step.row
    if sentence := say_back_refusal(row.stands()):
        raise Refused(sentence)
    row.say_backs += 1
    said = SayBack(
        partnership_id=row.partnership_id, difference=row, number=row.say_backs, side=step.side, stage=row.stage,
        by=step.person, at=at, words=words, reply=reply,
    )  # fmt: skip
    add(said)
    change(row, ["say_backs"])
    step.finish(
        Step.SAY_BACK, sentence=f"said back how they understand {row.name_of(step.side.other)}", words={HOW: words},
        facts={"said_back": said.number},
    )  # fmt: skip
    return said


def say_heard(
    *, by: Actor, at: datetime, difference: UUID, number: int, heard: Heard, missing: str = ""
) -> SayBack:  # fmt: skip
    """Say whether one's side is understood, once; the other side is told.

    Raises Difference.DoesNotExist, SayBack.DoesNotExist or Refused.
    """
    step = begin_step(by=by, at=at, difference=difference)
    said = SayBack.objects.of(step.row).select_for_update(of=("self",), no_key=True).get(number=number)
    if sentence := heard_refusal(step.row.stands(), [step.standing], Side(said.side), said.heard):
        raise Refused(sentence)
    if heard is Heard.NEARLY and not missing.strip():
        raise Refused(SAY_WHAT)
    said.heard, said.missing, said.heard_by, said.heard_at = heard.value, missing, step.person, at
    change(said, ("heard", "missing", "heard_by", "heard_at"))
    words = {MISSING[heard]: missing} if heard in MISSING else {}
    step.finish(
        Step.HEARD, sentence=SAID[heard].format(it=IT[step.side]), words=words, tells=[step.side.other], kind="heard",
        facts={"heard_of": number, "heard": heard.value},
    )  # fmt: skip
    return said
