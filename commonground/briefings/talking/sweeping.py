"""Telling whoever held a session that its day has come to look again; in working hours, once."""

from datetime import datetime

from django.db import transaction

from commonground.briefings.talking.models import TeamSession
from commonground.directory.queries import holdings
from commonground.notices.actions import leave
from commonground.now import london_date


@transaction.atomic
def tell_to_look_again(at: datetime) -> None:
    """Tell of the sessions whose day has come and of which nobody was told; whoever left the agency is not told."""
    today = london_date(at)
    waits = TeamSession.objects.filter(look_again_on__lte=today, looked_again_on=None, told_at=None)
    for row in waits.select_for_update(of=("self",), skip_locked=True).select_related("held_by"):
        if holdings(today).filter(person=row.held_by_id, post__agency=row.agency_id).exists():
            leave(
                partnership_id=row.partnership_id, subject=row.pk, reference="", kind="briefing_look_again", stage="",
                due=None, recipients=[(row.held_by_id, row.held_by.email)], about="", at=at,
            )  # fmt: skip
        row.told_at = at
        row.save(update_fields=["told_at"])
