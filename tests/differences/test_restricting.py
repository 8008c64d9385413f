"""A restricted difference: seen by those named for it, and for everybody else not there at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from commonground.differences import actions
from commonground.differences.actions import empty_chairs, seating, sweeping
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.differences.routing import Place, Placed
from commonground.directory.actions import leave
from commonground.directory.models import Agency, Holding
from commonground.notices.models import Notice
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity, Role, Side
from commonground.record.models import Entry
from tests.cast import ASK, MEANWHILE, Cast
from tests.connected import tell_database
from tests.visiting import visit

WHY = "The mother of the child works in the partnership’s office."


def restricted(cast: Cast, stage: int = 1, *names: str, by: str = "amy") -> Difference:
    """Return one that was restricted at a stage to these people, besides Amy."""
    row = cast.at_stage(stage)
    named = [cast.person(name).pk for name in names or ("bob",)]
    return cast.do(actions.restrict, row, by, people=named, reason=WHY)


def who_sees(cast: Cast, row: Difference) -> set[str]:
    names = ("amy", "bob", "cath", "dev", "sarah", "judith", "Farah Siddiqui", "Leah Goldberg", "elin", "sol", "zed")
    return {name for name in names if Difference.objects.visible_to(cast.actor(name)).filter(pk=row.pk).exists()}


def test_only_those_named_and_whoever_raised_it_see_it(cast: Cast) -> None:
    row = cast.raised()
    assert who_sees(cast, row) == {"amy", "bob", "Leah Goldberg", "sarah", "Farah Siddiqui"}
    row = cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason=WHY)
    assert row.restricted
    assert who_sees(cast, row) == {"amy", "bob"}
    assert not Seat.objects.filter(difference=row, ended_at=None, post__isnull=False).exists()
    words = Entry.objects.get(subject=row.pk, kind="difference.restrict").text.words
    assert words == {"Why": WHY, "Who sees it now": "Amy Lister; Bob Ferris"}
    assert not list(disagreements(row))


def test_the_database_alone_holds_it_as_well(
    cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]
) -> None:
    row = restricted(cast, 2, "cath", "sarah")
    with as_role("app"):
        seen = set()
        for name in ("amy", "cath", "sarah", "bob", "dev", "elin", "Farah Siddiqui", "Nadia Rahman"):
            tell_database(cast.actor(name))
            if Difference.objects.filter(pk=row.pk).exists():
                seen.add(name)
    assert seen == {"amy", "cath", "sarah"}


def test_nobody_learns_of_it_by_lists_counts_search_or_mail(cast: Cast) -> None:
    """Who was told before keeps the message that they were sent; from now on nothing more reaches them."""
    row = restricted(cast, 2, "cath", "sarah")
    for name in ("elin", "Farah Siddiqui", "bob"):
        for page in ("/", "/differences/?state=all", "/differences/?whose=agency&state=all"):
            assert row.reference not in visit(page, cast.person(name)).markup.replace("-", ""), (name, page)
        visit(f"/find/?reference={row.reference}", cast.person(name), status=404)
        visit(row.get_absolute_url(), cast.person(name), status=404)
    told = Notice.objects.filter(subject=row.pk, kind="restricted").values_list("address", flat=True)
    assert set(told) == {"cath.doyle@council.fairhaven.example", "sarah.penrose@oakfield.example"}


def test_what_is_urgent_reaches_people_and_no_mailbox_that_others_read(cast: Cast) -> None:
    row = restricted(cast)
    assert row.due_at
    sweeping.sweep(row.due_at + timedelta(hours=1))
    told = Notice.objects.filter(subject=row.pk, kind="clock_ran_out").values_list("address", flat=True)
    assert set(told) == {"amy.lister@oakfield.example", "bob.ferris@council.fairhaven.example"}


def test_the_next_stage_is_seated_by_name_and_no_office_or_lead_is_told(cast: Cast) -> None:
    row = restricted(cast)
    row = cast.do(actions.escalate, row, "amy", reason="No.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE)
    assert who_sees(cast, row) == {"amy", "bob", "cath", "sarah"}
    assert not row.officer_told
    addresses = Notice.objects.filter(subject=row.pk, kind="escalated").values_list("address", flat=True)
    assert not [one for one in addresses if "partnership" in one]
    assert not list(disagreements(row))


def test_clocks_and_empty_chairs_keep_it_restricted(cast: Cast) -> None:
    row = restricted(cast)
    assert row.due_at
    sweeping.sweep(row.due_at + timedelta(hours=1))
    leave(person=cast.person("bob"), by=None, at=cast.tick())
    cast.at += timedelta(days=1)
    assert empty_chairs.ask_the_next(cast.tick()) == 1
    seats = Seat.objects.filter(difference=row, ended_at=None, capacity=Capacity.ANSWERING).select_related("person")
    assert {str(seat.person) for seat in seats} == {"Bob Ferris", "Leah Goldberg"}
    assert who_sees(cast, row) == {"amy", "Leah Goldberg"}
    fresh = Difference.objects.select_related("edition").get(pk=row.pk)
    assert (fresh.officer_told, list(disagreements(fresh))) == (False, [])


def test_a_lead_may_restrict_it_and_the_raiser_still_sees_it(cast: Cast) -> None:
    row = restricted(cast, 1, "bob", by="sarah")
    assert who_sees(cast, row) == {"amy", "bob", "sarah"}


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ((), "Name somebody who can act for Assessment Team East"),
        (("Farah Siddiqui",), "Name somebody who can act for Assessment Team East"),
        (("bob", "zed"), "only people who see this now"),
    ],
)
def test_a_side_without_anybody_and_a_stranger_are_refused_and_nothing_changes(
    cast: Cast, named: tuple[str, ...], why: str
) -> None:
    row = cast.raised()
    before = who_sees(cast, row)
    with pytest.raises(Refused, match=why), transaction.atomic():
        cast.do(actions.restrict, row, "amy", people=[cast.person(name).pk for name in named], reason=WHY)
    assert who_sees(cast, row) == before


def test_who_acts_for_a_side_but_did_not_raise_it_may_not(cast: Cast) -> None:
    with pytest.raises(Refused, match="or a safeguarding lead of either side"):
        restricted(cast, 1, "bob", by="bob")


def test_the_database_refuses_to_tell_an_office_of_it(cast: Cast) -> None:
    row = restricted(cast)
    with pytest.raises(IntegrityError, match="difference_restricted_is_told_to_no_office"), transaction.atomic():
        Difference.objects.filter(pk=row.pk).update(officer_told=True)


def test_altering_it_in_the_table_is_found(cast: Cast) -> None:
    row = restricted(cast)
    Difference.objects.filter(pk=row.pk).update(restricted=False)
    assert [one.what for one in disagreements(Difference.objects.get(pk=row.pk))] == ["who sees it"]


def test_it_adds_no_query_to_pages_of_others(cast: Cast) -> None:
    cast.at_stage(2)  # one that both see: whoever has none of their own asks once less
    visit("/", "sarah"), visit("/differences/", "elin")  # the first of a process reads the edition too
    few = visit("/", "sarah").queries, visit("/differences/", "elin").queries
    restricted(cast)
    restricted(cast, 2, "cath", "sarah")
    assert (visit("/", "sarah").queries, visit("/differences/", "elin").queries) == few


def test_its_page_says_that_it_is_restricted(cast: Cast) -> None:
    row = restricted(cast)
    assert "Only the people named below can see that this is here." in visit(row.get_absolute_url(), "bob").words
    page = visit(f"{row.get_absolute_url()}restrict/", "amy")
    assert "Bob Ferris, Fairhaven City Council" in page.words


def test_somebody_at_two_posts_of_a_stage_is_seated_once(cast: Cast) -> None:
    """However many posts lead to them, also while clocks and empty chairs seat people."""
    row = restricted(cast)
    leah = cast.person("Leah Goldberg")
    here = Place(
        Side.RESPONDING, Capacity.ANSWERING, Role.PRACTITIONER, 1, row.responding_agency_id, leah.name, person=leah
    )  # fmt: skip
    fresh = seating.new_seats(Placed((here, here)), row, (), cast.at)
    assert [seat.person for _, seat in fresh] == [leah]
    assert seating.new_seats(Placed((here,)), row, [seat for _, seat in fresh], cast.at) == []


def test_nobody_is_asked_by_name_for_both_sides_when_all_of_them_have_left(cast: Cast) -> None:
    row = restricted(cast)
    for name in {name for agency in (row.raising_agency, row.responding_agency) for name in at_work(agency)}:
        leave(person=cast.person(name), by=None, at=cast.tick())
    assert empty_chairs.ask_the_next(cast.tick()) == 1
    seats = Seat.objects.filter(difference=row, ended_at=None, person__is_active=True)
    sides = {side: set(seats.filter(side=side).values_list("person", flat=True)) for side in Side}
    assert all(sides.values())
    assert not sides[Side.RAISING] & sides[Side.RESPONDING]


def test_where_the_office_was_asked_for_both_sides_each_of_it_is_named_for_one(cast: Cast) -> None:
    row = cast.raised()
    for name in {name for agency in (row.raising_agency, row.responding_agency) for name in at_work(agency)}:
        if name != "Amy Lister":
            leave(person=cast.person(name), by=None, at=cast.tick())
    for partner in Holding.objects.filter(post__role=Role.SAFEGUARDING_PARTNER).select_related("person"):
        leave(person=partner.person, by=None, at=cast.tick())
    row = cast.do(actions.escalate, row, "amy", reason="…", tried="…", ask=ASK, meanwhile=MEANWHILE)
    elin, rosa = cast.person("elin"), cast.person("Rosa Martins")
    with pytest.raises(Refused, match="Name somebody who can act for"):
        cast.do(actions.restrict, row, "amy", people=[elin.pk], reason=WHY)
    cast.do(actions.restrict, row, "amy", people=[elin.pk, rosa.pk], reason=WHY)
    seats = Seat.objects.filter(difference=row, ended_at=None, stage=2, capacity=Capacity.ANSWERING)
    assert {side: seats.filter(side=side).count() for side in Side} == {Side.RAISING: 1, Side.RESPONDING: 1}
    assert {seat.person for seat in seats} == {elin, rosa}


def at_work(agency: Agency) -> list[str]:
    """Return the names of everybody who holds a post of an agency."""
    return list(Holding.objects.filter(post__agency=agency).values_list("person__name", flat=True).distinct())
