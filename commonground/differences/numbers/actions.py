"""Giving a number for one's side: a step whose entry holds no number before both are shown."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from commonground.differences.actions.stepping import begin_step
from commonground.differences.models import Difference
from commonground.differences.numbers.models import Number
from commonground.differences.numbers.words import in_words
from commonground.directory.queries import Actor
from commonground.procedures.numbers import number_refusal
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Side
from commonground.storing import add


def give(*, by: Actor, at: datetime, difference: UUID, figure: int, why: str, moves: str) -> Number:
    """Give the number of one's side; once both sides have, both are shown.

    Raises Difference.DoesNotExist where the edition asks for no numbers, or Refused in words.
    """
    step = begin_step(by=by, at=at, difference=difference)
    row = step.row
    situation, agency = row.stands(), row.agency_of(step.side)
    if situation.procedure.scale is None:
        raise Difference.DoesNotExist
    given = Number.objects.of(row).filter(side=step.side, agency=agency).exists()
    if sentence := number_refusal(situation, step.entered.standings, given=given, stands_in=step.stands_in):
        raise Refused(sentence)
    number = Number(
        partnership_id=row.partnership_id, difference=row, side=step.side, agency=agency, stage=row.stage,
        figure=figure, why=why, moves=moves, by=step.person, at=at,
    )  # fmt: skip
    add(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT differences_show_numbers(%s, %s)", [row.pk, at])
        (shown,) = cursor.fetchone()
    step.finish(
        Step.GIVE_NUMBER, sentence="gave the number of their side. It is shown once both sides have given theirs",
        tells=() if shown else (step.side.other,), kind="number_given",
    )  # fmt: skip
    if shown:
        both = Number.objects.of(row).filter(shown_at=at).select_related("agency").order_by("at")
        words = {row.whose(Side(one.side), one.agency): in_words(one) for one in both}
        step.finish(
            Step.SHOW_NUMBERS, sentence="gave theirs as the second side, so both numbers are shown", words=words,
            facts={"numbers": [one.side for one in both]}, tells=Side, kind="numbers_shown",
        )  # fmt: skip
    return number
