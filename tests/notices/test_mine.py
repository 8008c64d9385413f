"""The page of one's own notices: mine, by two locks each of which holds alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from commonground.directory.models import Person
from commonground.directory.queries import NOBODY, Actor
from commonground.notices.models import Notice
from commonground.notices.views import A_PAGE, mine
from commonground.permissions import Permission
from tests.connected import tell_database
from tests.notices.conftest import AMY, left

AsRole = Callable[[str], AbstractContextManager[None]]

pytestmark = pytest.mark.django_db


def actor(key: UUID) -> Actor:
    return replace(NOBODY, person=Person(pk=key, name="Amy Adeyemi"), permissions=frozenset({Permission.OWN_ACCOUNT}))


def page(who: Actor, address: str = "/notices/") -> str:
    request = RequestFactory().get(address)
    request.actor = who  # type: ignore[attr-defined]
    request.session = SessionStore()
    response = mine(request)
    assert response.status_code == 200
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_it_shows_what_the_mails_say(settings: Settings) -> None:
    settings.NOTICES_DELIVER = True
    left("amy@example.org")
    left("amy@example.org", kind="answered")
    shown = page(actor(AMY))
    assert '<h1 class="govuk-heading-l">Messages to you</h1>' in shown
    assert shown.count("Common Ground 7K3F-9QXM-2C:") == 2
    assert "Stage: Practitioners" in shown
    assert shown.count("Not sent yet") == 2
    settings.NOTICES_DELIVER = False
    shown = page(actor(AMY))
    assert "What would have been sent to you" in shown
    assert "Not sent yet" not in shown


def test_nobody_sees_another_s_notices_with_the_database_s_lock_off() -> None:
    left("amy@example.org", "desk@example.org")
    assert "7K3F" in page(actor(AMY))
    assert "There are none yet" in page(actor(uuid4()))


def test_nobody_sees_another_s_notices_with_the_page_s_lock_off(as_role: AsRole) -> None:
    left("amy@example.org", "desk@example.org")
    for who, seen in ((actor(AMY), ["amy@example.org"]), (actor(uuid4()), []), (NOBODY, [])):
        with as_role("app"):
            tell_database(who)
            assert list(Notice.objects.values_list("address", flat=True)) == seen


def test_it_works_as_the_web_does(as_role: AsRole) -> None:
    left("amy@example.org")
    with as_role("app"):
        tell_database(actor(AMY))
        assert "7K3F" in page(actor(AMY))


def test_who_is_not_signed_in_is_refused() -> None:
    with pytest.raises(PermissionDenied):
        page(NOBODY)


def test_long_lists_have_pages() -> None:
    for number in range(A_PAGE + 1):
        left("amy@example.org", about=f"entry {number}")
    first, second = page(actor(AMY)), page(actor(AMY), "/notices/?page=2")
    assert (first.count("Open 7K3F"), second.count("Open 7K3F")) == (A_PAGE, 1)
    assert "Older" in first
    assert "Newer" in second
    assert page(actor(AMY), "/notices/?page=no-number").count("Open 7K3F") == A_PAGE
