"""Only those who owe are reminded: before the day, on it and once after it, none twice, in working hours, kindly."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commonground.briefings import actions
from commonground.briefings.models import Briefing, Recipient
from commonground.briefings.reminding import remind
from commonground.briefings.sweeping import see_to_briefings
from commonground.briefings.terms import To
from commonground.directory.actions import record_absence
from commonground.notices import actions as notices
from commonground.notices import hours
from commonground.notices.models import Notice, Summary
from commonground.notices.sending import send_waiting
from commonground.notices.summing_up import gather
from commonground.now import LONDON, london_date
from tests.briefings.briefing import opened, read, shared
from tests.cast import Cast

DAY = timedelta(days=1)
MONDAY = datetime(2027, 3, 1, 9, 30, tzinfo=LONDON)
REMINDERS = ("briefing_before", "briefing_due", "briefing_after")


@pytest.fixture
def row(cast: Cast) -> Briefing:
    """Share with three people on a Monday, to be read by the Monday two weeks later; one has read it."""
    cast.at = MONDAY
    people = tuple(cast.person(name).pk for name in ("amy", "bob", "hana"))
    found = shared(cast, to=To.NAMED, people=people, until=london_date(MONDAY) + 14 * DAY)
    read(cast, found, "hana")
    opened(cast, found, "bob")
    Notice.objects.all().delete()
    return found


def reminded() -> list[tuple[str, str]]:
    """Return the kind of each reminder that was left and to whom, in order."""
    rows = Notice.objects.filter(kind__in=REMINDERS).order_by("left_at", "address")
    return [(one.kind, one.address.split(".")[0]) for one in rows]


def days(cast: Cast, many: int, *, hour: int = 10) -> None:
    """Let the worker see to it several times on each of so many days after the first Monday."""
    for number in range(1, many + 1):
        for minute in (0, 1):
            cast.at = (MONDAY + number * DAY).replace(hour=hour, minute=minute)
            see_to_briefings(cast.at)


def test_whoever_owes_is_reminded_three_times_and_no_more(cast: Cast, row: Briefing) -> None:
    days(cast, 40)
    left = reminded()
    assert left == [
        (kind, name) for kind in REMINDERS for name in ("amy", "bob")
    ], "hana has read it"  # fmt: skip
    when = {
        one.kind: london_date(one.left_at) - london_date(MONDAY) for one in Notice.objects.filter(kind__in=REMINDERS)
    }
    assert when == {"briefing_before": 11 * DAY, "briefing_due": 14 * DAY, "briefing_after": 21 * DAY}
    assert remind(row.pk, cast.at) == 0


def test_who_reads_it_or_leaves_is_reminded_no_more(cast: Cast, row: Briefing) -> None:
    days(cast, 12)
    assert [kind for kind, _ in reminded()] == ["briefing_before"] * 2
    read(cast, row, "bob")
    amy = Recipient.objects.get(briefing=row, person=cast.person("amy"))
    Recipient.objects.filter(pk=amy.pk).update(left_at=cast.at, why_left="left")
    days(cast, 40)
    assert "briefing_due" not in [kind for kind, name in reminded() if name == "bob"]


def test_nobody_is_reminded_at_night_on_a_weekend_or_of_what_is_recommended(cast: Cast, row: Briefing) -> None:
    days(cast, 40, hour=0)
    assert reminded() == []
    saturday = date(2027, 3, 13)
    assert saturday.weekday() == 5
    see_to_briefings(datetime(2027, 3, 13, 11, tzinfo=LONDON))
    assert reminded() == []
    Briefing.objects.filter(pk=row.pk).update(required=False)
    days(cast, 14)
    assert reminded() == []


@pytest.mark.usefixtures("row")
def test_when_the_worker_was_away_people_get_the_latest_reminder_alone() -> None:
    see_to_briefings(MONDAY + 15 * DAY)
    assert [kind for kind, _ in reminded()] == ["briefing_due"] * 2


@pytest.mark.usefixtures("row")
def test_a_reminder_goes_into_the_summary_of_whoever_chose_one(cast: Cast) -> None:
    notices.choose_how(daily=True, by=cast.actor("amy"), at=cast.at)
    see_to_briefings(MONDAY + 11 * DAY)
    midnight = (MONDAY + 11 * DAY).replace(hour=23)
    assert send_waiting(lambda: midnight) == 0, "the sender keeps to working hours too"
    assert send_waiting(lambda: MONDAY + 11 * DAY) == 1, "Bob chose none"
    gather(MONDAY + 14 * DAY, hours.calendar())
    assert Summary.objects.get().address == cast.person("amy").email


def test_whoever_is_away_is_not_reminded_that_day(cast: Cast, row: Briefing) -> None:
    record_absence(
        person=cast.person("amy"), starts=london_date(MONDAY + 10 * DAY), ends=london_date(MONDAY + 12 * DAY), by=None,
        at=MONDAY,
    )  # fmt: skip
    days(cast, 15)
    assert [kind for kind, name in reminded() if name == "amy"] == ["briefing_due"]
    assert [kind for kind, name in reminded() if name == "bob"] == ["briefing_before", "briefing_due"]
    assert row.required


@pytest.mark.parametrize("how", ["agrees", "ends"])
def test_what_waits_unsent_when_it_is_read_or_over_is_not_sent(cast: Cast, row: Briefing, how: str) -> None:
    notices.choose_how(daily=True, by=cast.actor("amy"), at=cast.at)
    see_to_briefings(MONDAY + 11 * DAY)
    assert send_waiting(lambda: MONDAY + 11 * DAY) == 1, "Bob chose no summary"
    cast.at = MONDAY + 11 * DAY + timedelta(hours=5)
    if how == "agrees":
        read(cast, row, "amy")
    else:
        actions.stop(by=cast.actor("elin"), at=cast.at, briefing=row.pk)
    see_to_briefings(cast.tick())
    gather(MONDAY + 14 * DAY, hours.calendar())
    assert not Summary.objects.exists()
    assert send_waiting(lambda: MONDAY + 14 * DAY) == 0


def test_the_same_is_left_once_whichever_way_it_is_left(cast: Cast, row: Briefing) -> None:
    see_to_briefings(MONDAY + 11 * DAY)
    before = Notice.objects.count()
    due = Recipient.objects.get(briefing=row, person=cast.person("amy")).due
    notices.leave(
        partnership_id=row.partnership_id, subject=row.pk, reference="", kind="briefing_before", stage="", due=None,
        recipients=[(cast.person("amy").pk, cast.person("amy").email)], about=str(due), at=datetime.now(UTC),
    )  # fmt: skip
    assert Notice.objects.count() == before
