"""Masking an entry that was put in by mistake: hidden at once, decided by a second person within two working days.

Nothing moves by it, so it is no act of the rules for a stage: it can be done at any time, also after the end.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection

from commonground.differences import queries
from commonground.differences.actions import door, telling
from commonground.differences.actions.entering import enter, locked, seats_of, signed_in
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.actions.taking_record import wipe_taken
from commonground.differences.entries import MASK_CONFIRMED, MASK_WAITS, MASKED, SHOWN_AGAIN
from commonground.differences.models import Difference, Seat
from commonground.directory.queries import Actor
from commonground.editions.queries import calendar
from commonground.procedures import masking, rules
from commonground.procedures.masking import Written
from commonground.procedures.steps import Step
from commonground.procedures.terms import Act, Capacity, Side, Unit
from commonground.procedures.worktime import reckon
from commonground.record import masking as record
from commonground.record.actions import append
from commonground.record.chain import actor_token
from commonground.record.models import Entry, Mask

NOUNS: Mapping[Act | Step, str] = {
    Act.NOTE: "a note",
    Act.QUESTION: "a question",
    Act.REMEMBER: "how somebody remembers it",
    Step.STILL_SEES: "what somebody still sees differently",
    Step.ENTRY_AGREED: "a word on another entry",
    Step.ENTRY_OTHERWISE: "a word on another entry",
    Step.CORRECTED: "a correction",
    Step.MEETING_PROPOSED: "a proposal to meet",
    Step.MEETING_SET: "the choice of a time to meet",
    Step.MEETING_CHANGED: "a change of a meeting",
    Step.MEETING_CANCELLED: "why a meeting does not take place",
    Step.MEETING_HELD: "who was at a meeting",
    Step.MINUTES_WRITTEN: "what a meeting decided",
    Step.DISSENTED: "what somebody does not agree with",
    Step.SHOW_NUMBERS: "what was said with two numbers",
    Step.FRESH_EYES_ASKED: "what fresh eyes are asked to look at",
    Step.FRESH_EYES_CANNOT: "why nobody could look with fresh eyes",
    Step.FRESH_EYES_GIVEN: "what somebody sees with fresh eyes",
}
ALREADY = "The words of this entry are hidden already."
NOT_MASKED = "The words of this entry are not hidden. Perhaps somebody else has decided it already."


def mask(*, by: Actor, at: datetime, difference: UUID, entry: UUID, reason: str) -> Difference:
    """Hide the words of an entry from everybody at once; who wrote it and when stays, with who masked it and why.

    Raises Difference.DoesNotExist or Entry.DoesNotExist (not there, or not this actor's to see), or Refused in words.
    """
    entered = enter(by, difference)
    row, seats, standings = entered.row, entered.seats, entered.standings
    found = readable(row, entry, by, seats)
    written = written_by(found, by, seats)
    if sentence := masking.mask_refusal(written, standings):
        raise rules.Refused(sentence)
    if not hasattr(found, "text"):
        raise rules.Refused(ALREADY)
    person, called = signed_in(by), entered.called(standings[0])
    due = reckon(
        at, masking.DECIDED_WITHIN, Unit.WORKING_DAYS, calendar(row.stands().procedure, row.partnership_id)
    ).due
    assert due is not None and written.act is not None  # noqa: S101, PT018 two working days have an end
    wrote = found.text.actor_name
    record.withhold(found, by=person, by_name=called, why=reason, at=at, due=due)
    _in_tables("differences_hide_words", found)
    sentence = (
        f"{called}, hid the words of {NOUNS[written.act]} by {wrote}. A second person decides whether they stay hidden."
    )
    number = _tell(row, found, MASKED, sentence, {"Why": reason}, by=by, called=called, at=at)
    wipe_taken(found.pk)  # last: whoever reads a record to take it holds its head, for which the entry has waited
    _leave(row, seats, found.side_only, kind="masked", about=f"entry {number}", due=due, at=at, by=by)
    return row


def decide_mask(
    *, by: Actor, at: datetime, difference: UUID, entry: UUID, confirm: bool, reason: str = ""
) -> Difference:
    """Decide as the second person: the words stay hidden, or they are shown again. Raises as ``mask`` does."""
    entered = enter(by, difference)
    row, seats, standings = entered.row, entered.seats, entered.standings
    found = readable(row, entry, by, seats)
    mask = Mask.objects.select_for_update().filter(entry=found).first()
    if mask is None or mask.confirmed is not None:
        raise rules.Refused(NOT_MASKED)
    if sentence := masking.decision_refusal(written_by(found, by, seats), standings):
        raise rules.Refused(sentence)
    called = entered.called(standings[0])
    record.decide(mask, confirmed=confirm, by=signed_in(by), by_name=called, at=at)
    if not confirm:
        _in_tables("differences_show_words", found)
    kind, what = (
        (MASK_CONFIRMED, "confirmed that they stay hidden") if confirm else (SHOWN_AGAIN, "had them shown again")
    )
    sentence = f"{called}, looked at why the words of an entry by {mask.actor_name} were hidden, and {what}."
    _tell(row, found, kind, sentence, {"Why": reason} if reason else {}, by=by, called=called, at=at)
    return row


def _in_tables(function: str, entry: Entry) -> None:
    """Hide, or show again, what tables hold of the words of an entry: see ``policies_hiding``."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [entry.pk])


def alarm_of_masks(at: datetime) -> int:
    """Tell the officer of every mask on which nobody decided in time; return of how many. Safe to run twice or late.

    Of a restricted difference, or a side's own note, no office learns: then those who may decide are told again.
    """
    waiting = Mask.objects.filter(confirmed=None, alarmed_at=None, due_at__lte=at).order_by("due_at")
    return one_by_one(waiting.values_list("pk", flat=True), partial(_alarm, at=at), failed="mask_alarm.failed")


def _alarm(key: UUID, *, at: datetime) -> bool:
    row = locked(Mask.objects.values_list("subject", flat=True).get(pk=key))
    mask = Mask.objects.select_related("entry").get(pk=key)
    if mask.confirmed is not None or mask.alarmed_at:
        return False
    mask.alarmed_at = at
    mask.save(update_fields=["alarmed_at"])
    if not row.restricted and not mask.side_only:
        row.officer_told = True
        row.save(update_fields=["officer_told"])
    seats = seats_of(difference=row.pk)
    sentence = (
        "Two working days have passed, and nobody has decided whether hidden words stay hidden. They do until then."
    )
    number = _tell(row, mask.entry, MASK_WAITS, sentence, {}, by=None, called="The clock", at=at)
    _leave(row, seats, mask.side_only, kind="mask_waits", about=f"entry {number}", due=mask.due_at, at=at)
    return True


def readable(row: Difference, entry: UUID, by: Actor, seats: Iterable[Seat]) -> Entry:
    """Return an entry of a difference that this actor reads, with its words or its mask; raises Entry.DoesNotExist."""
    found = Entry.objects.select_related("text", "mask").get(pk=entry, subject=row.pk)
    notes = queries.own_notes(row, [seat for seat in seats if queries.is_mine(seat, by)])
    if found.side_only and f"{found.side_only} {found.facts.get('agency')}" not in notes:
        raise Entry.DoesNotExist
    return found


def written_by(entry: Entry, actor: Actor, seats: Iterable[Seat]) -> Written:
    """Return an entry as the rules of masking see it, for this actor, by all seats of the difference."""
    assert actor.person is not None  # noqa: S101 nobody reads no entry
    side = (entry.facts.get("by") or {}).get("side")
    act = entry.facts.get("act")
    step = entry.kind.removeprefix("step.") if entry.kind.startswith("step.") else ""
    masked = getattr(entry, "mask", None)
    return Written(
        act=Act(act) if act else Step(step) if step else None,
        side=Side(side) if side else None,
        own_side=Side(entry.side_only) if entry.side_only else None,
        mine=entry.actor == actor_token(entry.subject, actor.person.pk),
        masked_by_me=masked is not None and masked.by_id == actor.person.pk,
        led=led(seats),
    )


def led(seats: Iterable[Seat]) -> bool:
    """Say whether a safeguarding lead has a seat in a difference now, by its seats."""
    return any(seat.capacity == Capacity.LEAD and not seat.ended_at for seat in seats)


def _tell(
    row: Difference, entry: Entry, kind: str, sentence: str, words: dict[str, str], *, by: Actor | None, called: str,
    at: datetime,
) -> int:  # fmt: skip
    """Write in the record what became of an entry, for the eyes that may read that entry; return the number."""
    facts: dict[str, object] = {"entry": str(entry.pk)}
    if entry.side_only:
        facts["agency"] = entry.facts["agency"]
    new = append(
        subject=row.pk, partnership_id=row.partnership_id, kind=kind, facts=facts, sentence=sentence, words=words,
        by=by.person if by else None, by_name=called, at=at, side_only=entry.side_only,
    )  # fmt: skip
    return new.number


def _leave(
    row: Difference, seats: list[Seat], side_only: str, *, kind: str, about: str, due: datetime, at: datetime,
    by: Actor | None = None,
) -> None:  # fmt: skip
    """Ask those who may decide: the leads, both lines where there are none, or of an own note that side's line.

    The officer is asked too, if told of the difference.
    """
    situation = row.stands()
    who = "lead" if led(seats) else "line"
    tells: tuple[str, ...] = (f"{side_only}_line",) if side_only else (f"raising_{who}", f"responding_{who}")
    if row.officer_told and not side_only:
        tells = (*tells, "officer")
    move = rules.Move(None, None, situation, situation, (), tells, at)
    routes = door.routes_for(row, seats, situation, at=at)
    telling.leave_notices(
        row, move, seats, routes, kind=kind, about=about, at=at, actor=by.person if by else None, due=due
    )  # fmt: skip
