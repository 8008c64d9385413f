"""Who has a post, from when, until when, who stands in, who is away and who leaves: each with its rule and its word."""

from datetime import date
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from commonground.directory.actions import (
    RefusedError,
    add_agency,
    add_post,
    end_holding,
    hold,
    invite,
    leave,
    record_absence,
)
from commonground.directory.models import Absence, Holding, Person, Post
from commonground.directory.people import forms
from commonground.directory.people.actions import hand_over, take_back_absence, take_back_holding
from commonground.directory.people.models import Change
from commonground.directory.queries import actor_for, vacancies
from commonground.now import now
from commonground.procedures.terms import AgencyKind, Role
from tests.directory.conftest import PASSWORD, Town, acting, signed_in
from tests.directory.lost import ACCOUNT, Around, around
from tests.directory.people import DAY, at, colleague, on, said, sent, today
from tests.visiting import visit

__all__ = ["around"]


@pytest.fixture
def head(town: Town) -> Post:
    """Return a post of the school that nobody has."""
    return add_post(agency=town.school, role=Role.SENIOR_MANAGER, title="Head teacher", by=None, at=now())


def titles(person: Person, day: date) -> set[str]:
    """Return what somebody has on a day."""
    return {post.title for post in actor_for(person, day).posts}


def test_a_lead_puts_somebody_of_her_agency_in_a_post(town: Town, head: Post) -> None:
    sarah, page = signed_in(town.sarah), at("fill", town.school, head)
    assert "Amy" in visit(page, sarah).words
    assert "Bob" not in visit(page, sarah).words
    sent(page, sarah, person=str(town.amy.pk), **on("starts", today()))
    assert titles(town.amy, today()) == {"Practitioner", "Head teacher"}
    assert said(town.school)[0].startswith("Amy holds Head teacher from ")
    changed = visit(at("agency", town.school), sarah).words
    assert changed.index("Latest changes") < changed.index("Amy holds Head teacher from")
    assert "by Sarah" in changed


def test_nobody_of_another_agency_is_put_in_a_post(town: Town, head: Post) -> None:
    sarah = signed_in(town.sarah)
    page = sent(at("fill", town.school, head), sarah, status=422, person=str(town.bob.pk), **on("starts", today()))
    assert page
    assert "Choose one of the people shown" in page.words
    with pytest.raises(RefusedError, match="not on the books of Hill School"):
        hold(person=town.bob, post=head, by=acting(town.sarah), at=now())
    assert not Holding.objects.filter(post=head).exists()


def test_of_very_many_people_one_is_named_by_address(town: Town, head: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "MOST_TO_PICK", 1)
    sarah, page = signed_in(town.sarah), at("fill", town.school, head)
    assert "Write their work email address" in visit(page, sarah).words
    first = on("starts", today())
    wrong = sent(page, sarah, status=422, person=town.bob.email, **first)
    assert wrong
    assert "Nobody on this agency’s books has this address" in wrong.words
    sent(page, sarah, person=town.amy.email.upper(), **first)
    assert Holding.objects.get(post=head).person == town.amy


def test_a_deputy_is_named_and_is_never_the_person_themself_nor_somebody_away(town: Town) -> None:
    sarah, post = signed_in(town.sarah), Holding.objects.get(person=town.amy).post
    page = at("name_deputy", town.school, post)
    first = on("starts", today())
    refused = sent(page, sarah, status=409, person=str(town.amy.pk), **first)
    assert refused
    assert "Amy holds Practitioner, and nobody stands in for themself. Choose somebody else." in refused.words
    record_absence(person=town.sarah, starts=today(), ends=today() + DAY, by=None, at=now())
    refused = sent(page, sarah, status=409, person=str(town.sarah.pk), **first)
    assert refused
    assert "Sarah is away from" in refused.words
    assert "so they cannot stand in then. Choose somebody who is there." in refused.words
    assert not Holding.objects.filter(deputy=True).exists()
    sent(page, sarah, person=str(town.sarah.pk), **on("starts", today() + 2 * DAY))
    assert Holding.objects.get(deputy=True).person == town.sarah
    assert said(town.school)[0].startswith("Sarah stands in for Practitioner from ")


def test_who_has_a_post_twice_is_told_so(town: Town, head: Post) -> None:
    at_desk = add_post(agency=town.school, role=Role.PRACTITIONER, title="Desk", desk=True, by=None, at=now())
    hold(person=town.amy, post=at_desk, by=None, at=now())
    with pytest.raises(RefusedError, match="has this post at that time already"):
        hold(person=town.amy, post=at_desk, starts=today() + DAY, by=None, at=now())
    hold(person=town.amy, post=head, deputy=True, by=None, at=now())
    with pytest.raises(RefusedError, match="stands in for Head teacher at that time"):
        hold(person=town.amy, post=head, by=None, at=now())


