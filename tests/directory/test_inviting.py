"""Invitations: one use, seven days, one's own agency, and never a role that reaches further."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from commonground.directory.actions import (
    RefusedError,
    accept_invitation,
    add_agency,
    add_post,
    create_partnership,
    digest_of,
    hold,
    invite,
    leave,
)
from commonground.directory.models import Holding, Invitation, Partnership, Person
from commonground.directory.queries import actor_for, vacancies
from commonground.now import london_date, now
from commonground.procedures.terms import AgencyKind, Role
from tests.directory.conftest import PASSWORD, Town, acting, signed_in


def token(link: str) -> str:
    """Return the secret part of a link."""
    return link.split("/")[-2]


def test_a_link_works_once_and_only_its_digest_is_kept(town: Town) -> None:
    link = invite(name="Cath", email="cath@work.example", post=town.cath_post, by=None, at=now())
    kept = Invitation.objects.get(person__email="cath@work.example")
    assert kept.digest == digest_of(token(link))
    assert token(link) not in str(kept.__dict__)
    cath = accept_invitation(token=token(link), password=PASSWORD, at=now())
    assert cath.check_password(PASSWORD)
    with pytest.raises(RefusedError, match="used already"):
        accept_invitation(token=token(link), password="another good pass", at=now())
    answer = Client().post(link, {"password": "another good pass"})
    assert answer.status_code == 410
    cath.refresh_from_db()
    assert cath.check_password(PASSWORD)


def test_a_link_works_for_seven_days(town: Town) -> None:
    link = invite(name="Cath", email="cath@work.example", post=town.cath_post, by=None, at=now())
    with pytest.raises(RefusedError, match="seven days"):
        accept_invitation(token=token(link), password=PASSWORD, at=now() + timedelta(days=7))
    accept_invitation(token=token(link), password=PASSWORD, at=now() + timedelta(days=7, seconds=-5))


def test_a_made_up_link_and_one_of_a_leaver_lead_nowhere(town: Town) -> None:
    assert Client().get(reverse("directory:accept", args=["made-up"])).status_code == 410
    link = invite(name="Cath", email="cath@work.example", post=town.cath_post, by=None, at=now())
    leave(person=Person.objects.get(email="cath@work.example"), by=None, at=now())
    assert Client().get(link).status_code == 410


def test_inviting_again_ends_the_first_link(town: Town) -> None:
    asked: dict[str, Any] = {
        "name": "Cath", "email": "cath@work.example", "post": town.cath_post, "by": None, "at": now(),
    }  # fmt: skip
    first, second = invite(**asked), invite(**asked)
    with pytest.raises(RefusedError):
        accept_invitation(token=token(first), password=PASSWORD, at=now())
    accept_invitation(token=token(second), password=PASSWORD, at=now())
    assert Holding.objects.filter(person__email="cath@work.example").count() == 1


def test_nobody_gets_at_an_account_that_is_in_use(town: Town) -> None:
    for email in (town.bob.email, town.bob.email.upper()):
        with pytest.raises(RefusedError, match="belongs to an account"):
            invite(name="Bob", email=email, post=town.cath_post, by=None, at=now())
    town.bob.refresh_from_db()
    assert town.bob.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["short", "password12345", "cath@work.example", "safeguarding!"])
def test_an_easy_password_is_refused_and_the_link_still_works(town: Town, password: str) -> None:
    link = invite(name="Cath", email="cath@work.example", post=town.cath_post, by=None, at=now())
    client = Client()
    page = client.post(link, {"password": password})
    assert page.status_code == 200
    assert b"There is a problem" in page.content
    assert client.post(link, {"password": PASSWORD}).status_code == 302


def test_a_lead_fills_posts_of_her_own_agency_only(town: Town) -> None:
    at = now()
    sarah = acting(town.sarah)
    ours = add_post(agency=town.school, role=Role.SENIOR_MANAGER, title="Head teacher", by=None, at=at)
    theirs = town.cath_post
    assert vacancies(sarah, london_date(at)) == [ours]
    invite(name="Judith", email="judith@work.example", post=ours, by=sarah, at=at)
    with pytest.raises(RefusedError, match="cannot invite"):
        invite(name="Cath", email="cath@work.example", post=theirs, by=sarah, at=at)
    assert not Person.objects.filter(email="cath@work.example").exists()


@pytest.mark.parametrize(
    "role",
    [
        Role.SAFEGUARDING_PARTNER, Role.LIBRARY_EDITOR, Role.PARTNERSHIP_CHAIR, Role.FACILITATOR, Role.SCRUTINEER,
    ],
)  # fmt: skip
def test_a_lead_grants_no_role_that_reaches_beyond_her_agency(town: Town, role: Role) -> None:
    post = add_post(agency=town.school, role=role, title="Further", by=None, at=now())
    assert post not in vacancies(acting(town.sarah), london_date(now()))
    with pytest.raises(RefusedError, match="cannot invite"):
        invite(name="Mate", email="mate@work.example", post=post, by=acting(town.sarah), at=now())


def test_a_practitioner_invites_nobody(town: Town) -> None:
    free = add_post(agency=town.school, role=Role.SENIOR_MANAGER, title="Head teacher", by=None, at=now())
    with pytest.raises(RefusedError):
        invite(name="Mate", email="mate@work.example", post=free, by=acting(town.amy), at=now())
    assert signed_in(town.amy).get(reverse("directory:invite")).status_code == 403


def test_an_officer_fills_posts_of_her_partnership_and_of_no_other(town: Town) -> None:
    at = now()
    other, _ = create_partnership(
        name="Elsewhere", area="Elsewhere", officer="Gwen", email="gwen@office.example", by=None, at=at
    )
    school = add_agency(name="Far School", kind=AgencyKind.SCHOOL, partnerships=[other], by=None, at=at)
    far = add_post(agency=school, role=Role.PRACTITIONER, title="Teacher", by=None, at=at)
    office = other.agencies.get(kind=AgencyKind.PARTNERSHIP)
    officer = add_post(agency=office, role=Role.PARTNERSHIP_OFFICER, title="Officer", partnership=other, by=None, at=at)
    elin = acting(town.elin)
    assert vacancies(elin, london_date(at)) == [town.cath_post]
    for post in (far, officer):
        with pytest.raises(RefusedError):
            invite(name="Mate", email="mate@work.example", post=post, by=elin, at=at)
    invite(name="Cath", email="cath@work.example", post=town.cath_post, by=elin, at=at)


def test_the_page_shows_the_link_once_and_refuses_a_foreign_post(town: Town) -> None:
    ours = add_post(agency=town.school, role=Role.SENIOR_MANAGER, title="Head teacher", by=None, at=now())
    client = signed_in(town.sarah)
    address = reverse("directory:invite")
    assert b"Head teacher" in client.get(address).content
    asked = {"name": "Judith Clay", "email": "judith@work.example", "title": "Head teacher"}
    refused = client.post(address, asked | {"post": str(town.cath_post.pk)})
    assert b"Choose one of the answers shown" in refused.content
    assert not Person.objects.filter(email="judith@work.example").exists()
    page = client.post(address, asked | {"post": str(ours.pk)})
    made = Invitation.objects.get(person__email="judith@work.example")
    link = page.context["link"]
    assert digest_of(token(link)) == made.digest
    assert made.by == town.sarah
    assert link.encode() in page.content
    assert link.encode() not in client.get(address).content


def test_a_post_that_is_taken_is_not_offered(town: Town) -> None:
    at = now()
    assert town.cath_post in vacancies(acting(town.elin), london_date(at))
    hold(person=town.bob, post=town.cath_post, by=None, at=at)
    assert town.cath_post not in vacancies(acting(town.elin), london_date(at))


@pytest.mark.usefixtures("db")
def test_the_command_makes_the_first_partnership_and_its_officer() -> None:
    said = StringIO()
    asked = {"area": "the vale", "officer": "Gwen Tasker", "email": "Gwen@Office.example", "stdout": said}
    call_command("create_partnership", "Vale", **asked)
    link = said.getvalue().split()[-1]
    gwen = accept_invitation(token=token(link), password=PASSWORD, at=now())
    assert gwen.email == "gwen@office.example"
    assert actor_for(gwen, london_date(now())).offices == {Partnership.objects.get(name="Vale").pk}
    with pytest.raises(CommandError, match="already"):
        call_command("create_partnership", "Vale", **asked)
