"""Lost telephone, lost codes: two people together remove the second factors of a third, and enrol none."""

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from commonground.directory.actions import (
    RefusedError,
    accept_invitation,
    add_agency,
    add_person,
    add_post,
    create_partnership,
    end_holding,
    hold,
    leave,
)
from commonground.directory.middleware import BEGAN, mark_second_factor
from commonground.directory.models import Agency, Holding, LostFactor, Partnership, Person
from commonground.directory.removing import (
    ASK_LASTS,
    NOBODY_TO_HELP,
    ask_removal,
    confirm_removal,
    take_back_removal,
)
from commonground.now import london_date, now
from commonground.procedures.terms import AgencyKind, Role
from tests.directory.conftest import PASSWORD, Town, acting, signed_in
from tests.visiting import visit

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


def test_two_together_remove_it_and_the_person_sets_up_a_new_one(
    town: Town, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    amy, bob, hers = signed_in(town.amy), signed_in(town.bob), listed(town.amy)
    assert UserSession.objects.filter(user=town.amy).count() == 1, "the other is not listed, and must end too"
    with_factors(town.amy)
    with_factors(town.bob)
    elin, sarah = signed_in(town.elin), signed_in(town.sarah)
    assert amy.get(ACCOUNT).status_code == 200
    assert send(elin, LOST, {"email": " AMY@work.example ", "reason": REASON}) == (302, LOST)
    lost = LostFactor.objects.get()
    assert Authenticator.objects.filter(user=town.amy).count() == 3, "one alone changes nothing"
    page = visit(LOST, sarah)
    assert REASON in page.words
    assert "by Elin Hughes" in page.words
    with django_capture_on_commit_callbacks(execute=True):
        assert send(sarah, step("confirm", lost)) == (302, LOST)

    assert not Authenticator.objects.filter(user=town.amy).exists()
    assert not UserSession.objects.filter(user=town.amy).exists()
    assert not Session.objects.filter(session_key=hers.cookies["session"].value).exists()
    for gone in (amy, hers):
        assert gone.get(ACCOUNT).headers["Location"].startswith(reverse("account_login"))
    assert Authenticator.objects.filter(user=town.bob).count() == 3, "nobody else’s"
    assert bob.get(ACCOUNT).status_code == 200
    assert sarah.get(ACCOUNT).status_code == 200

    (told,) = mail.outbox
    assert told.to == [town.amy.email]
    assert settings.BASE_URL + reverse("account_login") in told.body
    for personal in ("Amy", "Elin", "Sarah", REASON, "Hill School"):
        assert personal not in f"{told.subject} {told.body}", "no personal data"

    done = visit(LOST, elin).words
    assert re.search(r"Amy: asked by Elin Hughes on .*, confirmed by Sarah on .*\. It is done\.", done)
    assert f"How they knew: {REASON}" in done
    lost.refresh_from_db()
    assert (lost.confirmed_by, lost.asked_by, lost.reason) == (town.sarah, town.elin, REASON)

    anew = Client()
    answer = anew.post(reverse("account_login"), {"login": town.amy.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/", "the password alone, and no second step is asked for"
    for page_of_hers in ("directory:account", "web:home", "differences:start", "mfa_index", "directory:lost"):
        assert anew.get(reverse(page_of_hers)).headers["Location"] == reverse("directory:enrol"), page_of_hers
    assert anew.get(reverse("mfa_activate_totp")).status_code == 200


def test_one_person_is_not_two(town: Town, around: Around) -> None:  # noqa: ARG001 - so that there are others
    with_factors(town.amy)
    lost = asked(town)
    with pytest.raises(RefusedError, match="You asked for this yourself"):
        confirm_removal(lost=lost.pk, by=acting(town.elin), at=now())
    status, page = send(signed_in(town.elin), step("confirm", lost))
    assert status == 409
    assert "You asked for this yourself" in page
    assert Authenticator.objects.filter(user=town.amy).count() == 3
    status, page = send(signed_in(town.elin), LOST, {"email": town.amy.email, "reason": REASON})
    assert status == 422
    assert "This has been asked for Amy already" in page
    assert LostFactor.objects.count() == 1


def test_nobody_does_it_for_themselves(town: Town, around: Around) -> None:
    with_factors(town.sarah)
    with pytest.raises(RefusedError, match="Nobody does this for themselves"):
        ask_removal(email=town.sarah.email.upper(), reason=REASON, by=acting(town.sarah), at=now())
    lost = ask_removal(email=town.sarah.email, reason=REASON, by=acting(around.lena), at=now())
    with pytest.raises(RefusedError, match="Nobody does this for themselves"):
        confirm_removal(lost=lost.pk, by=acting(town.sarah), at=now())
    sarah = signed_in(town.sarah)
    assert send(sarah, step("confirm", lost))[0] == 404
    assert REASON not in visit(LOST, sarah).words
    assert Authenticator.objects.filter(user=town.sarah).count() == 3
    confirm_removal(lost=lost.pk, by=acting(town.elin), at=now())
    assert not Authenticator.objects.filter(user=town.sarah).exists()


@pytest.mark.parametrize("pair", [("elin", "sarah"), ("sarah", "elin"), ("sarah", "lena"), ("lena", "elin")])
def test_officers_and_leads_do_it_in_any_pair(town: Town, around: Around, pair: tuple[str, str]) -> None:
    with_factors(town.amy)
    people = {"elin": town.elin, "sarah": town.sarah, "lena": around.lena}
    lost = asked(town, people[pair[0]])
    confirm_removal(lost=lost.pk, by=acting(people[pair[1]]), at=now())
    assert not Authenticator.objects.filter(user=town.amy).exists()


@pytest.mark.parametrize("who", ["gwen", "farah"])
def test_those_of_elsewhere_neither_ask_nor_see_nor_confirm(town: Town, around: Around, who: str) -> None:
    outsider: Person = getattr(around, who)
    with_factors(town.amy)
    client = signed_in(outsider)
    status, refused = send(client, LOST, {"email": town.amy.email, "reason": REASON})
    assert status == 422
    assert NOBODY_TO_HELP in refused
    lost = asked(town)
    for name in ("confirm", "take_back"):
        assert send(client, step(name, lost))[0] == 404, name
    with pytest.raises(RefusedError, match="You do not hold a post today"):
        confirm_removal(lost=lost.pk, by=acting(outsider), at=now())
    confirm_removal(lost=lost.pk, by=acting(town.sarah), at=now())
    page = visit(LOST, client).words
    assert REASON not in page
    assert "Amy" not in page
    assert send(client, step("confirm", lost))[0] == 404


def test_what_is_not_there_is_answered_as_what_is_not_theirs(town: Town, around: Around) -> None:
    client = signed_in(around.gwen)
    lost = asked(town)
    there = client.post(step("confirm", lost), {"submission": str(uuid4())})
    nowhere = client.post(reverse("directory:lost_confirm", args=[uuid4()]), {"submission": str(uuid4())})
    assert (there.status_code, nowhere.status_code) == (404, 404)


@pytest.mark.parametrize("who", ["amy", "bob"])
def test_a_practitioner_has_no_such_page(town: Town, who: str) -> None:
    person: Person = getattr(town, who)
    lost = asked(town)
    client = signed_in(person)
    assert client.get(LOST).status_code == 403
    assert b"lost their second step" not in client.get(ACCOUNT).content
    for address in (LOST, step("confirm", lost), step("take_back", lost)):
        assert send(client, address, {"email": "sarah@work.example", "reason": REASON})[0] == 403, address
    with pytest.raises(RefusedError, match="Nobody whom you may help"):
        ask_removal(email="sarah@work.example", reason=REASON, by=acting(person), at=now())


def test_an_address_says_nothing_about_who_exists(town: Town, around: Around) -> None:  # noqa: ARG001 - Bob's lead
    sarah = signed_in(town.sarah)
    left = lead("lou", town.school, now() - timedelta(days=9))
    leave(person=left, by=None, at=now())
    said = set()
    for email in ("nobody@work.example", town.bob.email, "gwen@office.example", left.email):
        status, page = send(sarah, LOST, {"email": email, "reason": REASON})
        assert status == 422
        said.add(tuple(re.findall(r'href="#id_email">([^<]+)', page)))
    assert said == {(NOBODY_TO_HELP,)}
    assert not LostFactor.objects.exists()


def test_both_questions_must_be_answered(town: Town) -> None:
    page = visit(LOST, town.sarah, post={"submission": str(uuid4()), "email": "amy", "reason": " "}, status=422)
    assert "Write an e-mail address in full" in page.words
    assert "Tell us how you know that it is them" in page.words
    assert not LostFactor.objects.exists()


def test_an_ask_lasts_a_day(town: Town) -> None:
    with_factors(town.amy)
    assert timedelta(hours=24) == ASK_LASTS
    at = now()
    old = asked(town, at=at - timedelta(hours=24))
    with pytest.raises(RefusedError, match="more than 24 hours ago"):
        confirm_removal(lost=old.pk, by=acting(town.sarah), at=at)
    sarah = signed_in(town.sarah)
    status, page = send(sarah, step("confirm", old))
    assert status == 409
    assert "This was asked more than 24 hours ago." in page
    assert step("confirm", old) not in page
    assert "confirmed by nobody within 24 hours" in visit(LOST, sarah).words
    assert Authenticator.objects.filter(user=town.amy).count() == 3
    confirm_removal(lost=old.pk, by=acting(town.sarah), at=at - timedelta(seconds=1))
    assert not Authenticator.objects.filter(user=town.amy).exists()
    asked(town)  # and what is over keeps nobody from asking anew


def test_whoever_asked_takes_it_back_and_nobody_else(town: Town) -> None:
    with_factors(town.amy)
    lost = asked(town)
    sarah, elin = signed_in(town.sarah), signed_in(town.elin)
    status, page = send(sarah, step("take_back", lost))
    assert status == 409
    assert "Only Elin Hughes, who asked, can take this back." in page
    assert send(elin, step("take_back", lost)) == (302, LOST)
    status, page = send(sarah, step("confirm", lost))
    assert status == 409
    assert "Elin Hughes has taken this back." in page
    assert "taken back on" in visit(LOST, sarah).words
    assert Authenticator.objects.filter(user=town.amy).count() == 3
    asked(town, town.sarah)  # and it can be asked anew
    with pytest.raises(RefusedError, match="has taken this back"):
        take_back_removal(lost=lost.pk, by=acting(town.elin), at=now())


def test_sent_twice_it_happens_once(
    town: Town, around: Around, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with_factors(town.amy)
    elin, sarah = signed_in(town.elin), signed_in(town.sarah)
    form, key = {"email": town.amy.email, "reason": REASON}, str(uuid4())
    assert [send(elin, LOST, form, key) for _ in range(2)] == [(302, LOST)] * 2
    lost = LostFactor.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert [send(sarah, step("confirm", lost), key=key2) for key2 in [str(uuid4())] * 2] == [(302, LOST)] * 2
    TOTP.activate(town.amy, generate_totp_secret())  # she has a new one by now
    with django_capture_on_commit_callbacks(execute=True):
        status, page = send(signed_in(around.lena), step("confirm", lost))
    assert status == 409
    assert "Sarah has confirmed this already." in page
    assert Authenticator.objects.filter(user=town.amy).count() == 1, "the new one stays"
    assert len(mail.outbox) == 1
    lost.refresh_from_db()
    assert lost.confirmed_by == town.sarah


def test_the_posts_of_both_count_on_the_day(town: Town, around: Around) -> None:
    with_factors(town.amy)
    yesterday = london_date(now()) - timedelta(days=1)
    lost = asked(town, around.lena)
    end_holding(holding=Holding.objects.get(person=around.lena), last_day=yesterday, by=None, at=now())
    with pytest.raises(RefusedError, match="Lena, who asked, does not hold a post today"):
        confirm_removal(lost=lost.pk, by=acting(town.sarah), at=now())
    with pytest.raises(RefusedError, match="Nobody whom you may help"):
        ask_removal(email=town.bob.email, reason=REASON, by=acting(around.lena), at=now())
    take_back_removal(lost=lost.pk, by=acting(around.lena), at=now())
    again = asked(town)
    end_holding(holding=Holding.objects.get(person=town.amy), last_day=yesterday, by=None, at=now())
    with pytest.raises(RefusedError, match="You do not hold a post today by which you may help Amy"):
        confirm_removal(lost=again.pk, by=acting(town.sarah), at=now())
    assert Authenticator.objects.filter(user=town.amy).count() == 3


def test_what_was_done_stays_with_the_agency_where_it_was_done(town: Town, around: Around) -> None:
    confirm_removal(lost=asked(town).pk, by=acting(town.sarah), at=now())
    end_holding(holding=Holding.objects.get(person=town.amy), last_day=london_date(now()), by=None, at=now())
    post = add_post(agency=town.council, role=Role.PRACTITIONER, title="Social worker", by=None, at=now())
    hold(person=town.amy, post=post, by=None, at=now())
    assert REASON in visit(LOST, town.sarah).words
    assert REASON in visit(LOST, town.elin).words
    assert REASON not in visit(LOST, around.farah).words


def test_each_step_asks_who_it_is_again_after_ten_minutes(town: Town) -> None:
    with_factors(town.amy)
    lost = asked(town)
    sarah = signed_in(town.sarah)
    session = sarah.session
    session[BEGAN] = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT - 1
    session.save()
    form = {"email": town.amy.email, "reason": REASON}
    for address, data in ((LOST, form), (step("confirm", lost), {}), (step("take_back", lost), {})):
        status, onward = send(sarah, address, data)
        assert status == 302
        assert onward.startswith(reverse("account_reauthenticate")), address
    assert sarah.get(LOST).status_code == 200, "looking needs none"
    assert Authenticator.objects.filter(user=town.amy).count() == 3
    _, onward = send(sarah, step("confirm", lost))
    answer = sarah.post(onward, {"password": PASSWORD})
    assert answer.headers["Location"] == LOST, "what was sent goes on by itself"
    assert not Authenticator.objects.filter(user=town.amy).exists()


def test_the_database_holds_that_they_are_three_people(town: Town) -> None:
    asks = {"person": town.amy, "reason": REASON, "asked_at": now(), "expires": now()}
    for who in (
        {"asked_by": town.amy},
        {"asked_by": town.elin, "confirmed_by": town.elin, "confirmed_at": now()},
        {"asked_by": town.elin, "confirmed_by": town.amy, "confirmed_at": now()},
        {"asked_by": town.elin, "confirmed_by": town.sarah},
        {"asked_by": town.elin, "confirmed_by": town.sarah, "confirmed_at": now(), "taken_back_at": now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LostFactor.objects.create(**asks, **who)
    LostFactor.objects.create(**asks, asked_by=town.elin, confirmed_by=town.sarah, confirmed_at=now())


def test_the_web_may_do_all_of_it_but_rewrite_and_delete(
    town: Town, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    with_factors(town.amy)
    elin, sarah = signed_in(town.elin), signed_in(town.sarah)
    form = {"email": town.amy.email, "reason": REASON}
    with as_role("app"):
        assert send(elin, LOST, form) == (302, LOST)
        assert send(elin, step("take_back", LostFactor.objects.get())) == (302, LOST)
        assert send(elin, LOST, form) == (302, LOST)
        lost = LostFactor.objects.get(taken_back_at=None)
        assert send(sarah, step("confirm", lost)) == (302, LOST)
        assert not Authenticator.objects.filter(user=town.amy).exists()
        assert REASON in visit(LOST, sarah).words
        for change in ({"reason": "Other words."}, {"asked_by": town.sarah}):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                LostFactor.objects.update(**change)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            LostFactor.objects.all().delete()


def test_a_relay_that_is_down_takes_nothing_back(
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def down(*_words: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("commonground.directory.removing.send_mail", down)
    with django_capture_on_commit_callbacks(execute=True):
        confirm_removal(lost=asked(town).pk, by=acting(town.sarah), at=now())
    assert "on_commit" in caplog.text
    assert LostFactor.objects.get().confirmed_by == town.sarah


def test_it_is_offered_to_those_who_may_and_said_at_the_second_step(town: Town) -> None:
    for person in (town.sarah, town.elin):
        assert f'href="{LOST}"' in visit(ACCOUNT, person).markup
    halfway = halfway_in(town.amy)
    page = visit(reverse("mfa_authenticate"), halfway)
    assert "Ask your safeguarding lead or the partnership’s office; two of them together can help." in page.words


def test_someone_halfway_in_gets_no_further_by_the_old_session(town: Town) -> None:
    halfway = halfway_in(town.amy)
    confirm_removal(lost=asked(town).pk, by=acting(town.sarah), at=now())
    answer = halfway.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert answer.headers["Location"] == reverse("account_login")
    assert halfway.get(ACCOUNT).headers["Location"].startswith(reverse("account_login"))


def test_nothing_here_can_enrol() -> None:
    source = Path(__file__).parents[2] / "commonground" / "directory" / "removing.py"
    assert not re.search(r"activate|Authenticator\.objects\.(create|bulk)|set_password", source.read_text("utf-8"))


def test_an_officer_of_any_partnership_of_the_agency_may_help(town: Town, around: Around) -> None:
    town.school.partnerships.add(Partnership.objects.get(name="Elsewhere"))
    lost = asked(town, around.gwen)
    confirm_removal(lost=lost.pk, by=acting(town.elin), at=now())
    assert LostFactor.objects.get().confirmed_by == town.elin
