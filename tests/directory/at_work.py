"""A browser at the sign-in of somebody’s organisation, and the provider that stands in for it."""

from collections.abc import Iterator

import pytest
import requests
from django.conf import settings as live
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from commonground.provider import Provider
from tests.directory.conftest import Town
from tests.directory.provider import CLIENT, SECRET, TENANT, Stub, serving
from tests.visiting import Visited, problems

THERE, BACK = "/work-account/", "/work-account/back/"
ENROL = "/second-step/"
ELSEWHERE = {"amr": ["pwd", "mfa"]}


@pytest.fixture(scope="module")
def serves() -> Iterator[Stub]:
    with serving() as stub:
        yield stub


@pytest.fixture
def stub(serves: Stub, settings: Settings, town: Town) -> Stub:  # noqa: ARG001 - the people it signs in
    """Give a provider that the product takes, which says that Amy signs in."""
    cache.clear()
    serves.__init__(port=serves.port)  # type: ignore[misc]
    settings.WORK_PROVIDER = Provider(
        issuer=serves.issuer, client=CLIENT, secret=SECRET, domains=frozenset({"work.example"}), tenant=TENANT,
        name="your council account",
    )  # fmt: skip
    serves.says("amy@work.example")
    return serves


def there(client: Client, onward: str = "") -> str:
    """Begin to sign in; return where a browser is led."""
    answer = client.post(THERE, {"next": onward} if onward else {})
    assert answer.status_code == 302, answer.content[:1000]
    return str(answer.headers["Location"])


def comes_back(led: str) -> str:
    """Go to the provider as a browser does; return the address that it leads back to."""
    answer = requests.get(led, allow_redirects=False, timeout=5)
    location = answer.headers["Location"]
    assert location.startswith(live.BASE_URL + BACK)
    return location.removeprefix(live.BASE_URL)


def sign_in(client: Client, onward: str = "") -> HttpResponse:
    """Sign in at the provider and come back; return the answer."""
    return client.get(comes_back(there(client, onward)))  # type: ignore[return-value]


def who(client: Client) -> str:
    """Return who is signed in, with whatever factors."""
    return str(client.session.get("_auth_user_id", ""))


def refusal(client: Client, status: int = 409) -> str:
    """Sign in, and return the words of the refusal; hold that nobody is signed in and the page is a good one."""
    answer = sign_in(client)
    page = Visited(answer.content.decode(), answer.status_code, 0)
    assert (page.status, who(client)) == (status, ""), page.words
    assert problems(page.tree) == []
    assert "You are not signed in" in page.words
    return page.words
