"""Lost telephone, lost codes: two people together remove the second factors of a third, and enrol none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from commonground.directory.actions import (
    accept_invitation,
    add_agency,
    add_person,
    add_post,
    create_partnership,
    hold,
)
from commonground.directory.middleware import mark_second_factor
from commonground.directory.models import Agency, LostFactor, Person
from commonground.directory.removing import (
    ask_removal,
)
from commonground.now import now
from commonground.procedures.terms import AgencyKind, Role
from tests.directory.conftest import PASSWORD, Town, acting

ACCOUNT = reverse("directory:account")
LOST = reverse("directory:lost")
REASON = "I rang her on the school’s number and know her voice."


@dataclass(frozen=True)
class Around:
    """Who else there is: another lead of the school, the lead of the council, and the officer next door."""

    lena: Person
    farah: Person
    gwen: Person


@pytest.fixture
def around(town: Town) -> Around:
    at = now() - timedelta(days=30)
    other, link = create_partnership(
        name="Elsewhere", area="Elsewhere", officer="Gwen Tasker", email="gwen@office.example", by=None, at=at
    )
    gwen = accept_invitation(token=link.split("/")[-2], password=PASSWORD, at=at)
    add_agency(name="Far School", kind=AgencyKind.SCHOOL, partnerships=[other], by=None, at=at)
    return Around(lena=lead("lena", town.school, at), farah=lead("farah", town.council, at), gwen=gwen)


def lead(name: str, agency: Agency, at: datetime) -> Person:
    """Return a new safeguarding lead of an agency."""
    person = add_person(name=name.title(), email=f"{name}@work.example", by=None, at=at)
    person.set_password(PASSWORD)
    person.save()
    post = add_post(agency=agency, role=Role.SAFEGUARDING_LEAD, title=f"Lead {name}", by=None, at=at)
    hold(person=person, post=post, by=None, at=at)
    return person


def asked(town: Town, by: Person | None = None, at: datetime | None = None) -> LostFactor:
    """Return an ask for Amy: Elin's, unless somebody else asks."""
    return ask_removal(email=town.amy.email, reason=REASON, by=acting(by or town.elin), at=at or now())


def with_factors(person: Person) -> None:
    """Give somebody an app, a passkey and recovery codes."""
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Telephone", "credential": {}}
    )


def halfway_in(person: Person) -> Client:
    """Return a browser in which somebody with an app has shown the password and nothing more."""
    TOTP.activate(person, generate_totp_secret())
    client = Client()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    return client


def listed(person: Person) -> Client:
    """Return a browser in which somebody signed in by the page, which lists the session, and enrolled then."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    session = client.session
    mark_second_factor(session, person)
    session.save()
    assert client.get(ACCOUNT).status_code == 200
    return client


def send(client: Client, address: str, data: dict[str, str] | None = None, key: str = "") -> tuple[int, str]:
    """Send a form with a key of its own; return the status, and the page's text or where it leads."""
    answer = client.post(address, {"submission": key or str(uuid4()), **(data or {})})
    return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def step(name: str, lost: LostFactor) -> str:
    """Return the address of a step with an ask."""
    return reverse(f"directory:lost_{name}", args=[lost.pk])
