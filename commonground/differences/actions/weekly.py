"""Monday at nine: safeguarding leads are told if something is wrong with who would answer for their agency.

On the first working day of a week from 09:00 on, or later in that week where the worker was away; each address once a
week, however many agencies it has. Where no lead is there, the partnership's office is told in their place. Officers
are told then of the bank holidays that they have still to compare, and library editors of pages to be looked at again.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

from commonground.differences.actions.ahead_of_the_year import tell_officers
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.coverage import KnownRoutes, Row, coverage
from commonground.differences.gaps import Wrong
from commonground.directory.models import Partnership
from commonground.directory.queries import PostNow
from commonground.directory.rota import Rota, leads
from commonground.editions.queries import calendar, calendar_of, live_editions, procedure_of
from commonground.library.telling import tell_to_review
from commonground.notices.actions import leave
from commonground.notices.models import Heartbeat
from commonground.notices.reaching import addresses
from commonground.now import london_date
from commonground.procedures.worktime import LONDON, is_working_day

NAME = "posts_weekly"
NINE = time(9)
A_WEEK = timedelta(days=7)


def tell_weekly(at: datetime) -> int:
    """Tell of this week's gaps, unless that was done; return in how many partnerships there was something to tell."""
    monday = london_date(at) - timedelta(days=london_date(at).weekday())
    begins = datetime.combine(monday, time(), LONDON)
    if Heartbeat.objects.filter(name=NAME, at__gte=begins, at__lt=begins + A_WEEK).exists():
        return 0
    days = calendar_of(NINE, time(17))
    seven = [monday + timedelta(days=number) for number in range(7)]
    first = next((day for day in seven if is_working_day(day, days)), None)
    if first is None or at < datetime.combine(first, NINE, LONDON):
        return 0
    failed: list[UUID] = []

    def tell(partnership: UUID) -> bool:
        failed.append(partnership)
        week = f"week of {monday.isoformat()}"
        told = tell_partnership(partnership, about=week, at=at)
        tell_officers(partnership, at=at)
        tell_to_review(partnership, about=week, at=at)
        failed.remove(partnership)
        return told

    done = one_by_one(Partnership.objects.order_by("pk").values_list("pk", flat=True), tell, failed="weekly.failed")
    if not failed:  # else all is looked at again by the next sweep; who was told is not told twice
        Heartbeat.objects.bulk_create(
            [Heartbeat(name=NAME, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
        )
    return done


def tell_partnership(partnership: UUID, *, about: str, at: datetime) -> bool:
    """Tell the leads of each agency with gaps, in the caller's transaction; say if there was one."""
    on = london_date(at)
    procedures = [procedure_of(edition) for edition in live_editions(partnership, on)]
    if not procedures:
        return False
    rota = Rota.of(partnership, on)
    found = [coverage(rota, procedure, at=at, calendar=calendar(procedure, partnership)) for procedure in procedures]
    routes = KnownRoutes(rota, procedures[0], (on,))
    wrong = {row.agency.pk for one in found for row in one.rows if _to_put_right(row)}
    for agency in wrong:
        own = [post for post in leads(routes.posts_of(agency), agency) if post.manned]
        _tell(own or routes.offices(), partnership, about=about, at=at)
    return bool(wrong)


def _to_put_right(row: Row) -> bool:
    """Say whether there is something that can be put right.

    That one person answers at two stages is shown on the page; a tiny agency is not told of it every week.
    """
    return any(gap.wrong is not Wrong.SAME_AGAIN for cell in row.cells for gap in cell.gaps)


def _tell(posts: Iterable[PostNow], partnership: UUID, *, about: str, at: datetime) -> None:
    for post in posts:
        for address, person in addresses(post).items():
            leave(
                partnership_id=partnership, subject=person or post.post.pk, reference="", kind=NAME,
                recipients=[(person, address)], stage="", due=None, about=about, at=at,
            )  # fmt: skip
