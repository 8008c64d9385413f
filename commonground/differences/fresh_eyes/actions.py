"""Asking for fresh eyes, finding somebody, looking, and saying what one sees: a step each, which moves nothing.

Whoever is asked holds a seat in person for as long as they look. It ends with their word, so that is their sight.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from commonground.differences import queries
from commonground.differences.actions.seating import seat_facts
from commonground.differences.actions.stepping import Stepping, begin_step
from commonground.differences.fresh_eyes.ending import over, stop_seeing
from commonground.differences.fresh_eyes.people import Looker, may_look
from commonground.differences.fresh_eyes.telling import (
    GONE,
    NEWS,
    tell_looker,
    tell_office,
    tell_whoever_it_waits_for,
)
from commonground.differences.fresh_eyes.words import (
    ASKS,
    BY_WHEN,
    MISSED,
    SEES,
    TRIES,
    WHAT,
    WHY,
    sides_named,
)
from commonground.differences.models import FreshEyes, Seat
from commonground.differences.reminding import prompt
from commonground.differences.when import lasting_day
from commonground.directory.queries import Actor
from commonground.editions.queries import calendar
from commonground.now import london_date
from commonground.procedures.fresh_eyes import (
    GONE_BY,
    NO_OFFICE,
    NOT_THEM,
    OVER,
    TAKEN_ALREADY,
    USUAL,
    WAITS,
    WHO_ASKS,
    WHO_FINDS,
    WHO_LOOKS,
    WHO_TAKES_BACK,
    WITH_SOMEBODY,
    Looks,
    asking_refusal,
    of_the_office,
    of_who_looks,
    of_who_takes_back,
    sides_refusal,
)
from commonground.procedures.rules import Refused
from commonground.procedures.situation import Standing
from commonground.procedures.steps import Step
from commonground.procedures.terms import Capacity, Side
from commonground.procedures.worktime import add_working_days
from commonground.record.chain import actor_token
from commonground.storing import add, change

WIDENED = ". This is restricted, and they see it from now on"
WITH_WHOM = ("person", "agency", "seat", "by_when", "now", "next_at", "asked_in")


@dataclass(frozen=True, slots=True)
class LookAsked:
    """What is to be looked at, by the end of which day a word is wanted, and of whom: somebody of an agency.

    Without a person the partnership's office is asked to find one.
    """

    what: str
    by_when: date
    agency: UUID | None = None
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody says who looked: what they see, what was missed, what to ask each side, and what to try next."""

    sees: str
    missed: str = ""
    asks_raising: str = ""
    asks_responding: str = ""
    tries: str = ""


def ask_fresh_eyes(*, by: Actor, at: datetime, difference: UUID, asked: LookAsked) -> FreshEyes:
    """Ask somebody of neither side to look, or the office to find somebody: they see it from now on.

    Both sides are told. Raises Difference.DoesNotExist or Refused.
    """
    step = begin_step(by=by, at=at, difference=difference, otherwise=WHO_ASKS)
    row = step.row
    waiting = FreshEyes.objects.of(row).sides_waiting()
    if sentence := asking_refusal(step.entered.standings, ended=bool(row.end), waiting=waiting):
        raise Refused(sentence)
    if asked.by_when < london_date(at):
        raise Refused(GONE_BY)
    if asked.person is None and row.restricted:
        raise Refused(NO_OFFICE)
    looker = _chosen(step, asked.agency, asked.person) if asked.person else None
    one = FreshEyes(
        partnership_id=row.partnership_id, difference=row, number=1 + FreshEyes.objects.of(row).count(), side=step.side,
        by=step.person, at=at, by_when=asked.by_when, now=Looks.SOUGHT, next_at=prompt(row, asked.by_when, at),
    )  # fmt: skip
    if looker:
        seats = _seated(step, one, looker)
        sentence = f"asked {one_of(looker)}, to look at this with fresh eyes{WIDENED if row.restricted else ''}"
    else:
        seats = []
        if not row.officer_told:
            row.officer_told = True
            change(row, ("officer_told",))
        sentence = "asked the partnership’s office to find somebody who looks at this with fresh eyes"
    words = {WHAT: asked.what, BY_WHEN: lasting_day(asked.by_when)}
    add(one)
    _asked(step, one, Step.FRESH_EYES_ASKED, sentence, words=words, seats=seats)
    return one


