"""The pages of who answers: whose they are, what they say, where they lead, and what they cost."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonground.differences.coverage import coverage
from commonground.directory.actions import add_agency, add_person, add_post, hold, leave, record_absence
from commonground.directory.models import Agency, Holding, Partnership, Person, Post
from commonground.directory.queries import posts_now
from commonground.directory.rota import Rota
from commonground.editions.actions import retire, save_draft, start_draft
from commonground.editions.models import Edition
from commonground.editions.queries import calendar, live_edition, procedure_of
from commonground.now import london_date, now
from commonground.procedures.loading import shipped
from commonground.procedures.terms import AgencyKind, Role
from tests.cast import Cast
from tests.visiting import browser, visit

pytestmark = pytest.mark.usefixtures("cast")

LINE = (
    *(Role.PRACTITIONER, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, Role.SENIOR_MANAGER, Role.EXECUTIVE_LEAD),
    *(Role.SAFEGUARDING_PARTNER,),
)


def fairhaven() -> Partnership:
    return Partnership.objects.get(name="Fairhaven")


def agency(name: str) -> Agency:
    return Agency.objects.get(name=name)


def many(number: int) -> None:
    """Add agencies, each with a post and somebody in it for every role."""
    area, at, today = fairhaven(), now(), london_date(now())
    for one in range(number):
        made = add_agency(name=f"School {one}", kind=AgencyKind.SCHOOL, partnerships=[area], by=None, at=at)
        for role in LINE:
            post = add_post(agency=made, role=role, title=role.label, starts=today - timedelta(days=9), by=None, at=at)
            email = f"{role.value}.{one}@school.example"
            person = add_person(name=f"{role.label} {one}", email=email, title="", by=None, at=at)
            hold(person=person, post=post, by=None, at=at)


def test_posts_over_one_day_are_the_posts_of_that_day(cast: Cast) -> None:
    """The rota says of each day what routing reads on it, names and order included."""
    today = london_date(now())
    record_absence(
        person=cast.person("cath"), starts=today, ends=today + timedelta(days=2), by=None, at=now()
    )  # fmt: skip
    Holding.objects.filter(person=cast.person("bob")).update(ends=today + timedelta(days=1))
    area = fairhaven()
    rota = Rota.of(area.pk, today)
    agencies = set(area.agencies.values_list("pk", flat=True))
    for ahead in range(5):
        day = today + timedelta(days=ahead)
        assert rota.over([day]) == posts_now(agencies, day, office=area.pk)


@pytest.mark.parametrize("agencies", [1, 100])
def test_the_whole_of_a_partnership_is_read_in_as_many_queries_however_many_agencies_it_has(
    figure: Callable[[str], None], agencies: int
) -> None:
    many(agencies)
    at, area = now(), fairhaven()
    with CaptureQueriesContext(connection) as caught:
        rota = Rota.of(area.pk, london_date(at))
        procedure = procedure_of(live_edition(area.pk, london_date(at)))
        found = coverage(rota, procedure, at=at, calendar=calendar(procedure, area.pk))
    assert len(caught.captured_queries) == 8
    assert len({row.agency for row in found.rows}) == area.agencies.count() - 1, "all but the office"
    figure(f"{agencies} more agencies: {len(found.rows)} rows in {len(caught.captured_queries)} queries")


def test_a_page_of_a_hundred_agencies_asks_as_often_as_one_of_few_and_puts_the_worst_first() -> None:
    url = f"/coverage/partnership/{fairhaven().pk}/"
    few = visit(url, "elin").queries
    many(100)
    add_agency(name="Zeta School", kind=AgencyKind.SCHOOL, partnerships=[fairhaven()], by=None, at=now())
    page = visit(url, "elin")
    assert page.queries == few <= 17
    assert page.words.index("Zeta School") < page.words.index("Fairhaven City Council")
    assert "More agencies" in page.words


def test_an_officer_sees_each_gap_and_where_it_is_put_right(cast: Cast) -> None:
    council = agency("Fairhaven City Council")
    leave(person=cast.person("dev"), by=None, at=now())
    page = visit(f"/coverage/partnership/{fairhaven().pk}/", "elin")
    sentence = "Dev Raman, who held the post “Head of children’s social care”, has left."
    assert f"Stage 3: {sentence} Put somebody else in it" in page.words
    post = Post.objects.get(title="Head of children’s social care")
    assert f'href="/people/{council.pk}/posts/{post.pk}/"' in page.markup
    assert "! At risk" in page.words
    visit(f"/people/{council.pk}/posts/{post.pk}/", "elin")


def test_a_lead_sees_who_answers_for_her_agency_and_is_led_there_from_home(cast: Cast) -> None:
    assert 'href="/coverage/"' in visit("/", "sarah").markup
    assert 'href="/coverage/"' not in visit("/", "amy").markup
    school = agency("Oakfield Primary School")
    assert browser("sarah").get("/coverage/").headers["Location"] == f"/coverage/agency/{school.pk}/"
    page = visit(f"/coverage/agency/{school.pk}/", "sarah")
    assert "Who answers for Oakfield Primary School" in page.words
    assert "Nothing. Somebody is there for every stage." in page.words
    assert "Deputy head teacher (Sarah Penrose)" in page.words
    today = london_date(now())
    for name in ("judith", "sarah"):
        record_absence(person=cast.person(name), starts=today, ends=today + timedelta(days=60), by=None, at=now())
    page = visit(f"/coverage/agency/{school.pk}/", "elin")
    assert "Judith Clay (Head teacher) is away for all of the time, and no deputy is there." in page.words
    assert "Name a deputy or look at the days away" in page.words
    assert f'href="/people/{school.pk}/people/{cast.person("judith").pk}/"' in page.markup
    assert "Until then only the partnership’s office can be asked." in page.words
    assert "✕ Nobody" in page.words


def test_pages_of_others_are_not_there(cast: Cast) -> None:
    school, area = agency("Oakfield Primary School").pk, fairhaven().pk
    for name in ("Farah Siddiqui", "Gwen Tasker", "Wendy Park"):
        visit(f"/coverage/agency/{school}/", cast.person(name), status=404)
    for name in ("sarah", "Gwen Tasker"):
        visit(f"/coverage/partnership/{area}/", cast.person(name), status=404)
    for name in ("amy", "judith", "sol"):
        for url in ("/coverage/", f"/coverage/agency/{school}/", f"/coverage/partnership/{area}/"):
            visit(url, cast.person(name), status=403)
    other = Partnership.objects.get(name="Marlow Vale")
    visit(f"/coverage/agency/{school}/?partnership={other.pk}", "elin", status=404)
    visit(f"/coverage/agency/{school}/?partnership=nonsense", "elin", status=404)


def test_an_agency_of_two_partnerships_is_looked_at_in_either() -> None:
    police = agency("Estuary Police")
    lead = Person.objects.get(name="Helen Achebe")
    page = visit(f"/coverage/agency/{police.pk}/", lead)
    assert "In other partnerships Marlow Vale" in page.words
    other = Partnership.objects.get(name="Marlow Vale")
    assert (
        "In other partnerships Fairhaven" in visit(f"/coverage/agency/{police.pk}/?partnership={other.pk}", lead).words
    )
    assert "In other partnerships" not in visit(f"/coverage/agency/{police.pk}/", "elin").words


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """Give an edition that is not open: stage 3 asks executive leads, whom schools have none of; nobody stands in."""
    text = shipped()["fairhaven"].replace('["senior_manager"]', '["executive_lead"]')
    text = text[: text.index("[stand_ins.")]
    return start_draft(by=cast.actor("elin"), at=now(), partnerships=[fairhaven()], text=text)


def test_an_officer_looks_under_an_edition_that_is_not_open_and_a_lead_does_not(draft: Edition) -> None:
    area, school = fairhaven().pk, agency("Oakfield Primary School").pk
    assert f"edition={draft.pk}" in visit(f"/coverage/partnership/{area}/", "elin").markup
    page = visit(f"/coverage/partnership/{area}/?edition={draft.pk}", "elin")
    assert "This is as it would be under edition 2, which is not open yet." in page.words
    led = f"/coverage/?edition={draft.pk}"
    assert led in visit(reverse("editions:edition", args=[draft.pk]), "elin").markup
    assert browser("elin").get(led).headers["Location"] == f"/coverage/partnership/{area}/?edition={draft.pk}"
    visit(led, "sarah", status=404)
    asked = f"/coverage/agency/{school}/?edition={draft.pk}"
    assert "Oakfield Primary School has no executive lead." in visit(asked, "elin").words
    visit(asked, "sarah", status=404)
    visit(f"/coverage/agency/{school}/?edition=nonsense", "elin", status=404)


@pytest.mark.usefixtures("draft")
def test_without_an_open_edition_there_is_nothing_to_look_at_but_drafts(cast: Cast) -> None:
    (live,) = Edition.objects.of(fairhaven().pk).followed(london_date(now()))
    retire(by=cast.actor("elin"), at=now() - timedelta(minutes=1), edition=live.pk, why="Wrong.", leaves_none=True)
    page = visit(f"/coverage/partnership/{fairhaven().pk}/", "elin")
    assert "has not opened its procedure yet" in page.words
    assert "fairhaven, edition 2" in page.words
    page = visit(f"/coverage/agency/{agency('Oakfield Primary School').pk}/", "sarah")
    assert "edition 2" not in page.words


def test_a_draft_that_cannot_be_read_says_so(cast: Cast, draft: Edition) -> None:
    save_draft(by=cast.actor("elin"), at=now(), edition=draft.pk, text='key = "fairhaven"', version=draft.version)
    page = visit(f"/coverage/partnership/{fairhaven().pk}/?edition={draft.pk}", "elin")
    assert "This edition cannot be read yet." in page.words


def test_a_new_agency_reads_what_it_lacks_until_it_has_it() -> None:
    page = visit("/people/add-agency/", "elin")
    assert "What it needs before it can take part A safeguarding lead who has set up their account" in page.words
    at = now()
    made = add_agency(name="River School", kind=AgencyKind.SCHOOL, partnerships=[fairhaven()], by=None, at=at)
    url = f"/coverage/agency/{made.pk}/"
    page = visit(url, "elin")
    assert "6 of 6 are still missing." in page.words
    assert "Add the post of a safeguarding lead first." in page.words
    assert f'href="/people/{made.pk}/add-post/"' in page.markup
    for role in LINE:
        post = add_post(agency=made, role=role, title=role.label.capitalize(), by=None, at=at)
        person = add_person(name=f"{role.label} R", email=f"{role.value}@river.example", title="", by=None, at=at)
        hold(person=person, post=post, by=None, at=at)
    page = visit(url, "elin")
    assert "2 of 6 are still missing." in page.words
    assert "Ask safeguarding lead R to open the invitation link, or make a new one." in page.words
    Post.objects.filter(agency=made, role=Role.LINE_MANAGER).update(phone="01632 960 700")
    Person.objects.filter(name="safeguarding lead R").update(last_login=at)
    assert "It has all that it needs." in visit(url, "elin").words
    add_post(agency=made, role=Role.PRACTITIONER, title="River desk", desk=True, by=None, at=at)
    assert "Give a mailbox for River desk." in visit(url, "elin").words


def test_adding_an_agency_leads_to_what_it_lacks() -> None:
    answer = browser("elin").post(
        "/people/add-agency/", {"submission": str(UUID(int=7)), "name": "R", "kind": "school"}
    )
    assert answer.headers["Location"] == f"/coverage/agency/{agency('R').pk}/"
