"""Asking somebody to advise one side of an open difference, and ending that. It moves nothing.

An adviser has an account and holds a seat in person: they see what the side sees, its own notes too, and may add a note
or a question. That seat is their sight, so ending it takes sight away at once.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from commonground.differences import queries
from commonground.differences.actions import telling
from commonground.differences.actions.door import routes_for
from commonground.differences.actions.entering import Entered, enter, signed_in
from commonground.differences.actions.interests import people_at
from commonground.differences.actions.seating import seat_facts
from commonground.differences.entries import ADVICE_ENDED, ADVISER_ASKED
from commonground.differences.models import Difference, Seat, spoken
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor, PostNow, posts_now
from commonground.notices.actions import leave
from commonground.now import london_date
from commonground.procedures import advice, rules
from commonground.procedures.situation import Standing
from commonground.procedures.terms import AgencyKind, Capacity, Role, Side
from commonground.record.actions import append
from commonground.storing import add

NOT_THEM = (
    "That person cannot advise this side: they see this already, belong to the other side, take no part, or are there "
    "for both. Choose one from the list."
)
WIDENED = " This is restricted, and they see it from now on."


@dataclass(frozen=True, slots=True)
class AdviceSought:
    """Who is asked, of which agency, to advise which side, and why: both sides read it."""

    side: Side
    agency: UUID
    person: UUID
    reason: str


def agencies_to_ask(row: Difference, side: Side) -> QuerySet[Agency]:
    """Return the agencies whose people may be asked to advise a side: all of the partnership but the other side's."""
    found = Agency.objects.exclude(kind=AgencyKind.PARTNERSHIP).filter(partnerships=row.partnership_id)
    across = row.agency_of(side.other).pk
    return (found if across == row.agency_of(side).pk else found.exclude(pk=across)).order_by("name", "id")


def may_advise(row: Difference, seats: list[Seat], side: Side, agency: UUID, at: datetime) -> dict[UUID, Role]:
    """Return who in an agency may be asked to advise a side, each with the role of their post.

    Nobody who sees it already, takes no part, works for the other side, or has a post that is there for both sides.
    """
    if not agencies_to_ask(row, side).filter(pk=agency).exists():
        return {}
    sitting = [seat for seat in seats if not seat.ended_at]
    across, own = row.agency_of(side.other).pk, row.agency_of(side).pk
    posts = posts_now({agency, across, *(seat.agency_id for seat in sitting)}, london_date(at))
    chairs = {seat.post_id for seat in sitting if seat.post_id}
    team = row.team_of(side.other) if across == own else None

    def is_out(post: PostNow) -> bool:
        other = post.post.agency_id == across and (across != own or post.post.team_id == (team and team.pk))
        return other or post.post.role in advice.FOR_BOTH

    here = [post for post in posts if post.post.pk in chairs]
    seeing = {person.pk for post in here for person in (*post.present, *post.holders_away)}
    out = {seat.person_id for seat in sitting} | seeing | people_at(post for post in posts if is_out(post)).keys()
    return {
        person.pk: Role(post.post.role)
        for post in posts
        for person in (*post.holders_present, *post.holders_away)
        if post.post.agency_id == agency and person.pk not in out
    }


def ask_adviser(*, by: Actor, at: datetime, difference: UUID, asks: AdviceSought) -> Seat:
    """Ask somebody to advise a side: they see it from now on, and both sides are told.

    Raises Difference.DoesNotExist, or Refused in words.
    """
    me, entered = signed_in(by), enter(by, difference)
    row, seats, side = entered.row, entered.seats, asks.side
    if sentence := advice.asking_refusal(entered.standings, side, ended=bool(row.end)):
        raise rules.Refused(sentence)
    role = may_advise(row, seats, side, asks.agency, at).get(asks.person)
    if role is None:
        raise rules.Refused(NOT_THEM)
    person, agency = Person.objects.get(pk=asks.person), Agency.objects.get(pk=asks.agency)
    seat = Seat(
        partnership_id=row.partnership_id, difference_id=row.pk, side=side, capacity=Capacity.ADVISER, role=role,
        stage=row.stage, agency=agency, person=person, since=at,
    )  # fmt: skip
    add(seat)
    called = entered.called(_standing(entered, side))
    sentence = f"{called}, asked {person.titled}, {agency}, to advise {row.name_of(side)}."
    about = _write(
        entered, ADVISER_ASKED, sentence + (WIDENED if row.restricted else ""), seat, words={"Why": asks.reason}, at=at
    )
    _tell_sides(entered, "adviser_asked", about=about, at=at, actor=me)
    _tell(row, person, "advice_asked", about=about, at=at)
    return seat


def end_advice(*, by: Actor, at: datetime, difference: UUID, seat: UUID) -> Seat:
    """End somebody's advice at once, perhaps one's own: they see it no longer by that seat, also after it has ended.

    Raises Difference.DoesNotExist, Seat.DoesNotExist, or Refused in words.
    """
    me, entered = signed_in(by), enter(by, difference)
    row = entered.row
    found = next((one for one in entered.seats if one.pk == seat and one.capacity == Capacity.ADVISER), None)
    if found is None or found.ended_at or found.person is None:
        raise Seat.DoesNotExist
    side, mine = Side(found.side), found.person_id == me.pk
    if not advice.may_end(entered.standings, side, mine=mine):
        raise rules.Refused(advice.WHO_ENDS)
    called = entered.called(_standing(entered, side))
    what = "no longer advises" if mine else f"ended the advice of {found.person.name} to"
    about = _write(entered, ADVICE_ENDED, f"{called}, {what} {row.name_of(side)}.", found, words={}, at=at)
    if mine:
        _tell_sides(entered, "adviser_left", about=about, at=at, actor=me, sides=(side,))
    else:
        _tell(row, found.person, "advice_ended", about=about, at=at)
    found.ended_at = at
    Seat.objects.filter(pk=found.pk).update(ended_at=at)
    return found


def _standing(entered: Entered, side: Side) -> Standing:
    """Return the standing by which somebody asks or ends it: one of that side first."""
    return next((one for one in entered.standings if one.side is side), entered.standings[0])


def _write(entered: Entered, kind: str, sentence: str, seat: Seat, *, words: dict[str, str], at: datetime) -> str:
    """Write it in the record; return what notices of it are about."""
    row, standing = entered.row, _standing(entered, Side(seat.side))
    facts = {"by": {"side": standing.side}, "advises": seat.side, "adviser": str(seat.pk), "seats": seat_facts([seat])}
    entry = append(
        subject=row.pk, partnership_id=row.partnership_id, kind=kind, facts=facts, sentence=sentence, words=words,
        by=signed_in(entered.by), by_name=entered.called(standing), at=at,
    )  # fmt: skip
    return f"entry {entry.number}"


def _tell_sides(
    entered: Entered, kind: str, *, about: str, at: datetime, actor: Person, sides: tuple[Side, ...] = tuple(Side)
) -> None:  # fmt: skip
    row = entered.row
    situation = queries.stands(row, entered.seats)
    routes = routes_for(row, entered.seats, situation, at=at)
    stage = situation.procedure.stage(row.stage).name
    telling.tell_sides(
        row, entered.seats, routes, kind=kind, stage=stage, about=about, at=at, actor=actor, sides=sides
    )  # fmt: skip


def _tell(row: Difference, person: Person, kind: str, *, about: str, at: datetime) -> None:
    leave(
        partnership_id=row.partnership_id, subject=row.pk, reference=spoken(row.reference), kind=kind,
        recipients=[(person.pk, person.email)], stage="", due=None, about=about, at=at,
    )  # fmt: skip