def find_fresh_eyes(
    *, by: Actor, at: datetime, difference: UUID, number: int, agency: UUID, person: UUID
) -> FreshEyes:  # fmt: skip
    """Name somebody who looks, as the office that was asked to find one. Raises also FreshEyes.DoesNotExist.

    Where the day has gone by meanwhile, they have as many working days as is usual.
    """
    step = begin_step(by=by, at=at, difference=difference, standing=of_the_office, otherwise=WHO_FINDS)
    one = _waiting(step, number)
    if one.now != Looks.SOUGHT:
        raise Refused(OVER)
    looker = _chosen(step, agency, person)
    seats, today = _seated(step, one, looker), london_date(at)
    if one.by_when < today:
        days = calendar(step.row.stands().procedure, step.row.partnership_id)
        one.by_when = add_working_days(today, USUAL, days)
    one.next_at = prompt(step.row, one.by_when, at)
    sentence = f"found {one_of(looker)}, to look at this with fresh eyes"
    words = {BY_WHEN: lasting_day(one.by_when)}
    _asked(step, one, Step.FRESH_EYES_FOUND, sentence, words=words, seats=seats)
    return one


def take_look(*, by: Actor, at: datetime, difference: UUID, number: int) -> FreshEyes:
    """Say that one will look. Raises as ``give_word``."""
    step, one = _looking(by, at, difference, number)
    _of_neither(step, by)
    if one.now == Looks.LOOKING:
        raise Refused(TAKEN_ALREADY)
    one.now = Looks.LOOKING
    change(one, ("now",))
    _say(step, one, Step.FRESH_EYES_TAKEN, f"will look at this, and say what they see by {lasting_day(one.by_when)}")
    return one


def cannot_look(*, by: Actor, at: datetime, difference: UUID, number: int, reason: str) -> FreshEyes:
    """Say that one cannot look, or as the office that nobody can be found, and why; one's sight by it ends.

    Raises as ``give_word``.
    """
    step, one = _looking(by, at, difference, number, or_the_office=True)
    over(one, Looks.CANNOT, at)
    found = "found nobody who can" if one.person is None else "cannot"
    _say(step, one, Step.FRESH_EYES_CANNOT, f"{found} look at this with fresh eyes", {WHY: reason})
    stop_seeing(step.row, one, at)  # last: until then they see what they write
    return one


def give_word(*, by: Actor, at: datetime, difference: UUID, number: int, word: Word) -> FreshEyes:
    """Say what one sees: both sides read it from now on, and one's own sight ends.

    Raises Difference.DoesNotExist, FreshEyes.DoesNotExist or Refused.
    """
    step, one = _looking(by, at, difference, number)
    _of_neither(step, by)
    over(one, Looks.GIVEN, at)
    named = sides_named(step.row)
    asked = {Side.RAISING: word.asks_raising, Side.RESPONDING: word.asks_responding}
    asks = {ASKS.format(side=named[side]): words for side, words in asked.items()}
    words = {SEES: word.sees, MISSED: word.missed, **asks, TRIES: word.tries}
    _say(step, one, Step.FRESH_EYES_GIVEN, "said what they see with fresh eyes", words, kind="fresh_eyes_given")
    stop_seeing(step.row, one, at)  # last: until then they see what they write
    return one


def take_back_fresh_eyes(*, by: Actor, at: datetime, difference: UUID, number: int) -> FreshEyes:
    """Ask for fresh eyes no longer; whoever was asked sees it no more by that. Raises as ``give_word``."""

    def any_of(standings: Iterable[Standing]) -> Standing | None:
        return next(iter(standings), None)

    step = begin_step(by=by, at=at, difference=difference, standing=any_of, otherwise=WHO_TAKES_BACK)
    one = _waiting(step, number)
    standing = of_who_takes_back(step.entered.standings, Side(one.side))
    if standing is None:
        raise Refused(WHO_TAKES_BACK)
    step, was = replace(step, standing=standing, called=step.entered.called(standing)), one.now
    over(one, Looks.TAKEN_BACK, at)
    _say(step, one, Step.FRESH_EYES_TAKEN_BACK, "no longer asks for fresh eyes")
    about = f"fresh eyes {number}"
    if was in WITH_SOMEBODY:
        tell_looker(step.row, one, kind=GONE, about=about, at=at)
    elif step.standing.capacity is not Capacity.OFFICER:
        tell_office(step.row, one, step.entered.seats, kind=GONE, about=about, at=at)
    stop_seeing(step.row, one, at)  # last: until then they see what they write
    return one


