"""Who answers for a side at a stage: the counterpart in each line, deputies, and never a dead end.

Invariant 6: an empty, absent or barred post is stepped over to its deputy, then the next post in the line,
then the partnership; every step is said in words for the record.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from commonground.directory.models import Agency, Person
from commonground.directory.people.closures import closed_on
from commonground.directory.queries import PostNow, partners_now, posts_now
from commonground.procedures.beside_stages import OF_NO_LINE, OF_THE_PARTNERSHIP, Strategy
from commonground.procedures.definition import Procedure, Stage
from commonground.procedures.terms import AgencyKind, Capacity, Role, Side


@dataclass(frozen=True, slots=True)
class Place:
    """A seat to be given: to a person or to a post, with how people know it and who is there today."""

    side: Side | None
    capacity: Capacity
    role: Role
    stage: int
    agency: UUID
    name: str
    person: Person | None = None
    post: PostNow | None = None

    @property
    def people(self) -> tuple[Person, ...]:
        """Who sees it by this place today."""
        if self.person:
            return (self.person,)
        return self.post.present if self.post else ()


@dataclass(frozen=True, slots=True)
class Placed:
    """The places found for a stage, and what was stepped over, in sentences.

    ``rung`` is the stage whose people they are: a later one where its own has nobody, None for the last resort.
    """

    places: tuple[Place, ...]
    stepped_over: tuple[str, ...] = ()
    rung: int | None = None

    def __add__(self, more: "Placed") -> "Placed":
        """Return both together."""
        return Placed(self.places + more.places, self.stepped_over + more.stepped_over, self.rung)


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A side as routing sees it: the agency, the team if it is one, who may not act for it, and who has not heard.

    ``barred`` act for the other side; ``too_close`` take no part at all. ``unheard`` were asked and have not opened
    it, or no message reached them. ``chaired`` took the decision of a conference, so they do not review it. ``by_name``
    is whether its people are seated in person, not by their posts. ``against`` is the agency of the other
    side, and its team if it is one. ``elsewhere`` are posts that act for the other side, or help both to agree.
    """

    side: Side
    agency: Agency
    team: UUID | None
    barred: frozenset[UUID] = frozenset()
    unheard: frozenset[UUID] = frozenset()
    too_close: frozenset[UUID] = frozenset()
    by_name: bool = False
    chaired: frozenset[UUID] = frozenset()
    against: tuple[UUID, UUID | None] | None = None
    elsewhere: frozenset[UUID] = frozenset()