def test_a_holding_ends_on_a_day(town: Town) -> None:
    sarah, held = signed_in(town.sarah), Holding.objects.get(person=town.amy)
    page = at("end_holding", town.school, held)
    wrong = sent(page, sarah, status=422, **on("last_day", today().replace(year=2040)))
    assert wrong
    assert "must be" in wrong.words
    sent(page, sarah, **on("last_day", today() + DAY))
    assert [bool(titles(town.amy, today() + number * DAY)) for number in range(3)] == [True, True, False]
    refused = sent(page, sarah, status=409, **on("last_day", today() + 2 * DAY))
    assert refused
    assert "Amy has this post until" in refused.words


def test_a_post_is_handed_over_on_a_day_without_a_gap_also_to_its_deputy(town: Town) -> None:
    held = Holding.objects.get(person=town.amy)
    dan = colleague("Dan Reed", held.post, deputy=True)
    sarah = signed_in(town.sarah)
    sent(at("hand_over", town.school, held), sarah, person=str(dan.pk), **on("first_day", today() + 3 * DAY))
    for number in range(6):
        day = today() + number * DAY
        has = [
            one.person.name
            for one in Holding.objects.filter(post=held.post, deputy=False).select_related("person")
            if one.starts <= day and (one.ends is None or day <= one.ends)
        ]
        assert has == (["Amy"] if number < 3 else ["Dan Reed"])
    assert not Holding.objects.filter(post=held.post, deputy=True, ends=None).exists(), "nobody is his own deputy"
    assert [one.split(" from ")[0].split(" until ")[0] for one in said(town.school)[:3]] == [
        "Dan Reed holds Practitioner", "Amy holds Practitioner", "Dan Reed stands in for Practitioner",
    ]  # fmt: skip


def test_what_was_to_come_is_taken_back_and_somebody_else_can_be_named(town: Town) -> None:
    held, sarah = Holding.objects.get(person=town.amy), signed_in(town.sarah)
    dan = colleague("Dan Reed", add_post(agency=town.school, role=Role.PRACTITIONER, title="B", by=None, at=now()))
    to_come = hand_over(holding=held, to=dan, first_day=today() + 3 * DAY, by=acting(town.sarah), at=now())
    words = visit(at("post", town.school, held.post), sarah).words
    assert "Dan Reed from" in words
    assert "Take back for Dan Reed" in words
    sent(at("end_holding", town.school, to_come), sarah)
    assert not Holding.objects.filter(pk=to_come.pk).exists()
    assert said(town.school)[0].startswith("Dan Reed does not get Practitioner on ")
    page = visit(at("post", town.school, held.post), sarah).words
    assert "Put somebody in this post" in page
    refused = sent(at("fill", town.school, held.post), sarah, status=409, person=str(dan.pk), **on("starts", today()))
    assert refused
    assert "Somebody else holds the post of Practitioner at that time." in refused.words
    sent(at("fill", town.school, held.post), sarah, person=str(town.amy.pk), **on("starts", today() + 3 * DAY))
    with pytest.raises(RefusedError, match="has Practitioner already"):
        take_back_holding(holding=held, by=acting(town.sarah), at=now())


def test_a_handing_over_that_cannot_be_changes_nothing(town: Town) -> None:
    held = Holding.objects.get(person=town.amy)
    with pytest.raises(RefusedError, match="it cannot end before"):
        hand_over(holding=held, to=town.sarah, first_day=held.starts, by=acting(town.sarah), at=now())
    with pytest.raises(RefusedError, match="Choose who takes it over"):
        hand_over(holding=held, to=town.amy, first_day=today() + DAY, by=acting(town.sarah), at=now())
    with pytest.raises(RefusedError, match="not on the books"):
        hand_over(holding=held, to=town.bob, first_day=today() + DAY, by=acting(town.sarah), at=now())
    held.refresh_from_db()
    assert held.ends is None
    assert said(town.school) == []


def test_a_leaver_is_signed_out_and_their_post_can_be_filled_the_same_day(town: Town) -> None:
    amy, sarah = Client(), signed_in(town.sarah)
    amy.post(reverse("account_login"), {"login": town.amy.email, "password": PASSWORD})
    assert UserSession.objects.filter(user=town.amy).exists()
    page = at("leave", town.school, town.amy)
    words = visit(page, sarah).words
    assert "They are signed out everywhere at once, and cannot sign in again." in words
    assert "Nobody holds these posts until you put somebody in them: Practitioner." in words
    sent(page, sarah)
    town.amy.refresh_from_db()
    assert not town.amy.is_active
    assert not UserSession.objects.filter(user=town.amy).exists()
    assert amy.get(ACCOUNT).status_code == 302
    assert said(town.school)[0] == "Amy left: their account was closed, and they hold no post after today."
    post = Holding.objects.get(person=town.amy).post
    assert post in vacancies(acting(town.sarah), today())
    hold(person=town.sarah, post=post, by=acting(town.sarah), at=now())
    visit(at("person", town.school, town.amy), sarah, status=404)


