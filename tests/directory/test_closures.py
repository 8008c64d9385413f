"""An agency is closed: its people are away, the stand-in answers if they are free of the other side, clocks run on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from commonground.differences.actions.empty_chairs import ask_the_next
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference, Seat
from commonground.directory.actions import RefusedError
from commonground.directory.models import Absence, Agency, Post
from commonground.directory.people.closures import close, open_again
from commonground.directory.people.models import Closure
from commonground.directory.queries import actor_for
from commonground.now import london_date, now
from commonground.procedures.terms import Capacity, Role
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.asking import fresh
from tests.visiting import browser, visit

AsRole = Callable[[str], AbstractContextManager[None]]


def school() -> Agency:
    return Agency.objects.get(posts__holdings__person__name="Amy Lister")


def lead_of(cast: Cast, name: str) -> Post:
    return Post.objects.filter(holdings__person=cast.person(name), role=Role.SAFEGUARDING_LEAD)[:1].get()


def closed(cast: Cast, stand_in: Post, *, days: int = 20, by: str = "sarah") -> Closure:
    today = london_date(now())
    return close(
        agency=school(), name="Summer holiday", starts=today + timedelta(days=1), ends=today + timedelta(days=days),
        stand_in=stand_in, by=actor_for(cast.person(by), today), at=now(),
    )  # fmt: skip


def on_the_first_day() -> datetime:
    return now() + timedelta(days=1)


def acting(row: Difference) -> set[UUID | None]:
    seats = Seat.objects.filter(difference=row, side="raising", ended_at=None, capacity=Capacity.ANSWERING)
    return set(seats.values_list("post", flat=True))


def test_the_stand_in_is_asked_where_the_line_leads_to_nobody_and_the_record_says_so(cast: Cast) -> None:
    row = cast.raised()
    due = Clock.objects.get(difference=row).due_at
    stand_in = lead_of(cast, "Wendy Park")
    closed(cast, stand_in)
    with time_machine.travel(on_the_first_day(), tick=False):
        ask_the_next(now())
    assert stand_in.pk in acting(row)
    entry = Entry.objects.filter(subject=row.pk, kind="clock.stepped_over").select_related("text").latest("number")
    assert "is closed now, so" in str(entry.text.words)
    assert Clock.objects.get(difference=row).due_at == due, "a child's need does not wait: clocks run on"
    assert not list(disagreements(fresh(row)))


def test_the_page_and_the_sum_of_its_date_say_who_answers_meanwhile_until_it_is_open_again(cast: Cast) -> None:
    row, stand_in = cast.raised(), lead_of(cast, "Wendy Park")
    url = f"/differences/{row.reference}/"
    assert "is closed" not in visit(url, "bob").words
    shut = closed(cast, stand_in)
    sentence = f"{school()} is closed from"
    words = visit(url, "bob").words
    assert words.count(sentence) == 2, "beside the clock, and in the sum of its date"
    assert f"{stand_in.title}, {stand_in.agency}, answers for it, or" in words
    open_again(closure=shut.pk, by=cast.actor("sarah"), at=now())
    assert "is closed" not in visit(url, "bob").words


def test_a_stand_in_who_acts_for_the_other_side_is_passed_over_for_the_office(cast: Cast) -> None:
    row = cast.raised()
    farah = lead_of(cast, "Farah Siddiqui")
    closed(cast, farah)
    with time_machine.travel(on_the_first_day(), tick=False):
        ask_the_next(now())
    assert farah.pk not in acting(row)
    office = Post.objects.get(holdings__person=cast.person("elin"), role=Role.PARTNERSHIP_OFFICER)
    assert office.pk in acting(row)


def test_coverage_says_who_answers_meanwhile(cast: Cast) -> None:
    stand_in = lead_of(cast, "Wendy Park")
    closed(cast, stand_in)
    with time_machine.travel(on_the_first_day(), tick=False):
        assert cast.person("Wendy Park").name in visit(f"/coverage/agency/{school().pk}/", "elin").words


def test_open_after_all_everybody_is_there_again(cast: Cast) -> None:
    row = closed(cast, lead_of(cast, "Wendy Park"))
    away = set(Absence.objects.filter(closure=row).values_list("person__name", flat=True))
    assert {"Amy Lister", cast.person("sarah").name} <= away
    open_again(closure=row.pk, by=cast.actor("sarah"), at=now())
    assert not Absence.objects.filter(closure=row).exists()
    with pytest.raises(RefusedError, match="taken back already"):
        open_again(closure=row.pk, by=cast.actor("sarah"), at=now())


def test_what_cannot_be_noted_is_refused_in_words(cast: Cast) -> None:
    wendy = lead_of(cast, "Wendy Park")
    closed(cast, wendy)
    with pytest.raises(RefusedError, match="closed on one of these days"):
        closed(cast, wendy)
    with pytest.raises(RefusedError, match="Choose a post of another agency"):
        closed(cast, lead_of(cast, "sarah"))
    with pytest.raises(RefusedError, match="Only a safeguarding lead"):
        closed(cast, wendy, by="bob")
    with pytest.raises(RefusedError, match="before the first"):
        closed(cast, wendy, days=0)


def test_a_lead_keeps_it_on_screen_and_nobody_of_another_agency_does(cast: Cast, as_role: AsRole) -> None:
    url, stand_in = f"/people/{school().pk}/closed/", lead_of(cast, "Wendy Park")
    first, last = london_date(now()) + timedelta(days=3), london_date(now()) + timedelta(days=9)
    sent = {"name": "Half term", "stand_in": str(stand_in.pk), "submission": str(UUID(int=5))}
    for which, day in (("starts", first), ("ends", last)):
        sent |= {f"{which}_day": str(day.day), f"{which}_month": str(day.month), f"{which}_year": str(day.year)}
    with as_role("app"):
        assert browser(cast.person("Farah Siddiqui")).get(url).status_code == 404
        assert browser("amy").get(url).status_code == 403
        assert browser(cast.person("Farah Siddiqui")).post(url, sent).status_code == 404
        sarah = browser("sarah")
        assert sarah.post(url, sent | {"ends_year": "2019", "submission": str(UUID(int=4))}).status_code == 422
        assert sarah.post(url, sent).status_code == 302
    row = Closure.objects.get()
    assert (row.starts, row.ends, type(row.starts)) == (first, last, date)
    assert "Half term" in visit(f"/people/{school().pk}/", "sarah").words
    back = f"{url}{row.pk}/open/"
    visit(back, "sarah")
    with as_role("app"):
        assert browser(cast.person("Farah Siddiqui")).post(back, {"submission": str(UUID(int=6))}).status_code == 404
        assert browser("sarah").post(back, {"submission": str(UUID(int=7))}).status_code == 302
    assert Closure.objects.get().ended_at
