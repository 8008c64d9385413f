"""Ten thousand random organisations: never a dead end, and nobody in a seat that they may not hold (invariants 6, 8).

No database: posts are made in memory, as they stand on one day, and routing is asked about every side and stage.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from uuid import UUID, uuid4

import pytest

from commonground.differences.routing import Place, Placed, Routes, Standpoint
from commonground.directory.models import Agency, Person, Post, Team
from commonground.directory.queries import PostNow
from commonground.procedures.definition import Procedure, Stage
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import AgencyKind, Capacity, Role, Side

MANY, FEW = 10_000, 400
TODAY = date(2026, 3, 2)
LINE = (
    *(Role.PRACTITIONER, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, Role.SENIOR_MANAGER),
    *(Role.EXECUTIVE_LEAD, Role.SAFEGUARDING_PARTNER),
)
KINDS = [kind for kind in AgencyKind if kind is not AgencyKind.PARTNERSHIP]
PEOPLE = [Person(name=f"Person {number}", email=f"person{number}@example.org") for number in range(60)]
FAIRHAVEN = load(shipped()["fairhaven"])
EITHER = replace(FAIRHAVEN, stages=tuple(replace(stage, either=True) for stage in FAIRHAVEN.stages))
PROCEDURES = (FAIRHAVEN, EITHER, load(shipped()["hips"]))


class InMemory(Routes):
    """The routes of a partnership whose posts are all here already."""

    def __init__(self, partnership: UUID, procedure: Procedure, posts: list[PostNow]) -> None:
        self.partnership, self.procedure, self.on = partnership, procedure, TODAY
        self.posts, self.agencies = posts, {post.post.agency_id for post in posts}

    def posts_of(self, agency: UUID) -> list[PostNow]:
        """Return an agency's posts; one without any is not asked for again."""
        return [post for post in self.posts if post.post.agency_id == agency]

    def partners(self) -> list[PostNow]:
        """Return the posts of all safeguarding partners."""
        return [post for post in self.posts if post.post.role == Role.SAFEGUARDING_PARTNER]

    def standing_in(self, agency: UUID) -> PostNow | None:  # noqa: ARG002 as of all routes
        """Return nobody: no agency is closed here. Those that are: tests/directory/test_closures.py."""
        return None


@dataclass(frozen=True)
class Organisation:
    """A partnership on one day, and a difference in it: two agencies as sides, somebody who raised it."""

    routes: Routes
    raiser: Person
    raising: Standpoint
    responding: Standpoint
    known: Person | None
    third: Standpoint | None

    @property
    def sides(self) -> set[UUID]:
        """The agencies of the two sides."""
        return {self.raising.agency.pk, self.responding.agency.pk}


def organisation(seed: int) -> Organisation:
    """Make a random partnership: agencies of any kind and size, posts empty or not, people shared between them."""
    chance = Random(seed)  # noqa: S311 a test's own dice
    partnership, procedure = uuid4(), chance.choice(PROCEDURES)
    crowd = chance.sample(PEOPLE, chance.randint(3, 30))  # the fewer there are, the more posts each of them holds
    office = Agency(name="The office", kind=AgencyKind.PARTNERSHIP)
    posts = [
        manned(chance, crowd, office, Role.PARTNERSHIP_OFFICER, partnership=partnership)
        for _ in range(chance.randint(1, 2))
    ]
    agencies = [Agency(name=f"Agency {one}", kind=chance.choice(KINDS)) for one in range(chance.randint(2, 4))]
    teams = {
        agency.pk: [Team(agency=agency, name="A team") for _ in range(chance.randint(0, 2))] for agency in agencies
    }
    for agency in agencies:
        for _ in range(chance.choice((0, 1, 2, 4, 7, 10))):  # nobody, a tiny one, a whole line
            team = chance.choice([None, *teams[agency.pk]])
            posts.append(manned(chance, crowd, agency, chance.choice(LINE), team=team))
    one, other = chance.sample(agencies, 2)
    raiser = chance.choice(crowd)
    rest = [agency for agency in agencies if agency not in (one, other)]
    third = chance.choice(rest) if rest else None
    known = [person for post in posts if post.post.agency_id == other.pk for person in everybody(post)]
    named = [person for person in known if person != raiser]
    return Organisation(
        routes=InMemory(partnership, procedure, posts),
        raiser=raiser,
        raising=Standpoint(Side.RAISING, one, team_in(chance, teams[one.pk])),
        responding=Standpoint(Side.RESPONDING, other, team_in(chance, teams[other.pk]), frozenset({raiser.pk})),
        known=chance.choice(named) if named and chance.random() < 0.5 else None,
        third=beside(third, team_in(chance, teams[third.pk]), raiser, named) if third else None,
    )


