"""The way in: nobody in danger is sent in a circle, nobody is stopped, calls are logged in one tap and go along."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from commonground.differences import actions, ringing
from commonground.differences.models import Call, Difference
from commonground.directory.actions import leave
from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Contact, Partnership
from commonground.directory.queries import actor_for
from commonground.now import london_date, now
from commonground.procedures.rules import Refused
from commonground.procedures.terms import CallCame
from commonground.record.models import Entry
from tests.cast import Cast
from tests.connected import tell_database
from tests.differences.raising import COUNCIL, Browser, answers, begun, check, step, words
from tests.visiting import visit

pytestmark = pytest.mark.usefixtures("cast")
LONDON = ZoneInfo("Europe/London")
FRIDAY_NIGHT = datetime(2026, 11, 27, 17, 40, tzinfo=LONDON)
TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=LONDON)
EVENING, DAY = "01632 960 119", "01632 960 110"
ONWARD = re.compile(r"/differences/raise/\?danger=\w+")


def fairhaven() -> Partnership:
    return Partnership.objects.get(name="Fairhaven")


def council() -> Agency:
    return Agency.objects.get(name=COUNCIL)


@pytest.mark.parametrize(
    ("danger", "page", "says"),
    [
        ("not_told", "in-danger", "Ring now"),
        ("told", "they-will-not-act", "I rang and they will not act"),
        ("not_sure", "not-sure", "Ask somebody now"),
        ("no", "go-on", "Have you talked with them?"),
    ],
)
@pytest.mark.parametrize("who", [None, "amy"])
def test_every_answer_leads_to_whom_to_ring_and_lets_go_on(danger: str, page: str, says: str, who: str | None) -> None:
    begin = visit("/start/", who)
    assert "This page rings nobody" in begin.words
    browser = Client() if who is None else Browser(member(who))
    answer = browser.get("/start/", {"danger": danger})
    assert answer.headers["Location"] == f"/start/{page}/"
    shown = visit(answer.headers["Location"], who)
    assert says in shown.words
    assert f"/differences/raise/?danger={danger}" in shown.markup
    if danger != "no":
        assert 'href="tel:999"' in shown.markup


def test_no_answer_is_asked_again_and_a_foreign_area_is_not_there() -> None:
    page = visit("/start/?danger=", status=422)
    assert "There is a problem" in page.words
    marlow = Partnership.objects.get(name="Marlow Vale").pk
    assert Browser(member("amy")).get(f"/start/they-will-not-act/?area={marlow}").status_code == 404


@pytest.mark.parametrize(("at", "now_", "later"), [(TUESDAY, DAY, EVENING), (FRIDAY_NIGHT, EVENING, DAY)])
def test_the_number_of_this_hour_comes_first_and_the_other_says_that_it_is_not(
    at: datetime, now_: str, later: str
) -> None:
    with time_machine.travel(at, tick=False):
        page = visit(f"/start/in-danger/?area={fairhaven().pk}")
    assert page.words.index(now_) < page.words.index(later)
    assert page.words.count("Not at this hour.") == 1
    assert page.words.index("Not at this hour.") > page.words.index(later)


def test_where_nothing_is_answered_at_this_hour_it_says_so_and_whom_to_ring() -> None:
    Contact.objects.filter(phone=EVENING).delete()
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        page = visit(f"/start/in-danger/?area={fairhaven().pk}")
        none = visit(f"/start/not-sure/?area={fairhaven().pk}")
    assert "None of these is answered at this hour. Ring 999" in page.words
    assert "01632 960 100" in page.words, "the partnership's office"
    assert "None of these is answered at this hour" in none.words


def test_a_number_that_was_not_checked_for_long_says_so() -> None:
    page = visit(f"/start/not-sure/?area={Partnership.objects.get(name='Marlow Vale').pk}")
    assert "Last checked on" in page.words
    assert "Last checked on" not in visit(f"/start/not-sure/?area={fairhaven().pk}").words


def test_somebody_of_no_area_sees_all_and_may_choose_one() -> None:
    everywhere = visit("/start/in-danger/").words
    assert "Where does the child live? Fairhaven · Marlow Vale" in everywhere
    assert "01632 960 910" in everywhere
    one = visit(f"/start/in-danger/?area={fairhaven().pk}").words
    assert "01632 960 910" not in one
    assert "Where does the child live?" not in visit("/start/in-danger/", "amy").words


def test_nobody_sees_the_people_of_a_line_without_signing_in() -> None:
    page = visit(f"/start/they-will-not-act/?area={fairhaven().pk}&responding_agency={council().pk}")
    assert "Cath Doyle" not in page.words
    assert "01632 960 118" in page.words, "the senior person on call is open to anyone"
    assert "Sign in" in page.words
    assert "next=/start/they-will-not-act/" in page.markup, "and comes back here"


def urgent(**more: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in more.items())
    return f"/start/they-will-not-act/?area={fairhaven().pk}&responding_agency={council().pk}&{asked}"


def called(line: object, came: str) -> dict[str, str]:
    """Return the form by which a call is logged."""
    return {
        "area": str(fairhaven().pk),
        "responding_agency": str(council().pk),
        "line": str(line),
        "came": came,
        "submission": str(uuid4()),
    }


def log(browser: Client, line: object, came: str) -> int:
    return browser.post(reverse("starting:called"), called(line, came)).status_code


def lines(at: datetime) -> list[ringing.Line]:
    amy = actor_for(member("amy"), london_date(at))
    calls = Call.objects.visible_to(amy).order_by("at")
    return ringing.whom_next(amy, fairhaven(), council(), calls, at)[0]


def test_both_lines_are_there_with_numbers_from_those_on_call_upwards() -> None:
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        page = visit(urgent(), "amy")
    order = ["Senior manager on call", "Cath Doyle", "Farah Siddiqui", "Dev Raman", "Margaret Ainsworth"]
    assert sorted(order, key=page.words.index) == order
    assert page.words.index("Your own line") < page.words.index("Sarah Penrose") < page.words.index("Judith Clay")
    assert page.words.count("Ring next") == 2


def test_the_next_is_offered_after_thirty_minutes_or_at_once_when_they_refuse() -> None:
    first, second = lines(FRIDAY_NIGHT)[:2]
    with time_machine.travel(FRIDAY_NIGHT, tick=False):
        amy = Browser(member("amy"))
        assert log(amy, first.key, "no_answer") == 302
        page = visit(urgent(), amy)
    assert "You logged: No answer (17:40)" in page.words
    assert "Ring next if nobody has rung back by 18:10, or now if it cannot wait." in page.words
    found = lines(FRIDAY_NIGHT + timedelta(minutes=29))
    assert (found[0].came, found[1].next, found[1].later) == ("No answer (17:40)", False, "18:10")
    assert lines(FRIDAY_NIGHT + timedelta(minutes=30))[1].next
    with time_machine.travel(FRIDAY_NIGHT + timedelta(minutes=10), tick=False):
        assert log(amy, second.key, "refuses") == 302
    assert lines(FRIDAY_NIGHT + timedelta(minutes=11))[2].next, "a no is answered at once by the next"
    with time_machine.travel(FRIDAY_NIGHT + timedelta(minutes=20), tick=False):
        assert log(amy, lines(now())[2].key, "acts") == 302
    assert not any(line.next or line.later for line in lines(FRIDAY_NIGHT + timedelta(minutes=21)))


def test_a_call_is_its_callers_alone_and_pressing_twice_logs_it_once() -> None:
    amy, sarah = Browser(member("amy")), Browser(member("sarah"))
    line = lines(now())[0].key
    form = called(line, "refuses")
    assert [amy.post(reverse("starting:called"), form).status_code for _ in range(2)] == [302, 302]
    assert Call.objects.count() == 1
    assert "You logged" in amy.page(urgent())
    assert "You logged" not in sarah.page(urgent())


@pytest.mark.parametrize("broken", ["line", "came", "responding_agency", "area"])
def test_a_call_to_nobody_is_not_logged(broken: str) -> None:
    form = called(lines(now())[0].key, "acts")
    answer = Browser(member("amy")).post(reverse("starting:called"), form | {broken: str(uuid4())})
    assert answer.status_code == 404
    assert not Call.objects.exists()


def test_calls_go_along_with_what_is_raised_then_once(cast: Cast) -> None:
    cast.at = now() - timedelta(hours=2)
    line = lines(cast.at)[0]
    log_: dict[str, Any] = {"partnership": fairhaven().pk, "agency": council().pk, "line": line.key, "whom": line.whom}
    actions.log_call(by=cast.actor("amy"), at=cast.tick(), came=CallCame.NO_ANSWER, **log_)
    actions.log_call(by=cast.actor("amy"), at=cast.tick(), came=CallCame.REFUSES, **log_)
    actions.log_call(by=cast.actor("sarah"), at=cast.tick(), came=CallCame.ACTS, **log_)
    row, second = cast.raised(), cast.raised()
    said = Entry.objects.get(subject=row.pk, number=1)
    assert said.text.words["Calls before"].count(line.whom) == 2
    assert "They will not act." in said.text.words["Calls before"]
    assert [came for _, came in said.facts["calls"]] == ["no_answer", "refuses"]
    assert "Calls before" not in Entry.objects.get(subject=second.pk, number=1).text.words
    assert "Calls before" in visit(row.get_absolute_url() + "record/", "bob").words


def test_an_old_call_and_one_about_another_agency_are_not_told(cast: Cast) -> None:
    police = Agency.objects.get(name="Estuary Police")
    line = lines(cast.at)[0]
    for agency, ago in ((council(), 8), (police, 0)):
        actions.log_call(
            by=cast.actor("amy"), at=cast.at - timedelta(days=ago), partnership=fairhaven().pk, agency=agency.pk,
            line=line.key, whom=line.whom, came=CallCame.REFUSES,
        )  # fmt: skip
    assert "calls" not in Entry.objects.get(subject=cast.raised().pk, number=1).facts


def test_a_call_in_another_area_or_by_somebody_who_left_is_refused(cast: Cast) -> None:
    marlow = Partnership.objects.get(name="Marlow Vale")
    log_: dict[str, Any] = {"line": uuid4(), "whom": "Somebody", "came": CallCame.ACTS}
    with pytest.raises(Refused, match="area that you work in"):
        actions.log_call(
            by=cast.actor("amy"), at=cast.at, partnership=marlow.pk, agency=council().pk, **log_
        )  # fmt: skip
    leave(person=member("amy"), by=None, at=cast.at)
    assert Client().get(urgent()).status_code == 200


def test_talking_first_shows_whom_to_ring_what_to_say_and_keeps_the_call() -> None:
    amy = Browser(member("amy"))
    where = f"/start/talk-first/?area={fairhaven().pk}&responding_agency={council().pk}"
    page = visit(where, "amy")
    for said in ("Assessment Team East duty desk", "01632 960 111", "Five things to say", "Who you are"):
        assert said in page.words
    form = {"area": str(fairhaven().pk), "responding_agency": str(council().pk)}
    settled = amy.post(where, form | {"came": "settled", "submission": str(uuid4())})
    assert settled.headers["Location"] == reverse("differences:settled")
    assert not Call.objects.exists()
    talked = amy.post(where, form | {"came": "talked", "submission": str(uuid4())})
    onward = talked.headers["Location"]
    assert onward == f"/differences/raise/?danger=no&responding_agency={council().pk}"
    draft_url = amy.post(onward, {"danger": "no", "submission": str(uuid4())}).headers["Location"]
    assert draft_url.endswith("/team/"), "whose decision it is was said already"
    assert Call.objects.get().came == CallCame.TALKED


def test_who_works_in_two_areas_talks_first_and_is_asked_from_where_it_is_raised() -> None:
    sian = Browser(member("sian"))
    onward = f"/differences/raise/?danger=no&responding_agency={council().pk}"
    draft_url = sian.post(onward, {"danger": "no", "submission": str(uuid4())}).headers["Location"]
    assert draft_url.endswith("/place/")


def test_what_was_logged_stands_on_the_answers_before_they_are_sent() -> None:
    amy = Browser(member("amy"))
    log(amy, lines(now())[0].key, "refuses")
    draft = begun(amy)
    for name, said in list(answers().items())[1:]:
        amy.sends(step(draft, name), said)
    assert "They will not act." in words(amy.page(check(draft)))
    amy.sends(check(draft))
    assert Call.objects.get().told_in == Difference.objects.get().pk


def test_the_pages_ask_the_same_number_of_queries_whatever_was_logged() -> None:
    amy = Browser(member("amy"))
    few = visit(urgent(), amy).queries
    for _ in range(4):
        log(amy, lines(now())[0].key, "no_answer")
    visit(urgent(), amy)  # it says that the calls were logged, once
    assert visit(urgent(), amy).queries == few


def test_two_locks_keep_a_call_its_callers(cast: Cast, as_role: Callable[[str], AbstractContextManager[None]]) -> None:
    line = lines(cast.at)[0]
    actions.log_call(
        by=cast.actor("amy"), at=cast.tick(), partnership=fairhaven().pk, agency=council().pk, line=line.key,
        whom=line.whom, came=CallCame.REFUSES,
    )  # fmt: skip
    others = [cast.actor(name) for name in ("sarah", "bob", "elin", "gwen")]
    for other in others:
        assert not Call.objects.visible_to(other).exists(), "the filter alone"
    with as_role("app"):
        assert not Call.objects.exists(), "nobody has told the database who asks"
        for other in others:
            tell_database(other)
            assert not Call.objects.exists(), "the policy alone"
        tell_database(cast.actor("amy"))
        assert Call.objects.count() == 1
