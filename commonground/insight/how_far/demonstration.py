"""What the demonstration has of how far briefings have come: they are counted, and there is evidence of a quarter."""

from datetime import datetime, timedelta

from commonground.briefings.models import Briefing
from commonground.directory.demonstration import member
from commonground.directory.models import Partnership
from commonground.directory.queries import actor_for
from commonground.insight.evidence.actions import ask
from commonground.insight.evidence.models import Purpose
from commonground.insight.how_far.counting import count
from commonground.now import london_date

QUARTER = timedelta(days=90)


def tell(at: datetime) -> None:
    """Tell it, as on the moment of loading; the worker makes the evidence."""
    for row in Briefing.objects.running():
        count(row.pk, at)
    today = london_date(at)
    ask(
        by=actor_for(member("elin"), today), at=at, partnership=Partnership.objects.get(name="Fairhaven").pk,
        agency=None, purpose=Purpose.SECTION_11, since=today - QUARTER, until=today,
    )  # fmt: skip
