"""A child moves: the new agency joins a side, the old stays, the edition is kept, and the numbers switch."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from commonground.differences import ringing
from commonground.differences.actions import child_moved
from commonground.differences.actions.joining import ELSEWHERE
from commonground.differences.actions.moving import NewAgency
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference
from commonground.directory.models import Agency, Partnership
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.procedures.moving import NOWHERE, WHICH
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Side
from commonground.procedures.worktime import day_text
from commonground.record.models import Entry
from tests.cast import CHILD, Cast
from tests.differences.raising import Browser, fresh
from tests.differences.test_joining import NURSERY, joined_seats, key, sees

VALE = "Marlow Vale"


def area(name: str) -> UUID:
    return Partnership.objects.get(name=name).pk


def moved(cast: Cast, row: Difference, by: str = "amy", **said: Any) -> Difference:  # noqa: ANN401 - what is said
    asked: dict[str, Any] = {
        "children": [1],
        "on": london_date(cast.at),
        "area": row.partnership_id,
        "new": None,
    } | said
    return child_moved(by=cast.actor(by), at=cast.tick(), difference=row.pk, **asked)


def nursery(side: Side = Side.RAISING) -> NewAgency:
    return NewAgency(key(NURSERY), None, side)


def today(cast: Cast) -> str:
    return day_text(london_date(cast.at))


def newest(row: Difference) -> Entry:
    return Entry.objects.filter(subject=row.pk).select_related("text").latest("number")


def test_the_new_agency_joins_and_everything_else_stays(cast: Cast) -> None:
    row = cast.answered()
    before = (row.edition_id, row.stage, row.turn, row.due_at, row.version, row.situation)
    clocks = list(Clock.objects.filter(difference=row).values_list())
    row = moved(cast, row, new=nursery())
    row.refresh_from_db()
    assert (row.edition_id, row.stage, row.turn, row.due_at, row.version, row.situation) == before
    assert list(Clock.objects.filter(difference=row).values_list()) == clocks
    assert {seat.side for seat in joined_seats(row)} == {"raising"}
    assert sees(cast, row, "zed", "amy", "bob", "sarah") == {"zed", "amy", "bob", "sarah"}
    sentence = newest(row).text.sentence
    assert sentence.endswith(
        f" said that the child moved to {NURSERY}, from {today(cast)}, and asked {NURSERY} to join the raising side."
    ), sentence
    told = set(Notice.objects.filter(subject=row.pk, kind="child_moved").values_list("address", flat=True))
    assert {"zed.karim@littleacorns.example", "duty.east@council.fairhaven.example"} <= told
    assert row.contacts_of is None
    assert list(disagreements(row)) == []


def test_the_numbers_of_another_area_are_rung_and_those_of_its_own_once_it_is_back(cast: Cast) -> None:
    row = moved(cast, cast.raised(), "bob", area=area(VALE))
    assert row.contacts_of_id == area(VALE)
    assert newest(row).text.sentence.endswith(f" said that the child moved to {VALE}, from {today(cast)}.")
    assert list(disagreements(row)) == []
    row.contacts_of = None
    row.save()
    assert [one.what for one in disagreements(row)] == ["whose numbers are rung"]
    row.contacts_of_id = area(VALE)
    row.save()
    row = moved(cast, row, "sarah")
    assert row.contacts_of_id is None
    assert newest(row).facts["area"] == ""
    assert list(disagreements(row)) == []


def test_only_an_agency_that_may_join_is_asked_and_nothing_is_changed_by_what_is_refused(cast: Cast) -> None:
    row = cast.joined(cast.raised())
    before = Entry.objects.filter(subject=row.pk).count()
    other = Agency.objects.filter(partnerships=area(VALE)).exclude(partnerships=row.partnership_id).first()
    assert other
    for said, sentence in (
        ({"new": NewAgency(other.pk, None, Side.RAISING), "area": area(VALE)}, ELSEWHERE),
        ({"new": nursery()}, f"{NURSERY} has joined this already."),
        ({}, NOWHERE),
        ({"children": [], "area": area(VALE)}, WHICH),
        ({"children": [2], "area": area(VALE)}, WHICH),
    ):
        with pytest.raises(Refused) as no:
            moved(cast, row, **said)
        assert no.value.sentence == sentence
    for by in ("zed",):
        with pytest.raises(Refused, match=r"^Only people who act for either side"):
            moved(cast, row, by, area=area(VALE))
    with pytest.raises(Difference.DoesNotExist):
        moved(cast, row, "Imran Qureshi", area=area(VALE))
    row.refresh_from_db()
    assert (Entry.objects.filter(subject=row.pk).count(), row.contacts_of) == (before, None)


def test_the_officer_may_say_so(cast: Cast) -> None:
    row = moved(cast, cast.at_stage(2), "elin", area=area(VALE))
    assert row.contacts_of_id == area(VALE)


def address(row: Difference) -> str:
    return reverse("differences:child_moved", args=[row.reference])


def sent(cast: Cast, row: Difference, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - answers of a form
    day = london_date(cast.at)
    asked = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "area": row.partnership_id}
    return fresh() | asked | {"agency": "", "side": ""} | more


def test_on_the_pages(cast: Cast) -> None:
    row = cast.raised(children=(CHILD, CHILD))
    amy = Browser(cast.person("amy"))
    assert f'href="{address(row)}"' in amy.page(row.get_absolute_url())
    page = amy.page(address(row))
    assert page.count('name="children"') == 2
    assert "OAK-001" not in page
    chosen = {"children": ["2"], "area": str(area(VALE)), "agency": str(key(NURSERY))}
    assert "Choose which side the new agency joins" in amy.fails(address(row), sent(cast, row, **chosen))
    assert NOWHERE in amy.fails(address(row), sent(cast, row, children=["1"]))
    assert amy.sends(address(row), sent(cast, row, **chosen, side="responding")) == row.get_absolute_url()
    page = Browser(cast.person("bob")).page(row.get_absolute_url())
    assert f"A child has moved to {VALE}." in page
    (there,) = ringing.areas([Partnership.objects.get(name=VALE)], now())
    for number in [one.phone for one in there.front_door.now] or [there.partnership.contact.split(",")[0]]:
        assert number in page, "whoever answers at this hour"
    assert "child 2 moved to" in page


def test_who_may_not_is_told_who_can_and_after_the_end_nobody_can(cast: Cast) -> None:
    row = cast.joined(cast.raised())
    zed = Browser(cast.person("zed"))
    assert address(row) not in zed.page(row.get_absolute_url())
    assert "can say that a child has moved" in zed.fails(address(row), sent(cast, row), status=409)
    ended = cast.resolved()
    assert "This difference ended" in Browser(cast.person("amy")).fails(address(ended), sent(cast, ended), status=409)


def test_a_day_to_come_can_be_said(cast: Cast) -> None:
    row = moved(cast, cast.raised(), on=london_date(cast.at) + timedelta(days=9), area=area(VALE))
    assert newest(row).text.words["Area"] == VALE
