"""The long jobs of procedures: a draft tried on the last year, clocks dated anew; and the check of a draft."""

import statistics
from datetime import timedelta

from commonground.differences.actions import holidays, redating, what_if
from commonground.differences.agreeing import all_disagreements
from commonground.differences.models import Clock, Difference
from commonground.directory.queries import actor_for
from commonground.editions.models import Edition
from commonground.editions.queries import calendar_of, procedure_of, reading
from commonground.now import london_date, now
from commonground.procedures.loading import shipped
from commonground.procedures.worktime import next_working_day
from commonground.record.models import Entry
from tests.bench.reporting import Report, took
from tests.bench.seeding import Seeded

WITHIN = 60
MANY = 10_000
"""So many are tried, or move, within these seconds; of fewer, in proportion."""
FEWEST = 500
"""So many clocks move at least, if so many run: of fewer, what is done once would count too much in proportion."""
CHECKS = 20


def edition_of(seeded: Seeded) -> Edition:
    """Return the edition that all differences began under."""
    return Edition.objects.filter(partnerships=seeded.partnership)[:1].get()


def trying(seeded: Seeded, report: Report) -> None:
    """Measure a draft that is tried on ten thousand differences, or on all that the office was told of."""
    at = now()
    by, since = actor_for(seeded.officer, london_date(at)), london_date(at) - timedelta(days=365)
    trial = what_if.try_out(by=by, at=at, edition=edition_of(seeded), partnership=seeded.partnership, since=since)

    def some() -> None:
        for _ in range(0, MANY, what_if.AT_ONCE):
            what_if.go_on(trial.pk, at)

    seconds = took(some)
    trial.refresh_from_db()
    print(f"    what if: {trial.done} of {trial.total} differences tried in {seconds:.1f} s")
    report.figure(f"trying a draft on {MANY:,} differences", seconds * MANY / trial.done, WITHIN, "s")


def validating(report: Report) -> None:
    """Measure how long a draft is read and checked, as at each save in the editor: the longest that is shipped."""
    text = max(shipped().values(), key=len)
    times = [took(lambda: reading(text)) * 1000 for _ in range(CHECKS)]
    report.figure("reading and checking a draft", statistics.median(times), 100, "ms")


def dating_anew(seeded: Seeded, report: Report) -> None:
    """Measure a bank holiday by which one running clock of ten moves, or FEWEST; run last: others are due before it.

    The sweep that was measured before has all clocks run, also those of differences that have ended.
    """
    at = now()
    hours = procedure_of(edition_of(seeded))
    days = calendar_of(hours.opens, hours.closes, seeded.partnership.pk)
    day = next_working_day(london_date(at), days)
    running = Clock.objects.filter(ended_at=None)
    total = running.count()
    over = running.filter(redating.over(day), difference__ended_at=None, due_at__gt=at)
    chosen = over.order_by("difference", "pk").distinct("difference").values_list("pk", flat=True)
    moving = list(chosen[: min(MANY, max(total // 10, FEWEST))])
    running.exclude(pk__in=moving).update(due_at=redating.midnight(day) - timedelta(minutes=1))
    by = actor_for(seeded.officer, london_date(at))
    holiday = holidays.add(
        by=by, at=at, partnership=seeded.partnership, day=day, name="A day of the bench", source="The bench"
    )
    found = took(lambda: redating.left(holiday))
    seconds = took(lambda: redating.run(holiday.pk, now))
    print(
        f"    dating anew: {len(moving)} of {total} running clocks move; found in {found:.2f} s, done in {seconds:.1f}"
    )
    report.figure(f"dating {MANY:,} clocks anew", seconds * MANY / len(moving), WITHIN, "s")
    entries = Entry.objects.filter(kind="clock.redated", facts__day_off=day.isoformat())
    if entries.count() != len(moving):
        message = f"{entries.count()} of {len(moving)} clocks were dated anew."
        raise AssertionError(message)
    sample = Difference.objects.filter(pk__in=entries.order_by("pk").values("subject")[:CHECKS])
    wrong = [one for one in all_disagreements(sample.select_related("edition")) if one.what != "clocks"]
    if wrong:
        message = f"Tables and record are apart after it: {wrong[0]}"
        raise AssertionError(message)
