"""Signing in at one's organisation: who gets in, who does not, and what they are told."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as live
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from commonground.directory.actions import RefusedError, accept_invitation, invite, leave
from commonground.directory.middleware import BEGAN, FACTOR
from commonground.directory.models import Invitation, Person
from commonground.now import now
from commonground.provider import Provider
from tests.directory.at_work import (
    BACK,
    ELSEWHERE,
    ENROL,
    THERE,
    comes_back,
    refusal,
    serves,
    sign_in,
    stub,
    there,
    who,
)
from tests.directory.conftest import PASSWORD, Town
from tests.directory.provider import CLIENT, SECRET, Stub

__all__ = ["serves", "stub"]


def test_without_a_provider_there_is_nothing_to_see(town: Town) -> None:  # noqa: ARG001
    client = Client()
    assert (client.post(THERE).status_code, client.get(BACK).status_code) == (404, 404)
    page = client.get(reverse("account_login"))
    assert b"work-account" not in page.content
    assert "form-action 'self'" in page.headers["Content-Security-Policy"].split("; "), "and to nowhere else"


def test_somebody_on_the_books_signs_in_and_is_asked_for_our_own_second_step(stub: Stub, town: Town) -> None:
    client = Client()
    page = client.get(reverse("account_login"))
    assert b"Sign in with your council account" in page.content
    answer = sign_in(client, "/differences/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/differences/")
    assert who(client) == str(town.amy.pk)
    assert FACTOR not in client.session
    assert BEGAN in client.session
    assert client.get("/differences/").headers["Location"] == ENROL
    (asked,) = stub.asked
    assert asked["redirect_uri"] == live.BASE_URL + BACK
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (town.amy, stub.issuer, "subject of amy@work.example")
    assert account.extra_data == {}, "what the provider said of her is not kept"

    Authenticator.objects.create(user=town.amy, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    again = Client()
    assert sign_in(again).headers["Location"] == reverse("mfa_authenticate")
    assert who(again) == "", "half signed in is not signed in"
    assert SocialAccount.objects.count() == 1


@pytest.mark.parametrize("own_factor", [False, True])
def test_the_provider_s_second_step_counts_only_where_that_is_set_and_it_was_shown(
    stub: Stub, town: Town, settings: Settings, own_factor: bool  # noqa: FBT001
) -> None:  # fmt: skip
    if own_factor:
        Authenticator.objects.create(user=town.amy, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    for counts, amr, enough in ((False, ELSEWHERE, False), (True, {}, False), (True, {"amr": "mfa"}, False),
                                (True, ELSEWHERE, True)):  # fmt: skip
        settings.WORK_PROVIDER = Provider(
            issuer=stub.issuer, client=CLIENT, secret=SECRET, domains=frozenset({"work.example"}),
            counts_second_step=counts,
        )  # fmt: skip
        stub.says("amy@work.example", **amr)
        client = Client()
        answer = sign_in(client)
        assert (client.session.get(FACTOR) == str(town.amy.pk)) is enough
        assert (client.get("/your-account/").status_code == 200) is enough
        assert (answer.headers["Location"] == reverse("mfa_authenticate")) is (own_factor and not enough)


def test_nobody_gets_an_account_by_signing_in(stub: Stub) -> None:
    before = Person.objects.count()
    stub.says("new@work.example")
    said = refusal(Client())
    assert "Nobody with the address new@work.example has an account here." in said
    assert "Ask the safeguarding lead of your agency" in said
    assert Person.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_the_case_of_an_address_does_not_matter(stub: Stub, town: Town) -> None:
    stub.says("Amy@Work.Example")
    client = Client()
    sign_in(client)
    assert who(client) == str(town.amy.pk)


def test_a_closed_account_stays_closed(stub: Stub, town: Town) -> None:  # noqa: ARG001
    client = Client()
    sign_in(client)
    leave(person=town.amy, by=None, at=now())
    assert client.get(ENROL).status_code == 302, "the session is over as well"
    assert "This account is closed. Ask your safeguarding lead." in refusal(Client())


def test_the_way_back_works_once_and_only_in_the_browser_that_went(stub: Stub) -> None:  # noqa: ARG001
    first, thief = Client(), Client()
    address = comes_back(there(first))
    assert thief.get(address).status_code == 400, "another browser has no such state"
    assert first.get(address).status_code == 302
    assert first.get(address).status_code == 400, "it is used up"
    code = dict(parse_qsl(urlsplit(address).query))["code"]
    victim = Client()
    led = dict(parse_qsl(urlsplit(there(victim)).query))
    assert victim.get(f"{BACK}?code={code}&state={led['state']}").status_code == 400, "a code of another sign-in"
    assert (who(thief), who(victim)) == ("", "")


def test_a_change_of_mind_leads_back_to_sign_in(stub: Stub) -> None:
    stub.refuses = "access_denied"
    client = Client()
    answer = sign_in(client)
    assert answer.headers["Location"] == reverse("account_login")
    assert b"You did not sign in with your work account." in client.get(reverse("account_login")).content
    stub.refuses = "server_error"
    assert "did not work" in refusal(client, 400)


def test_a_provider_that_is_away_or_talks_nonsense_is_said_in_words(stub: Stub, settings: Settings) -> None:
    client = Client()
    address = comes_back(there(client))
    stub.claims = {"aud": {"not": "an audience"}}
    assert client.get(address).status_code == 400
    cache.clear()
    settings.WORK_PROVIDER = Provider(
        issuer="http://127.0.0.1:9/", client=CLIENT, secret=SECRET, domains=frozenset({"work.example"})
    )
    answer = client.post(THERE)
    assert answer.status_code == 400
    assert b"sign in with your password" in answer.content


def test_nobody_is_led_to_another_site(stub: Stub) -> None:  # noqa: ARG001
    for onward in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert sign_in(Client(), onward).headers["Location"] == "/"


def test_it_begins_with_a_form_of_ours(stub: Stub) -> None:  # noqa: ARG001
    assert Client().get(THERE).status_code == 405
    assert Client(enforce_csrf_checks=True).post(THERE).status_code == 403


def test_where_it_leads_back_to_is_no_matter_of_the_request(stub: Stub, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "evil.example"]
    Client().post(THERE, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert stub.asked == []
    answer = Client().post(THERE, headers={"host": "evil.example"})
    assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query))["redirect_uri"] == live.BASE_URL + BACK


# Links by which an account is set up


def test_who_signed_in_at_work_is_not_set_up_again_by_a_link(stub: Stub, town: Town) -> None:
    link = invite(name="Cath", email="cath@work.example", post=town.cath_post, by=None, at=now())
    stub.says("cath@work.example")
    client = Client()
    sign_in(client)
    cath = Person.objects.get(email="cath@work.example")
    assert who(client) == str(cath.pk)
    assert not Invitation.objects.filter(person=cath, used=None).exists()
    with pytest.raises(RefusedError, match="used already"):
        accept_invitation(token=link.split("/")[-2], password=PASSWORD, at=now())
    with pytest.raises(RefusedError, match="belongs to an account"):
        invite(name="Cath", email="cath@work.example", post=town.cath_post, by=None, at=now())


def test_nor_by_a_forgotten_password_that_they_never_had(
    stub: Stub, town: Town, mailoutbox: list[object]
) -> None:  # fmt: skip
    reset = reverse("account_reset_password")
    town.amy.set_unusable_password()
    town.amy.save()
    sign_in(Client())
    Client().post(reset, {"email": "amy@work.example"})
    assert mailoutbox == []
    stub.says("bob@work.example")
    sign_in(Client())
    Client().post(reset, {"email": "bob@work.example"})
    assert len(mailoutbox) == 1, "Bob has a password beside it"


def test_who_has_no_factor_here_shows_the_provider_s_again_for_what_matters_most(
    stub: Stub, town: Town, settings: Settings
) -> None:
    settings.WORK_PROVIDER = Provider(
        issuer=stub.issuer, client=CLIENT, secret=SECRET, domains=frozenset({"work.example"}), counts_second_step=True
    )
    town.sarah.set_unusable_password()
    town.sarah.save()
    stub.says("sarah@work.example", **ELSEWHERE)
    client = Client()
    sign_in(client)
    page = client.get(reverse("directory:lost")).content.decode()
    found = re.search(r'name="submission" value="([^"]+)"', page)
    assert found
    form = {"submission": found[1], "email": "amy@work.example", "reason": "I rang her."}
    session = client.session
    session[BEGAN] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()
    answer = client.post(reverse("directory:lost"), form)
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert client.get("/your-account/").status_code == 302


# Groups
