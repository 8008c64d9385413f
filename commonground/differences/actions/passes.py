"""Passes: letting somebody without an account into one difference, taking a pass back, opening it. It moves nothing.

A pass signs and answers for nobody by itself: it gives one named person a seat for their side, and both sides are told.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from commonground.differences import queries
from commonground.differences.actions import telling
from commonground.differences.actions.door import routes_for
from commonground.differences.actions.entering import Entered, enter, locked, seats_of, signed_in
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.actions.seating import seat_facts
from commonground.differences.entries import PASS_CLOSED, PASS_ENDED, PASS_GIVEN, PASS_OPENED
from commonground.differences.models import Difference, Seat, spoken
from commonground.directory.guests import actions as guests
from commonground.directory.guests.actions import Guest
from commonground.directory.guests.models import Pass, WhyEnded
from commonground.directory.models import Person
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.notices.actions import leave
from commonground.procedures import passes, rules
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Capacity, Side
from commonground.record.actions import append
from commonground.storing import add


@dataclass(frozen=True, slots=True)
class Given:
    """A pass that was just given, and its code: shown to the giver once."""

    made: Pass
    code: str


@transaction.atomic
def give_pass(*, by: Actor, at: datetime, difference: UUID, side: Side, guest: Guest) -> Given:
    """Let a named person of one's own side's agency into this difference, for fourteen days; the officer, of either.

    An older pass of theirs ends.

    Raises Difference.DoesNotExist, or Refused: for an ended difference, for whoever may not, and for somebody who can
    sign in.
    """
    entered = enter(by, difference)
    row, person = entered.row, signed_in(by)
    situation = queries.stands(row, entered.seats)
    standing = passes.letting_in(situation, entered.standings, side)
    if Person.objects.filter(email__iexact=guest.address, is_active=True).exists():
        raise rules.Refused("Somebody signs in with that address already, so they need no pass. Ring them.")
    for older in Pass.objects.of(row.pk).filter(address__iexact=guest.address, ended_at=None):
        _end(older, WhyEnded.REPLACED, at=at)
    made, code = guests.make(
        guest=guest, agency=row.agency_of(side), subject=row.pk, partnership=row.partnership_id, by=person,
        side=side, at=at,
    )  # fmt: skip
    stage = situation.procedure.stage(row.stage)
    seat = Seat(
        partnership_id=row.partnership_id,
        difference_id=row.pk,
        side=side,
        capacity=Capacity.GUEST,
        role=(stage.raising if side is Side.RAISING else stage.responding)[0],
        stage=row.stage,
        agency_id=made.agency_id,
        person=made.person,
        since=at,
    )
    add(seat)
    called = entered.called(standing)
    sentence = f"{called} gave a pass, until {in_words(made.last_day)}, to {guest.name}, {guest.title}, "
    sentence += f"{row.name_of(side)}."
    _write(
        entered, standing, PASS_GIVEN, sentence, at=at, seats=seat_facts([seat]), number=str(made.pk)
    )  # fmt: skip
    _tell_both_sides(entered, situation, about=f"pass {made.pk}", at=at, actor=person)
    _tell_guest(row, made, "pass_given", about=f"pass {made.pk}", at=at, urgent=True)
    return Given(made, code)


@transaction.atomic
def take_back_pass(*, by: Actor, at: datetime, difference: UUID, key: UUID) -> Pass:
    """End a pass at once: by its giver, a seat of the side that it is for, or the officer.

    Raises Difference.DoesNotExist, Pass.DoesNotExist, or Refused.
    """
    entered = enter(by, difference)
    found = Pass.objects.of(entered.row.pk).select_for_update().get(pk=key)
    if not may_take_back(found, by, entered.standings):
        raise rules.Refused(passes.WHO_TAKES_BACK)
    if found.ended_at is None:
        _end(found, WhyEnded.TAKEN_BACK, at=at)
        standing = _standing(entered)
        sentence = f"{entered.called(standing)} took back the pass of {found.person.name}."
        _write(entered, standing, PASS_ENDED, sentence, at=at, number=str(found.pk))
    return found


def may_take_back(one: Pass, by: Actor, standings: tuple[Standing, ...]) -> bool:
    """Say whether somebody may take a pass back."""
    mine = by.person is not None and one.given_by_id == by.person.pk
    return passes.may_take_back(standings, mine=mine, side=Side(one.side))


def note_opened(*, by: Actor, at: datetime, one: Pass) -> Difference | None:
    """Write down that a guest has opened their pass for the first time; None when the difference had ended before.

    Then the pass ends: there is nothing left to answer.
    """
    row = Difference.objects.visible_to(by).get(pk=one.subject)
    if row.ended_at is not None:
        guests.end(one, WhyEnded.LATE, at=at)
        return None
    entered = enter(by, row.pk)
    standing = _standing(entered)
    sentence = f"{entered.called(standing)}, opened it for the first time."
    _write(entered, standing, PASS_OPENED, sentence, at=at, number=str(one.pk))
    return row


def tell_closed(at: datetime) -> int:
    """Tell whoever gave a pass that it closed after too many wrong codes; the worker does, at each sweep."""
    closed = Pass.objects.filter(why_ended=WhyEnded.TRIES, told_at=None)
    return one_by_one(closed.values_list("pk", flat=True), partial(_tell_closed, at=at), failed="pass_closed.failed")


def _tell_closed(key: UUID, *, at: datetime) -> bool:
    row = locked(Pass.objects.values_list("subject", flat=True).get(pk=key))
    one = Pass.objects.select_for_update(of=("self",)).select_related("person", "given_by").get(pk=key)
    if one.told_at:
        return False
    Pass.objects.filter(pk=key).update(told_at=at)
    Seat.objects.filter(person=one.person_id, ended_at=None).update(ended_at=at)
    append(
        subject=row.pk, partnership_id=row.partnership_id, kind=PASS_CLOSED, facts={"pass": str(one.pk)},
        sentence=f"The pass of {one.person.name} closed, because a wrong code was entered too often.", by=None, at=at,
    )  # fmt: skip
    if one.given_by_id not in queries.barred(seats_of(difference=row.pk)):
        leave(
            partnership_id=row.partnership_id, subject=row.pk, reference=spoken(row.reference), kind="pass_closed",
            recipients=[(one.given_by_id, one.given_by.email)], stage="", due=None, about=f"pass {one.pk}", at=at,
        )  # fmt: skip
    return True


def _standing(entered: Entered) -> Standing:
    """Return the standing by which a pass is taken back or opened: one of a side first."""
    return next((one for one in entered.standings if one.side), entered.standings[0])


def _end(one: Pass, why: WhyEnded, *, at: datetime) -> None:
    guests.end(one, why, at=at)
    Seat.objects.filter(person=one.person_id, ended_at=None).update(ended_at=at)


def _write(
    entered: Entered, standing: Standing, kind: str, sentence: str, *, at: datetime, number: str, seats: object = ()
) -> None:  # fmt: skip
    facts = {"by": {"side": standing.side.value if standing.side else None}, "pass": number}
    append(
        subject=entered.row.pk,
        partnership_id=entered.row.partnership_id,
        kind=kind,
        facts=facts | ({"seats": seats} if seats else {}),
        sentence=sentence,
        by=signed_in(entered.by),
        by_name=entered.called(standing),
        at=at,
    )


def _tell_both_sides(entered: Entered, situation: Situation, *, about: str, at: datetime, actor: Person) -> None:
    """Tell those who act for both sides now, and their leads, that somebody was let in."""
    row, stage = entered.row, situation.procedure.stage(entered.row.stage).name
    routes = routes_for(row, entered.seats, situation, at=at)
    telling.tell_sides(row, entered.seats, routes, kind="let_in", stage=stage, about=about, at=at, actor=actor)


def _tell_guest(row: Difference, one: Pass, kind: str, *, about: str, at: datetime, urgent: bool) -> None:
    """Send a guest their link. Whoever gives a pass is on the telephone with them: it waits for no working hours."""
    leave(
        partnership_id=row.partnership_id, subject=row.pk, reference=spoken(row.reference), kind=kind,
        recipients=[(one.person_id, one.address)], stage="", due=None, about=about, urgent=urgent, at=at,
    )  # fmt: skip
