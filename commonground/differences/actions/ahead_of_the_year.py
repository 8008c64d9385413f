"""A year ahead: officers are told of bank holidays that are only computed, once a month until they were compared."""

from datetime import datetime
from uuid import UUID

from commonground.differences.models import Difference
from commonground.differences.year_ahead import reach, to_compare
from commonground.directory.queries import officers
from commonground.editions.queries import days_off
from commonground.notices.actions import leave
from commonground.notices.reaching import addresses
from commonground.now import london_date


def tell_officers(partnership: UUID, *, at: datetime) -> bool:
    """Tell the officers of an area which years to compare, in the caller's transaction; say if there were any."""
    on = london_date(at)
    years = to_compare(days_off(partnership), on, reach(Difference.objects.filter(partnership=partnership), on))
    for year in years:
        for post in officers(partnership, on):
            for address, person in addresses(post).items():
                leave(
                    partnership_id=partnership, subject=person or post.post.pk, reference="", kind="holidays_ahead",
                    recipients=[(person, address)], stage="", due=None, about=f"{year} in {on:%Y-%m}", at=at,
                )  # fmt: skip
    return bool(years)
