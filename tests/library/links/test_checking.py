"""Addresses on live pages are asked in small portions once a month; editors and readers are told what came."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from types import MappingProxyType

import pytest
from django.test import override_settings

from commonground.library import jobs
from commonground.library.links.checking import PORTION, check_some
from commonground.library.links.door import Answer, NoAnswerError, NotAskedError
from commonground.library.links.models import LinkCheck
from commonground.library.links.queries import addresses_of
from commonground.library.pages.models import PageEdition
from commonground.now import london_date, now
from tests.cast import Cast
from tests.visiting import visit

AsRole = Callable[[str], AbstractContextManager[None]]
DESK, NEGLECT = "/keep-library/", "/library/fairhaven/neglect/"


def answering(otherwise: Mapping[str, int | Exception] = MappingProxyType({})) -> Callable[[str], Answer]:
    """Return a web in which all answers, but for these addresses."""

    def asks(address: str) -> Answer:
        came = otherwise.get(address, 200)
        if isinstance(came, Exception):
            raise came
        return Answer(came, address)

    return asks


def nothing(_address: str) -> Answer:
    message = "There is no site of this name."
    raise NoAnswerError(message)


def all_checked(asks: Callable[[str], Answer], cast: Cast) -> None:
    for _ in range(100):
        if not check_some(cast.at, asks=asks):
            return
    pytest.fail("it never comes to an end")


def source() -> str:
    """Return the address of the first source of the page about neglect."""
    live = PageEdition.objects.filter(partnership__name="Fairhaven").stood(london_date(now()))
    row = next(one for one in live if one.key == "neglect")
    return next(one.address for one in row.page.sources if one.address)


def test_until_it_was_asked_pages_and_desk_say_never(cast: Cast) -> None:
    assert "last checked: never" in visit(NEGLECT).words
    desk = visit(DESK, "iris").words
    assert "Last checked: never." in desk
    assert "has not let it ask other sites" in desk
    all_checked(answering(), cast)
    assert "never" not in visit(NEGLECT).words.partition("Where this stands")[2].partition("About this page")[0]
    assert "All were checked on" in visit(DESK, "iris").words


def test_it_asks_a_portion_at_a_time_and_each_once_a_month(cast: Cast) -> None:
    asked = list[str]()

    def asks(address: str) -> Answer:
        asked.append(address)
        return Answer(200, address)

    assert check_some(cast.at, asks=asks) == PORTION
    assert len(asked) == len(set(asked)) == PORTION
    all_checked(asks, cast)
    live = PageEdition.objects.stood(london_date(cast.at))
    assert sorted(asked) == sorted({address for row in live for _, address in addresses_of(row.page)})
    assert check_some(cast.at + timedelta(days=29), asks=asks) == 0
    assert check_some(cast.at + timedelta(days=30), asks=asks) == PORTION


def test_what_no_longer_answers_is_on_the_desk_and_softly_on_the_page(cast: Cast) -> None:
    gone = source()
    all_checked(answering({gone: 404}), cast)
    desk = visit(DESK, "iris")
    assert "Its site says that there is no such page." in desk.words
    assert gone in desk.markup
    assert "It did not answer on" in visit(NEGLECT).words
    dead = LinkCheck.objects.get(address=gone)
    assert dead.dead_since == dead.checked_at == cast.at
    later = cast.at + timedelta(days=1)
    assert check_some(later, asks=answering({gone: 503})) >= 1
    dead.refresh_from_db()
    assert (dead.dead_since, dead.checked_at, dead.came) == (cast.at, later, "Its site has a fault.")
    assert check_some(later + timedelta(days=1), asks=answering()) >= 1
    dead.refresh_from_db()
    assert (dead.dead_since, dead.came) == (None, "It answers.")
    assert "It did not answer on" not in visit(NEGLECT).words


@pytest.mark.parametrize(
    ("came", "alive", "words"),
    [
        (204, True, "It answers."),
        (403, True, "lets no machine read it"),
        (429, True, "lets no machine read it"),
        (410, False, "no such page"),
        (418, False, "refuses to answer (418)"),
        (500, False, "has a fault"),
        (NoAnswerError("Nothing answered in time."), False, "in time"),
        (NotAskedError("It leads to where we do not ask."), False, "do not ask"),
    ],
)
def test_what_came_is_said_in_words(cast: Cast, came: int | Exception, alive: bool, words: str) -> None:  # noqa: FBT001
    all_checked(answering({source(): came}), cast)
    row = LinkCheck.objects.get(address=source())
    assert words in row.came
    assert (row.dead_since is None) is alive


def test_a_machine_that_reaches_no_site_calls_none_dead(cast: Cast) -> None:
    assert check_some(cast.at, asks=nothing) == 0
    assert not LinkCheck.objects.exclude(checked_at=None).exists()
    assert "Last checked: never." in visit(DESK, "iris").words
    all_checked(answering(), cast)
    month = cast.at + timedelta(days=31)
    assert check_some(month, asks=nothing) == 0
    assert not LinkCheck.objects.exclude(dead_since=None).exists()


def test_where_only_dead_ones_are_due_another_is_asked_for_a_witness(cast: Cast) -> None:
    all_checked(answering({source(): NoAnswerError("Gone.")}), cast)
    day = cast.at + timedelta(days=1)
    asks = answering({source(): NoAnswerError("Still gone.")})
    assert check_some(day, asks=asks) == 1
    assert LinkCheck.objects.get(address=source()).came == "Still gone."


def test_what_no_page_names_any_more_is_forgotten(cast: Cast) -> None:
    LinkCheck.objects.create(address="https://old.example/", checked_at=cast.at, came="Gone.", dead_since=cast.at)
    check_some(cast.at, asks=answering())
    assert not LinkCheck.objects.filter(address="https://old.example/").exists()


def test_the_workers_role_is_enough_and_the_web_only_reads(cast: Cast, as_role: AsRole) -> None:
    with as_role("clock"):
        assert check_some(cast.at, asks=answering()) == PORTION
    with as_role("app"):
        assert LinkCheck.objects.count() >= PORTION


def test_the_job_asks_only_where_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[object]()
    monkeypatch.setattr(jobs, "check_some", asked.append)
    jobs.check_links()
    assert asked == [], "closed unless whoever runs it opens it"
    with override_settings(CHECK_LINKS=True):
        jobs.check_links()
    assert len(asked) == 1
