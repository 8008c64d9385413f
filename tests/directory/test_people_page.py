"""The page of an agency's people: in order of the line, who has which post, who is away, what is empty; and whose."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from commonground.directory.actions import RefusedError, add_agency, add_post, add_team, end_holding, record_absence
from commonground.directory.models import Holding
from commonground.directory.people.actions import confirm_people
from commonground.directory.people.models import Change
from commonground.directory.people.queries import A_YEAR
from commonground.now import now
from commonground.procedures.terms import AgencyKind, Role
from tests.directory.conftest import Town, acting, signed_in
from tests.directory.lost import Around, around
from tests.directory.people import DAY, at, colleague, sent, today
from tests.visiting import visit

__all__ = ["around"]


def listed(url: str, lead: Client) -> str:
    """Return the words of the list itself, without the latest changes below it."""
    return visit(url, lead).words.partition("Is this list still right?")[0]


def test_a_lead_sees_her_agency_in_order_of_its_line(town: Town) -> None:
    add_post(agency=town.school, role=Role.SENIOR_MANAGER, title="Head teacher", by=None, at=now())
    team = add_team(agency=town.school, name="Year 2", by=None, at=now())
    desk = add_post(
        agency=town.school, team=team, role=Role.PRACTITIONER, title="Pastoral desk", desk=True,
        mailbox="pastoral@work.example", phone="01632 960 001", by=None, at=now(),
    )  # fmt: skip
    colleague("Ida Marsh", desk)
    words = listed(at("agency", town.school), signed_in(town.sarah))
    order = [words.index(one) for one in ("Pastoral desk", "Ida Marsh", "Amy", "Safeguarding lead", "Head teacher")]
    assert order == sorted(order)
    assert "Year 2 01632 960 001pastoral@work.example Ida Marsh" in words
    assert "Head teacher Nobody holds this post" in words
    assert "Nobody holds 1 of the posts." in words
    assert "At 1 of the posts nobody is there today, and no deputy." in words


def test_it_says_who_is_away_and_who_stands_in(town: Town) -> None:
    post = Holding.objects.get(person=town.amy).post
    record_absence(person=town.amy, starts=today(), ends=today() + DAY, by=None, at=now())
    page = at("agency", town.school)
    lead = signed_in(town.sarah)
    until = f"Away until {(today() + DAY).day} {today() + DAY:%B}"
    assert f"Amy {until} Nobody is there today" in visit(page, lead).words
    colleague("Dan Reed", post, deputy=True)
    words = visit(page, lead).words
    assert f"Amy {until} Deputy: Dan Reed" in words
    assert "Nobody is there today" not in words


def test_a_post_that_was_left_is_empty_and_can_be_listed_alone(town: Town) -> None:
    held = Holding.objects.get(person=town.amy)
    end_holding(holding=held, last_day=today() - DAY, by=None, at=now())
    lead = signed_in(town.sarah)
    alone = visit(at("agency", town.school) + "?show=unheld", lead).words
    assert "Practitioner Nobody holds this post" in alone
    assert "Safeguarding lead Sarah" not in alone


def test_posts_are_found_by_person_post_or_team(town: Town) -> None:
    lead, page = signed_in(town.sarah), at("agency", town.school)
    assert "Sarah" not in listed(page + "?find=amy", lead).removeprefix("Sarah").split("Shown:")[1]
    assert "Amy" in listed(page + "?find=amy", lead)
    assert "There is no such post." in visit(page + "?find=nobody", lead).words
    assert "Keep this to 60 characters" in visit(page + f"?find={'x' * 61}", lead).words


def test_it_takes_as_many_queries_for_many_posts_as_for_few_and_shows_fifty_at_once(town: Town) -> None:
    lead = signed_in(town.sarah)
    few = visit(at("agency", town.school), lead)
    for number in range(60):
        post = add_post(agency=town.school, role=Role.PRACTITIONER, title=f"Teacher {number:02}", by=None, at=now())
        colleague(f"Person {number}", post)
        colleague(f"Deputy {number}", post, deputy=True)
    many = visit(at("agency", town.school), lead)
    assert many.queries == few.queries <= 17
    assert "Teacher 00" in many.words
    assert "Teacher 59" not in many.words.partition("Is this list still right?")[0]
    assert "Teacher 59" in listed(at("agency", town.school) + "?page=2", lead)
    assert "Practitioner (61)Safeguarding lead (1)" in many.words
    leads = listed(at("agency", town.school) + "?role=safeguarding_lead", lead)
    assert "Sarah" in leads
    assert "Teacher 00" not in leads


def test_an_officer_chooses_among_her_agencies_and_a_lead_with_one_goes_to_it(town: Town, around: Around) -> None:
    elin, people = signed_in(town.elin), reverse("directory:people")
    words = visit(people, elin).words
    assert "Hill School" in words
    assert "Town Council" in words
    assert "Far School" not in words
    assert "1 post that nobody holds" in words
    assert signed_in(town.sarah).get(people).headers["Location"] == at("agency", town.school)
    confirm_people(agency=town.school, by=acting(town.elin), at=now())
    few = visit(people, elin).queries
    for number in range(20):
        agency = add_agency(
            name=f"School {number}", kind=AgencyKind.SCHOOL, partnerships=[town.partnership], by=None, at=now()
        )
        confirm_people(agency=agency, by=acting(town.elin), at=now())
    assert visit(people, elin).queries == few
    assert "Hill School" not in visit(people, signed_in(around.gwen)).words


def test_what_is_anothers_is_not_there(town: Town, around: Around) -> None:
    for person, agency in (
        (town.sarah, town.council),
        (around.farah, town.school),
        (around.gwen, town.school),
        (around.gwen, town.council),
    ):
        visit(at("agency", agency), signed_in(person), status=404)
        assert signed_in(person).post(at("still_right", agency)).status_code in {400, 404}
    for person in (town.amy, town.bob):
        assert signed_in(person).get(at("agency", town.school)).status_code == 403
        assert signed_in(person).get(reverse("directory:people")).status_code == 403


def test_somebody_says_that_it_is_right_and_a_year_later_it_is_asked_again(town: Town) -> None:
    sarah, elin = signed_in(town.sarah), signed_in(town.elin)
    assert "Nobody has said yet that it is right." in visit(at("agency", town.school), sarah).words
    sent(at("still_right", town.school), sarah)
    words = visit(at("agency", town.school), sarah).words
    assert re.search(r"Sarah said on \d+ \w+ \d{4} that it is right\.", words)
    assert "more than a year" not in words
    overview = visit(reverse("directory:people"), elin).words
    assert (
        overview.index("Town Council") < overview.index("Looked through within a year") < overview.index("Hill School")
    )
    old = Change.objects.get(agency=town.school, confirms=True)
    Change(
        agency=town.council, at=now() - A_YEAR - timedelta(hours=1), by=town.elin, sentence="x", confirms=True
    ).save()
    assert "That is more than a year ago." in visit(at("agency", town.council), elin).words
    overview = visit(reverse("directory:people"), elin).words
    assert overview.index("Town Council") < overview.index("Looked through within a year")
    assert old.by == town.sarah


@pytest.mark.parametrize("who", ["amy", "gwen"])
def test_only_who_keeps_the_people_says_that_they_are_right(town: Town, around: Around, who: str) -> None:
    person = town.amy if who == "amy" else around.gwen
    with pytest.raises(RefusedError, match="Only a safeguarding lead"):
        confirm_people(agency=town.school, by=acting(person), at=now())
