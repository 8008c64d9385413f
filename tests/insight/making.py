"""Releases of Fairhaven, made of the demonstration's counts; and an older log."""

from commonground.directory.models import Partnership
from commonground.insight import actions
from commonground.insight.demonstration import REMARK, counts
from commonground.insight.logs.taking_in import take_in
from commonground.insight.models import Counted, Release
from commonground.insight.periods import QUARTER, YEAR, Period
from commonground.insight.rules import latest
from commonground.insight.working_out import run
from commonground.now import london_date
from tests.cast import Cast


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
