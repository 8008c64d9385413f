"""The public page says what is followed today; the archive says what was, and does not move."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from commonground.directory.models import Contact, Partnership
from commonground.editions import actions
from commonground.now import now
from tests.editions.drafting import Office
from tests.visiting import browser, visit

PAGE = reverse("procedure:area", args=["fairhaven"])


def on(day: date) -> str:
    """Return the address of the procedure as it was on a day."""
    return reverse("procedure:on_day", args=["fairhaven", day])


@pytest.fixture
def as_the_web(office: Office) -> Office:
    """Give the office, with the database as the web has it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app")
    return office


def test_anybody_reads_what_is_followed_now(as_the_web: Office) -> None:
    page = visit(PAGE).words
    live = as_the_web.live
    assert f"Edition {live.number}, followed since" in page
    for words in (
        "Settled or escalated by: 3 working days", "line manager", "Speak to each other, in person or by telephone",
        "Is this whistleblowing about your own organisation?", "If a child is in danger now, ring 999.",
        "Both sides can agree to pause a clock: once, by at most 10 days each time.",
    ):  # fmt: skip
        assert words in page
    contact = Contact.objects.filter(partnership=as_the_web.area, ended_on=None).earliest("name")
    assert contact.name in page
    assert contact.phone in page


def test_a_changed_figure_changes_the_page_and_the_archive_does_not_move(as_the_web: Office) -> None:
    yesterday, today = (as_the_web.today - timedelta(days=days) for days in (1, 0))
    before = visit(on(yesterday)).words
    as_the_web.opened()
    assert "Settled or escalated by: 4 working days" in visit(PAGE).words
    assert "the time is now 4 working days. It was 3 working days." in visit(on(today)).words
    after = visit(on(yesterday)).words
    assert "Settled or escalated by: 3 working days" in after
    assert before.split("Every edition")[0] == after.split("Every edition")[0]


def test_a_draft_and_a_proposal_are_not_seen(as_the_web: Office) -> None:
    as_the_web.propose(as_the_web.confirm(as_the_web.changed()))
    assert "Settled or escalated by: 4 working days" not in visit(PAGE, "elin").words


def test_one_that_is_followed_later_is_not_followed_now(as_the_web: Office) -> None:
    as_the_web.opened(days=7)
    assert "Settled or escalated by: 3 working days" in visit(PAGE).words
    later = visit(on(as_the_web.today + timedelta(days=7))).words
    assert "This day is still to come" in later
    assert "Settled or escalated by: 4 working days" in later


def test_where_nothing_is_open_it_says_so_and_whom_to_ask(as_the_web: Office) -> None:
    live = as_the_web.live
    actions.retire(
        by=as_the_web.officer("elin"), at=now(), edition=live.pk, why="We stop.", leaves_none=True
    )  # fmt: skip
    page = visit(PAGE).words
    assert "Fairhaven has not opened its procedure here yet" in page
    assert "Edition 1" in page
    assert "Settled or escalated by: 3 working days" in visit(on(as_the_web.today - timedelta(days=1))).words
    assert "not open here yet" in visit(reverse("procedure:areas")).words


def test_a_day_is_asked_for_and_one_that_is_none_is_said(as_the_web: Office) -> None:
    answer = browser(None).get(PAGE, {"day_day": "3", "day_month": "3", "day_year": "2026"})
    assert answer.headers["Location"] == on(date(2026, 3, 3))
    assert "That date does not exist" in visit(f"{PAGE}?day_day=31&day_month=2&day_year=2026", status=422).words
    assert "no procedure of Fairhaven was open" in visit(on(date(2020, 3, 3))).words
    visit(f"{PAGE}on/2026-02-31/", "elin", status=404)
    visit(reverse("procedure:area", args=["nowhere"]), status=404)
    assert Partnership.objects.count() == 2
    assert as_the_web.live.opened


def test_it_asks_the_database_no_more_with_many_editions(as_the_web: Office) -> None:
    few = visit(PAGE).queries
    for days in range(3, 6):
        as_the_web.opened(days=days)
    assert visit(PAGE).queries == few
