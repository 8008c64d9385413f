"""Two who can vouch answer at the same moment, and one button is pressed twice: by real threads, once each."""

from collections.abc import Iterator
from threading import Barrier, Thread
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from commonground.differences.models import Vouching
from commonground.directory.demonstration import member
from commonground.directory.models import Agency
from commonground.directory.people.vouching import list_group
from commonground.notices.models import Notice
from tests.conftest import Clone
from tests.connected import connected
from tests.differences.raising import Browser, build_fairhaven, fresh
from tests.differences.test_not_listed import GROUP, page_of, written

WINDOWS = 4


@pytest.fixture
def fairhaven(clone: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[Clone]:
    """Build Fairhaven in a database of the test's own."""
    with django_db_blocker.unblock(), connected(clone.owner):
        build_fairhaven()
        yield clone


def at_once(clone: Clone, forms: list[tuple[Browser, str, dict[str, str]]]) -> list[int]:
    """Send these forms at the same moment, each by a thread of its own; return what each was answered."""
    barrier, got = Barrier(len(forms)), list[int]()

    def send(browser: Browser, address: str, form: dict[str, str]) -> None:
        with connected(clone.app):
            barrier.wait()
            got.append(browser.post(address, form).status_code)

    threads = [Thread(target=send, args=one) for one in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(got)


def window(name: str) -> Browser:
    return Browser(member(name))


def test_two_vouchers_answer_once(fairhaven: Clone) -> None:
    amy = window("amy")
    amy.sends(reverse("differences:ask_to_vouch", args=[written(amy)]))
    row = Vouching.objects.get()
    names = ("sarah", "elin") * (WINDOWS // 2)
    got = at_once(fairhaven, [(window(name), page_of(row), {"says": "yes"} | fresh()) for name in names])
    assert got == [302, 409, 409, 409]
    assert Agency.objects.filter(name=GROUP["name"]).count() == 1
    assert Notice.objects.filter(kind="vouching_answered").count() == 1


def test_of_two_asks_for_one_group_vouched_for_at_once_the_second_finds_it_listed(
    fairhaven: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Barrier(2)

    def listed_together(**asked: Any) -> Agency:  # noqa: ANN401 as the action calls it
        both.wait()
        return list_group(**asked)

    monkeypatch.setattr("commonground.differences.actions.vouching.list_group", listed_together)
    for name in ("amy", "judith"):
        browser = window(name)
        browser.sends(reverse("differences:ask_to_vouch", args=[written(browser)]))
    rows = Vouching.objects.order_by("asked_at")
    answers = [
        (window(by), page_of(row), {"says": "yes"} | fresh()) for by, row in zip(("sarah", "elin"), rows, strict=True)
    ]
    assert at_once(fairhaven, answers) == [302, 409]
    assert Agency.objects.filter(name=GROUP["name"]).count() == 1
    assert sorted(Vouching.objects.values_list("came", flat=True)) == ["", "yes"]


def test_one_draft_is_asked_about_once(fairhaven: Clone) -> None:
    amy = window("amy")
    ask = reverse("differences:ask_to_vouch", args=[written(amy)])
    assert at_once(fairhaven, [(window("amy"), ask, fresh()) for _ in range(WINDOWS)]) == [302] * WINDOWS
    assert Vouching.objects.count() == 1
