"""A year of notices at random moments, through a real mail server: nothing ordinary at night, nothing urgent late.

What is a working day is read from dates that were typed by hand, not from the product.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from commonground.directory.actions import add_person
from commonground.directory.models import Person
from commonground.directory.queries import actor_for
from commonground.notices.actions import choose_how, leave
from commonground.notices.invitations import METHODS, Invitation
from commonground.notices.kinds import TEMPLATES
from commonground.notices.models import Notice, Summary
from commonground.notices.sending import send_waiting
from commonground.now import london_date
from tests.conftest import Clone
from tests.connected import connected
from tests.facts.bank_holidays import BANK_HOLIDAYS
from tests.notices.conftest import PARTNERSHIP, REFERENCE, SUBJECT, Sink

YEAR = 2026
NOTICES = 500
LONDON = ZoneInfo("Europe/London")
BEGINS, ENDS = time(8), time(18)
SETS_OUT = timedelta(hours=3)  # so long before a meeting somebody may leave home for it
DESK = "duty@example.org"
KINDS = sorted(TEMPLATES)


@dataclass
class Year:
    """The clock of the year, and when each message was handed over."""

    sink: Sink
    at: datetime = datetime(YEAR, 1, 1, tzinfo=UTC)
    came: dict[str, datetime] = field(default_factory=dict)

    def send(self, at: datetime) -> None:
        """Run the sender at a moment."""
        self.at = at
        before = len(self.sink.taken)
        send_waiting(lambda: at)
        for one in self.sink.taken[before:]:
            assert len(one.recipients) == 1
            key = str(one.message["Message-ID"])
            assert key not in self.came, "a message came twice"
            self.came[key] = at


def worked(day: date) -> bool:
    """Say whether people work on a day."""
    return day.isoweekday() <= 5 and day not in BANK_HOLIDAYS


def at_work(at: datetime) -> bool:
    """Say whether people work at a moment."""
    local = at.astimezone(LONDON)
    return worked(local.date()) and BEGINS <= local.time() < ENDS


def opening(at: datetime) -> datetime:
    """Return when people next begin, after a moment."""
    local = at.astimezone(LONDON)
    day = local.date()
    while not (worked(day) and datetime.combine(day, BEGINS, LONDON) > at):
        day += timedelta(days=1)
    return datetime.combine(day, BEGINS, LONDON)


def moments(chance: random.Random) -> list[datetime]:
    """Return when the sender runs in a year besides being woken: round the beginning of each day, and at random."""
    days = [date(YEAR, 1, 1) + timedelta(days=n) for n in range(366)]
    fixed = [time(7, 59, 59), BEGINS]
    found = [datetime.combine(day, one, LONDON) for day in days for one in fixed]
    found += [datetime.combine(day, time(chance.randrange(24), chance.randrange(60)), LONDON) for day in days]
    return [one.astimezone(UTC) for one in found]


def make_people(clone: Clone) -> list[tuple[Person | None, str, bool]]:
    """Return who is told: two at once, two in a summary, and a desk."""
    found: list[tuple[Person | None, str, bool]] = [(None, DESK, False)]
    start = datetime(YEAR, 1, 1, tzinfo=UTC)
    for name, daily in (("amy", False), ("bob", False), ("dora", True), ("dev", True)):
        with connected(clone.owner):
            person = add_person(name=name, email=f"{name}@example.org", by=None, at=start)
        with connected(clone.app):
            choose_how(daily=daily, by=actor_for(person, london_date(start)), at=start)
        found.append((person, person.email, daily))
    return found


def test_a_year_of_notices(as_clock: Clone, sink: Sink) -> None:
    chance = random.Random(20260101)  # noqa: S311 the same year each time
    people = make_people(as_clock)
    year = Year(sink)

    def planned(number: int) -> tuple[datetime, Callable[[], None]]:
        at = datetime(YEAR, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(365 * 24 * 60))
        person, address, _ = chance.choice(people)
        kinds = sorted(METHODS) if chance.random() < 0.2 else KINDS
        kind, danger = chance.choice(kinds), chance.random() < 0.1
        due = chance.choice((None, at + timedelta(hours=chance.choice((-24, 2, 4, 6, 90)))))
        starts = due or opening(at) + timedelta(hours=chance.choice((2, 4, 90)))
        meeting = Invitation(f"{number}@localhost", 0, starts, starts + timedelta(hours=1)) if kind in METHODS else None

        def act() -> None:
            with transaction.atomic():
                leave(
                    partnership_id=PARTNERSHIP, subject=SUBJECT, reference=REFERENCE, kind=kind,
                    recipients=[(person.pk if person else None, address)], stage="Practitioners", due=due,
                    about=f"entry {number}", urgent=danger, invitation=meeting, at=at,
                )  # fmt: skip

        return at, act

    leaving = sorted((planned(number) for number in range(NOTICES)), key=lambda one: one[0])
    runs = sorted(moments(chance))
    for at, act in leaving:
        while runs[0] < at:
            year.send(runs.pop(0))
        act()
        year.send(at)  # the change woke it
    for at in runs:
        year.send(at)
    year.send(datetime(YEAR + 1, 1, 4, 8, 0, tzinfo=UTC))
    year_is_as_promised(year, {address: daily for _, address, daily in people})


def year_is_as_promised(year: Year, daily: dict[str, bool]) -> None:
    """Hold every notice and every summary of the year against what each person chose."""
    notices = list(Notice.objects.select_related("summary"))
    summaries = list(Summary.objects.all())
    met: Counter[str] = Counter()
    assert len(notices) == NOTICES
    for notice in notices:
        key = notice.summary.message_id if notice.summary else notice.message_id
        came, wakes = year.came[key], opening(notice.left_at)
        if notice.urgent:
            met["urgent at night"] += not at_work(came)
            assert (notice.summary, came) == (None, notice.left_at), "urgent, and it waited"
            continue
        if notice.uid and notice.due and notice.due <= wakes + SETS_OUT and not at_work(notice.left_at):
            met["of a meeting before the morning" if notice.due <= wakes else "of a meeting soon after it"] += 1
            assert (notice.summary, came) == (None, notice.left_at), "somebody travelled to a meeting that was off"
            continue
        assert at_work(came), f"{notice.kind} at {came}"
        if not daily[notice.address]:
            met["in the morning"] += came > notice.left_at
            assert notice.summary is None
            assert came == (notice.left_at if at_work(notice.left_at) else wakes)
        elif notice.uid:
            met["invited, and in no summary"] += 1
            assert notice.summary is None
            assert came == (notice.left_at if at_work(notice.left_at) else wakes)
        elif notice.summary:
            met["in a summary"] += 1
            assert came == wakes
        else:
            met["due before the next summary"] += 1
            assert came == notice.left_at
            assert notice.due
            assert notice.left_at < notice.due <= wakes
    assert {summary.address for summary in summaries} == {address for address, chose in daily.items() if chose}
    for summary in summaries:
        assert year.came[summary.message_id] == datetime.combine(summary.day, BEGINS, LONDON)
    assert len({(one.address, one.day) for one in summaries}) == len(summaries)
    alone = {notice.message_id for notice in notices if not notice.summary}
    assert set(year.came) == alone | {summary.message_id for summary in summaries}
    assert min(met.values()) >= 10, met
    assert len(met) == 7, met