def manned(
    chance: Random,
    crowd: list[Person],
    agency: Agency,
    role: Role,
    *,
    team: Team | None = None,
    partnership: UUID | None = None,
) -> PostNow:
    """Return a post on the day: held or empty, its holder there or away, with or without a deputy."""
    desk = role is Role.PRACTITIONER and chance.random() < 0.3
    post = Post(
        agency=agency, team=team, partnership_id=partnership, role=role, title=role.label, desk=desk, starts=TODAY
    )  # fmt: skip
    holders = chance.sample(crowd, chance.randint(0, 3 if desk else 1))
    away = [person for person in holders if chance.random() < 0.35]
    deputies = [chance.choice(crowd)] if chance.random() < 0.3 else []
    there = [person for person in holders if person not in away]
    return PostNow(post, tuple(there), tuple(deputies), tuple(away))


def team_in(chance: Random, teams: list[Team]) -> UUID | None:
    """Return a side's team, or None for the agency itself."""
    team = chance.choice([None, *teams])
    return team.pk if team else None


def everybody(post: PostNow) -> tuple[Person, ...]:
    """Return everybody at a post, also who is away."""
    return (*post.holders_present, *post.deputies_present, *post.holders_away)


def beside(agency: Agency, team: UUID | None, raiser: Person, named: list[Person]) -> Standpoint:
    """Return an agency that joins; whoever raised it, or answers for the other side, does not act for it."""
    return Standpoint(Side.RESPONDING, agency, team, frozenset({raiser.pk, *(one.pk for one in named[:1])}))


def badly_joined(one: Organisation, stage: Stage) -> Iterator[str]:
    """Yield what is wrong with who of an agency that joins was told of one stage."""
    point = one.third
    assert point
    placed = one.routes.beside(stage, point, None)
    own = [post for post in one.routes.posts if post.post.agency_id == point.agency.pk]
    roles = meant(one.routes.procedure, one.routes.procedure.stages[stage.number - 1 :], point) - {Role.PRACTITIONER}
    posts = [post for post in own if post.post.role in roles and post.post.team_id is None]
    free = any(post.manned and not barred(post.present, point) for post in posts)
    if free and point.team is None and not placed.places:
        yield "a dead end: nobody of the agency that joins was asked"
    if not placed.places and not placed.stepped_over:
        yield "nobody of the agency that joins is there, and the record would not say so"
    for place in placed.places:
        if place.agency != point.agency.pk:
            yield "somebody of another agency joined"
        if place.capacity is not Capacity.JOINED or not place.people:
            yield "somebody joined who answers for a side, or is not there"
        if barred(place.people, point):
            yield "somebody who acts for a side joined for another agency"


def amiss(one: Organisation) -> Iterator[str]:
    """Yield what is wrong with how a difference would be routed, at any stage, on either side."""
    for stage in one.routes.procedure.stages if one.third else ():
        yield from badly_joined(one, stage)
    for stage in one.routes.procedure.stages:
        for point in (one.raising, one.responding):
            yield from badly_placed(one, stage, point, one.routes.stage(stage, point))
            if one.known and point is one.responding and stage.number == 1:
                yield from badly_placed(one, stage, point, one.routes.stage(stage, point, one.known))
        for place in one.routes.facilitators(stage, one.sides).places:
            if place.agency in one.sides:
                yield "a side facilitates its own difference"
            if place.capacity is not Capacity.FACILITATING or place.side or not place.people:
                yield "somebody facilitates who does not, or is not there"
    yield from badly_led(one)


def badly_led(one: Organisation) -> Iterator[str]:
    """Yield what is wrong with who is told as the lead of a side."""
    for point in (one.raising, one.responding):
        for place in one.routes.leads(point, 1).places:
            if (place.agency, place.role, place.side) != (point.agency.pk, Role.SAFEGUARDING_LEAD, point.side):
                yield "somebody is told as the lead of a side who is not"


def badly_placed(one: Organisation, stage: Stage, point: Standpoint, placed: Placed) -> Iterator[str]:
    """Yield what is wrong with who was asked for one side at one stage."""
    places = [place for place in placed.places if place.capacity is Capacity.ANSWERING]
    office = [post for post in one.routes.posts if post.post.role == Role.PARTNERSHIP_OFFICER]
    if not any(here(one, place) for place in places) and any(post.manned for post in office):
        yield "a dead end: nobody who is there today was asked"
    if not places:
        yield "a dead end: nobody was asked"
    if any((place.side, place.stage) != (point.side, stage.number) for place in placed.places):
        yield "somebody was asked for another side or stage"
    seats = [(place.capacity, place.person or (place.post and place.post.post.pk)) for place in placed.places]
    if len(set(seats)) < len(seats):
        yield "the same seat was given twice"
    roles = meant(one.routes.procedure, one.routes.procedure.stages[stage.number - 1 :], point)
    free = any(post.manned and not barred(post.present, point) for post in office)
    for place in placed.places:
        officer = place.role is Role.PARTNERSHIP_OFFICER
        if not officer and place.agency != point.agency.pk:
            yield "somebody of another agency was asked"
        if barred(place.people, point) and (free or not officer):
            yield "whoever raised it was asked to answer it"
        if not officer and place.person is None and place.role not in roles:
            yield "somebody was asked whose role does not answer at this stage or above"
    asked = {place.role for place in places if place.person is None}
    if asked and not asked & meant(one.routes.procedure, (stage,), point) and not placed.stepped_over:
        yield "somebody was stepped over, and the record would not say so"


