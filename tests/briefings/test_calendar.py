"""The leaders' calendar: what its page reads, whom it tells and when, and that what was noted can be put right."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models.signals import post_init

from commonground.briefings.promoting import actions
from commonground.briefings.promoting.models import OwnPage, Promotion
from commonground.briefings.promoting.queries import to_see_to
from commonground.briefings.promoting.terms import Standing
from commonground.briefings.sweeping import see_to_briefings
from commonground.briefings.views.promoting import MOST_LISTED
from commonground.directory.actions import RefusedError
from commonground.directory.models import Holding
from commonground.notices.actions import leave
from commonground.notices.models import Notice
from commonground.now import london_date, now
from tests.briefings.briefing import agency, own, pressed, shared
from tests.briefings.test_promoting import TRUST, planned, weekday
from tests.cast import Cast
from tests.visiting import Visited, browser, visit

DAY = timedelta(days=1)
YEAR = "/briefings/calendar/"


def reading(sender: type, url: str, name: str) -> tuple[Visited, int]:
    """Open a page, and return it with how many rows of a table it made."""
    made = list[object]()

    def count(**_: object) -> None:
        made.append(None)

    post_init.connect(count, sender=sender)
    try:
        return visit(url, name), len(made)
    finally:
        post_init.disconnect(count, sender=sender)


def on_days(cast: Cast, days: Iterable[date], *, by: str = "ros") -> list[Promotion]:
    """Put something into the Trust’s calendar on each of some days."""
    trust, ros = agency(TRUST), cast.person(by)
    return Promotion.objects.bulk_create(
        Promotion(agency=trust, what="A word", where="Team talk", due_on=day, planned_by=ros, planned_at=cast.at)
        for day in days
    )


def test_a_page_of_the_calendar_reads_no_more_than_it_lists_and_counts_the_rest(cast: Cast) -> None:
    trust, on = agency(TRUST), london_date(cast.at)
    on_days(cast, [on] * 240 + [on - DAY] * 20 + [on - 2000 * DAY] * 50)
    for url, name in ((YEAR, "elin"), (f"{YEAR}?agency={trust.pk}", "elin"), (YEAR, "owen")):
        page, made = reading(Promotion, url, name)
        assert made == MOST_LISTED
        assert "60 more stand in the picture" in page.words
        assert ": 240 planned" in page.words
        assert ": 20 whose day has gone by" in page.words


def test_a_list_of_pages_is_cut_and_one_agency_can_be_chosen(cast: Cast) -> None:
    ros, trust = cast.person("ros"), agency(TRUST)
    OwnPage.objects.bulk_create(
        OwnPage(agency=trust, address=f"https://site.example/{number}", what=Standing.LINK, by=ros, at=cast.at)
        for number in range(MOST_LISTED + 7)
    )
    page, made = reading(OwnPage, "/briefings/to-copy/", "elin")
    assert made == MOST_LISTED
    assert "7 more are listed. Choose an agency to see its own." in page.words
    assert f'href="?agency={trust.pk}#pages"' in page.markup


def test_what_was_noted_can_be_put_right_and_its_day_is_one_that_can_be(cast: Cast) -> None:
    row = planned(cast)
    actions.note_done(
        by=cast.actor("ros"), at=cast.tick(), promotion=row.pk, on=london_date(cast.at), link="",
        proof="The mother of T. spoke.",
    )  # fmt: skip
    page, owen, day = f"{YEAR}{row.pk}/", browser("owen"), london_date(now()) - DAY
    assert "The mother of T. spoke." in visit(page, owen).words
    said = {"done_on_day": day.day, "done_on_month": day.month, "done_on_year": day.year, "link": ""}
    visit(page, owen, post=pressed(**said | {"done_on_year": day.year - 2}, proof="Ten people came."), status=422)
    assert owen.post(page, pressed(**said, proof="Ten people came.")).status_code == 302
    row.refresh_from_db()
    assert (row.done_on, row.proof, row.noted_by) == (day, "Ten people came.", cast.person("owen"))
    assert "The mother of T. spoke." not in visit(page, owen).words + visit(YEAR, "elin").words
    assert "Put it right" not in visit(page, "elin").words, "an officer looks on"
    actions.call_off(by=cast.actor("ros"), at=cast.tick(), promotion=(other := planned(cast)).pk)
    with pytest.raises(RefusedError, match="called off"):
        actions.note_done(
            by=cast.actor("ros"), at=cast.tick(), promotion=other.pk, on=day, proof="It was.", link=""
        )  # fmt: skip


def test_where_whoever_planned_it_is_gone_who_plans_there_now_is_told(cast: Cast) -> None:
    weekday(cast)
    on = london_date(cast.at)
    on_days(cast, [on + DAY])
    Holding.objects.filter(person=cast.person("ros")).update(ends=on - DAY)
    see_to_briefings(cast.tick())
    told = set(Notice.objects.filter(kind="promotion_near").values_list("person_id", flat=True))
    assert cast.person("owen").pk in told
    assert cast.person("ros").pk not in told, "the page is none of hers any more"


def test_what_is_near_comes_before_what_has_gone_by_and_that_is_asked_for_a_month(cast: Cast) -> None:
    on = london_date(cast.at)
    on_days(cast, [on - 10 * DAY] * 25 + [on - 40 * DAY] + [on + DAY])
    rows = to_see_to(cast.actor("ros"), on).planned
    assert rows[0].due_on == on + DAY
    assert {one.due_on for one in rows[1:]} == {on - 10 * DAY}


def test_one_that_cannot_be_told_holds_up_no_other_and_no_briefing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = shared(cast, reached=False, starts=london_date(cast.at) + DAY)
    weekday(cast, 2)
    odd, *others = on_days(cast, [london_date(cast.at) + DAY] * 3)

    def leaving(*, subject: UUID, **told: Any) -> object:  # noqa: ANN401 - as what it stands for
        if subject == odd.pk:
            raise ValueError
        return leave(subject=subject, **told)

    with monkeypatch.context() as patch:
        patch.setattr("commonground.briefings.promoting.sweeping.leave", leaving)
        with pytest.raises(ExceptionGroup):
            see_to_briefings(cast.tick())
    told = Notice.objects.filter(kind="promotion_near").values_list("subject", flat=True)
    assert set(told) == {one.pk for one in others}
    assert own(cast, row, "amy").briefing_id == row.pk, "the briefing reached its people"
    see_to_briefings(cast.tick())
    assert odd.pk in set(told.all()), "it is tried again"
