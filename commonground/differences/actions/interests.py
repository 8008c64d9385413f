"""Somebody is too close to a difference: they take no part in it, see nothing of it, and the next in line are asked.

It is kept as a seat that takes sight away (``Capacity.BARRED``), in both locks and whatever posts they hold. That her
manager shares the decision is what a raiser says among her own side: the other side does not read it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from commonground.differences import queries
from commonground.differences.actions import door, empty_chairs, points, seating
from commonground.differences.actions.entering import enter, signed_in
from commonground.differences.entries import INTEREST
from commonground.differences.fresh_eyes.ending import stop_looking
from commonground.differences.models import Difference, Seat
from commonground.differences.routing import Place, Placed
from commonground.directory.models import Person
from commonground.directory.queries import Actor, PostNow, posts_now
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.interests import Close, interest_refusal
from commonground.procedures.terms import Capacity, Role, Side, TooClose
from commonground.record.actions import append

NOBODY_HERE = "That person does not work for an agency of this difference. Choose one from the list."


def people_at(posts: Iterable[PostNow]) -> dict[UUID, tuple[Person, Role]]:
    """Return everybody at these posts, away or not, each with the role of one of theirs."""
    return {
        person.pk: (person, Role(post.post.role))
        for post in posts
        for person in (*post.holders_present, *post.holders_away, *post.deputies_present)
    }


def own_line(by: Actor, agency: UUID, at: datetime) -> list[Person]:
    """Return who manages or leads in one's own agency, by name: whom one may keep out before sending."""
    found = people_at(post for post in posts_now([agency], london_date(at)) if post.post.role != Role.PRACTITIONER)
    return sorted((one for one, _ in found.values() if one != by.person), key=lambda one: one.name)


def kept_out(
    people: Collection[UUID], posts: Iterable[PostNow], *, agency: UUID, by: Person, stage: int
) -> list[Place]:
    """Return the places of people of the raiser's agency who take no part; raises Refused for anybody else."""
    known = people_at(posts)
    if not set(people) <= known.keys() - {by.pk}:
        raise rules.Refused("You can keep out only people of your own agency. Choose from the list.")
    return [_place(*known[key], agency, stage) for key in people]


def declare_interest(
    *, by: Actor, at: datetime, difference: UUID, person: UUID, why: TooClose, reason: str = ""
) -> Difference:
    """Say that somebody, perhaps oneself, is too close to it: from now on they take no part and see nothing of it.

    Raises Difference.DoesNotExist, or Refused in words.
    """
    me, entered = signed_in(by), enter(by, difference)
    row, seats, standings = entered.row, entered.seats, entered.standings
    routes = door.routes_for(row, seats, row.stands(), at=at)
    side, place = _found(row, routes.posts, seats, person)
    raised = any(seat.person_id == person and seat.capacity == Capacity.RAISER and not seat.ended_at for seat in seats)
    about = Close(oneself=person == me.pk, side=side, raised_it=raised, already=person in queries.barred(seats))
    if sentence := interest_refusal(standings, why, about, ended=bool(row.end)):
        raise rules.Refused(sentence)
    empty = _only_theirs(routes.posts, queries.barred(seats) | {person})
    leaving = [
        seat for seat in seats
        if not seat.ended_at
        and (seat.person_id == person or (seat.capacity == Capacity.FACILITATING and seat.post_id in empty))
    ]  # fmt: skip
    for seat in leaving:
        seat.ended_at = at
    known = [*seats, *seating.seats_for(place, row, at)]  # whoever looked sees it until their seat ends
    over = stop_looking(row, known, leaving, lambda: routes, at=at, actor=me)
    Seat.objects.filter(pk__in=[seat.pk for seat in leaving]).update(ended_at=at)
    fresh = seating.give(Placed((place,)), row, seats, at)
    if side:
        fresh += seating.give(routes.leads(points.standpoint(row, seats, side), row.stage), row, seats, at)
    own_side = Side.RAISING.value if why is TooClose.DECISION and standings[0].side is Side.RAISING else ""
    say(
        row, [place.name], why=why, reason=reason, by=me, called=entered.called(standings[0]), at=at, own_side=own_side,
        facts={"seats": seating.seat_facts(fresh)} | ({"fresh_eyes_over": over} if over else {}),
    )  # fmt: skip
    anew = Side.RESPONDING if row.picked_up_by_id == person else None
    empty_chairs.ask_for(row.pk, at=at, anew=anew)
    return row


def say(
    row: Difference, names: list[str], *, why: TooClose, reason: str, by: Person, called: str, at: datetime,
    own_side: str, facts: dict[str, object],
) -> None:  # fmt: skip
    """Write in the record who takes no part and why; among one's own side, when it is about that side alone."""
    more = {"agency": str(row.raising_agency_id)} if own_side else {}
    who = " and ".join(names)
    append(
        subject=row.pk, partnership_id=row.partnership_id, kind=INTEREST, facts={"why": why.value} | facts | more,
        sentence=f"{called}, said that {who} is too close to this and takes no part.", by=by, by_name=called, at=at,
        words={"Why": why.label} | ({"What it is": reason} if reason else {}), side_only=own_side,
    )  # fmt: skip


def _only_theirs(posts: Iterable[PostNow], out: frozenset[UUID]) -> set[UUID]:
    """Return the posts at which nobody is but who takes no part: nobody facilitates from there any more."""
    return {post.post.pk for post in posts if people_at([post]).keys() <= out}


def _found(
    row: Difference, posts: list[PostNow], seats: list[Seat], person: UUID
) -> tuple[Side | None, Place]:  # fmt: skip
    """Return which side somebody belongs to, and their place; raises Refused for somebody of no agency of it."""
    here = [post for post in posts if person in people_at([post])]
    if not here:
        raise rules.Refused(NOBODY_HERE)
    sides = {row.responding_agency_id: Side.RESPONDING, row.raising_agency_id: Side.RAISING}
    here.sort(key=lambda post: post.post.agency_id not in sides)
    agency = here[0].post.agency_id
    seated = [Side(seat.side) for seat in seats if seat.person_id == person and seat.side and not seat.ended_at]
    one, role = people_at(here[:1])[person]
    return (seated[0] if seated else sides.get(agency)), _place(one, role, agency, row.stage)


def _place(person: Person, role: Role, agency: UUID, stage: int) -> Place:
    return Place(None, Capacity.BARRED, role, stage, agency, person.name, person=person)
