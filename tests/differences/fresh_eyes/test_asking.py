"""Who is asked for fresh eyes, by whom and by when: of neither side, and of what is restricted by name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.fresh_eyes.people import agencies_to_ask
from commonground.differences.fresh_eyes.sweeping import tell_of_fresh_eyes
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.directory.actions import add_post, hold
from commonground.directory.models import Absence, Post
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date
from commonground.procedures.fresh_eyes import (
    ENDED,
    GONE_BY,
    NO_OFFICE,
    NOT_THEM,
    ONE_AT_A_TIME,
    WHO_ASKS,
)
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity, Role, Side, TooClose
from tests.cast import Cast
from tests.differences.asking import email, fresh, told
from tests.differences.fresh_eyes.looking import (
    ROS,
    WHAT,
    agency_of,
    asked,
    gave,
    last,
    may,
    now_of,
    sees,
    sought,
)

AsRole = Callable[[str], AbstractContextManager[None]]


def test_leads_and_named_professionals_of_other_agencies_may_be_asked_and_nobody_else(cast: Cast) -> None:
    row = cast.raised()
    assert may(cast, row, "Fairhaven Community Health Trust") == {ROS}
    assert may(cast, row, "Estuary Police") == {"Helen Achebe"}
    assert may(cast, row, "Fairhaven City Council") == set(), "it is a side"
    assert may(cast, row, "Oakfield Primary School") == set(), "it is a side"
    names = set(agencies_to_ask(row, [], cast.at).values_list("name", flat=True))
    assert "Estuary Police" in names
    assert not names & {"Fairhaven City Council", "Oakfield Primary School", "Marlow Vale Council"}


def test_nobody_of_a_side_of_another_area_of_the_office_or_without_such_a_post(cast: Cast) -> None:
    row = cast.raised()
    for whom in ("sarah", "bob", "Ruth Adeyemi", "hana", "Angela Brooks", "Meera Joshi", "elin", "sol"):
        with pytest.raises(Refused, match=NOT_THEM):
            asked(cast, row, whom=whom)
    assert not FreshEyes.objects.exists()


def test_whoever_sits_or_sat_in_it_is_not_asked(cast: Cast) -> None:
    row = cast.raised()
    health = agency_of(cast, ROS).pk
    asks = actions.AdviceSought(Side.RAISING, health, cast.person(ROS).pk, "What does it mean?")
    seat = actions.ask_adviser(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, asks=asks)
    assert may(cast, row, "Fairhaven Community Health Trust") == set()
    actions.end_advice(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, seat=seat.pk)
    assert may(cast, row, "Fairhaven Community Health Trust") == set(), "also once it has ended"


def test_nobody_at_a_post_that_sits_in_it_is_asked_by_another_of_theirs(cast: Cast) -> None:
    row = cast.at_stage(4)
    partner = Post.objects.get(title="Safeguarding partner for the police")
    assert Seat.objects.of(row).filter(post=partner, capacity=Capacity.FACILITATING).exists()
    police, today = agency_of(cast, "Angela Brooks"), london_date(cast.at)
    post = add_post(agency=police, role=Role.SAFEGUARDING_LEAD, title="Second", starts=today, by=None, at=cast.at)
    hold(person=cast.person("Angela Brooks"), post=post, starts=today, by=None, at=cast.at)
    assert may(cast, row, "Estuary Police") == {"Helen Achebe"}


def test_an_agency_that_joined_is_not_outside_also_once_it_left(cast: Cast) -> None:
    row = cast.raised()
    assert may(cast, row, "Little Acorns Nursery") == {"Wendy Park"}
    cast.joined(row)
    assert may(cast, row, "Little Acorns Nursery") == set()
    cast.do(actions.step_aside, row, "zed", reason="He left us.")
    assert may(cast, row, "Little Acorns Nursery") == set()


def test_whoever_also_works_for_a_side_is_not_asked_for_another_agency(cast: Cast) -> None:
    row = cast.raised()
    desk = Post.objects.get(title="Assessment Team East duty desk")
    hold(person=cast.person(ROS), post=desk, starts=london_date(cast.at), by=None, at=cast.at)
    assert may(cast, row, "Fairhaven Community Health Trust") == set()


def test_whoever_is_away_is_not_asked_and_their_deputy_is(cast: Cast) -> None:
    row, today = cast.raised(), london_date(cast.at)
    Absence.objects.create(person=cast.person(ROS), starts=today, ends=today)
    assert may(cast, row, "Fairhaven Community Health Trust") == {"Maureen O’Dowd"}


def test_whoever_takes_no_part_is_not_asked(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row)
    assert email(cast, "amy") not in told(row, "fresh_eyes_news"), "she asked"
    actions.declare_interest(
        by=cast.actor(ROS), at=cast.tick(), difference=row.pk, person=cast.person(ROS).pk, why=TooClose.PERSONAL
    )  # fmt: skip
    assert not sees(cast, row, ROS)
    assert now_of(one) == "over"
    assert email(cast, "amy") in told(row, "fresh_eyes_news"), "her side waits no longer"
    assert may(cast, row, "Fairhaven Community Health Trust") == set()
    assert not list(disagreements(fresh(row)))


def test_a_facilitator_and_a_reviewing_officer_suit(cast: Cast) -> None:
    row, police = cast.raised(), agency_of(cast, "Helen Achebe")
    today = london_date(cast.at)
    for role, who in ((Role.FACILITATOR, "Mark Sutton"), (Role.REVIEWING_OFFICER, "Colin Frost")):
        post = add_post(agency=police, role=role, title=str(role), starts=today, by=None, at=cast.at)
        hold(person=cast.person(who), post=post, starts=today, by=None, at=cast.at)
    assert may(cast, row, "Estuary Police") == {"Helen Achebe", "Mark Sutton", "Colin Frost"}


@pytest.mark.parametrize("by", ["amy", "bob", "Farah Siddiqui"])
def test_whoever_acts_for_a_side_asks(cast: Cast, by: str) -> None:
    row = cast.raised()
    one = asked(cast, row, by=by)
    assert one.side == ("raising" if by == "amy" else "responding")
    said = last(row).text
    assert said.sentence.endswith(
        "asked Ros Calloway, Named nurse for safeguarding children, Fairhaven Community Health Trust, to look at this "
        "with fresh eyes."
    )
    assert said.words["What to look at"] == WHAT
    assert not list(disagreements(fresh(row)))


def test_nobody_else_asks(cast: Cast) -> None:
    row = cast.at_stage(2)
    with pytest.raises(Refused, match=WHO_ASKS):
        asked(cast, row, by="elin")
    with pytest.raises(Difference.DoesNotExist):
        asked(cast, row, by="zed")


def test_each_side_asks_one_person_at_a_time(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row)
    with pytest.raises(Refused, match=ONE_AT_A_TIME):
        asked(cast, row, by="sarah", whom="Helen Achebe")
    two = asked(cast, row, by="bob", whom="Helen Achebe")
    assert (one.number, two.number) == (1, 2)
    gave(cast, row, one)
    assert asked(cast, row, whom="Alan Whitfield").number == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        FreshEyes.objects.filter(pk=two.pk).update(side="raising")  # the database holds it too
    assert not list(disagreements(fresh(row)))


def test_a_day_that_has_gone_by_is_refused_and_today_is_not(cast: Cast) -> None:
    row, today = cast.raised(), london_date(cast.at)
    with pytest.raises(Refused, match=GONE_BY):
        asked(cast, row, by_when=today - timedelta(days=1))
    assert asked(cast, row, by_when=today).by_when == today


def test_once_it_has_ended_nobody_is_asked(cast: Cast) -> None:
    row = cast.resolved()
    with pytest.raises(Refused, match=ENDED):
        asked(cast, row)


def test_whoever_is_asked_is_told_with_a_day_and_both_sides_are(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row)
    notice = Notice.objects.get(subject=row.pk, kind="fresh_eyes_asked")
    assert notice.address == email(cast, ROS)
    assert notice.due == datetime.combine(one.by_when, time(23, 59), LONDON)
    assert WHAT not in str(notice.__dict__)
    assert {email(cast, "sarah"), email(cast, "Farah Siddiqui")} <= told(row, "fresh_eyes_news")
    assert email(cast, "amy") not in told(row, "fresh_eyes_news")


def test_of_what_is_restricted_somebody_is_named_and_the_record_says_that_they_see_it(cast: Cast) -> None:
    row = cast.raised()
    cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="A relative works there.")
    with pytest.raises(Refused, match=NO_OFFICE):
        sought(cast, row)
    one = asked(cast, row)
    assert sees(cast, row, ROS)
    assert "This is restricted, and they see it from now on." in last(row).text.sentence
    assert email(cast, "Farah Siddiqui") not in told(row, "fresh_eyes_news"), "who was kept out is told of nothing"
    assert not fresh(row).officer_told
    assert tell_of_fresh_eyes(cast.at + timedelta(days=30)) == 1
    assert email(cast, "elin") not in told(row, "fresh_eyes_late")
    assert now_of(one) == "asked"


def test_whoever_is_not_named_when_it_is_restricted_looks_no_longer_and_is_not_asked_again(cast: Cast) -> None:
    row = cast.raised()
    one, two = asked(cast, row), asked(cast, row, by="bob", whom="Helen Achebe")
    stay = [cast.person("bob").pk, cast.person("Helen Achebe").pk]
    cast.do(actions.restrict, row, "amy", people=stay, reason="A relative works there.")
    assert (now_of(one), now_of(two)) == ("over", "asked")
    assert (sees(cast, row, ROS), sees(cast, row, "Helen Achebe")) == (False, True)
    with pytest.raises(Refused, match=NOT_THEM):
        asked(cast, row)
    assert not list(disagreements(fresh(row)))


def test_once_it_is_restricted_the_office_looks_for_nobody(cast: Cast) -> None:
    row = cast.raised()
    one = sought(cast, row)
    cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="A relative works there.")
    assert now_of(one) == "over"
    assert not told(row, "fresh_eyes_over"), "the office sees it no longer, so it is told nothing"
    assert not list(disagreements(fresh(row)))
