"""Dating running clocks anew when a bank holiday is put on record or taken off it: by the worker, a hundred at a time.

A clock moves by when the calendar changed, not by when its turn comes: until the worker is through, an act and the
sweep bring a difference up to it first. So what moved is the same however long that takes. A date says by which
calendar it was worked out; so a run that was cut off goes on with what is left, and nothing is done twice.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction
from django.db.models import Count, F, Q, QuerySet
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from commonground.differences.actions import clockwork, telling
from commonground.differences.actions.entering import seats_of
from commonground.differences.models import Clock, Difference, Seat
from commonground.differences.routing import Routes
from commonground.editions.models import Holiday
from commonground.editions.queries import calendar
from commonground.notices.actions import put
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date
from commonground.procedures import rules
from commonground.procedures.changes import Change
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Unit
from commonground.procedures.worktime import Calendar, day_text, moment_text
from commonground.record.actions import Said, append_each
from commonground.storing import change_each

REDATE, QUEUE = "redate", "people"
AT_ONCE = 100
TELLS = ("raiser", "raising_seat", "responding_seat")
WITHIN_A_DAY = (Unit.WORKING_HOURS, Unit.SAME_WORKING_DAY)
"""Units beside working days that a day off moves: they count the day itself on which they start."""

log = structlog.get_logger()


def over(day: date, prefix: str = "") -> Q:
    """Return the condition on running clocks that their time goes over a day, in a unit that a day off moves."""
    begins, ends = midnight(day), midnight(day + timedelta(days=1))
    counted = _q(prefix, sum__unit=Unit.WORKING_DAYS, started_at__lt=begins)
    counted |= _q(prefix, sum__unit__in=WITHIN_A_DAY, started_at__lt=ends)
    return counted & _q(prefix, ended_at=None, due_at__gte=begins)


def would_move(rows: QuerySet[Difference], day: date, at: datetime) -> tuple[int, int]:
    """Return how many running clocks a day off would move in how many of some differences, or its being taken off.

    One that a child's need made shorter, or that stands still on that day, does not move.
    """
    runs = _q("clocks__", due_at__gt=at, shortened=False)
    runs &= _q("clocks__", paused_until=None) | _q("clocks__", paused_until__lt=midnight(day))
    found = rows.filter(runs & over(day, "clocks__"), ended_at=None)
    counted = found.aggregate(clocks=Count("clocks"), differences=Count("pk", distinct=True))
    return counted["clocks"], counted["differences"]


def midnight(day: date) -> datetime:
    """Return when a London day begins."""
    return datetime.combine(day, time(), LONDON)


def _q(prefix: str, **conditions: object) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})


def start(holiday: Holiday) -> None:
    """Have the worker bring running clocks up to a bank holiday, in the caller's transaction."""
    of = str(holiday.pk)
    job = Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=REDATE, task_kwargs={"holiday": of})
    JobManager(DjangoConnector()).defer_job(job)


def resume(at: datetime) -> None:
    """Go on with what the worker has left, should its job be lost."""
    left = Holiday.objects.filter(Q(known_at__isnull=False) | Q(removed_at__isnull=False), settled_at=None)
    for holiday in left.values_list("pk", flat=True):
        run(holiday, lambda: at)


def run(holiday: UUID, moment: Callable[[], datetime]) -> None:
    """Bring all running clocks up to a bank holiday; safe to be cut off, run twice, and run twice at once.

    ``moment`` says when each part of it is done. A difference that cannot be done is logged and left to the sweep.
    """
    row = Holiday.objects.get(pk=holiday)
    seen: set[UUID] = set()
    posts = _Posts()
    while keys := [key for key in left(row) if key not in seen]:
        Holiday.objects.filter(pk=holiday).update(total=F("done") + len(keys))
        for begin in range(0, len(keys), AT_ONCE):
            _some(row, keys[begin : begin + AT_ONCE], posts, moment())
        seen.update(keys)
    Holiday.objects.filter(pk=holiday, settled_at=None).update(settled_at=moment())


