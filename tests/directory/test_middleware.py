"""One transaction round each answer, the person named to the database, and picking a person."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from commonground.directory.actions import add_person
from commonground.directory.middleware import OPEN
from commonground.directory.models import Person
from commonground.now import now
from tests.directory.conftest import Town, signed_in

LEFT = "left@work.example"


def leave_a_trace(request: HttpRequest, how: str) -> HttpResponse | StreamingHttpResponse:
    """Change something, then end in one of several ways."""
    add_person(name="Left", email=LEFT, by=None, at=now())
    if how == "fault":
        raise ValueError
    if how == "missing":
        raise Http404
    if how == "forbidden":
        raise PermissionDenied
    if how == "template":
        return TemplateResponse(request, engines["django"].from_string("{{ people.fail }}"), {"people": Fails()})
    if how == "stream":
        return StreamingHttpResponse(iter([b"late"]))
    return HttpResponse(status=int(how))


class Fails:
    """Something whose reading fails while a page is drawn."""

    @property
    def fail(self) -> str:
        """Fail, after the view has returned."""
        raise ValueError


def who(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes it
    """Answer with what the database was told, and whether a transaction is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cg_person(), cardinality(cg_posts()), cardinality(cg_agencies())")
        person, posts, agencies = cursor.fetchone()
    return HttpResponse(f"{person or ''}|{posts or 0}|{agencies or 0}|{connection.in_atomic_block}")


urlpatterns = [
    path("", include("commonground.urls")),
    path("trace/<str:how>/", leave_a_trace),
    path("who/", who),
    path("open/", who, name="web:open"),
]


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.parametrize(
    ("how", "kept"),
    [
        ("200", True), ("302", True), ("409", True), ("500", False), ("503", False), ("fault", False),
        ("missing", False), ("forbidden", False), ("template", False), ("stream", False),
    ],
)  # fmt: skip
def test_what_a_page_changes_is_kept_whole_or_not_at_all(town: Town, how: str, kept: bool) -> None:  # noqa: FBT001
    client = signed_in(town.amy)
    client.raise_request_exception = False
    client.get(f"/trace/{how}/")
    assert Person.objects.filter(email=LEFT).exists() is kept


def test_the_database_is_told_who_asks_and_finds_what_they_hold(town: Town) -> None:
    assert signed_in(town.amy).get("/who/").content.decode() == f"{town.amy.pk}|1|1|True"


def test_it_is_told_that_nobody_asks_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonground.directory.middleware.OPEN", OPEN | {"web:open"})
    signed_in(town.amy).get("/who/")
    assert Client().get("/open/").content.decode() == "|0|0|True"
    halfway = Client()
    halfway.force_login(town.amy)
    assert halfway.get("/open/").content.decode() == "|0|0|True", "a password alone gives no sight"


def test_picking_a_person_is_refused_outside_the_demonstration(town: Town) -> None:
    address = reverse("directory:pick")
    client = Client()
    assert not settings.DEMONSTRATION
    assert client.get(address).status_code == 404
    assert client.post(address, {"person": str(town.amy.pk)}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_picking_a_person_counts_as_both_factors_in_the_demonstration(town: Town) -> None:
    account, address = reverse("directory:account"), reverse("directory:pick")
    with override_settings(DEMONSTRATION=True):
        client = Client()
        assert client.get(account).headers["Location"] == f"{address}?next={account}"
        page = client.get(f"{address}?next={account}")
        assert "Amy" in page.content.decode()
        picked: dict[str, Any] = {"person": str(town.amy.pk), "next": account}
        assert client.post(address, picked).headers["Location"] == account
        assert "Amy" in client.get(account).content.decode()
        client.post(address, {"person": str(town.bob.pk), "next": "https://elsewhere.example/"})
        assert client.get(account).context["person"] == town.bob
        assert client.post(address, picked | {"next": "https://elsewhere.example/"}).headers["Location"] == "/"
        assert client.post(address, {"person": "nobody"}).status_code == 404