class Routes:
    """The posts of some agencies and of the partnership's office on a day, read once; questions are answered from them.

    Another agency's posts are read when they are first asked for, so that nothing grows with the partnership.
    """

    def __init__(self, *, partnership: UUID, procedure: Procedure, on: date, agencies: Collection[UUID]) -> None:
        self.procedure, self.partnership, self.on = procedure, partnership, on
        self.agencies: set[UUID] = set()
        self.posts: list[PostNow] = []
        self._by_agency: dict[UUID, list[PostNow]] = {}
        self._of_closed: dict[UUID, PostNow | None] = {}
        self.read(agencies, office=partnership)

    def read(self, agencies: Collection[UUID], office: UUID | None = None) -> None:
        """Read the posts of those of some agencies that were not read before, and of an office, in one query."""
        fresh = set(agencies) - self.agencies
        if fresh or office:
            found = posts_now(fresh, self.on, office=office)
            self.agencies |= fresh
            self.posts += found
            for post in found:
                self._by_agency.setdefault(post.post.agency_id, []).append(post)

    def posts_of(self, agency: UUID) -> list[PostNow]:
        """Return an agency's posts."""
        self.read((agency,))
        return self._by_agency.get(agency, [])

    def partners(self) -> list[PostNow]:
        """Return the posts of the partnership's safeguarding partners, in whichever agency."""
        return self._partners

    @cached_property
    def _partners(self) -> list[PostNow]:
        return partners_now(self.partnership, self.on)

    def stage(self, stage: Stage, point: Standpoint, known: Person | None = None) -> Placed:
        """Return who answers for a side at a stage; ``known`` is the responding person, if that is known."""
        if known:
            return self._known(stage, point, known)
        over: list[str] = []
        told: list[Place] = []
        answering: list[Place] = []
        reached: int | None = None
        for rung in self.procedure.stages[stage.number - 1 :]:
            for role in rung.raising if point.side is Side.RAISING else rung.responding:
                tells = bool(answering) and not stage.either
                found = self._manned(role, point, over, quietly=bool(answering))
                capacity = Capacity.TOLD if tells else Capacity.ANSWERING
                asked = {place.post.post.pk for place in (*answering, *told) if place.post}
                places = [
                    self._place(post, point, capacity, stage.number) for post in found if post.post.pk not in asked
                ]
                (told if tells else answering).extend(places)
            if answering:
                reached = rung.number
                break
        if not answering and (stand_in := self._stand_in_post(point)):
            over.append(
                f"{point.agency} is closed now, so {naming(stand_in)}, {stand_in.post.agency}, stands in for it."
            )
            answering, reached = [self._place(stand_in, point, Capacity.ANSWERING, stage.number)], stage.number
        if not answering:
            offices = self._last_resort(point)
            over.append(
                f"Nobody in {point.agency} can act for it at this stage, so the partnership’s office was asked."
            )
            answering = [self._place(post, point, Capacity.ANSWERING, stage.number) for post in offices]
        return Placed((*answering, *told), tuple(over), reached)

    def _stand_in_post(self, point: Standpoint) -> PostNow | None:
        """Return the post that answers for an agency that is closed, if somebody there is free of the other side."""
        post = None if point.by_name else self.standing_in(point.agency.pk)
        if post is None or not post.manned or self._barred(post, point):
            return None
        agency, team = point.against or (None, None)
        own = post.post.team_id
        return None if post.post.agency_id == agency and (team is None or own in {None, team}) else post

    def standing_in(self, agency: UUID) -> PostNow | None:
        """Return the post that stands in for an agency that is closed today; asked only where nobody of it is there."""
        if agency not in self._of_closed:
            closure = closed_on(self.on).filter(agency=agency).select_related("stand_in").first()
            posts = self.posts_of(closure.stand_in.agency_id) if closure else []
            own = (post for post in posts if closure and post.post.pk == closure.stand_in_id)
            self._of_closed[agency] = next(own, None)
        return self._of_closed[agency]

    def _last_resort(self, point: Standpoint) -> list[PostNow]:
        """Return the partnership's officers, or its partners where the office's post acts for the other side.

        One of the office who acts for the other side in person keeps its post from nothing: the others there can act.
        Only where there is nobody else is the office asked for both; each of its people then acts for one of them.
        Where people are seated by name one is asked, so that another is left for the other side.
        """
        officers = [post for post in self.offices() if not self._too_close(post, point)]
        partners = [post for post in self.partners() if post.manned and not self._barred(post, point)]
        office = [post for post in officers if post.post.pk not in point.elsewhere]
        others = [post for post in partners if post.post.pk not in point.elsewhere]
        free = [post for post in office if not self._barred(post, point)]
        if point.by_name:
            return (free or others or officers or partners)[:1]
        return free or office or others or officers or partners

    def beside(self, stage: Stage, point: Standpoint, side: Side | None) -> Placed:
        """Return who of an agency that joins sees it from a stage on: those who would answer there for its line.

        ``point`` is the agency as a responding side would be; ``side`` the one that it joins, or None beside both.
        Nobody stands in for an agency that joins: no stage waits for it, so there may be nobody.
        """
        placed = self.stage(stage, point)
        own = tuple(
            replace(place, side=side, capacity=Capacity.JOINED)
            for place in placed.places
            if place.capacity is Capacity.ANSWERING and place.agency == point.agency.pk and place.people
        )
        nobody = f"Nobody in {point.agency} is there for this stage today, so nobody more of that agency was told."
        return Placed(own, placed.stepped_over if own else (nobody,))

    def leads(self, point: Standpoint, stage: int) -> Placed:
        """Return the safeguarding leads of a side, whether or not somebody is at the post today.

        Where each of them is too close to it, somebody above them is asked instead, and at last the partnership.
        """
        posts = self.posts_in(Role.SAFEGUARDING_LEAD, point)
        free = [post for post in posts if not self._too_close(post, point)]
        for above in (Role.SENIOR_MANAGER, Role.EXECUTIVE_LEAD) if posts and not free else ():
            free = free or [one for one in self.posts_in(above, point) if one.manned and not self._barred(one, point)]
        if posts and not free:
            free = [post for post in self.offices() if not self._barred(post, point)]
        return Placed(tuple(self._place(post, point, Capacity.LEAD, stage) for post in free))

    def checking(self, stage: Stage, point: Standpoint) -> Placed:
        """Return who looks at it for the side that raised it, where a stage has that: its own, and nobody beyond them.

        Nothing waits for it, so there may be nobody; the record says so.
        """
        if stage.check is None:
            return Placed(())
        posts = self._manned(stage.check.role, point, [], quietly=True)
        if posts:
            return Placed(tuple(self._place(post, point, Capacity.CHECKING, stage.number) for post in posts))
        nobody = f"“{stage.check.label}”: nobody of {point.agency} could be asked today, so it went on without."
        return Placed((), (nobody,))

    def helping(self, strategy: Strategy, stage: int, point: Standpoint, agencies: Collection[UUID]) -> Placed:
        """Return who helps both sides to talk by a strategy; ``point`` says who may not, ``agencies`` which take part.

        There is always somebody: at last the partnership's office.
        """
        if strategy.role in OF_THE_PARTNERSHIP:
            posts = [
                post for post in partners_now(self.partnership, self.on, strategy.role)
                if post.manned and post.post.agency_id not in agencies and not self._barred(post, point)
            ]  # fmt: skip
        else:
            posts = self._manned(strategy.role, point, [], quietly=True)
        over: tuple[str, ...] = ()
        if not posts:
            over = (f"There is no {strategy.role.label} who can help today, so the partnership’s office was asked.",)
            posts = [post for post in self.offices() if not self._barred(post, point)] or list(self.offices())
        places = (self._place(post, point, Capacity.HELPING, stage) for post in posts)
        return Placed(tuple(replace(place, side=None) for place in places), over)

    def told(self, role: Role, stage: int, point: Standpoint, agencies: Collection[UUID]) -> Placed:
        """Return who of neither side is told of it by their role, and decides nothing: those of both sides' agencies.

        Where these have nobody in that role, it is whoever has it in the partnership. ``agencies`` are the sides'.
        """
        posts = [one for one in partners_now(self.partnership, self.on, role) if not self._too_close(one, point)]
        near = [post for post in posts if post.post.agency_id in agencies]
        places = (self._place(post, point, Capacity.TOLD, stage) for post in near or posts)
        over = () if posts else (f"There is no {role.label} in this partnership, so none was told.",)
        return Placed(tuple(replace(place, side=None) for place in places), over)

    def facilitators(self, stage: Stage, agencies: Iterable[UUID], too_close: frozenset[UUID] = frozenset()) -> Placed:
        """Return the safeguarding partners of agencies that are not a side (invariant 8), if not all are too close."""
        sides = set(agencies)
        return Placed(
            tuple(
                Place(
                    None, Capacity.FACILITATING, Role.SAFEGUARDING_PARTNER, stage.number, post.post.agency_id,
                    name=naming(post), post=post,
                )
                for post in self.partners()
                if post.post.agency_id not in sides and not {one.pk for one in post.present} <= too_close
            )
        )  # fmt: skip

    def offices(self) -> tuple[PostNow, ...]:
        """Return the posts of this partnership's officers: those with somebody there first."""
        posts = [post for post in self.posts if post.post.partnership_id == self.partnership]
        officers = [post for post in posts if post.post.role == Role.PARTNERSHIP_OFFICER]
        return tuple(post for post in officers if post.manned) or tuple(officers)

    def _known(self, stage: Stage, point: Standpoint, known: Person) -> Placed:
        place = Place(
            point.side, Capacity.ANSWERING, Role.PRACTITIONER, stage.number, point.agency.pk, known.name, person=known
        )  # fmt: skip
        here = self.posts_of(point.agency.pk)
        if any(known in post.holders_present or known in post.deputies_present for post in here):
            return Placed((place,))
        over = Placed((), (f"{known.name} is away today, so their team was asked as well.",))
        return Placed((place,)) + over + self.stage(stage, point)

    def _manned(self, role: Role, point: Standpoint, over: list[str], *, quietly: bool) -> list[PostNow]:
        """Return the first posts in the line that can act in a role; say what was stepped over."""
        for wanted in (role, *self._stand_ins(point.agency).get(role, ())):
            posts = self.posts_in(wanted, point)
            manned = [
                post
                for post in posts
                if post.manned and not self._barred(post, point) and not self._unheard(post, point)
            ]
            asked = [post for post in posts if post.manned and self._unheard(post, point)]
            if not quietly:
                why_not = (self._why_not(post, point) for post in posts if post not in (*manned, *asked))
                over.extend(sentence for sentence in why_not if sentence)
            if manned:
                return manned
            quietly |= bool(asked)
        if not quietly:
            over.append(f"{point.agency} has no {role.label} who can act on this today.")
        return []

    def posts_in(self, role: Role, point: Standpoint) -> list[PostNow]:
        """Return an agency's posts in a role: the team's own, else those above teams; desks before people.

        A role of nobody's line, such as a conference chair, is there for all teams.
        """
        posts = [post for post in self.posts_of(point.agency.pk) if post.post.role == role]
        if role in OF_NO_LINE:
            return [post for post in posts if post.post.desk] or posts
        for scope in self._scopes(posts, point):
            desks = [post for post in scope if post.post.desk]
            if desks:
                return desks
            if scope and (role is not Role.PRACTITIONER or len(scope) == 1):
                return scope
        return []

    @staticmethod
    def _scopes(posts: list[PostNow], point: Standpoint) -> Iterator[list[PostNow]]:
        if point.team:
            yield [post for post in posts if post.post.team_id == point.team]
        yield [post for post in posts if post.post.team_id is None]
        if not point.team:
            yield [post for post in posts if post.post.desk]

    def _stand_ins(self, agency: Agency) -> "dict[Role, tuple[Role, ...]]":
        return dict(self.procedure.stand_ins.get(AgencyKind(agency.kind), {}))

    @staticmethod
    def _barred(post: PostNow, point: Standpoint) -> bool:
        """Say whether a post cannot act: somebody there acts for the other side, or all there are too close to it.

        Nor can one at which somebody is who took the decision of a conference: it is reviewed by another.
        """
        out = point.barred | point.chaired
        return any(person.pk in out for person in post.present) or Routes._too_close(post, point)

    @staticmethod
    def _too_close(post: PostNow, point: Standpoint) -> bool:
        """Say whether a post has nobody but who takes no part, also on a day on which they are away."""
        people = post.present or post.holders_away
        return bool(people) and all(person.pk in point.too_close for person in people)

    @staticmethod
    def _unheard(post: PostNow, point: Standpoint) -> bool:
        return all(person.pk in point.unheard for person in post.present)

    def _why_not(self, post: PostNow, point: Standpoint) -> str:
        if self._too_close(post, point):
            return ""  # both sides read this; that somebody is too close may be for one side's eyes
        if any(person.pk in point.chaired for person in post.present):
            return f"{naming(post)} chaired that conference, so somebody else was asked."
        if self._barred(post, point):
            return f"{naming(post)} is on the other side of this difference, so the next in the line was asked."
        if post.holders_away:
            away = ", ".join(person.name for person in post.holders_away)
            return f"{away} ({post.post.title}) is away and nobody covers, so the next in the line was asked."
        return f"Nobody holds the post of {post.post.title}, so the next in the line was asked."

    @staticmethod
    def _place(post: PostNow, point: Standpoint, capacity: Capacity, stage: int) -> Place:
        return Place(
            point.side, capacity, Role(post.post.role), stage, post.post.agency_id, naming(post, point.too_close),
            post=post,
        )  # fmt: skip


def naming(post: PostNow, out: frozenset[UUID] = frozenset()) -> str:
    """Return how people know a post: its title, and who is there today; without who takes no part."""
    people = ", ".join(person.name for person in post.present if person.pk not in out)
    return f"{post.post.title} ({people})" if people else post.post.title
