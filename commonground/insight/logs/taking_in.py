"""Taking an older log in: what can be read lands, what cannot comes back by row, and the same again changes nothing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonground.directory.actions import RefusedError
from commonground.directory.models import Agency
from commonground.directory.queries import Actor
from commonground.insight import rules
from commonground.insight.logs.reading import LogRow, Place, read
from commonground.insight.models import OldDifference, OldLog, Release
from commonground.insight.periods import Period
from commonground.now import london_date
from commonground.procedures.terms import AgencyKind

AT_ONCE = 500


@transaction.atomic
def take_in(*, by: Actor, at: datetime, partnership: UUID, sent: bytes) -> OldLog:
    """Take a log in; raises RefusedError, or UnreadableError when nothing of it can be read."""
    if partnership not in by.offices or by.person is None:
        raise RefusedError(rules.NOT_YOURS)
    agencies = {
        one.name.casefold(): Place(str(one.pk), AgencyKind(one.kind))
        for one in Agency.objects.filter(partnerships=partnership)
    }
    got = read(sent, agencies, london_date(at))
    there = set(
        OldDifference.objects.filter(partnership=partnership, key__in=[row.key for row in got.rows])
        .values_list("key", flat=True)
    )  # fmt: skip
    new = [row for row in got.rows if row.key not in there]
    log = OldLog.objects.create(
        partnership_id=partnership, by=by.person, at=at, new=len(new), known=len(there), late=late(partnership, new),
        errors=[list(error) for error in got.errors],
    )  # fmt: skip
    OldDifference.objects.bulk_create([_kept(row, log) for row in new], batch_size=AT_ONCE)
    return log


def late(partnership: UUID, rows: list[LogRow]) -> int:
    """Return how many rows were raised or ended in a time of which figures were asked for already: they miss those."""
    releases = Release.objects.filter(partnership=partnership)
    counted = {quarter.starts for one in releases for quarter in one.period.quarters}
    return sum(
        1 for row in rows if any(Period.of(day).starts in counted for day in (row.raised_on, row.ended_on) if day)
    )


def _kept(row: LogRow, log: OldLog) -> OldDifference:
    return OldDifference(
        partnership_id=log.partnership_id, log=log, key=row.key, raised_on=row.raised_on,
        by_agency_id=UUID(row.by.agency) if row.by.agency else None, by_kind=row.by.kind, other_kind=row.other.kind,
        about=row.about, stage=row.stage, ended_on=row.ended_on, end=row.end,
    )  # fmt: skip
