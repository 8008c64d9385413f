"""A draft is read by its author, and by the one person whom she asks for advice, until she takes it back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commonground.differences import actions
from commonground.differences.models import Clock, Draft
from commonground.directory.demonstration import member
from commonground.directory.models import Holding
from commonground.notices.models import Notice
from commonground.procedures.rules import Refused
from tests.cast import Cast
from tests.connected import tell_database
from tests.differences.raising import Browser, answers, begun, step, words
from tests.visiting import visit

WORRY = "CN-draftadvice-worry"


@pytest.fixture
def draft(cast: Cast) -> UUID:
    said: dict[str, object] = {"worry": WORRY, "danger": "no", "children": []}
    return actions.save_draft(by=cast.actor("amy"), at=cast.tick(), draft=None, answers=said).pk


def ask(cast: Cast, draft: UUID, name: str = "judith") -> None:
    actions.ask_advice(by=cast.actor("amy"), at=cast.tick(), draft=draft, person=cast.person(name).pk)


def asked_page(draft: UUID) -> str:
    return reverse("differences:asked_for_advice", args=[draft])


def test_whoever_is_asked_reads_it_and_nobody_else_and_nothing_starts(cast: Cast, draft: UUID) -> None:
    notices = Notice.objects.count()
    ask(cast, draft)
    page = visit(asked_page(draft), "judith").words
    assert "Amy Lister asks for your advice" in page
    assert WORRY in page
    for name in ("amy", "sarah", "bob", "elin", "zed"):
        status = 404 if name != "elin" else 403
        assert WORRY not in visit(asked_page(draft), name, status=status).words
    assert (Clock.objects.count(), Notice.objects.count()) == (0, notices)


def test_they_cannot_change_or_send_it_and_do_not_learn_which_child_it_is(cast: Cast) -> None:
    amy = Browser(member("amy"))
    key = begun(amy)
    for name, sent in list(answers().items())[1:]:
        amy.sends(step(key, name), sent)
    ask(cast, key)
    judith = Browser(member("judith"))
    page = words(judith.page(asked_page(key)))
    assert "How many children 1" in page
    assert "LA-4471" not in page
    for name in ("worry", "check", "children", "advice", "throw-away"):
        judith.page(f"/differences/raise/{key}/{name}/", 404)
    taken = judith.post(reverse("differences:take_back", args=[key]), {"submission": str(uuid4())})
    assert taken.status_code == 404


def test_it_is_taken_back_at_will_and_only_one_is_asked_at_a_time(cast: Cast, draft: UUID) -> None:
    ask(cast, draft)
    ask(cast, draft, "sarah")
    visit(asked_page(draft), "judith", status=404)
    visit(asked_page(draft), "sarah")
    actions.take_back(by=cast.actor("amy"), draft=draft)
    visit(asked_page(draft), "sarah", status=404)


def test_the_page_asks_shows_whom_and_gives_the_address(cast: Cast, draft: UUID) -> None:
    amy = Browser(member("amy"))
    where = reverse("differences:advice", args=[draft])
    assert "You do not have to ask anybody." in visit(where, amy).words
    assert "Tell us whom you want to ask" in words(amy.fails(where, {"submission": str(uuid4())}))
    form = {"person": str(cast.person("judith").pk), "submission": str(uuid4())}
    assert amy.sends(where, form) == where
    page = visit(where, amy).words
    assert "Judith Clay can read this draft since" in page
    assert asked_page(draft) in page
    assert "A draft of Amy Lister" in visit("/differences/raise/", "judith").words
    amy.sends(reverse("differences:take_back", args=[draft]), {"submission": str(uuid4())})
    assert "A draft of Amy Lister" not in visit("/differences/raise/", "judith").words


@pytest.mark.parametrize("name", ["bob", "amy", "zed"])
def test_only_a_colleague_can_be_asked(cast: Cast, draft: UUID, name: str) -> None:
    with pytest.raises(Refused, match="Choose a colleague"):
        ask(cast, draft, name)


def test_nobody_asks_about_anothers_draft(cast: Cast, draft: UUID) -> None:
    with pytest.raises(Draft.DoesNotExist):
        actions.ask_advice(by=cast.actor("sarah"), at=cast.at, draft=draft, person=cast.person("judith").pk)
    with pytest.raises(Draft.DoesNotExist):
        actions.take_back(by=cast.actor("sarah"), draft=draft)


def test_who_left_the_agency_reads_it_no_longer(cast: Cast, draft: UUID) -> None:
    ask(cast, draft)
    Holding.objects.filter(person=cast.person("judith")).update(ends=cast.at.date() - timedelta(days=1))
    visit(asked_page(draft), "judith", status=403)
    assert not Draft.objects.shown_to(cast.actor("judith")).exists()


def test_the_database_alone_lets_the_adviser_read_and_only_the_author_change(
    cast: Cast, draft: UUID, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    ask(cast, draft)
    with as_role("app"):
        seen = set()
        for name in ("amy", "judith", "sarah", "bob", "elin"):
            tell_database(cast.actor(name))
            if Draft.objects.exists():
                seen.add(name)
        assert seen == {"amy", "judith"}
        tell_database(cast.actor("judith"))
        assert Draft.objects.update(saved_at=cast.at) == 0
        assert Draft.objects.filter(pk=draft).delete()[0] == 0
        tell_database(cast.actor("amy"))
        assert Draft.objects.update(saved_at=cast.at) == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            Draft.objects.update(author=cast.person("judith"))