def left(row: Holiday) -> list[UUID]:
    """Return the differences that have still to be brought up to a bank holiday; none once it is settled."""
    since = row.changed_at
    if since is None or Holiday.objects.filter(pk=row.pk, settled_at__isnull=False).exists():
        return []
    clocks = Clock.objects.filter(over(row.day), due_at__gt=since)
    clocks = clocks.exclude(sum__calendar__as_of=clockwork.stamp(since))
    if row.partnership_id:
        clocks = clocks.filter(partnership=row.partnership_id)
    return list(clocks.values_list("difference", flat=True).distinct().order_by("difference"))


def _some(row: Holiday, keys: Collection[UUID], posts: "_Posts", at: datetime) -> None:
    """Bring some differences up together; where one of them fails, each by itself."""
    try:
        with transaction.atomic():
            bring_up(row.pk, keys, posts, at=at)
    except (DatabaseError, rules.Refused, ValueError, LookupError):
        if len(keys) == 1:
            log.exception("redate.failed", of=str(*keys))
            return
        for key in keys:
            _some(row, [key], posts, at)


def bring_up(holiday: UUID, keys: Collection[UUID], posts: "_Posts", *, at: datetime) -> None:
    """Bring some differences up to the calendar as it is now, in the caller's transaction, and count those that moved.

    They are locked in the order of their keys; clocks, seats and posts are read together.
    """
    rows = Difference.objects.filter(pk__in=keys).select_for_update(of=("self",), no_key=True).order_by("pk")
    found = list(rows.select_related("edition", "raising_agency", "responding_agency").defer("edition__text"))
    clocks, seats = defaultdict[UUID, list[Clock]](list), defaultdict[UUID, list[Seat]](list)
    for clock in Clock.objects.filter(difference__in=keys):
        clocks[clock.difference_id].append(clock)
    for seat in Seat.objects.filter(difference__in=keys, ended_at=None).prefetch_related("person", "post", "agency"):
        seats[seat.difference_id].append(seat)
    calendars = _Calendars()
    brought: list[Brought] = []
    for row in found:
        situation = row.stands()
        days = calendars.of(row, situation)
        if days.changing and not row.end:
            brought.append(_bring(row, situation, days, days.changing, clocks[row.pk]))
    moved = [one for one in brought if one.words]
    posts.read([(one.row, one.situation, seats[one.row.pk]) for one in moved], at=at)
    write_down(brought, lambda one: (seats[one.row.pk], posts.of(one.row, at=at)), at=at)
    known = [one for one in moved if one.row.officer_told and not one.row.restricted]
    dates = sum(len(one.words) for one in known)
    progress = {"done": F("done") + len(keys), "moved": F("moved") + len(known), "clocks": F("clocks") + dates}
    Holiday.objects.filter(pk=holiday).update(**progress)


def catch_up(row: Difference, situation: Situation, days: Calendar, *, at: datetime) -> bool:
    """Bring one locked difference up to a calendar that is changing, before anything else; say if a date moved."""
    if days.changing is None:
        return False
    brought = _bring(row, situation, days, days.changing, clockwork.kept(row))
    seats = [seat for seat in seats_of(difference=row.pk) if seat.ended_at is None] if brought.words else []
    write_down([brought], lambda _: (seats, _routes(row, situation, seats, at)), at=at)
    return bool(brought.words)


class _Calendars:
    """Calendars that many differences share, each read once."""

    def __init__(self) -> None:
        self._days: dict[tuple[UUID, time, time], Calendar] = {}

    def of(self, row: Difference, situation: Situation) -> Calendar:
        """Return the calendar of a difference."""
        hours = situation.procedure
        key = (row.partnership_id, hours.opens, hours.closes)
        if key not in self._days:
            self._days[key] = calendar(hours, row.partnership_id)
        return self._days[key]


