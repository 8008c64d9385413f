"""The leaders' calendar: what its page reads, whom it tells and when, and that what was noted can be put right."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models.signals import post_init

from commonground.briefings.promoting.models import OwnPage, Promotion
from commonground.briefings.promoting.terms import Standing
from commonground.briefings.views.promoting import MOST_LISTED
from commonground.now import london_date
from tests.briefings.briefing import agency
from tests.briefings.test_promoting import TRUST
from tests.cast import Cast
from tests.visiting import Visited, visit

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
