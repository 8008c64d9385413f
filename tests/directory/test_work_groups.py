"""Posts that follow the groups of an organisation's sign-in: given while it says so, and never in anybody's way."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from commonground.directory.actions import RefusedError, add_post, end_holding, hold
from commonground.directory.models import GroupPost, Holding, Person
from commonground.directory.work_accounts import give_group
from commonground.now import london_date, now
from commonground.procedures.terms import Role
from tests.directory.at_work import (
    serves,
    sign_in,
    stub,
    who,
)
from tests.directory.conftest import Town
from tests.directory.provider import Stub

__all__ = ["serves", "stub"]


def posts_of(person: Person) -> dict[str, str]:
    """Return the posts that somebody holds today, with the group that gave each."""
    today = london_date(now())
    held = Holding.objects.filter(person=person, starts__lte=today).exclude(ends__lt=today)
    return dict(held.values_list("post__title", "group"))


def test_groups_give_posts_while_the_provider_says_so(stub: Stub, town: Town) -> None:
    at = now() - timedelta(days=3)
    desk = add_post(agency=town.council, role=Role.PRACTITIONER, title="Duty desk", desk=True, by=None, at=at)
    for group, post in (("duty", desk), ("managers", town.cath_post), ("night duty", desk)):
        give_group(group=group, post=post, by=None, at=now())
    stub.says("bob@work.example", groups=["duty", "managers", "unknown", 7])
    sign_in(Client())
    bob = {"Practitioner": "", "Duty desk": "duty", "Team manager": "managers"}
    assert posts_of(town.bob) == bob
    sign_in(Client())
    assert posts_of(town.bob) == bob
    Holding.objects.exclude(group="").update(starts=london_date(at))

    stub.says("bob@work.example", groups=["night duty"])
    sign_in(Client())
    assert posts_of(town.bob) == {"Practitioner": "", "Duty desk": "duty"}, "by another group the desk is still theirs"

    stub.says("bob@work.example", hasgroups=True)
    sign_in(Client())
    stub.says("bob@work.example", _claim_names={"groups": "src1"})
    sign_in(Client())
    assert "Duty desk" in posts_of(town.bob), "too many groups to list are not none"

    stub.says("bob@work.example")
    sign_in(Client())
    assert posts_of(town.bob) == {"Practitioner": ""}
    stub.says("bob@work.example", groups=["duty"])
    sign_in(Client())
    assert posts_of(town.bob) == {"Practitioner": "", "Duty desk": "duty"}
    assert Holding.objects.filter(post=desk, person=town.bob).count() == 2, "it was held twice, with a day between"


def test_who_comes_and_goes_and_comes_again_in_one_day_holds_it_once(stub: Stub, town: Town) -> None:
    give_group(group="managers", post=town.cath_post, by=None, at=now())
    for groups in (["managers"], [], ["managers"]):
        stub.says("bob@work.example", groups=groups)
        sign_in(Client())
    (held,) = Holding.objects.filter(person=town.bob, post=town.cath_post)
    assert (held.ends, held.group) == (None, "managers")


def test_a_group_takes_no_post_from_whoever_holds_it(
    stub: Stub, town: Town, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    hold(person=town.amy, post=town.cath_post, by=None, at=now())
    give_group(group="managers", post=town.cath_post, by=None, at=now())
    stub.says("bob@work.example", groups=["managers"])
    client = Client()
    with caplog.at_level(logging.WARNING):
        sign_in(client)
    assert who(client) == str(town.bob.pk)
    assert posts_of(town.bob) == {"Practitioner": ""}
    assert "post of a group is held" in caplog.text


def test_what_a_colleague_gave_or_ended_is_theirs_to_give_and_end(stub: Stub, town: Town) -> None:
    hold(person=town.bob, post=town.cath_post, by=None, at=now())
    give_group(group="managers", post=town.cath_post, by=None, at=now())
    stub.says("bob@work.example", groups=["managers"])
    sign_in(Client())
    stub.says("bob@work.example", groups=[])
    sign_in(Client())
    assert posts_of(town.bob)["Team manager"] == ""
    ended = Holding.objects.get(person=town.bob, post=town.cath_post)
    end_holding(holding=ended, last_day=london_date(now()), by=None, at=now())


def test_a_group_gives_no_post_of_the_partnership(town: Town) -> None:
    post = Holding.objects.get(person=town.elin).post
    with pytest.raises(RefusedError, match="A person gives it, not a group"):
        give_group(group="officers", post=post, by=None, at=now())
    assert not GroupPost.objects.exists()


def command(*words: str) -> str:
    """Run the command; return what it said."""
    said = StringIO()
    call_command("work_accounts", *words, stdout=said)
    return said.getvalue().strip()


def test_the_command_says_and_keeps_which_group_gives_which_post(town: Town) -> None:  # noqa: ARG001
    assert command("list") == "No group gives a post."
    assert "holds the post of Team manager, Town Council" in command("give", "g1", "Town Council", "Team manager")
    assert command("list") == "g1  Team manager, Town Council"
    assert "any more" in command("take", "g1", "Town Council", "Team manager")
    assert command("list") == "No group gives a post."
    for words, says in (
        (("take", "g1", "Town Council", "Team manager"), "does not give"),
        (("give", "g1", "Town Council", "Mayor"), "There is no post called Mayor"),
        (("give", " ", "Town Council", "Team manager"), "Name the group"),
        (("forget", "amy@work.example"), "Nobody signed in with a work account"),
    ):
        with pytest.raises(CommandError, match=says):
            command(*words)
