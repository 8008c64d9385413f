"""The page on which one chooses how one is told: one's own choice, kept once, and nobody else's."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from commonground.notices.models import HowTold
from commonground.record.submissions import mint
from tests.cast import Cast
from tests.visiting import browser, visit

AsRole = Callable[[str], AbstractContextManager[None]]
URL = "/notices/how-i-am-told/"

pytestmark = pytest.mark.django_db


def chosen() -> dict[str, bool]:
    return dict(HowTold.objects.values_list("person__name", "daily"))


def checked(url: str, who: str) -> list[str | None]:
    return [one.get("value") for one in visit(url, who).tree.iter("input") if one.get("checked") is not None]


def test_it_is_reached_from_ones_messages_and_ones_account(cast: Cast) -> None:  # noqa: ARG001
    for url in ("/notices/", "/your-account/"):
        assert URL in {one.get("href") for one in visit(url, "amy").tree.iter("a")}


def test_one_s_own_choice_is_kept_and_shown(cast: Cast, as_role: AsRole) -> None:  # noqa: ARG001
    with as_role("app"):
        assert checked(URL, "amy") == ["at-once"]
        for how in ("daily", "daily", "at-once", "daily"):
            answer = browser("amy").post(URL, {"submission": str(mint()), "how": how})
            assert (answer.status_code, answer.headers["Location"]) == (302, "/notices/")
            assert checked(URL, "amy") == [how]
        assert checked(URL, "bob") == ["at-once"]
        assert list(chosen().values()) == [True]


def test_without_an_answer_or_with_another_nothing_is_kept(cast: Cast) -> None:  # noqa: ARG001
    for how in ("", "never"):
        answer = visit(URL, "amy", post={"submission": str(mint()), "how": how}, status=422)
        assert "There is a problem" in answer.words
    assert chosen() == {}


def test_a_form_without_its_key_keeps_nothing(cast: Cast) -> None:  # noqa: ARG001
    visit(URL, "amy", post={"how": "daily"}, status=400)
    assert chosen() == {}
