"""What clocks say and when: reminders, running out, a missed night, a new bank holiday. Nothing closes by itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from commonground.differences import actions
from commonground.differences.actions import sweeping
from commonground.differences.actions.holidays import proclaim
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference
from commonground.editions.models import Holiday
from commonground.notices.models import Notice
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.asking import fresh

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)  # two working days: due Thursday 12 November, 17:00


def london(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.fixture
def raised(cast: Cast) -> Difference:
    cast.at = TUESDAY
    return cast.raised()


def said(row: Difference) -> list[str]:
    """Return what the clock wrote in the record, in order."""
    entries = Entry.objects.filter(subject=row.pk, kind__startswith="clock.").order_by("number")
    return [entry.kind.removeprefix("clock.") for entry in entries]


def mails(row: Difference, kind: str) -> set[str]:
    return set(Notice.objects.filter(subject=row.pk, kind=kind).values_list("address", flat=True))


def test_it_reminds_before_says_when_it_ran_out_and_reminds_after_each_once(raised: Difference) -> None:
    assert raised.due_at == london(12, 17)
    for at, so_far in (
        (london(11, 8, 59), []),
        (london(11, 9), ["reminder_before"]),
        (london(11, 13, 29), ["reminder_before"]),
        (london(11, 13, 30), ["reminder_before", "unopened"]),
        (london(12, 16, 59), ["reminder_before", "unopened"]),
        (london(12, 17), ["reminder_before", "unopened", "ran_out"]),
        (london(13, 8, 59), ["reminder_before", "unopened", "ran_out"]),
        (london(13, 9), ["reminder_before", "unopened", "ran_out", "reminder_after"]),
        (london(30, 9), ["reminder_before", "unopened", "ran_out", "reminder_after"]),
    ):
        sweeping.sweep(at)
        assert sweeping.sweep(at) == 0, "a second sweep finds nothing left"
        assert said(raised) == so_far
    row = fresh(raised)
    assert (row.stage, row.end, row.due_at) == (1, "", london(12, 17)), "a clock that runs out closes nothing"
    assert not list(disagreements(row))


def test_those_whom_the_edition_names_are_told_and_nobody_else(raised: Difference) -> None:
    for at in (london(11, 9), london(12, 17), london(13, 9)):
        sweeping.sweep(at)
    both = {"amy.lister@oakfield.example", "duty.east@council.fairhaven.example"}
    assert mails(raised, "reminder_before") == mails(raised, "reminder_after") == both
    leads = {"sarah.penrose@oakfield.example", "farah.siddiqui@council.fairhaven.example"}
    on_the_desk = {"bob.ferris@council.fairhaven.example", "leah.goldberg@council.fairhaven.example"}
    assert mails(raised, "clock_ran_out") == both | leads | on_the_desk, "urgent: the desk's people beside its mailbox"


def test_a_missed_week_is_told_once_and_dated_from_the_deadline(raised: Difference) -> None:
    assert sweeping.sweep(london(20, 11)) == 1
    assert sweeping.sweep(london(23, 11)) == 0
    assert said(raised) == ["ran_out"]
    entry = Entry.objects.get(subject=raised.pk, kind="clock.ran_out")
    assert entry.text.words["Was due"] == "Thursday 12 November 2026 at 17:00"
    assert {notice.due for notice in Notice.objects.filter(kind="clock_ran_out")} == {london(12, 17)}


def test_what_ended_or_moved_on_says_nothing_more(cast: Cast) -> None:
    cast.at = TUESDAY
    resolved, escalated = cast.resolved(1), cast.at_stage(2)
    sweeping.sweep(london(13, 10))
    assert said(resolved) == []
    first = Clock.objects.get(difference=escalated, stage=1)
    assert first.ended_at
    assert first.next_at is None
    both = ["unopened", "unopened"]  # neither side’s manager opened it by the 12th
    assert said(escalated) == [*both, "reminder_before"], "stage 2 is due on the 13th, and reminds on the 12th"


def test_a_new_bank_holiday_moves_open_clocks_and_says_so_and_leaves_ended_and_past_ones(cast: Cast) -> None:
    cast.at = london(3, 10)
    past = cast.raised()
    sweeping.sweep(london(6, 10))
    cast.at = TUESDAY
    running, ended = cast.raised(), cast.resolved(1)
    ended_due = Clock.objects.get(difference=ended).due_at
    assert proclaim(day=date(2026, 11, 11), name="A day of thanks", at=london(10, 15)) == 1
    sweeping.sweep(london(10, 15, 1))
    assert fresh(running).due_at == london(13, 17)
    assert said(running) == ["redated"]
    words = Entry.objects.get(subject=running.pk, kind="clock.redated").text.words
    assert words == {
        "Settled or escalated by": "from Thursday 12 November 2026 at 17:00 to Friday 13 November 2026 at 17:00"
    }
    days = Clock.objects.get(difference=running).sum["days"]
    assert [day["what"] for day in days if day["day"] == "2026-11-11"] == ["A day of thanks"]
    assert Clock.objects.get(difference=past).due_at == london(5, 17)
    assert Clock.objects.get(difference=ended).due_at == ended_due
    assert said(past) == ["ran_out"], "the reminder of the morning after was missed with it, and is not late"
    for row in (running, past, ended):
        assert not list(disagreements(fresh(row)))
    sweeping.sweep(london(12, 9))
    assert said(running) == ["redated", "reminder_before"], "the reminder comes the working day before the new date"


def test_a_holiday_within_a_clock_that_is_past_its_time_moves_nothing(cast: Cast) -> None:
    cast.at = london(3, 10)
    past = cast.raised()
    sweeping.sweep(london(5, 17))
    proclaim(day=date(2026, 11, 5), name="Too late", at=london(5, 17, 30))
    sweeping.sweep(london(5, 17, 31))
    cast.at = london(5, 18)
    cast.do(actions.question, past, "amy", words="May we speak?")
    assert Clock.objects.get(difference=past).due_at == london(5, 17)
    sweeping.sweep(london(6, 10))
    assert said(past) == ["ran_out", "reminder_after"]
    assert not list(disagreements(fresh(past)))


def test_a_bank_holiday_that_no_clock_goes_over_moves_nothing(raised: Difference) -> None:
    assert proclaim(day=date(2026, 11, 7), name="A Saturday", at=london(10, 11)) == 0
    assert sweeping.sweep(london(10, 11, 1)) == 0
    assert said(raised) == []
    sweeping.sweep(london(11, 9))
    assert said(raised) == ["reminder_before"]


def test_a_shortened_clock_reminds_and_runs_out_by_its_new_date(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.raised()
    cast.do(actions.shorten, row, "amy", need="The baby goes home tomorrow.", due=date(2026, 11, 11))
    assert fresh(row).due_at == london(11, 17)
    sweeping.sweep(london(11, 17))
    assert said(row) == ["ran_out"]
    assert not list(disagreements(fresh(row)))


def test_a_fault_in_one_leaves_the_others_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.at = TUESDAY
    bad, good = cast.raised(), cast.raised()
    say = sweeping.say

    def failing(row: Difference, *rest: object, **named: object) -> None:
        if row.pk == bad.pk:
            message = "a bad row"
            raise ValueError(message)
        say(row, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(sweeping, "say", failing)
    assert sweeping.sweep(london(11, 9)) == 1
    assert (said(bad), said(good)) == ([], ["reminder_before"])
    monkeypatch.undo()
    assert sweeping.sweep(london(11, 9, 1)) == 1
    assert said(bad) == ["reminder_before"]


def test_the_sweep_finds_what_is_due_by_an_index(cast: Cast) -> None:
    cast.at = TUESDAY
    cast.raised()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM differences_clock WHERE ended_at IS NULL AND next_at IS NOT NULL"
            " AND next_at <= now() ORDER BY next_at LIMIT 500"
        )
        plan = " ".join(str(row[0]) for row in cursor.fetchall())
    assert "clock_to_sweep" in plan


def test_holidays_are_rows_to_2036_and_say_when_they_are_computed(db: None) -> None:  # noqa: ARG001 - the rows
    assert Holiday.objects.get(day=date(2026, 12, 28)).proclaimed
    assert not Holiday.objects.filter(day=date(2026, 12, 26)).exists()
    assert not Holiday.objects.get(day=date(2036, 12, 25)).proclaimed
    assert timedelta(days=3650) < max(Holiday.objects.values_list("day", flat=True)) - date(2026, 1, 1)