def here(one: Organisation, place: Place) -> bool:
    """Say whether somebody would answer at this place today."""
    if place.person:
        there = [post for post in one.routes.posts if post.post.agency_id == place.agency]
        return any(place.person in (*post.holders_present, *post.deputies_present) for post in there)
    return bool(place.people)


def barred(people: tuple[Person, ...], point: Standpoint) -> bool:
    """Say whether one of these people is on the other side."""
    return any(person.pk in point.barred for person in people)


def meant(procedure: Procedure, rungs: Iterable[Stage], point: Standpoint) -> set[Role]:
    """Return the roles that answer for a side at these stages, and those that stand in for them in such an agency."""
    own = {role for rung in rungs for role in (rung.raising if point.side is Side.RAISING else rung.responding)}
    stand_ins = procedure.stand_ins.get(AgencyKind(point.agency.kind), {})
    return own | {other for role in own for other in stand_ins.get(role, ())}


def first_amiss(many: int) -> str:
    """Return what is wrong with the first organisation that is routed badly, or nothing when none is."""
    return next((f"organisation {seed}: {what}" for seed in range(many) for what in amiss(organisation(seed))), "")


def test_no_organisation_is_a_dead_end_and_nobody_sits_where_they_may_not() -> None:
    assert first_amiss(MANY) == ""


def test_the_organisations_are_of_every_sort() -> None:
    """What would be easy to miss is there: nobody at all, tiny agencies, people on both sides, people stepped over."""
    made = [organisation(seed) for seed in range(FEW)]
    in_side = [[post for post in one.routes.posts if post.post.agency_id == one.responding.agency.pk] for one in made]
    both = [any(one.raiser in everybody(post) for post in posts) for one, posts in zip(made, in_side, strict=True)]
    asked = [one.routes.stage(one.routes.procedure.stage(2), one.responding) for one in made]
    to_office = [any(place.role is Role.PARTNERSHIP_OFFICER for place in placed.places) for placed in asked]
    facilitated = [one.routes.facilitators(one.routes.procedure.stages[-1], one.sides).places for one in made]
    counted = {
        "empty": sum(not posts for posts in in_side),
        "tiny": sum(len(posts) == 1 for posts in in_side),
        "the raiser has a post on the other side": sum(both),
        "the office was asked": sum(to_office),
        "somebody was stepped over": sum(bool(placed.stepped_over) for placed in asked),
        "facilitated": sum(bool(places) for places in facilitated),
        "a third agency joins": sum(one.third is not None for one in made),
        "a person was named": sum(one.known is not None for one in made),
    }
    assert min(counted.values()) >= FEW / 20, counted


def without_the_office(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Routes, "offices", lambda _: ())


def with_whoever_raised_it(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Routes, "_barred", staticmethod(lambda _post, _point: False))


def with_sides_that_facilitate(patch: pytest.MonkeyPatch) -> None:
    facilitators = Routes.facilitators
    patch.setattr(Routes, "facilitators", lambda routes, stage, _: facilitators(routes, stage, ()))


def with_empty_posts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Routes, "_manned", lambda routes, role, point, _over, quietly: routes.posts_in(role, point))  # noqa: ARG005 as it is called


def with_the_office_joining(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Routes, "beside", lambda routes, stage, point, _: routes.stage(stage, point))


def without_a_word(patch: pytest.MonkeyPatch) -> None:
    stage = Routes.stage
    patch.setattr(Routes, "stage", lambda *asked: Placed(stage(*asked).places))


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (without_the_office, "a dead end: nobody was asked"),
        (with_whoever_raised_it, "whoever raised it was asked to answer it"),
        (with_sides_that_facilitate, "a side facilitates its own difference"),
        (with_empty_posts, "a dead end: nobody who is there today was asked"),
        (with_the_office_joining, "somebody of another agency joined"),
        (with_the_office_joining, "somebody joined who answers for a side, or is not there"),
        (with_whoever_raised_it, "somebody who acts for a side joined for another agency"),
        (without_a_word, "somebody was stepped over, and the record would not say so"),
    ],
)
def test_a_planted_error_is_found(
    monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None], found: str
) -> None:
    plant(monkeypatch)
    assert found in {what for seed in range(FEW) for what in amiss(organisation(seed))}