def facts(one: FreshEyes) -> dict[str, Any]:
    """Return how it stands, as the record keeps it: codes and a date, and of a person what nobody can read."""
    return {
        "number": one.number,
        "side": str(one.side),
        "by_when": one.by_when.isoformat(),
        "who": actor_token(one.difference_id, one.person_id) if one.person_id else "",
        "now": str(one.now),
    }


def one_of(looker: Looker) -> str:
    """Return how the record names whoever is asked to look."""
    return f"{looker.person.name}, {looker.post.title}, {looker.post.agency}"


def _chosen(step: Stepping, agency: UUID | None, person: UUID | None) -> Looker:
    there = may_look(step.row, step.entered.seats, agency, step.at) if agency else {}
    if str(person) not in there:
        raise Refused(NOT_THEM)
    return there[str(person)]


def _seated(step: Stepping, one: FreshEyes, looker: Looker) -> list[Seat]:
    """Give whoever is asked their seat, of neither side."""
    row, post = step.row, looker.post
    seat = Seat(
        partnership_id=row.partnership_id, difference_id=row.pk, side="", capacity=Capacity.FRESH_EYES, role=post.role,
        stage=row.stage, agency=post.agency, person=looker.person, since=step.at,
    )  # fmt: skip
    add(seat)
    step.entered.seats.append(seat)
    one.person, one.agency, one.seat, one.now = looker.person, post.agency, seat, Looks.ASKED
    return [seat]


def _asked(
    step: Stepping, one: FreshEyes, what: Step, sentence: str, *, words: Mapping[str, str], seats: list[Seat]
) -> None:  # fmt: skip
    """Write in the record who is asked, and tell both sides and whoever it waits for."""
    more = {"fresh_eyes": facts(one), "seats": seat_facts(seats)}
    entry = step.finish(what, sentence=sentence, words=words, facts=more, tells=Side, kind=NEWS)
    if what is Step.FRESH_EYES_ASKED:
        one.asked_in = entry.number
    change(one, WITH_WHOM)
    kind = "fresh_eyes_to_find" if one.now == Looks.SOUGHT else "fresh_eyes_asked"
    about = f"entry {entry.number}"
    tell_whoever_it_waits_for(step.row, one, step.entered.seats, kind=kind, about=about, at=step.at)


def _waiting(step: Stepping, number: int) -> FreshEyes:
    """Return what waits for a word, by its number; raises Refused where nothing waits any more."""
    one = FreshEyes.objects.of(step.row).select_related("person", "agency").get(number=number)
    if one.now not in WAITS:
        raise Refused(OVER)
    return one


def _looking(
    by: Actor, at: datetime, difference: UUID, number: int, *, or_the_office: bool = False
) -> tuple[Stepping, FreshEyes]:  # fmt: skip
    """Begin a step of whoever was asked to look; or of the office, while it is to find somebody."""

    def standing(standings: Iterable[Standing]) -> Standing | None:
        standings = tuple(standings)
        return of_who_looks(standings) or (of_the_office(standings) if or_the_office else None)

    step = begin_step(by=by, at=at, difference=difference, standing=standing, otherwise=WHO_LOOKS)
    one = _waiting(step, number)
    office = step.standing.capacity is Capacity.OFFICER
    if office and one.now != Looks.SOUGHT:
        raise Refused(WHO_LOOKS)
    if not office and one.person_id != step.person.pk:
        raise Refused(WHO_LOOKS)
    return step, one


def _of_neither(step: Stepping, by: Actor) -> None:
    """Refuse whoever was asked as somebody of neither side, and has come to sit with one since."""
    if sentence := sides_refusal(seat.side for seat in step.entered.seats if queries.is_mine(seat, by)):
        raise Refused(sentence)


def _say(
    step: Stepping, one: FreshEyes, what: Step, sentence: str, words: Mapping[str, str] | None = None, *,
    kind: str = NEWS,
) -> None:  # fmt: skip
    """Write in the record what became of it, and tell both sides."""
    entry = step.finish(what, sentence=sentence, words=words, facts={"fresh_eyes": facts(one)}, tells=Side, kind=kind)
    if one.over_at and words:
        one.said_in = entry.number
        change(one, ("said_in",))
