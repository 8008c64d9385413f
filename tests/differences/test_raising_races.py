"""One draft sent twice at the same moment, by real threads in a database that truly commits: raised once."""

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from pytest_django import DjangoDbBlocker

from commonground.differences.models import Difference, Draft
from commonground.directory.demonstration import member
from commonground.record.models import Head
from tests.conftest import Clone
from tests.connected import connected
from tests.differences.raising import Browser, answered, build_fairhaven, check, fresh

TOGETHER = 4


@pytest.fixture
def fairhaven(clone: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[Clone]:
    """Build Fairhaven in a database of the test's own."""
    with django_db_blocker.unblock(), connected(clone.owner):
        build_fairhaven()
        yield clone


def at_once(clone: Clone, browser: Browser, address: str, forms: list[dict[str, str]]) -> list[tuple[int, str]]:
    """Send these forms at the same moment, each by a thread of its own; return what each was answered."""
    barrier = Barrier(len(forms))
    got: list[tuple[int, str]] = []

    def send(form: dict[str, str]) -> None:
        with connected(clone.app):
            mine = Browser(member("amy"))
            mine.cookies = browser.cookies
            barrier.wait()
            answer = mine.post(address, form)
            got.append((answer.status_code, answer.headers.get("Location", "")))

    threads = [Thread(target=send, args=[form]) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_the_same_form_sent_at_once_gets_the_same_answer(fairhaven: Clone) -> None:
    amy = Browser(member("amy"))
    form = fresh()
    got = at_once(fairhaven, amy, check(answered(amy)), [form] * TOGETHER)
    assert len(got) == TOGETHER
    assert {status for status, _ in got} == {302}
    assert len({where for _, where in got}) == 1
    assert (Difference.objects.count(), Head.objects.count(), Draft.objects.count()) == (1, 1, 0)


def test_two_windows_on_one_draft_send_it_once(fairhaven: Clone) -> None:
    amy = Browser(member("amy"))
    got = at_once(fairhaven, amy, check(answered(amy)), [fresh() for _ in range(TOGETHER)])
    assert sorted(status for status, _ in got) == [302, 404, 404, 404]
    assert (Difference.objects.count(), Head.objects.count(), Draft.objects.count()) == (1, 1, 0)