def test_nobody_closes_their_own_account_nor_one_whose_posts_they_cannot_end(town: Town, around: Around) -> None:
    with pytest.raises(RefusedError, match="your own account"):
        leave(person=town.sarah, by=acting(town.sarah), at=now())
    hold(person=town.amy, post=town.cath_post, by=None, at=now())
    refused = sent(at("leave", town.school, town.amy), signed_in(town.sarah), status=409)
    assert refused
    assert "Amy also has the post of Team manager at Town Council, which you cannot end." in refused.words
    with pytest.raises(RefusedError, match="not on the books"):
        leave(person=colleague_of_nobody(), by=acting(town.sarah), at=now())
    with pytest.raises(RefusedError, match="which you cannot end"):
        leave(person=town.amy, by=acting(around.gwen), at=now())
    leave(person=town.amy, by=acting(town.elin), at=now())
    assert said(town.school)[0] == said(town.council)[0], "both agencies read it"


def colleague_of_nobody() -> Person:
    """Return an active account that was never on anybody's books."""
    return Person.objects.create(name="Ned", email="ned@work.example")


def test_a_lead_does_not_touch_a_post_that_reaches_beyond_her_agency(town: Town) -> None:
    partner = add_post(
        agency=town.school, role=Role.SAFEGUARDING_PARTNER, title="Safeguarding partner", by=None, at=now()
    )
    held = hold(person=town.amy, post=partner, by=None, at=now())
    sarah = signed_in(town.sarah)
    assert "The partnership’s office changes who has this post." in visit(at("post", town.school, partner), sarah).words
    for page in (at("fill", town.school, partner), at("end_holding", town.school, held)):
        visit(page, sarah, status=404)
    with pytest.raises(RefusedError, match="You cannot change who has the post"):
        end_holding(holding=held, last_day=today(), by=acting(town.sarah), at=now())
    sent(at("end_holding", town.school, held), signed_in(town.elin), **on("last_day", today()))


def test_everybody_notes_their_own_days_away_and_takes_them_back(town: Town) -> None:
    amy = signed_in(town.amy)
    page = reverse("directory:own_away")
    wrong = sent(page, amy, status=422, **on("starts", today() + 2 * DAY), **on("ends", today() + DAY))
    assert wrong
    assert "The last day away is before the first" in wrong.words
    sent(page, amy, **on("starts", today() + DAY), **on("ends", today() + 2 * DAY))
    assert "Nobody stands in then for: Practitioner." in visit(ACCOUNT, amy).words
    assert said(town.school)[0].startswith("Amy is away from ")
    absence = Absence.objects.get()
    other = signed_in(town.bob)
    assert other.post(reverse("directory:own_take_back", args=[absence.pk])).status_code == 400, "without a key"
    assert sent(reverse("directory:own_take_back", args=[absence.pk]), other, status=404)
    sent(reverse("directory:own_take_back", args=[absence.pk]), amy)
    assert not Absence.objects.exists()
    assert said(town.school)[0].endswith(" after all.")


def test_who_is_back_early_was_away_until_yesterday(town: Town) -> None:
    absence = record_absence(person=town.amy, starts=today() - DAY, ends=today() + DAY, by=None, at=now())
    take_back_absence(absence=absence, by=acting(town.amy), at=now())
    absence.refresh_from_db()
    assert absence.ends == today() - DAY
    with pytest.raises(RefusedError, match="over, or were taken back"):
        take_back_absence(absence=absence, by=acting(town.amy), at=now())


def test_a_lead_notes_days_away_of_her_people_only(town: Town, around: Around) -> None:
    sarah, page = signed_in(town.sarah), at("away", town.school, town.amy)
    sent(page, sarah, **on("starts", today()), **on("ends", today()))
    absence = Absence.objects.get()
    assert f"{today().day} {today():%B %Y}" in visit(at("person", town.school, town.amy), sarah).words
    sent(at("away_take_back", town.school, town.amy, absence), sarah)
    for person in (town.sarah, around.gwen):
        with pytest.raises(RefusedError, match="Bob also works for Town Council"):
            record_absence(person=town.bob, starts=today(), ends=today(), by=acting(person), at=now())
    visit(at("person", town.school, town.bob), sarah, status=404)
    visit(at("away", town.council, town.bob), sarah, status=404)


