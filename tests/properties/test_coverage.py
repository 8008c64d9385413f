"""Hundreds of random partnerships: what coverage calls covered is answered, and what it calls empty is stepped over.

The oracle is routing itself, asked about each day of a stage by itself, with posts that are manned here in the
plainest way. `--long` looks at ten thousand.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from uuid import UUID

import pytest

from commonground.differences import coverage as covering
from commonground.differences.coverage import Cell, Row, State, days_of
from commonground.differences.gaps import Wrong
from commonground.differences.routing import Placed, Standpoint
from commonground.directory.models import Absence, Holding, Person, Post, Team
from commonground.directory.queries import PostNow
from commonground.directory.rota import Rota
from commonground.procedures.terms import Capacity, Role
from tests.differences.rotas import AT_TEN, BEGAN, CALENDAR, MONDAY, Made
from tests.properties.test_organisations import KINDS, LINE, PROCEDURES, InMemory, meant

FEW, MANY = 400, 10_000
SOON = 25  # days in which people come, go and are away


def partnership(seed: int) -> Made:
    """Make a random partnership: posts empty, held, to be held, left; people away, deputies of every sort."""
    chance = Random(seed)  # noqa: S311 a test's own dice
    made = Made(procedure=chance.choice(PROCEDURES))
    people = [Person(name=f"Person {one}", email="", is_active=chance.random() > 0.1) for one in range(20)]
    crowd = chance.sample(people, chance.randint(3, 20))
    for number in range(chance.randint(2, 4)):
        agency = made.agency(f"Agency {number}", chance.choice(KINDS))
        teams = [Team(agency=agency, name=f"Team {one}") for one in range(chance.randint(0, 2))]
        for _ in range(chance.choice((0, 1, 2, 4, 7, 10))):
            role = chance.choice(LINE)
            desk = role is Role.PRACTITIONER and chance.random() < 0.3
            post = made.post(agency, role, team=chance.choice([None, *teams]), desk=desk)
            for person in chance.sample(crowd, chance.randint(0, 3 if desk else 1)):
                made.holdings.append(held(chance, post, person, deputy=False))
            if chance.random() < 0.4:
                made.holdings.append(held(chance, post, chance.choice(crowd), deputy=True))
    for person in crowd:
        if chance.random() < 0.35:
            first = MONDAY + timedelta(days=chance.randint(-10, 10))
            made.absences.append(
                Absence(person=person, starts=first, ends=first + timedelta(days=chance.randint(0, SOON)))
            )
    return made


def held(chance: Random, post: Post, person: Person, *, deputy: bool) -> Holding:
    """Return that somebody has a post: for good, until soon, from soon on, or until some days ago."""
    soon = MONDAY + timedelta(days=chance.randint(-5, SOON))
    starts, ends = chance.choice([(BEGAN, None), (BEGAN, None), (BEGAN, None), (BEGAN, soon), (soon, None)])
    return Holding(post=post, person=person, deputy=deputy, starts=starts, ends=ends)


def manned(made: Made, day: date) -> list[PostNow]:
    """Return the posts on one day, each with who is there."""
    out = {one.person_id for one in made.absences if one.starts <= day <= one.ends}
    has: dict[UUID, list[Holding]] = {post.pk: [] for post in made.posts}
    for one in sorted(made.holdings, key=lambda one: (one.person.name, one.person_id)):
        if one.starts <= day and (not one.ends or day <= one.ends) and one.person.is_active:
            has[one.post_id].append(one)
    every = []
    for post in sorted(made.posts, key=lambda one: (one.agency.name, one.role, one.title, one.pk)):
        own = [one.person for one in has[post.pk] if not one.deputy]
        there = tuple(person for person in own if person.pk not in out)
        deputies = tuple(one.person for one in has[post.pk] if one.deputy and one.person_id not in out)
        away = tuple(person for person in own if person.pk in out)
        every.append(PostNow(post, there, deputies, away))
    return every


@cache
def days(procedure: int, stage: int) -> tuple[date, ...]:
    """Return the days of a stage of one of the procedures."""
    return days_of(PROCEDURES[procedure].stage(stage), AT_TEN, CALENDAR)


def amiss(made: Made) -> Iterator[str]:
    """Yield what coverage says wrongly of a partnership."""
    known: dict[date, InMemory] = {}

    def on(day: date) -> InMemory:
        if day not in known:
            known[day] = InMemory(made.partnership, made.procedure, manned(made, day))
        return known[day]

    number = PROCEDURES.index(made.procedure)
    for row in made.coverage().rows:
        for cell in row.cells:
            for side in cell.sides:
                point = Standpoint(side, row.agency, row.team.pk if row.team else None)
                taken = days(number, cell.stage.number)
                yield from wrong(made, row, cell, point, [on(day).stage(cell.stage, point) for day in taken])
                today = on(MONDAY).stage(cell.stage, point)
                if names(today) != [place.name for place in cell.places]:
                    yield "others are named than would answer today"


def wrong(made: Made, row: Row, cell: Cell, point: Standpoint, answers: list[Placed]) -> Iterator[str]:
    """Yield what is wrong with one stage, by what routing answers on each of its days."""
    agency, ladder = row.agency.pk, made.procedure.stages
    here = meant(made.procedure, (cell.stage,), point)
    above = meant(made.procedure, ladder[cell.stage.number - 1 :], point)
    own = [answered(placed, agency, here) for placed in answers]
    any_of_it = [answered(placed, agency, above) for placed in answers]
    if cell.state in {State.COVERED, State.WEAK} and not any(own):
        yield f"{cell.state.value}, but nobody of the agency would answer on any day"
    if cell.state is State.COVERED and cell.gaps:
        yield "covered, with something wrong"
    if cell.state not in {State.COVERED, State.UNKNOWN} and not cell.gaps:
        yield "not covered, and nothing said"
    if cell.state is State.PASSED_UP and (any(own) or not any(any_of_it)):
        yield "passed up, but not to the next people of the agency"
    if cell.state is State.NOBODY and any(any_of_it):
        yield "nobody, but somebody of the agency would answer"
    empty = cell.state in {State.PASSED_UP, State.NOBODY}
    if empty and not all(placed.stepped_over for placed in answers):
        yield "empty, but nobody is stepped over"
    if cell.state is State.UNKNOWN and here:
        yield "not known, but roles are asked"


def answered(placed: Placed, agency: object, roles: set[Role]) -> bool:
    """Say whether somebody of an agency, in one of these roles, is there to answer."""
    return any(
        place.agency == agency and place.people and place.role in roles
        for place in placed.places
        if place.capacity is Capacity.ANSWERING
    )


def names(placed: Placed) -> list[str]:
    """Return who answers, by name."""
    return [place.name for place in placed.places if place.capacity is Capacity.ANSWERING]


def first_amiss(seeds: range) -> str:
    """Return what is wrong with the first partnership of which coverage says something wrong, or nothing."""
    return next((f"partnership {seed}: {what}" for seed in seeds for what in amiss(partnership(seed))), "")


def test_what_is_called_covered_is_answered_and_what_is_called_empty_is_stepped_over() -> None:
    assert first_amiss(range(FEW)) == ""


@pytest.mark.long
def test_so_it_is_in_ten_thousand() -> None:
    assert first_amiss(range(FEW, MANY)) == ""


def test_one_agency_alone_is_what_it_is_among_all() -> None:
    """Also where one person answers for it and for another agency."""
    met = 0
    for seed in range(FEW // 4):
        made = partnership(seed)
        every = made.coverage()
        for agency in {row.agency for row in every.rows}:
            alone = covering.coverage(
                made.rota(), made.procedure, at=AT_TEN, calendar=CALENDAR, only=[agency.pk]
            )  # fmt: skip
            assert alone.rows == every.of(agency.pk)
            met += any(gap.wrong is Wrong.BOTH_SIDES for row in alone.rows for cell in row.cells for gap in cell.gaps)
    assert met >= 20


def test_the_partnerships_are_of_every_sort(figure: Callable[[str], None]) -> None:
    cells = [cell for seed in range(FEW) for row in partnership(seed).coverage().rows for cell in row.cells]
    states = Counter(cell.state for cell in cells)
    gaps = Counter(gap.wrong for cell in cells for gap in cell.gaps)
    figure(f"{len(cells)} stages: {dict(states)}; {dict(gaps)}")
    assert min(states[state] for state in State if state is not State.UNKNOWN) >= 100, states
    assert min(gaps.values()) >= 20, gaps
    assert len(gaps) == 11, "each thing that can be wrong is met"


def nobody_is_away(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Rota, "is_away", lambda *_: False)


def leavers_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("commonground.directory.rota.lasts", lambda *_: True)


def one_day_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(covering, "days_of", lambda *_: (MONDAY,))


def all_is_covered(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(covering, "_cell", lambda look: called(look, State.COVERED))


def all_is_empty(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(covering, "_cell", lambda look: called(look, State.NOBODY))


def called(look: covering._Look, state: State) -> Cell:
    return Cell(look.stage, look.sides, state, look.today.places, ())


@pytest.mark.parametrize("plant", [nobody_is_away, leavers_stay, one_day_alone, all_is_covered, all_is_empty])
def test_each_way_of_saying_it_wrongly_is_found(
    monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    plant(monkeypatch)
    assert first_amiss(range(FEW)) != ""