class _Posts:
    """The posts of a day that many differences share: each agency's are read once, for all in one query."""

    def __init__(self) -> None:
        self._routes: dict[tuple[UUID, date], Routes] = {}

    def read(self, several: Iterable[tuple[Difference, Situation, list[Seat]]], *, at: datetime) -> None:
        """Read the posts by which the seats of some differences are reached, of those agencies not read before."""
        agencies = defaultdict[tuple[UUID, date], set[UUID]](set)
        for row, situation, seats in several:
            key = (row.partnership_id, london_date(at))
            agencies[key].update(seat.agency_id for seat in seats)
            if key not in self._routes:
                self._routes[key] = _routes(row, situation, (), at)
        for key, own in agencies.items():
            self._routes[key].read(own)

    def of(self, row: Difference, *, at: datetime) -> Routes:
        """Return the routes of a difference whose posts were read."""
        return self._routes[row.partnership_id, london_date(at)]


def _routes(row: Difference, situation: Situation, seats: Iterable[Seat], at: datetime) -> Routes:
    agencies = {seat.agency_id for seat in seats}
    return Routes(partnership=row.partnership_id, procedure=situation.procedure, on=london_date(at), agencies=agencies)


@dataclass(frozen=True, slots=True)
class Brought:
    """One difference brought up to its calendar, on its row and its clocks: by which change, and what is said of it.

    ``words`` is empty where no date moved.
    """

    row: Difference
    situation: Situation
    came: Change
    clocks: clockwork.Reckoned
    unmoved: list[Clock]
    """Those whose date is as before: only by which calendar it was worked out is new."""
    words: dict[str, str]


def _bring(row: Difference, situation: Situation, days: Calendar, came: Change, clocks: list[Clock]) -> Brought:
    """Bring the clocks of one difference up to its calendar, and save nothing.

    What had passed when the calendar changed does not move; what passed since then does.
    """
    before = {clock.pk: clock.due_at for clock in clocks}
    brought = clockwork.brought_up(row, clocks, rules.clocks(situation, days), days, at=came.at)
    apart = [clock for clock in clocks if clock.due_at != before[clock.pk]]
    unmoved = []
    for clock in clocks:
        if clock not in apart and not clock.ended_at and clock.due_at and clock.due_at > came.at:
            clock.sum = {**clock.sum, "calendar": clockwork.used(days)}
            unmoved.append(clock)
    words = {clock.label: moved(before[clock.pk], clock.due_at) for clock in apart}
    return Brought(row, situation, came, brought, unmoved, words)


def write_down(
    brought: Sequence[Brought], who: Callable[[Brought], tuple[list[Seat], Routes]], *, at: datetime
) -> None:  # fmt: skip
    """Save the dates of differences that moved, say it in their records, and tell those who act, all together.

    ``who`` returns the open seats of a difference, and the posts that these are reached by.
    """
    clockwork.save([one.clocks for one in brought])
    change_each([clock for one in brought for clock in one.unmoved], ("sum",))
    changed = [one for one in brought if one.words]
    if not changed:
        return
    change_each([one.row for one in changed], ("due_at",))
    entries = append_each([one_said(one) for one in changed], at=at)
    notices: list[Notice] = []
    for one, entry in zip(changed, entries, strict=True):
        move = rules.Move(None, None, one.situation, one.situation, (), TELLS, at)
        about = f"entry {entry.number}"
        notices += telling.notices_of(one.row, move, *who(one), kind="redated", about=about, at=at)
    put(notices)


def one_said(one: Brought) -> Said:
    """Return what the record of a difference says of dates that moved."""
    facts = {"clocks": one.clocks.facts, "day_off": one.came.day.isoformat(), "added": one.came.added}
    return Said(one.row.pk, "clock.redated", facts, said(one.came), one.words)


def said(came: Change) -> str:
    """Return what the record says of a day off that moved something."""
    day = f"{day_text(came.day)} {came.day.year} ({came.name})"
    if came.added:
        return f"An extra bank holiday on {day} moved what is due."
    return f"The extra bank holiday on {day} was put on record by mistake. It was taken off, so what is due moved back."


def moved(before: datetime | None, after: datetime | None) -> str:
    """Return "from … to …"."""
    return " ".join(f"{word} {moment_text(moment)}" for word, moment in (("from", before), ("to", after)) if moment)
