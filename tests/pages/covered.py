"""The pages of how far briefings have come, and of evidence."""

from datetime import timedelta

from commonground.briefings.models import Briefing
from commonground.directory.models import Partnership
from commonground.insight.evidence.actions import ask
from commonground.insight.evidence.making import go_on, make
from commonground.insight.evidence.models import Evidence, Purpose
from commonground.insight.how_far.counting import count
from commonground.now import london_date
from tests.cast import Cast
from tests.pages.looking import Visit, data, empty, error

EVIDENCE_NAMES = ("evidence", "evidence_making", "evidence_gone")
"""What addresses call evidence in each state."""


def covered(cast: Cast) -> dict[str, str]:
    """Count what was shared, and return evidence that is made, is being made, and whose files are gone."""
    for row in Briefing.objects.filter(ready_at__isnull=False):
        count(row.pk, cast.at)
    today, area = london_date(cast.at), Partnership.objects.get(name="Fairhaven")
    (school,) = cast.actor("sarah").agencies
    rows = [
        ask(
            by=cast.actor(by), at=cast.tick(), partnership=area.pk, agency=of, purpose=purpose,
            since=today - timedelta(days=90), until=today,
        )
        for by, of, purpose in (
            ("elin", None, Purpose.SECTION_11),
            ("elin", None, Purpose.INSPECTION),
            ("sarah", school, Purpose.SCHOOL_AUDIT),
        )
    ]  # fmt: skip
    make(rows[0].pk, cast.at)
    go_on(rows[1].pk, cast.at)
    Evidence.objects.filter(pk=rows[2].pk).update(forgotten_at=cast.at)
    return {name: str(row.pk) for name, row in zip(EVIDENCE_NAMES, rows, strict=True)}


HOW_FAR = "/how-far/{briefing}/"
COVERED = (
    data(HOW_FAR, "elin"),
    data(HOW_FAR, "sarah"),
    data("/how-far/{briefing_coming}/", "elin"),
    data("/how-far/{briefing_ended}/", "elin"),
    data("/how-far/{briefing_health}/", "ros"),
    empty(HOW_FAR, "gwen", status=404),
    data(f"{HOW_FAR}not-yet/{{health}}/", "ros"),
    data("/how-far/had-read/", "elin"),
    empty("/how-far/had-read/", "gwen"),
    Visit("error", "/how-far/had-read/?edition=&day_day=32&day_month=1&day_year=2026", "elin", status=422),
    Visit("data", "/how-far/had-read/?edition={edition_shared}&day_day=1&day_month=5&day_year=2026", "ros"),
    data("/evidence/", "elin"),
    error("/evidence/", "elin"),
    empty("/evidence/", "gwen"),
    data("/evidence/{evidence}/", "elin"),
    data("/evidence/{evidence_making}/", "elin"),
    data("/evidence/{evidence_gone}/", "sarah"),
    empty("/evidence/{evidence}/", "sarah", status=404),
)