def test_who_has_not_set_up_the_account_gets_a_new_link(town: Town, head: Post) -> None:
    first = invite(name="Judith Clay", email="judith@work.example", post=head, by=acting(town.sarah), at=now())
    judith = Person.objects.get(email="judith@work.example")
    sarah = signed_in(town.sarah)
    page = sent(at("invite_again", town.school, judith), sarah, status=200)
    assert page
    assert "It is shown this once" in page.words
    assert Client().get(first).status_code == 410, "the older link ended"
    assert said(town.school)[0] == "Judith Clay got a new invitation link."
    refused = sent(at("invite_again", town.school, town.amy), sarah, status=409)
    assert refused
    assert "Amy has set up the account already." in refused.words


def test_who_was_last_here_and_has_no_post_can_be_put_in_one_again_but_not_a_mover(town: Town, head: Post) -> None:
    held = Holding.objects.get(person=town.amy)
    end_holding(holding=held, last_day=today() - DAY, by=None, at=now())
    page = at("fill", town.school, head)
    assert "Amy" in visit(page, signed_in(town.sarah)).words
    hold(person=town.amy, post=town.cath_post, by=None, at=now())
    assert "Amy" not in visit(page, signed_in(town.sarah)).words


def test_what_was_written_down_stays(town: Town) -> None:
    change = Change.objects.filter(agency=town.school).first()
    assert change
    for statement in ("UPDATE directory_change SET sentence = 'x'", "DELETE FROM directory_change"):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_change_and_its_word_land_together_or_not_at_all(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_more: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("commonground.directory.actions.write_down", broken)
    held = Holding.objects.get(person=town.amy)
    with pytest.raises(DatabaseError), transaction.atomic():
        end_holding(holding=held, last_day=today(), by=acting(town.sarah), at=now())
    held.refresh_from_db()
    assert held.ends is None


def test_an_officer_adds_an_agency_a_team_a_post_and_a_desk(town: Town) -> None:
    elin = signed_in(town.elin)
    sent(reverse("directory:new_agency"), elin, name="River Nursery", kind="early_years")
    nursery = town.partnership.agencies.get(name="River Nursery")
    again = sent(reverse("directory:new_agency"), elin, status=409, name="river nursery", kind="early_years")
    assert again
    assert "There is an agency called river nursery here already." in again.words
    sent(at("new_team", nursery), elin, name="Toddlers")
    team = nursery.teams.get()
    page = visit(at("new_post", nursery), elin).words
    assert "Also called: key worker, childminder, nursery nurse." in page
    assert "Scrutineer" not in page
    asked: dict[str, Any] = {"title": "Toddlers desk", "role": "practitioner", "team": str(team.pk), "desk": "yes"}
    sent(at("new_post", nursery), elin, **asked, mailbox="toddlers@river.example", phone="01632 960 002")
    desk = nursery.posts.get()
    assert (desk.desk, desk.team, desk.mailbox, desk.phone) == (
        True, team, "toddlers@river.example", "01632 960 002",
    )  # fmt: skip
    sent(at("reach", nursery, desk), elin, mailbox="", phone="01632 960 003")
    desk.refresh_from_db()
    assert (desk.mailbox, desk.phone) == ("", "01632 960 003")
    assert said(nursery) == [
        "Toddlers desk has no mailbox and the number 01632 960 003.",
        "The desk Toddlers desk was added: practitioner.",
        "The team Toddlers was added.",
        "River Nursery was added.",
    ]


def test_a_lead_adds_no_agency_team_or_post_and_an_officer_none_next_door(town: Town, around: Around) -> None:
    sarah, gwen = signed_in(town.sarah), signed_in(around.gwen)
    post = Holding.objects.get(person=town.amy).post
    for who, agency in ((sarah, town.school), (gwen, town.school)):
        for name in ("new_team", "new_post"):
            visit(at(name, agency), who, status=404)
        visit(at("reach", agency, post), who, status=404)
    visit(reverse("directory:new_agency"), sarah, status=404)
    for person in (town.sarah, around.gwen):
        by = acting(person)
        with pytest.raises(RefusedError, match="Only the partnership’s office"):
            add_post(agency=town.school, role=Role.PRACTITIONER, title="Teacher", by=by, at=now())
        with pytest.raises(RefusedError, match="Only an officer"):
            add_agency(name="X", kind=AgencyKind.SCHOOL, partnerships=[town.partnership], by=by, at=now())


def test_a_post_of_an_office_belongs_to_its_partnership(town: Town) -> None:
    office = town.partnership.agencies.get(kind=AgencyKind.PARTNERSHIP)
    elin = signed_in(town.elin)
    sent(at("new_post", office), elin, title="Scrutineer", role="scrutineer", desk="no")
    assert Post.objects.get(title="Scrutineer").partnership == town.partnership
    refused = sent(at("new_post", office), elin, status=422, title="Teacher", role="practitioner", desk="no")
    assert refused
