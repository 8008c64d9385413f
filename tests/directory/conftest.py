"""A small partnership for the tests of the directory, built through its actions."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from commonground.directory.actions import (
    accept_invitation,
    add_agency,
    add_person,
    add_post,
    create_partnership,
    hold,
)
from commonground.directory.models import Agency, Partnership, Person, Post
from commonground.directory.queries import Actor, actor_for
from commonground.now import london_date, now
from commonground.procedures.terms import AgencyKind, Role
from tests.visiting import browser

PASSWORD = "copper lantern winter"


@dataclass(frozen=True)
class Town:
    """One partnership with a school and a council; everybody's password is ``PASSWORD``."""

    partnership: Partnership
    school: Agency
    council: Agency
    amy: Person  # practitioner of the school
    sarah: Person  # its safeguarding lead
    bob: Person  # practitioner of the council
    elin: Person  # partnership officer
    cath_post: Post  # line manager of the council: nobody holds it yet


def acting(person: Person) -> Actor:
    """Return somebody as they are today."""
    return actor_for(person, london_date(now()))


def signed_in(person: Person) -> Client:
    """Return a browser in which somebody is signed in with both factors."""
    return browser(person)


@pytest.fixture
def town(db: None) -> Town:  # noqa: ARG001 - the transaction it lives in
    at = now() - timedelta(days=30)
    partnership, link = create_partnership(
        name="Testerton", area="Testerton", officer="Elin Hughes", email="elin@office.example", by=None, at=at
    )
    elin = accept_invitation(token=link.split("/")[-2], password=PASSWORD, at=at)
    school = add_agency(name="Hill School", kind=AgencyKind.SCHOOL, partnerships=[partnership], by=None, at=at)
    council = add_agency(name="Town Council", kind=AgencyKind.COUNCIL, partnerships=[partnership], by=None, at=at)
    people = {}
    for name, agency, role in (
        ("amy", school, Role.PRACTITIONER),
        ("sarah", school, Role.SAFEGUARDING_LEAD),
        ("bob", council, Role.PRACTITIONER),
    ):
        person = add_person(name=name.title(), email=f"{name}@work.example", by=None, at=at)
        person.set_password(PASSWORD)
        person.save()
        post = add_post(agency=agency, role=role, title=role.label.capitalize(), by=None, at=at)
        hold(person=person, post=post, by=None, at=at)
        people[name] = person
    cath_post = add_post(agency=council, role=Role.LINE_MANAGER, title="Team manager", by=None, at=at)
    return Town(partnership, school, council, elin=elin, cath_post=cath_post, **people)
