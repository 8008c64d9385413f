"""Raising through its pages, as the people of the demonstration do it: questions, draft, check, sent."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonground.differences import actions
from commonground.differences.models import NOTHING_KNOWN, Child, Difference, Draft, Settled, View
from commonground.directory.demonstration import member
from commonground.directory.models import Holding
from commonground.now import london_date, now
from commonground.record.models import Look
from tests.cast import retired
from tests.differences.raising import (
    COUNCIL,
    SETTLED,
    START,
    WORRY,
    Browser,
    acting,
    agency,
    amy,
    answered,
    answers,
    begun,
    built,
    check,
    errors,
    fairhaven,
    fresh,
    kept,
    owning,
    step,
    words,
)

__all__ = ["amy", "built", "fairhaven"]


def test_from_the_first_question_to_sent_in_nine_screens(amy: Browser) -> None:
    assert "Challenge is welcome here" in amy.page(START)
    screens = 1
    where = amy.sends(START, {"danger": "no"} | fresh())
    for name, sent in list(answers().items())[1:]:
        assert where.endswith(f"/{name}/")
        amy.page(where)
        screens += 1
        where = amy.sends(where, sent)
    assert where.endswith("/check/")
    page = amy.page(where)
    assert screens + 1 == 9
    for said in (WORRY, "See him this week.", "LA-4471", "Bob Ferris", "Closing or stepping down"):
        assert said in page

    where = amy.sends(where)
    difference = Difference.objects.visible_to(acting("amy")).get()
    assert where == reverse("differences:sent", args=[difference.reference])
    done = words(amy.page(where))
    assert f"Your reference is {difference}" in done
    assert "Bob Ferris has been told" in done
    assert re.search(
        r"escalated by: \w+day \d+ \w+ at 17:00 ?\. If it is not settled, you can take it to stage 2", done
    )
    assert not Draft.objects.filter(author=member("amy")).exists()
    view = View.objects.get(difference=difference)
    assert (view.worry, view.ask) == (WORRY, "See him this week.")
    assert difference.meanwhile == NOTHING_KNOWN
    assert Child.objects.filter(difference=difference).count() == 1
    assert Look.objects.filter(subject=difference.pk).count() == 1


def test_who_sees_it_now_and_who_later_is_shown_by_name_and_stage(amy: Browser) -> None:
    shown = words(amy.page(check(answered(amy))).split("Who will see this")[1])
    at_once, later = shown.split("Later, if it goes to stage 2", 1)
    assert "You" in at_once
    assert "Bob Ferris" in at_once
    assert "Cath Doyle" not in at_once
    assert later.index("Cath Doyle") < later.index("stage 3") < later.index("Dev Raman")


@pytest.mark.parametrize("danger", ["no", "told", "not_told", "not_sure"])
def test_no_danger_answer_stops_anybody_and_all_see_whom_to_ring(amy: Browser, danger: str) -> None:
    assert "This page does not ring anyone for you." in amy.page(START)
    draft = begun(amy, danger)
    ring_first = danger in {"not_told", "not_sure"}
    where = amy.sends(step(draft, "danger"), {"danger": danger})
    assert where == step(draft, "ring" if ring_first else "agency")
    if ring_first:
        page = amy.page(where)
        assert "This page does not ring anyone for you." in page
        assert "01632 960 11" in page
        assert f'href="{step(draft, "agency")}"' in page


@pytest.mark.parametrize(
    ("kind", "said"), [("injury", "at once"), ("conference", "chair of that conference"), ("roles", "")]
)
def test_an_injury_and_a_conference_are_told_where_to_go_and_may_go_on(amy: Browser, kind: str, said: str) -> None:
    draft = answered(amy, "agency", "team")
    where = amy.sends(step(draft, "kind"), {"kind": kind})
    assert where == step(draft, kind if said else "children")
    page = amy.page(where)
    assert said in page
    assert not said or f'href="{step(draft, "children")}"' in page


def test_the_scope_of_the_procedure_can_be_opened_and_stops_nobody(amy: Browser) -> None:
    page = amy.page(step(begun(amy), "kind"))
    assert "Is this the right place?" in page
    assert "Is this an allegation about somebody who works with children?" in page
    assert "You can go on here whatever your answer" in page


def test_a_draft_goes_on_in_another_browser_where_it_stopped(amy: Browser) -> None:
    draft = answered(amy, "agency")
    other = Browser(member("amy"))
    assert COUNCIL in other.page(START)
    assert other.led(check(draft)) == step(draft, "team")


def test_a_draft_is_nobody_elses_and_a_thrown_away_one_is_gone(amy: Browser) -> None:
    draft = answered(amy)
    bob = Browser(member("bob"))
    addresses = [check(draft), *(step(draft, name) for name in (*answers(), "ring", "throw-away"))]
    for address in addresses:
        amy.page(address)
        bob.page(address, 404)
        bob.fails(address, status=404)
    assert amy.sends(step(draft, "throw-away")) == START
    assert not Draft.objects.filter(pk=draft).exists()
    for address in addresses:
        amy.page(address, 404)
        amy.fails(address, status=404)


def test_an_unknown_question_is_not_there(amy: Browser) -> None:
    draft = begun(amy)
    amy.page(step(draft, "anything"), 404)
    amy.page(step(draft, "place"), 404)  # she has one workplace only
    amy.page(step(uuid4(), "worry"), 404)


def test_bad_answers_get_a_summary_and_lose_nothing(amy: Browser) -> None:
    draft = answered(amy)
    for name, sent, said in (
        ("danger", {}, "Tell us whether a child may be in danger now"),
        ("agency", {"responding_agency": str(uuid4())}, "Choose one of the answers shown"),
        ("worry", {"worry": ""}, "Tell us what worries you"),
        ("meanwhile", {}, "Tell us what keeps the child safe, or tick that you know of nothing"),
    ):
        assert errors(amy.fails(step(draft, name), sent)) == [said]
    assert WORRY in amy.page(check(draft)), "what was good before is still kept"
    assert errors(amy.fails(START, fresh())) == ["Tell us whether a child may be in danger now"]


def test_the_good_half_of_an_answer_is_kept_and_the_bad_half_stays_on_the_page(amy: Browser) -> None:
    draft = begun(amy)
    bad = {"ask": "See him.", "needed_by_day": "31", "needed_by_month": "2", "needed_by_year": "soon"}
    page = amy.fails(step(draft, "ask"), bad)
    assert errors(page) == ["The year must have four figures, like 2026"]
    assert "See him." in page
    assert 'value="soon"' in page
    assert (kept(draft).ask, kept(draft).needed_by) == ("See him.", "")


def test_children_are_added_one_by_one_without_scripts_and_empty_rows_do_not_count(amy: Browser) -> None:
    draft = answered(amy, "agency")
    where = step(draft, "children")
    first = answers()["children"]
    more = amy.sends(where, first | {"add": "1"})
    assert more == f"{where}?rows=2#child-2"
    page = amy.page(more)
    assert 'value="LA-4471"' in page
    assert 'name="child-2-born"' in page
    third = first | {"rows": "3", "child-3-initials": "KS", "child-3-born": "due 1 January 2099"}
    page = amy.fails(where, third)
    assert errors(page) == ["Child 3: A baby cannot be due that late. Check the date"]
    assert 'value="due 1 January 2099"' in page
    assert amy.sends(where, third | {"child-3-born": "unborn"}) == step(draft, "worry")
    assert [child.born for child in kept(draft).children] == ["2019", "unborn"]
    twice = first | {name.replace("-1-", "-2-"): value for name, value in first.items()} | {"rows": "2"}
    assert errors(amy.fails(where, twice)) == [
        "Child 2: This is the same child as one above. Change it or leave it empty"
    ]


def test_no_more_than_eight_children_whatever_the_page_says(amy: Browser) -> None:
    draft = answered(amy, "agency")
    where = step(draft, "children")
    sent = {f"child-{n}-initials": f"A{letter}" for n, letter in enumerate("BCDEFGHIJKL", 1)}
    sent |= {f"child-{n}-born": "2019" for n in range(1, 12)}
    assert amy.sends(where, sent | {"rows": "11", "add": "1"}) == step(draft, "worry")
    assert len(kept(draft).children) == 8
    page = amy.page(f"{where}?rows=99")
    assert "child-8-born" in page
    assert "child-9-born" not in page
    assert "Add another child" not in page
    for rows in ("-1", "x", "", "9" * 40):
        amy.fails(where, {"rows": rows})


def test_another_agency_asks_for_its_team_again(amy: Browser) -> None:
    draft = answered(amy)
    police = {"responding_agency": agency("Estuary Police")}
    assert amy.sends(step(draft, "agency"), police) == step(draft, "team")
    assert kept(draft).responding_person == ""
    page = amy.page(step(draft, "team"))
    assert "Public Protection Unit" in page
    assert "Bob Ferris" not in page


def test_words_that_may_point_to_a_family_are_shown_before_sending_and_do_not_stop_it(amy: Browser) -> None:
    draft = answered(amy)
    amy.sends(step(draft, "worry"), {"worry": "He lives at 14 Castle Road, PO12 3AB."})
    page = amy.page(check(draft))
    assert "“14 Castle Road” looks like an address. Take it out if it points to a family." in page
    assert "“PO12 3AB” looks like a postcode." in page
    amy.sends(check(draft))


def test_sent_twice_is_raised_once(amy: Browser) -> None:
    where, key = check(answered(amy)), fresh()
    assert amy.sends(where, key) == amy.sends(where, key)
    amy.fails(where, status=404)
    assert Difference.objects.visible_to(acting("amy")).count() == 1


def test_the_first_question_sent_twice_begins_one_draft_and_keeps_the_later_answer(amy: Browser) -> None:
    key = uuid4()
    draft = begun(amy, "no", key)
    assert begun(amy, "not_told", key) == draft
    assert kept(draft).danger == "not_told"
    assert Draft.objects.filter(author=member("amy")).count() == 1


def test_a_draft_with_a_date_that_has_passed_asks_for_a_new_one(amy: Browser) -> None:
    draft = answered(amy)
    late = actions.read_draft(Draft.objects.get(pk=draft)) | {"needed_by": "2020-01-01"}
    actions.save_draft(by=acting("amy"), at=now(), draft=draft, answers=late)
    assert amy.led(check(draft)) == step(draft, "ask")
    assert amy.sends(check(draft)) == step(draft, "ask")
    assert not Difference.objects.visible_to(acting("amy")).exists()


def test_what_the_rules_refuse_is_said_on_the_check_page_and_the_draft_stays(amy: Browser) -> None:
    draft = answered(amy)
    with owning():
        Holding.objects.filter(person=member("bob")).update(ends=london_date(now()) - timedelta(days=1))
    for page in (amy.page(check(draft), 409), amy.fails(check(draft), status=409)):
        assert errors(page) == ["That person does not work for that agency now. Choose another, or the team."]
    assert kept(draft).worry == WORRY


def test_shared_police_pick_the_area_first_and_see_its_agencies_only() -> None:
    sian = Browser(member("sian"))
    draft = begun(sian)
    page = sian.page(step(draft, "place"))
    assert "Which area is the child in?" in page
    assert sian.led(step(draft, "agency")) == step(draft, "place")
    places = re.findall(r'name="place"[^>]*value="([^"]+)"', page)
    assert len(places) == 2
    seen = []
    for place in places:
        assert sian.sends(step(draft, "place"), {"place": place}) == step(draft, "agency")
        form = sian.page(step(draft, "agency")).split('<form method="post" novalidate')[1]
        assert "Estuary Police" not in form
        seen.append(set(re.findall(r'name="responding_agency"[^>]*value="([^"]+)"', form)))
    assert seen[0]
    assert seen[1]
    assert not seen[0] & seen[1]


def test_the_sent_page_is_the_raisers_only(amy: Browser) -> None:
    sent = amy.sends(check(answered(amy)))
    Browser(member("bob")).page(sent, 404)
    amy.page(reverse("differences:sent", args=["2222222222"]), 404)


def test_settled_by_talking_is_one_page_and_counts_once(amy: Browser) -> None:
    page = amy.page(SETTLED)
    assert len(re.findall(r"<fieldset|<select", page)) <= 4
    assert "<textarea" not in page
    assert len(errors(amy.fails(SETTLED))) == 3
    sent = {"other_agency": agency(COUNCIL), "kind": "threshold", "saved_stage": "2"} | fresh()
    for _ in range(2):
        assert amy.sends(SETTLED, sent) == reverse("differences:settled_thanks")
    assert "Thank you for talking" in amy.page(reverse("differences:settled_thanks"))
    with owning():
        settled = Settled.objects.get()
    assert (settled.kind, settled.saved_stage, settled.other_agency.name) == ("threshold", 2, COUNCIL)


def test_where_no_procedure_is_open_the_page_says_so_and_whom_to_ring(amy: Browser) -> None:
    retired()
    for address in (START, SETTLED):
        page = amy.page(address)
        assert "has not opened its procedure here yet" in page
        assert "01632 960 11" in page


def test_only_who_may_raise_gets_in(amy: Browser) -> None:
    elin = Browser(member("elin"))
    for address in (START, SETTLED, step(begun(amy), "worry")):
        elin.page(address, 403)
        assert Client().get(address).status_code == 302


def test_the_start_page_is_open_to_anyone_and_says_whom_to_ring() -> None:
    page = Client().get(reverse("starting:begin")).content.decode()
    assert "This page rings nobody." in page
    onward = Client().get(reverse("starting:onward")).content.decode()
    assert f'href="{START}?danger=no"' in onward
    assert f'href="{SETTLED}"' in onward


MOST_QUERIES = {"danger": 16, "agency": 17, "team": 18, "kind": 16, "children": 14, "worry": 13, "check": 32}


def counted(browser: Browser, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        browser.page(address)
    return len(queries)


def test_no_page_asks_the_database_more_as_there_is_more_to_show(amy: Browser) -> None:
    draft = answered(amy)
    few = {name: counted(amy, step(draft, name)) for name in MOST_QUERIES}
    start = counted(amy, START)
    for _ in range(3):
        answered(amy)
    assert counted(amy, START) == start
    assert {name: counted(amy, step(draft, name)) for name in MOST_QUERIES} == few
    assert {name: count for name, count in few.items() if count > MOST_QUERIES[name]} == {}
