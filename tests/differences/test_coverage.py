"""Who would answer at each stage, and each thing that can be wrong with that, in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from commonground.differences.coverage import State, days_of
from commonground.directory.models import Team
from commonground.procedures.terms import AgencyKind, Role, Side
from tests.differences.rotas import AT_TEN, CALENDAR, FAIRHAVEN, MONDAY, Made, said, whole

COVERED, WEAK, PASSED_UP, NOBODY = State.COVERED, State.WEAK, State.PASSED_UP, State.NOBODY

AFTER = "and nobody has it after that."


@pytest.fixture
def made() -> Made:
    return Made()


def states(made: Made, name: str) -> list[State]:
    (agency,) = [one for one in made.agencies if one.name == name]
    return [cell.state for cell in made.cells(agency)]


def day(number: int) -> date:
    return date(2026, 3, number)


def test_a_stage_takes_the_working_days_of_its_clock_from_today_on() -> None:
    taken = [days_of(stage, AT_TEN, CALENDAR) for stage in FAIRHAVEN.stages]
    assert [(days[0], days[-1], len(days)) for days in taken] == [
        (day(2), day(4), 3), (day(2), day(5), 4), (day(2), day(9), 6), (day(2), day(20), 15),
    ]  # fmt: skip


def test_a_stage_whose_figures_are_by_priority_takes_the_longest_of_them_unless_one_is_for_none() -> None:
    (clock,) = FAIRHAVEN.stage(3).clocks

    def last(**amounts: int | None) -> date:
        stage = replace(FAIRHAVEN.stage(3), clocks=(replace(clock, amounts=amounts),))
        return days_of(stage, AT_TEN, CALENDAR)[-1]

    assert last(urgent=1, routine=5) == day(9)
    assert last(**{"": 1}, routine=5) == day(3)
    assert last(**{"": None}) == MONDAY


def test_where_somebody_is_at_every_post_all_is_covered_and_named(made: Made) -> None:
    cells = made.cells(whole(made))
    assert [cell.state for cell in cells] == [COVERED] * 4
    assert [cell.sides for cell in cells] == [(Side.RESPONDING,), *[tuple(Side)] * 3]
    assert [[place.name for place in cell.places] for cell in cells] == [
        ["Practitioner of Oakfield (Amy of Oakfield)"],
        ["Line manager of Oakfield (Sarah of Oakfield)"],
        ["Senior manager of Oakfield (Judith of Oakfield)"],
        ["Executive lead of Oakfield (Noor of Oakfield)"],
    ]
    assert said(cells) == []


def test_an_empty_post_is_named_also_where_somebody_else_answers(made: Made) -> None:
    school = made.agency(
        "Oakfield", practitioner="Amy", line_manager="", safeguarding_lead="Ada", senior_manager="", executive_lead=""
    )
    cells = made.cells(school)
    assert [cell.state for cell in cells] == [COVERED, WEAK, WEAK, COVERED]
    assert said(cells) == [
        "2: Nobody holds the post “Line manager of Oakfield”.",
        "3: Nobody holds the post “Senior manager of Oakfield”.",
    ]
    assert [gap.does for cell in cells for gap in cell.gaps] == ["Put somebody in it"] * 2


def test_where_a_stage_has_nobody_the_next_is_asked_and_at_last_the_office(made: Made) -> None:
    school = made.agency("Oakfield", senior_manager="Judith")
    assert [cell.state for cell in made.cells(school)] == [PASSED_UP, PASSED_UP, COVERED, COVERED]
    assert said(made.cells(school)) == [
        "1: Oakfield has no practitioner.",
        "2: Oakfield has no line manager or safeguarding lead.",
    ]
    nursery = made.agency("Acorns", practitioner="Zed")
    cells = made.cells(nursery)
    assert [cell.state for cell in cells] == [COVERED, NOBODY, NOBODY, NOBODY]
    assert [place.name for place in cells[1].places] == ["Partnership officer of The office (Elin)"]


def test_who_is_away_for_all_of_a_stage_leaves_it_empty_but_not_a_longer_one(made: Made) -> None:
    school = made.agency("Oakfield", practitioner="Amy", line_manager="Sarah", senior_manager="Sarah")
    made.away("Sarah", day(1), day(5))  # all of stage 2; stage 3 lasts to Monday 9
    cells = made.cells(school)
    assert [cell.state for cell in cells][1:3] == [NOBODY, WEAK], "whoever is next is away then as well"
    assert said(cells[1:2]) == [
        "2: Sarah (Line manager of Oakfield) is away for all of the time, and no deputy is there."
    ]
    assert said(cells[2:3]) == ["3: Nobody is there for the post “Senior manager of Oakfield” today, and no deputy."]
    made.absences[0].ends = day(4)
    assert [cell.state for cell in made.cells(school)][1] == WEAK, "back on the last day of the clock"


def test_a_deputy_covers_whoever_is_away_but_not_one_who_is_away_too(made: Made) -> None:
    school = whole(made)
    post = made.only(school, Role.SENIOR_MANAGER)
    made.away("Judith of Oakfield", MONDAY, day(30))
    assert made.cells(school)[2].state == WEAK, "the executive lead stands in"
    made.holds(post, "Dora", deputy=True)
    cells = made.cells(school)
    assert (cells[2].state, said(cells)) == (COVERED, [])
    assert [place.name for place in cells[2].places] == ["Senior manager of Oakfield (Dora)"]
    made.away("Dora", MONDAY, day(30))
    assert made.cells(school)[2].state == WEAK, "nobody but the executive lead again"


def test_a_deputy_who_is_the_holder_or_has_left_is_none(made: Made) -> None:
    school = whole(made)
    post = made.only(school, Role.LINE_MANAGER)
    made.holds(post, "Sarah of Oakfield", deputy=True)
    gone = made.holds(post, "Gil", deputy=True)
    gone.person.is_active = False
    assert said(made.cells(school)) == [
        "2: Gil, the deputy for the post “Line manager of Oakfield”, has left.",
        "2: Sarah of Oakfield is named as their own deputy for the post “Line manager of Oakfield”.",
    ]
    assert made.cells(school)[1].state == WEAK


def test_a_post_whose_holder_has_left_or_leaves_soon(made: Made) -> None:
    school = whole(made)
    made.person("Sarah of Oakfield").is_active = False
    (judith,) = [one for one in made.holdings if one.person.name == "Judith of Oakfield"]
    judith.ends = day(6)
    assert said(made.cells(school)) == [
        "2: Sarah of Oakfield, who held the post “Line manager of Oakfield”, has left.",
        f"3: Judith of Oakfield has the post “Senior manager of Oakfield” until Friday 6 March, {AFTER}",
    ]
    made.holds(judith.post, "Next").starts = day(7)
    assert [cell.state for cell in made.cells(school)] == [COVERED, WEAK, COVERED, COVERED]


def test_one_who_left_weeks_ago_is_still_named(made: Made) -> None:
    school = whole(made)
    (sarah,) = [one for one in made.holdings if one.person.name == "Sarah of Oakfield"]
    sarah.ends, sarah.person.is_active = MONDAY - timedelta(days=30), False
    assert said(made.cells(school)) == ["2: Sarah of Oakfield, who held the post “Line manager of Oakfield”, has left."]
    sarah.person.is_active = True  # moved to another post
    assert said(made.cells(school)) == ["2: Nobody holds the post “Line manager of Oakfield”."]


def test_one_person_at_two_stages_in_a_row_by_two_posts(made: Made) -> None:
    nursery = made.agency(
        "Acorns", practitioner="Zed", line_manager="Wendy", safeguarding_lead="Wendy", senior_manager="Wendy"
    )
    cells = made.cells(nursery)
    assert said(cells) == ["3: Wendy alone would answer at stages 2 and 3."]
    assert [cell.state for cell in cells] == [COVERED, COVERED, WEAK, COVERED]
    assert cells[2].gaps[0].post == made.only(nursery, Role.SENIOR_MANAGER)


def test_one_person_for_both_sides(made: Made) -> None:
    for name in ("Oakfield", "Castle Hill"):
        school = whole(made, name)
        (held,) = [one for one in made.holdings if one.person.name == f"Judith of {name}"]
        held.person = made.person("Hugh")
    assert states(made, "Oakfield") == states(made, "Castle Hill") == [COVERED, COVERED, WEAK, COVERED]
    assert said(made.cells(school)) == [
        "3: Hugh alone would answer for Castle Hill and for Oakfield, so for both sides."
    ]
    made.holds(made.only(school, Role.SENIOR_MANAGER), "Ines")
    assert states(made, "Oakfield") == [COVERED] * 4, "there are two now in one of them"


def test_several_practitioners_without_a_desk_are_nobody_unless_one_is_named(made: Made) -> None:
    school = whole(made)
    made.post(school, Role.PRACTITIONER, "Ivy")
    cells = made.cells(school)
    assert cells[0].state == PASSED_UP
    assert said(cells) == [
        "1: Oakfield has several practitioners and no desk, so nobody is asked unless they are named."
    ]
    made.post(school, Role.PRACTITIONER, "Amy of Oakfield", "Ivy", desk=True)
    assert made.cells(school)[0].state == COVERED


def test_a_team_with_posts_of_its_own_stands_beside_its_agency(made: Made) -> None:
    council = whole(made, "Council", AgencyKind.COUNCIL)
    east, west = Team(agency=council, name="East"), Team(agency=council, name="West")
    made.post(council, Role.LINE_MANAGER, team=east)
    made.post(council, Role.PRACTITIONER, "Bob", desk=True, team=west)
    rows = made.coverage().of(council.pk)
    assert [str(row.team) for row in rows] == ["None", "East", "West"]
    assert [row.worst for row in rows] == [COVERED, WEAK, COVERED]
    assert said(rows[1].cells) == ["2: Nobody holds the post “Line manager of Council”."]


def test_the_office_is_no_row_and_an_agency_without_any_post_is_one(made: Made) -> None:
    made.agency("New school")
    assert [str(row.agency) for row in made.coverage().rows] == ["New school"]
    assert states(made, "New school") == [NOBODY] * 4


def test_a_stage_without_roles_is_not_known_yet(made: Made) -> None:
    stages = list(FAIRHAVEN.stages)
    stages[2] = replace(stages[2], raising=(), responding=(), provisional=True)
    made.procedure = replace(FAIRHAVEN, stages=tuple(stages))
    cells = made.cells(whole(made))
    assert [cell.state for cell in cells] == [COVERED, COVERED, State.UNKNOWN, COVERED]
    assert said(cells) == []


def test_sides_that_ask_other_roles_are_looked_at_apart(made: Made) -> None:
    stages = list(FAIRHAVEN.stages)
    stages[1] = replace(stages[1], raising=(Role.REVIEWING_OFFICER,), responding=(Role.LINE_MANAGER,))
    made.procedure = replace(FAIRHAVEN, stages=tuple(stages))
    cells = made.cells(whole(made))
    assert [(cell.stage.number, cell.sides, cell.state) for cell in cells[1:3]] == [
        (2, (Side.RAISING,), PASSED_UP),
        (2, (Side.RESPONDING,), COVERED),
    ]
    assert said(cells) == ["2: Oakfield has no reviewing officer."]
