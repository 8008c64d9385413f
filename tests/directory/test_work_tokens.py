"""What the provider says is believed only as far as it can vouch for it."""

import logging
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from commonground import provider as naming
from commonground.directory.models import Person
from tests.directory.at_work import (
    BACK,
    THERE,
    comes_back,
    refusal,
    serves,
    sign_in,
    stub,
    there,
    who,
)
from tests.directory.conftest import Town
from tests.directory.provider import ANOTHER_KEY, SECRET, Stub

__all__ = ["serves", "stub"]


@pytest.mark.parametrize(
    ("email", "more", "says"),
    [
        (None, {"preferred_username": "amy@work.example"}, "sent no email address"),
        ("", {}, "sent no email address"),
        ("amy@work.example", {"email_verified": False}, "cannot vouch for"),
        ("amy@work.example", {"xms_edov": "0"}, "cannot vouch for"),
        ("elin@office.example", {}, "cannot vouch for"),
        ("amy@work.example.evil.example", {}, "cannot vouch for"),
        ("amy@evil.example@work.example", {}, "Nobody with the address"),
        ("bob@work.example", {"tid": "another"}, "another organisation"),
        ("bob@work.example", {"tid": None}, "another organisation"),
        ("b\u00f6b@work.example", {}, "Nobody with the address"),
        (["amy@work.example"], {}, "sent no email address"),
    ],
)
def test_only_an_address_that_the_provider_can_vouch_for_is_believed(
    stub: Stub,
    email: Any,  # noqa: ANN401 whatever a provider may send
    more: dict[str, Any],
    says: str,
) -> None:
    stub.says(email, **more)
    said = refusal(Client())
    assert says.replace("cannot vouch for", "is not an address that this sign-in can vouch for") in said
    assert not SocialAccount.objects.exists()


def test_an_address_that_only_looks_alike_is_nobody_s(stub: Stub, town: Town) -> None:
    """PostgreSQL's upper case of the dotless i is I: without a second look ı would be i."""
    lookalike = Person.objects.filter(pk=town.amy.pk)
    lookalike.update(email="mimi@work.example")
    stub.says("m\u0131m\u0131@work.example")
    assert "Nobody with the address" in refusal(Client())


