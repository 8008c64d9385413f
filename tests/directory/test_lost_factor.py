"""Lost telephone, lost codes: two people together remove the second factors of a third. Who may, and until when."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from commonground.directory.actions import (
    RefusedError,
    leave,
)
from commonground.directory.models import LostFactor, Person
from commonground.directory.removing import (
    ASK_LASTS,
    NOBODY_TO_HELP,
    ask_removal,
    confirm_removal,
    take_back_removal,
)
from commonground.now import now
from tests.directory.conftest import PASSWORD, Town, acting, signed_in
from tests.directory.lost import (
    ACCOUNT,
    LOST,
    REASON,
    Around,
    around,
    asked,
    lead,
    listed,
    send,
    step,
    with_factors,
)
from tests.visiting import visit

__all__ = ["around"]


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
