"""Lifelike counts of Fairhaven, and releases made of them."""

from datetime import date
from random import Random

from commonground.directory.models import Agency, Partnership
from commonground.insight import actions, rules
from commonground.insight.logs.taking_in import take_in
from commonground.insight.models import Counted, Release
from commonground.insight.periods import QUARTER, YEAR, Period
from commonground.insight.tables import SUBJECTS, Subject
from commonground.insight.working_out import run
from commonground.now import london_date
from tests.cast import Cast

Counts = dict[str, dict[str, dict[str, dict[str, int]]]]

THINGS = {
    "raised": 31, "raised_log": 15, "informal": 63, "ended": 25, "ended_log": 13, "said": 51, "asked": 42,
}  # fmt: skip
LIKELY = {
    "by": ("schools", "health", "public", "voluntary"),
    "with": ("council", "health_trust", "school", "police"),
    "kind": ("referral_outcome", "threshold", "step_down_close", "plan_drift", "no_reply", "information"),
    "stage": ("1", "2", "3"),
    "end": ("resolved", "withdrawn", "not_resolved"),
    "time": ("kept", "past"),
    "days": ("week", "fortnight", "month", "two"),
    "answered": ("yes", "no"),
    "heard": ("yes", "partly", "no"),
    "child": ("yes", "partly", "no"),
    "helped": ("helped", "too_early", "none", "not_helped"),
}
"""The rows that something falls into: of each, half as much as of the one before."""
AGREED = ("in_part", "as_asked", "look_again")
"""The same of what was agreed, where it was."""


def counts(area: Partnership, *, times: int = 1) -> Counts:
    """Return counts of a quarter as they might be: the same for the same area."""
    random = Random(area.name)  # noqa: S311 no secret
    agencies = [
        str(one) for one in Agency.objects.filter(partnerships=area).order_by("name").values_list("pk", flat=True)
    ]
    found: Counts = {"silence": {"asked_of": {"asked_of": {}}, "early": {"early": {}, "otherwise": {}}}}
    for subject in SUBJECTS:
        of = [random.choice(agencies[:6]) for _ in range(THINGS[subject.key] * times)]
        found[subject.key] = tables_of(random, subject, of)
    for agency in agencies[:5]:
        found["silence"]["asked_of"]["asked_of"][agency] = 3
        found["silence"]["early"]["otherwise"][agency] = 4
    return found


def tables_of(random: Random, subject: Subject, of: list[str]) -> dict[str, dict[str, dict[str, int]]]:
    """Return a subject's tables of things of which each is an agency's, as they might fall."""
    found: dict[str, dict[str, dict[str, int]]] = {
        table.key: {row: {} for row, _ in table.rows} for table in subject.tables
    }
    for table in subject.tables:
        for agency in of:
            rows = [_fallen(random, LIKELY[table.key])]
            if rows[0] in table.part_of.values():
                rows.append(_fallen(random, AGREED))
            for row in rows:
                found[table.key][row][agency] = found[table.key][row].get(agency, 0) + 1
    return found


def _fallen(random: Random, rows: tuple[str, ...]) -> str:
    return random.choices(rows, [2.0**-place for place in range(len(rows))])[0]


def fairhaven() -> Partnership:
    """Return the cast's partnership."""
    return Partnership.objects.get(name="Fairhaven")


def worked_out(cast: Cast, period: Period, *, times: int = 1, whole_year: bool = False) -> Release:
    """Have Elin ask for a period and the worker work it out, from lifelike counts; of the year to its end if asked."""
    area, quarters = fairhaven(), list(period.quarters)
    while whole_year and len(quarters) < YEAR // QUARTER:
        quarters.insert(0, quarters[0].before)
    for quarter in quarters:
        Counted.objects.get_or_create(
            partnership=area, starts=quarter.starts, defaults={"numbers": counts(area, times=times), "at": cast.at}
        )
    row = actions.work_out(by=cast.actor("elin"), at=cast.tick(), partnership=area.pk, period=period)
    run(row.pk, cast.at)
    row.refresh_from_db()
    return row


def latest(today: date, months: int = QUARTER) -> Period:
    """Return the latest quarter or year that may be counted."""
    one = Period.of(today, months)
    while rules.opens(one) > today:
        one = one.before
    return one


def released(cast: Cast, period: Period, *, remark: str = "", times: int = 1, whole_year: bool = False) -> Release:
    """Have Elin release the figures of a period."""
    row = worked_out(cast, period, times=times, whole_year=whole_year)
    return actions.release(by=cast.actor("elin"), at=cast.tick(), release=row.pk, remark=remark)


LOG = """\
Raised on,Raised by,Raised with,About,Stage,Ended on,How it ended,Notes
03/02/2025,Oakfield Primary School,Fairhaven City Council,A plan that drifts,2,17/02/2025,resolved,Tom is seven
2025-02-04,General practice,Council,,,,,
2025-02-04,General practice,Council,,,,,
04/02/2025,Nowhere School,Council,,,,,
31/02/2025,School,Council,,,,,
=1+1,School,Council,,,,,
"""
"""An older log: three rows that can be used, two of them alike, and three that cannot."""

REMARK = """\
Schools raised more than before. Two held a team session in June, and said that people there feel freer to ask.
We do not know yet why fewer ended. We ask about it in November."""


def figures(cast: Cast) -> dict[str, str]:
    """Return the keys of figures that are released, and of some that are not yet."""
    today = london_date(cast.at)
    last = latest(today)
    log = take_in(by=cast.actor("elin"), at=cast.tick(), partnership=fairhaven().pk, sent=LOG.encode())
    return {
        "figures_area": str(fairhaven().pk),
        "figures_log": str(log.pk),
        "figures": str(released(cast, last, remark=REMARK, whole_year=True).pk),
        "figures_of_year": str(worked_out(cast, latest(today, YEAR)).pk),
    }
