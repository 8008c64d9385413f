"""An extra bank holiday that an officer adds, or takes off again: running clocks move, once, and the record says so."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from commonground.differences import actions
from commonground.differences.actions import holidays, redating, sweeping, what_if
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference, Trial
from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership
from commonground.editions.actions import compare_year
from commonground.editions.models import Holiday
from commonground.editions.queries import calendar_of
from commonground.notices.models import Notice
from commonground.now import now
from commonground.procedures.terms import Answer
from commonground.record.chain import publics_of
from commonground.record.models import Entry
from commonground.record.verify import verify_one
from tests.differences.asking import fresh
from tests.editions.drafting import Office
from tests.visiting import browser, visit

AsRole = Callable[[str], AbstractContextManager[None]]
LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)  # two working days: due Thursday 12 November, 17:00
PUBLICS = publics_of(settings.RECORD_KEYS)
WEDNESDAY = date(2026, 11, 11)


def london(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.fixture
def office(office: Office) -> Office:
    office.cast.at = TUESDAY
    return office


def add(office: Office, at: datetime, day: date = WEDNESDAY, name: str = "A day of thanks") -> Holiday:
    elin = office.officer("elin")
    return holidays.add(by=elin, at=at, partnership=office.area, day=day, name=name, source="gov.uk/bank-holidays")


def run(row: Holiday, at: datetime) -> Holiday:
    redating.run(row.pk, lambda: at)
    row.refresh_from_db()
    return row


def redated(row: Difference) -> list[str]:
    """Return what the record says of dates that moved, in order."""
    entries = Entry.objects.filter(subject=row.pk, kind="clock.redated").select_related("text").order_by("number")
    return [entry.text.sentence for entry in entries]


def due(row: Difference, stage: int = 1) -> datetime | None:
    return Clock.objects.get(difference=row, stage=stage).due_at


def agrees(*rows: Difference) -> None:
    for row in rows:
        assert not list(disagreements(fresh(row)))
        assert verify_one(row.pk, PUBLICS) is None


def test_it_moves_what_goes_over_the_day_and_says_so_and_tells_who_acts(office: Office) -> None:
    row = office.cast.raised()
    holiday = add(office, london(10, 15))
    assert ProcrastinateJob.objects.filter(task_name="redate").count() == 1
    assert due(row) == london(12, 17), "nothing moves before the worker comes"
    run(holiday, london(10, 15, 1))
    assert (due(row), fresh(row).due_at) == (london(13, 17), london(13, 17))
    assert redated(row) == ["An extra bank holiday on Wednesday 11 November 2026 (A day of thanks) moved what is due."]
    entry = Entry.objects.get(subject=row.pk, kind="clock.redated")
    assert entry.text.words == {
        "Settled or escalated by": "from Thursday 12 November 2026 at 17:00 to Friday 13 November 2026 at 17:00"
    }
    told = Notice.objects.filter(subject=row.pk, kind="redated")
    assert {(one.address, one.due) for one in told} == {
        ("amy.lister@oakfield.example", london(13, 17)), ("duty.east@council.fairhaven.example", london(13, 17)),
    }  # fmt: skip
    kept = Clock.objects.get(difference=row).sum
    assert kept["calendar"]["as_of"] == "2026-11-10T15:00:00+00:00"
    assert [line["what"] for line in kept["days"] if line["day"] == "2026-11-11"] == ["A day of thanks"]
    agrees(row)


def test_a_run_twice_or_cut_off_does_nothing_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redating, "AT_ONCE", 1)
    rows = [office.cast.raised() for _ in range(3)]
    at = office.cast.at
    holiday = add(office, at)
    bring = redating._bring

    def cut_off(row: Difference, *given: Any) -> redating.Brought:  # noqa: ANN401 as there
        if Entry.objects.filter(kind="clock.redated").count() == 2:
            raise ConnectionError
        return bring(row, *given)

    monkeypatch.setattr(redating, "_bring", cut_off)
    with pytest.raises(ConnectionError):
        run(holiday, at)
    holiday.refresh_from_db()
    assert (holiday.done, holiday.total, holiday.settled_at) == (2, 3, None)
    monkeypatch.setattr(redating, "_bring", bring)
    assert len(redating.left(holiday)) == 1
    run(holiday, at)
    run(holiday, at + timedelta(minutes=1))
    assert (holiday.done, holiday.settled_at) == (3, at)
    assert [len(redated(row)) for row in rows] == [1, 1, 1]
    assert Notice.objects.filter(kind="redated").count() == 6
    agrees(*rows)


def test_a_fault_in_one_leaves_the_others_done_and_the_sweep_brings_it_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = office.cast.raised(), office.cast.raised()
    holiday = add(office, office.cast.at)
    bring = redating._bring

    def failing(row: Difference, *given: Any) -> redating.Brought:  # noqa: ANN401 as there
        if row.pk == bad.pk:
            message = "a bad row"
            raise ValueError(message)
        return bring(row, *given)

    monkeypatch.setattr(redating, "_bring", failing)
    assert run(holiday, office.cast.at).settled_at
    monkeypatch.undo()
    assert (due(good), due(bad)) == (london(13, 17), london(12, 17))
    sweeping.sweep(london(12, 9))
    assert due(bad) == london(13, 17)
    agrees(bad, good)


def test_whoever_acts_or_sweeps_before_the_worker_comes_finds_the_new_date(office: Office) -> None:
    cast = office.cast
    row, swept = cast.raised(), cast.raised()
    holiday = add(office, london(12, 16, 59), date(2026, 11, 12))
    Clock.objects.filter(difference=row).update(next_at=None)  # the sweep has nothing to say of it
    with time_machine.travel(london(12, 17, 1), tick=False):
        assert sweeping.sweep_one(swept.pk, Clock.objects.get(difference=swept).pk, at=london(12, 17, 1))
        cast.at = london(12, 17, 2)
        cast.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because="Seen.", meanwhile="Gran stays.")
    for one in (row, swept):
        assert due(one) == london(13, 17), "it ran when the day was added, so it moved, whoever came late"
        assert len(redated(one)) == 1
    assert not Entry.objects.filter(kind="clock.ran_out").exists()
    run(holiday, london(12, 17, 3))
    assert [len(redated(one)) for one in (row, swept)] == [1, 1]
    agrees(row, swept)


def test_a_lost_job_loses_nothing(office: Office) -> None:
    row = office.cast.raised()
    holiday = add(office, london(10, 15))
    ProcrastinateJob.objects.all().delete()
    sweeping.sweep(london(10, 16))
    holiday.refresh_from_db()
    assert holiday.settled_at == london(10, 16)
    assert due(row) == london(13, 17)


def test_taken_off_before_it_comes_all_is_due_as_it_was(office: Office) -> None:
    row = office.cast.raised()
    with time_machine.travel(london(10, 15), tick=False):
        holiday = run(add(office, london(10, 15)), london(10, 15, 1))
        row_off = holidays.take_off(by=office.officer("elin"), at=london(10, 16), holiday=holiday.pk)
        run(row_off, london(10, 16, 1))
    assert due(row) == london(12, 17)
    assert redated(row)[1] == (
        "The extra bank holiday on Wednesday 11 November 2026 (A day of thanks) was put on record by mistake. "
        "It was taken off, so what is due moved back."
    )
    assert date(2026, 11, 11) not in calendar_of(TUESDAY.time(), london(10, 17).time(), office.area.pk).holidays
    agrees(row)


def test_what_happened_is_still_exactly_what_happened(office: Office) -> None:
    """Added, taken off and another added, while some ran and others had ended or were past their time."""
    cast = office.cast
    ended, running = cast.at_stage(2), cast.at_stage(2)
    elin = office.officer("elin")
    first = run(add(office, cast.tick(), date(2026, 11, 13)), cast.tick())
    cast.do(actions.note, ended, "cath", words="We spoke.", own_side=False)
    run(holidays.take_off(by=elin, at=cast.tick(), holiday=first.pk), cast.tick())
    run(add(office, cast.tick(), date(2026, 11, 12)), cast.tick())
    later = cast.at_stage(2)
    cast.at = london(18, 9)
    run(add(office, cast.at, date(2026, 11, 13), "Too late"), cast.tick())
    with time_machine.travel(cast.tick(), tick=False):
        sweeping.sweep(cast.at)
        trial = what_if.try_out(
            by=elin, at=now(), edition=office.live, partnership=office.area, since=office.today - timedelta(days=365)
        )
        what_if.run(trial.pk, now())
    found = Trial.objects.get(pk=trial.pk)
    assert (found.done, found.found["altered"], found.found["moved"]) == (3, [], {})
    agrees(ended, running, later)


def test_another_area_keeps_its_own_dates(office: Office) -> None:
    gwen = office.officer("gwen")
    area = Partnership.objects.get(pk__in=gwen.offices)
    row = office.cast.raised()
    holiday = holidays.add(by=gwen, at=TUESDAY, partnership=area, day=WEDNESDAY, name="Ours", source="Ours")
    assert redating.left(holiday) == []
    run(holiday, london(10, 16))
    assert (due(row), redated(row)) == (london(12, 17), [])
    with pytest.raises(RefusedError, match="Only the officers"):
        add(Office(office.cast, area), london(10, 17))
    with pytest.raises(Holiday.DoesNotExist):
        holidays.take_off(by=office.officer("elin"), at=london(10, 17), holiday=holiday.pk)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 14), "Nobody works on Saturday 14 November 2026"),
        (date(2026, 12, 25), "Friday 25 December 2026 is a bank holiday already: Christmas Day."),
        (date(2026, 9, 1), "is more than a month ago"),
        (date(2037, 5, 8), "Bank holidays are kept up to 2036"),
    ],
)
def test_a_day_that_is_none_to_add_is_refused_in_words(office: Office, day: date, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        add(office, TUESDAY, day)


def test_one_change_at_a_time_and_none_is_taken_off_once_it_has_come(office: Office) -> None:
    elin, at = office.officer("elin"), london(10, 15)
    holiday = add(office, at)
    with pytest.raises(RefusedError, match="still being worked out"):
        add(office, at, date(2026, 11, 16))
    with pytest.raises(RefusedError, match="still being worked out"):
        holidays.proclaim(day=date(2026, 11, 17), name="Another", at=at)
    run(holiday, at)
    with pytest.raises(RefusedError, match="already: A day of thanks"):
        add(office, at)
    with pytest.raises(RefusedError, match="Wednesday 11 November 2026 has come"):
        holidays.take_off(by=elin, at=london(11, 0, 1), holiday=holiday.pk)
    run(holidays.take_off(by=elin, at=at, holiday=holiday.pk), at)
    with pytest.raises(RefusedError, match="taken off already"):
        holidays.take_off(by=elin, at=at, holiday=holiday.pk)
    run(add(office, at), at)


def test_what_it_would_move_is_what_it_moves(office: Office) -> None:
    """Stage 2 of two is seen by the office; a stage 1 that it was not told of is not counted, and moves."""
    cast = office.cast
    untold = cast.raised()
    seen = [cast.at_stage(2), cast.at_stage(2)]
    shortened = cast.at_stage(2)
    cast.do(actions.shorten, shortened, "amy", need="The baby goes home.", due=date(2026, 11, 12))
    with time_machine.travel(cast.tick(), tick=False):
        elin = browser("elin")
        url = f"/bank-holidays/{office.area.pk}/add/?day_day=12&day_month=11&day_year=2026&name=Extra&source=gov.uk"
        assert "2 dates in 2 differences" in visit(url, "elin").words
        sent = {"day_day": "12", "day_month": "11", "day_year": "2026", "name": "Extra", "source": "gov.uk"}
        form = sent | {"submission": str(UUID(int=3))}
        pages = [elin.post(url.partition("?")[0], form) for _ in range(2)]
        assert [page.headers["Location"] for page in pages] == [f"/bank-holidays/{office.area.pk}/"] * 2
    holiday = Holiday.objects.get(partnership=office.area)
    run(holiday, cast.tick())
    assert (holiday.moved, holiday.clocks) == (2, 2)
    assert [len(redated(row)) for row in (*seen, untold, shortened)] == [1, 1, 1, 0]


def test_a_year_that_was_compared_is_no_longer_computed(office: Office) -> None:
    nine, five = TUESDAY.replace(hour=9).time(), london(10, 17).time()
    assert calendar_of(nine, five, office.area.pk).known_until == date(2027, 12, 31)
    compare_year(by=office.officer("elin"), at=now(), partnership=office.area, year=2028, on=office.today)
    assert calendar_of(nine, five, office.area.pk).known_until == date(2028, 12, 31)
    assert calendar_of(nine, five).known_until == date(2027, 12, 31), "for her area only"
    run(add(office, now(), date(2030, 5, 8)), now())
    assert calendar_of(nine, five, office.area.pk).known_until == date(2028, 12, 31), "one day makes no year known"
