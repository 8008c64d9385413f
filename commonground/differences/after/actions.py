"""Saying how it went, thanking somebody, and saying what has changed for the child. None of it moves anything."""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.entering import enter, signed_in
from commonground.differences.actions.stepping import begin_step
from commonground.differences.after.models import Feedback, Thanks, WeeksAfter, WhatChanged
from commonground.differences.after.queries import given, readers, took_part
from commonground.differences.models import Difference, spoken
from commonground.directory.queries import Actor
from commonground.notices.actions import leave
from commonground.now import london_date
from commonground.procedures import after
from commonground.procedures.after import Helped, Went
from commonground.procedures.agreement import WEEKS
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.storing import add, change


def give_feedback(
    *, by: Actor, at: datetime, difference: UUID, heard: Went, child: Went, note: str = ""
) -> Feedback:  # fmt: skip
    """Keep how somebody found it, once for each end. Nobody is told, and no entry is written: it is theirs alone.

    Raises Difference.DoesNotExist, or Refused in words.
    """
    me, entered = signed_in(by), enter(by, difference)
    row = entered.row
    before = given(row, by) is not None
    if sentence := after.feedback_refusal(entered.standings, ended=bool(row.end), given=before):
        raise Refused(sentence)
    assert row.ended_at  # noqa: S101 what has an end has ended at some time
    kept = Feedback(
        partnership_id=row.partnership_id, difference=row, by=me, at=at, ended_at=row.ended_at, heard=heard,
        child=child, note=note,
    )  # fmt: skip
    add(kept)
    return kept


def thank(*, by: Actor, at: datetime, difference: UUID, to: UUID, words: str) -> Thanks:
    """Thank somebody who took part and reads it: they are told, and only the two read the words. The record has none.

    Raises Difference.DoesNotExist, or Refused in words.
    """
    step = begin_step(by=by, at=at, difference=difference)
    row = step.row
    seats, own = step.entered.seats, step.entered.standings
    person = next((one for one in took_part(row, seats, step.person) if one.pk == to), None)
    reads = bool(person and readers([person], row, seats, london_date(at)))
    if sentence := after.thanks_refusal(own, took_part=person is not None, reads=reads):
        raise Refused(sentence)
    assert person  # noqa: S101 the rule refuses whoever took no part
    thanks = Thanks(
        partnership_id=row.partnership_id, difference=row, by=step.person, to=person, at=at, words=words
    )  # fmt: skip
    add(thanks)
    entry = step.finish(Step.THANKED, sentence=f"thanked {person.titled}", facts={"thanked": str(person.pk)})
    leave(
        partnership_id=row.partnership_id, subject=row.pk, reference=spoken(row.reference), kind="thanked",
        recipients=[(person.pk, person.email)], stage="", due=None, about=f"entry {entry.number}", at=at,
    )  # fmt: skip
    return thanks


def tell_what_changed(
    *, by: Actor, at: datetime, difference: UUID, helped: Helped, words: str, learn: bool = False
) -> Difference:  # fmt: skip
    """Say for one's side what has changed for the child: both sides read it, and the other side is told.

    With ``learn`` the partnership should learn from it: its office sees that. Raises Difference.DoesNotExist, or
    Refused in words.
    """
    step = begin_step(by=by, at=at, difference=difference)
    row = step.row
    side = after.asks_side(row.now_asked, step.entered.standings)
    if side is None:
        raise Refused(after.NOT_ASKED)
    learns = learn and helped is Helped.NOT_HELPED
    add(
        WhatChanged(
            partnership_id=row.partnership_id, difference=row, side=side, by=step.person, at=at, helped=helped,
            learn=learns,
        )
    )  # fmt: skip
    row.still_asked = after.left_to_ask(row.still_asked, side)
    change(row, ["still_asked"])
    step.finish(
        Step.WHAT_CHANGED,
        sentence="said what has changed for the child",
        words={
            "Has it helped?": helped.label,
            "What has changed for the child": words,
            "To learn from": "The partnership should learn from this." if learns else "",
        },
        facts={"helped": helped, "learn": learns},
        tells=(side.other,),
        kind="changed_told",
    )
    return row


def ask_after(*, by: Actor, at: datetime, partnership: UUID, weeks: int) -> WeeksAfter:
    """Set after how many weeks an area has both sides asked; raises Refused for anybody but its office."""
    if partnership not in by.offices or weeks not in WEEKS:
        message = "Only the partnership’s office sets this, to four, five or six weeks."
        raise Refused(message)
    kept = WeeksAfter(partnership_id=partnership, weeks=weeks, by=signed_in(by), at=at)
    add(kept)
    return kept
