"""Nobody at the post: who would answer for each agency at each stage today, and what is wrong, before it is needed.

``Routes.stage`` says who answers, here as everywhere. It is asked twice for each stage: about today, and about all
the days that the stage would take if it began now. Whoever is there on one of those days can answer in time; a post
at which nobody is on any of them is empty for that stage.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from commonground.differences.gaps import Gap, Wrong
from commonground.differences.routing import Place, Placed, Routes, Standpoint
from commonground.directory.models import Agency, Person, Team
from commonground.directory.queries import PostNow
from commonground.directory.rota import Rota
from commonground.now import london_date
from commonground.procedures.definition import Procedure, Stage
from commonground.procedures.terms import AgencyKind, Capacity, Role, Side, Term
from commonground.procedures.worktime import Calendar, is_working_day, reckon


class State(Term):
    """What a stage is for an agency, the best first."""

    COVERED = "covered", "Covered"
    UNKNOWN = "unknown", "Not known yet"
    WEAK = "weak", "At risk"
    PASSED_UP = "passed_up", "Next stage"
    NOBODY = "nobody", "Nobody"

    @property
    def rank(self) -> int:
        """How bad it is."""
        return list(State).index(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """One stage for an agency or a team, on one side or on both: who would answer today, and what is wrong.

    ``places`` are those of ``Routes.stage``: others are asked where nobody of the stage is there.
    """

    stage: Stage
    sides: tuple[Side, ...]
    state: State
    places: tuple[Place, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An agency, or a team with posts of its own, and all its stages."""

    agency: Agency
    team: Team | None
    cells: tuple[Cell, ...]

    @property
    def worst(self) -> State:
        """What its worst stage is."""
        return max((cell.state for cell in self.cells), key=lambda state: state.rank, default=State.COVERED)

    def at(self, stage: int) -> State:
        """Return what a stage is for it, on whichever side it is worse; covered where it is asked nothing."""
        states = (cell.state for cell in self.cells if cell.stage.number == stage)
        return max(states, key=lambda state: state.rank, default=State.COVERED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A partnership under one edition on a day: its agencies by name, each with its teams after it."""

    procedure: Procedure
    on: date
    rows: tuple[Row, ...]

    def of(self, agency: UUID) -> tuple[Row, ...]:
        """Return an agency's own rows."""
        return tuple(row for row in self.rows if row.agency.pk == agency)


class KnownRoutes(Routes):
    """The routes of a partnership whose posts have all been read."""

    def __init__(self, rota: Rota, procedure: Procedure, days: Collection[date]) -> None:
        """Take the posts with who is there on one of these days."""
        self.partnership, self.procedure, self.on = rota.partnership, procedure, rota.on
        self._by_agency: dict[UUID, list[PostNow]] = defaultdict(list)
        self._partners: list[PostNow] = []
        self._closed = rota.stand_ins
        every = rota.over(days)
        own = {agency.pk for agency in rota.agencies}
        for post in every:
            self._by_agency[post.post.agency_id].append(post)
            if post.post.role == Role.SAFEGUARDING_PARTNER and post.post.agency_id in own:
                self._partners.append(post)
        self.agencies = set(self._by_agency)
        self.posts = [post for post in every if post.post.partnership_id == rota.partnership]  # the office's

    def posts_of(self, agency: UUID) -> list[PostNow]:
        """Return an agency's posts; one without any is not asked for again."""
        return self._by_agency.get(agency, [])

    def partners(self) -> list[PostNow]:
        """Return the posts of the partnership's safeguarding partners."""
        return self._partners

    def standing_in(self, agency: UUID) -> PostNow | None:
        """Return the post that stands in for an agency which is closed today."""
        stand_in = self._closed.get(agency)
        every = (post for posts in self._by_agency.values() for post in posts)
        return next((post for post in every if post.post.pk == stand_in), None) if stand_in else None


@dataclass
class _Look:
    """A stage for a side as it was found, before stages and agencies are compared."""

    stage: Stage
    sides: tuple[Side, ...]
    point: Standpoint
    today: Placed
    ahead: Placed
    gaps: list[Gap]

    @property
    def here(self) -> bool:
        """Whether people of this very stage answer."""
        return self.ahead.rung == self.stage.number

    @property
    def answering(self) -> list[Place]:
        """Who answers over the days of the stage."""
        return [place for place in self.ahead.places if place.capacity is Capacity.ANSWERING]

    @property
    def alone(self) -> Person | None:
        """The one person who answers, if it is one of this stage."""
        people = {person for place in self.answering for person in place.people} if self.here else set()
        return next(iter(people)) if len(people) == 1 else None


def coverage(
    rota: Rota, procedure: Procedure, *, at: datetime, calendar: Calendar, only: Collection[UUID] | None = None
) -> Coverage:
    """Return how a partnership stands under an edition, or some of its agencies. No query is made.

    ``only`` says of which agencies one wants to know; others are looked at as far as people of theirs answer there too.
    """
    looking = _Looking(rota, procedure, at, calendar)
    every = {agency.pk for agency in rota.agencies}
    wanted, looked_at = (every, every) if only is None else (set(only), _sharing(rota, only))
    points = [
        (Standpoint(Side.RESPONDING, agency, team.pk if team else None), team)
        for agency in rota.agencies
        if agency.kind != AgencyKind.PARTNERSHIP and agency.pk in looked_at
        for team in (None, *rota.own_teams.get(agency.pk, ()))
    ]
    looks = [(point, team, list(looking.at(point, team))) for point, team in points]
    for _, _, found in looks:
        _same_again(found)
    _both_sides([look for _, _, found in looks for look in found])
    rows = (
        Row(point.agency, team, tuple(_cell(look) for look in found))
        for point, team, found in looks
        if point.agency.pk in wanted
    )
    return Coverage(procedure, rota.on, tuple(rows))


def nobody_at_the_post(routes: Routes, stage: Stage, point: Standpoint) -> bool:
    """Say whether a stage of a side would find nobody of its own today, so that others are asked instead."""
    return routes.stage(stage, point).rung != stage.number


class _Looking:
    """One reading of a partnership, asked for each agency and stage."""

    def __init__(self, rota: Rota, procedure: Procedure, at: datetime, calendar: Calendar) -> None:
        self.rota, self.procedure = rota, procedure
        self.works_today = is_working_day(rota.on, calendar)
        self.today = KnownRoutes(rota, procedure, (rota.on,))
        self.days = {stage.number: days_of(stage, at, calendar) for stage in procedure.stages}
        spans = {days: KnownRoutes(rota, procedure, days) for days in set(self.days.values())}
        self.ahead = {number: spans[days] for number, days in self.days.items()}

    def at(self, point: Standpoint, team: Team | None) -> Iterator[_Look]:
        """Yield how each stage stands for an agency or a team; for both sides at once where they ask the same roles.

        Whoever raises a difference answers for that side at the first stage. About a conference nobody responds but
        who holds conferences.
        """
        responds = self.procedure.asks(AgencyKind(point.agency.kind))
        for stage in self.procedure.stages:
            if stage.number == 1:
                sides: tuple[tuple[Side, ...], ...] = ((Side.RESPONDING,),)
            elif stage.raising == stage.responding:
                sides = (tuple(Side),)
            else:
                sides = tuple((side,) for side in Side)
            for those in (tuple(side for side in some if responds or side is Side.RAISING) for some in sides):
                if not those:
                    continue
                asked = replace(point, side=those[-1])
                today = self.today.stage(stage, asked)
                look = _Look(stage, those, asked, today, self.ahead[stage.number].stage(stage, asked), [])
                look.gaps += self._gaps(look, team)
                yield look

    def _gaps(self, look: _Look, team: Team | None) -> Iterator[Gap]:
        stage, point = look.stage, look.point
        roles = stage.raising if point.side is Side.RAISING else stage.responding
        routes, days = self.ahead[stage.number], self.days[stage.number]
        posts = [post for role in roles for post in routes.posts_in(role, point)]
        for post in posts:
            yield from self._of_post(post, days[-1])
        if roles and not posts and not look.here:
            practitioners = [post for post in routes.posts_of(point.agency.pk) if post.post.role == Role.PRACTITIONER]
            if Role.PRACTITIONER in roles and any(post.post.team_id in (None, point.team) for post in practitioners):
                yield Gap.no_desk(point.agency, team)
            else:
                yield Gap.no_post(point.agency, team, roles)
        if look.here and look.today.rung is None and self.works_today:
            yield from (Gap.of_post(Wrong.TODAY, place.post.post) for place in look.answering if place.post)

    def _of_post(self, found: PostNow, last: date) -> Iterator[Gap]:
        post, rota = found.post, self.rota
        if found.holders_present:
            if ends := rota.ends(post, last):
                yield Gap.leaves(post, ends)
        elif found.holders_away:
            if not found.deputies_present:
                yield Gap.of_post(Wrong.AWAY, post, *found.holders_away)
        elif leaver := rota.left(post):
            yield Gap.of_post(Wrong.LEFT, post, leaver)
        else:
            yield Gap.of_post(Wrong.UNHELD, post)
        holders = {one.person_id for one in rota.has(post, deputy=False)}
        for deputy in rota.has(post, deputy=True):
            if not deputy.person.is_active:
                yield Gap.of_post(Wrong.DEPUTY_LEFT, post, deputy.person)
            elif deputy.person_id in holders and not post.desk:
                yield Gap.of_post(Wrong.DEPUTY_SAME, post, deputy.person)


def days_of(stage: Stage, at: datetime, calendar: Calendar) -> tuple[date, ...]:
    """Return the working days that a stage would take if it began now, by the clock of it that is due last.

    Without a priority; where each clock needs one, at the priority that gives most time. A figure that is not known,
    or no date at all, leaves today alone.
    """
    today = london_date(at)
    due = [
        reckon(at, figure, clock.unit, calendar).due
        for clock in stage.every_clock
        for figure in ({clock.amounts[""]} if "" in clock.amounts else {None, *clock.amounts.values()})
    ]
    last = max((london_date(one) for one in due if one), default=today)
    days = [today + timedelta(days=number) for number in range((last - today).days + 1)]
    return tuple(day for day in days if is_working_day(day, calendar)) or tuple(days)


def _sharing(rota: Rota, wanted: Collection[UUID]) -> set[UUID]:
    """Return these agencies, and those in which one of their people has a post as well."""
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for post in rota.posts:
        people[post.agency_id] |= {one.person_id for one in rota.holdings.get(post.pk, ())}
    ours = {person for agency in wanted for person in people[agency]}
    return {agency for agency, theirs in people.items() if theirs & ours} | set(wanted)


def _same_again(looks: list[_Look]) -> None:
    """Note where one person alone would answer at two stages in a row, by two posts.

    One post that the edition lets stand in at the next stage as well is what the edition says, and no gap.
    """
    for side in Side:
        own = [look for look in looks if side in look.sides]
        for before, after in pairwise(own):
            person = after.alone
            posts = _posts(after)
            if person and person == before.alone and posts != _posts(before):
                numbers = (before.stage.number, after.stage.number)
                gap = Gap.same_again(posts[0].post, person, numbers)
                if gap not in after.gaps:
                    after.gaps.append(gap)


def _both_sides(looks: Iterable[_Look]) -> None:
    """Note where one person alone would answer for two agencies, so for both sides of a difference between them."""
    by_person: dict[tuple[int, UUID], list[_Look]] = defaultdict(list)
    for look in looks:
        if person := look.alone:
            by_person[look.stage.number, person.pk].append(look)
    for those in by_person.values():
        for look in those:
            others = {
                other.point.agency
                for other in those
                if other.point.agency != look.point.agency and len({*look.sides, *other.sides}) > 1
            }
            if others and look.alone:
                names = sorted(str(other) for other in others)
                look.gaps.append(Gap.both_sides(_posts(look)[0].post, look.alone, names))


def _posts(look: _Look) -> list[PostNow]:
    return [place.post for place in look.answering if place.post]


def _cell(look: _Look) -> Cell:
    roles = look.stage.raising if look.point.side is Side.RAISING else look.stage.responding
    if not roles:
        state = State.UNKNOWN
    elif look.ahead.rung is None:
        state = State.NOBODY
    elif not look.here:
        state = State.PASSED_UP
    else:
        state = State.WEAK if look.gaps else State.COVERED
    places = tuple(place for place in look.today.places if place.capacity is Capacity.ANSWERING)
    return Cell(look.stage, look.sides, state, places, tuple(look.gaps))
