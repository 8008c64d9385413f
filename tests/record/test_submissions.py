"""A form sent twice changes things once; a form with mistakes, or a try that failed, can be sent again."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context, Template
from django.test import RequestFactory
from pytest_django import DjangoDbBlocker

from commonground.record.models import Submission
from commonground.record.submissions import UnusableKeyError, claim, forget, mint, once
from tests.conftest import Clone
from tests.connected import connected
from tests.record.conftest import AMY, AT

BOB = SimpleNamespace(pk=uuid4(), name="Bob")


class Acting:
    """A view behind `once`, and what it did: redirects unless told to answer otherwise."""

    def __init__(self, answer: Callable[[int], HttpResponse] | None = None) -> None:
        self.done: list[int] = []
        self.answer = answer or (lambda number: HttpResponseRedirect(f"/differences/{number}/"))
        self.guarded = once(self.view)

    def view(self, _request: HttpRequest) -> HttpResponse:
        """Act, slowly enough for another to come in between."""
        self.done.append(len(self.done) + 1)
        time.sleep(0.05)
        return self.answer(len(self.done))

    def post(self, key: object, person: object = AMY) -> HttpResponse:
        """Send a form in a transaction of its own, as the middleware does."""
        request = RequestFactory().post("/", {"submission": str(key)} if key else {})
        request.actor = SimpleNamespace(person=person)  # type: ignore[attr-defined]
        with transaction.atomic():
            response = self.guarded(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        assert isinstance(response, HttpResponse)
        return response


@pytest.fixture
def web(clone: Clone, django_db_blocker: DjangoDbBlocker) -> Callable[[Callable[[], object]], object]:
    """Give a way of calling something as the role `app`, truly committing, in whatever thread."""

    def call(function: Callable[[], object]) -> object:
        with django_db_blocker.unblock(), connected(clone.app):
            return function()

    return call


def test_the_same_key_again_gets_the_first_answer(web: Callable[[Callable[[], object]], object]) -> None:
    acting, key = Acting(), mint()

    def twice() -> None:
        assert [acting.post(key)["Location"] for _ in range(2)] == ["/differences/1/"] * 2
        assert acting.post(mint())["Location"] == "/differences/2/"

    web(twice)
    assert acting.done == [1, 2]


def test_two_at_the_same_moment_act_once_and_both_are_answered(
    web: Callable[[Callable[[], object]], object],
) -> None:
    for _ in range(5):
        acting, key, barrier = Acting(), mint(), Barrier(3)

        def send(acting: Acting = acting, key: object = key, barrier: Barrier = barrier) -> str:
            barrier.wait()
            return acting.post(key)["Location"]

        with ThreadPoolExecutor(3) as pool:
            answers = list(pool.map(lambda _, send=send: web(send), range(3)))
        assert answers == ["/differences/1/"] * 3
        assert acting.done == [1]


@pytest.mark.parametrize("status", [200, 409, 500])
def test_a_try_that_came_to_nothing_does_not_use_the_key_up(
    web: Callable[[Callable[[], object]], object], status: int
) -> None:
    acting = Acting(lambda number: HttpResponse(status=status) if number == 1 else HttpResponseRedirect("/done/"))
    key = mint()

    def three_times() -> None:
        assert acting.post(key).status_code == status
        assert [acting.post(key)["Location"] for _ in range(2)] == ["/done/"] * 2

    web(three_times)
    assert acting.done == [1, 2]


def test_two_after_a_mistake_act_once(web: Callable[[Callable[[], object]], object]) -> None:
    """The key is known and has no answer: the two must still wait for one another."""
    acting = Acting(lambda number: HttpResponse() if number == 1 else HttpResponseRedirect(f"/{number}/"))
    key, barrier = mint(), Barrier(2)
    web(lambda: acting.post(key))

    def send() -> str:
        barrier.wait()
        return acting.post(key)["Location"]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: web(send), range(2))) == ["/2/", "/2/"]


def test_a_try_that_died_does_not_use_the_key_up(web: Callable[[Callable[[], object]], object]) -> None:
    def die(number: int) -> HttpResponse:
        if number == 1:
            raise LookupError
        return HttpResponseRedirect("/done/")

    acting, key = Acting(die), mint()

    def twice() -> None:
        with pytest.raises(LookupError):
            acting.post(key)
        assert acting.post(key)["Location"] == "/done/"

    web(twice)


def test_somebody_else_s_key_is_refused_in_words(web: Callable[[Callable[[], object]], object]) -> None:
    acting, key = Acting(), mint()

    def both() -> None:
        acting.post(key)
        with pytest.raises(UnusableKeyError, match="drawn for somebody else"):
            acting.post(key, BOB)

    web(both)
    assert acting.done == [1]


@pytest.mark.parametrize("key", [None, "", "no key", "1" * 31, "{}"])
def test_a_missing_or_malformed_key_is_refused_in_words(key: str | None) -> None:
    request = RequestFactory().post("/", {} if key is None else {"submission": key})
    with pytest.raises(BadRequest, match="load the page again"):
        Acting().guarded(request)


def test_a_get_needs_no_key() -> None:
    assert Acting().guarded(RequestFactory().get("/")).status_code == 302


def test_a_key_outside_a_transaction_is_refused(web: Callable[[Callable[[], object]], object]) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        web(lambda: claim(mint(), person=AMY, at=AT))


@pytest.mark.django_db
def test_old_keys_are_forgotten() -> None:
    claim(mint(), person=AMY, at=AT - timedelta(days=8))
    kept = mint()
    claim(kept, person=AMY, at=AT)
    assert forget(before=AT - timedelta(days=7)) == 1
    assert Submission.objects.get().pk == kept


def test_each_drawing_of_a_form_has_a_key_of_its_own() -> None:
    template = Template("{% load submissions %}{% submission_key %}{% submission_key %}")
    keys = re.findall(r'<input type="hidden" name="submission" value="([0-9a-f-]{36})">', template.render(Context()))
    assert len(set(keys)) == 2