def test_another_subject_for_the_same_address_is_refused_and_logged(
    stub: Stub, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(Client())
    stub.says("amy@work.example", sub="somebody who was given her address")
    with caplog.at_level(logging.WARNING):
        said = refusal(Client())
    assert "is not the one that did before, so nobody is signed in" in said
    assert "address came with another work account" in caplog.text
    assert SocialAccount.objects.get().uid == "subject of amy@work.example"
    call_command("work_accounts", "forget", "amy@work.example", stdout=StringIO())
    client = Client()
    sign_in(client)
    assert who(client) == str(town.amy.pk)


def test_the_same_subject_with_another_address_is_refused_and_logged(
    stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    sign_in(Client())
    stub.says("bob@work.example", sub="subject of amy@work.example")
    with caplog.at_level(logging.WARNING):
        assert "signed in here before with another address" in refusal(Client())
    assert "work account came with another address" in caplog.text


def forged(stub: Stub, how: str) -> None:
    """Have the provider's token be one that it should not be."""
    stub.says("amy@work.example")
    match how:
        case "another's key":
            stub.key = ANOTHER_KEY
        case "no signature":
            stub.key, stub.algorithm = None, "none"
        case "the client's secret":
            stub.key, stub.algorithm = SECRET.ljust(32), "HS256"
        case "another name":
            stub.calls_itself = "https://evil.example"
        case _:
            name, _, value = how.partition("=")
            stub.claims[name] = {"1": 1, "": None}.get(value, value)


@pytest.mark.parametrize(
    "how",
    [
        "another's key", "no signature", "the client's secret", "another name", "iss=https://evil.example",
        "aud=another-product", "azp=another-product", "nonce=of another sign-in", "nonce=", "exp=1", "sub=",
    ],
)  # fmt: skip
def test_a_token_that_is_not_the_provider_s_for_this_sign_in_opens_nothing(
    stub: Stub, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    forged(stub, how)
    client = Client()
    with caplog.at_level(logging.WARNING):
        led = client.post(THERE)
        answer = led if led.status_code != 302 else client.get(comes_back(str(led.headers["Location"])))
    assert (answer.status_code, who(client)) in {(400, ""), (409, "")}
    assert (b"did not work" in answer.content) is (answer.status_code == 400)
    assert "amy@" not in caplog.text
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "header",
    ["REMOTE_USER", "HTTP_REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER", "HTTP_X_FORWARDED_EMAIL",
     "HTTP_X_AUTH_REQUEST_EMAIL", "HTTP_X_MS_CLIENT_PRINCIPAL_NAME", "HTTP_X_MS_CLIENT_PRINCIPAL",
     "HTTP_X_MS_TOKEN_AAD_ID_TOKEN", "HTTP_OIDC_CLAIM_EMAIL", "HTTP_AUTHORIZATION"],
)  # fmt: skip
def test_no_header_says_who_somebody_is(stub: Stub, header: str) -> None:  # noqa: ARG001
    client = Client()
    client.defaults[header] = "amy@work.example"
    for url in ("/", "/your-account/", BACK):
        client.get(url)
        assert who(client) == ""
    assert client.get("/your-account/").headers["Location"].startswith(reverse("account_login"))


# What the environment says

NAMED = {
    "COMMONGROUND_OIDC_ISSUER": "https://login.example/t/v2.0",
    "COMMONGROUND_OIDC_CLIENT": "c",
    "COMMONGROUND_OIDC_SECRET": "s",
    "COMMONGROUND_OIDC_DOMAINS": "Council.example health.example",
}


def test_the_environment_names_it_whole_or_not_at_all(tmp_path: Any) -> None:  # noqa: ANN401 pytest's
    assert naming.read({}, unsafe=False) is None
    found = naming.read({**NAMED, "COMMONGROUND_OIDC_ORIGINS": "https://adfs.example"}, unsafe=False)
    assert found
    assert found.domains == {"council.example", "health.example"}
    assert found.origins == ("https://login.example", "https://adfs.example")
    assert (found.counts_second_step, found.name) == (False, "your work account")
    secret = tmp_path / "secret"
    secret.write_text("from a file\n", encoding="ascii")
    secret.chmod(0o400)
    by_file = {**NAMED, "COMMONGROUND_OIDC_SECRET": "", "COMMONGROUND_OIDC_SECRET_FILE": str(secret)}
    kept = naming.read(by_file, unsafe=False)
    assert kept
    assert kept.secret == "from a file"
    secret.chmod(0o440)
    for wrong, says in (
        ({**NAMED, "COMMONGROUND_OIDC_DOMAINS": ""}, "not COMMONGROUND_OIDC_DOMAINS"),
        ({**NAMED, "COMMONGROUND_OIDC_SECRET": ""}, "COMMONGROUND_OIDC_SECRET_FILE"),
        ({**NAMED, "COMMONGROUND_OIDC_ISSUER": "http://login.example"}, "must begin with https"),
        (by_file, "may be read by others"),
    ):
        with pytest.raises(ImproperlyConfigured, match=says):
            naming.read(wrong, unsafe=False)


def test_a_token_is_made_as_real_ones_are(stub: Stub) -> None:
    """What the stub signs, another reader verifies: so what it signs wrongly is refused for that and nothing else."""
    led = there(Client())
    location = requests.get(led, allow_redirects=False, timeout=5).headers["Location"]
    code = dict(parse_qsl(urlsplit(location).query))["code"]
    assert stub.token({"code": code}) is None, "PKCE, client and secret are asked for"
    assert jwt.PyJWKSet.from_dict(stub.keys())["first"].algorithm_name == "RS256"
