"""Telling leaders, in working hours and once, that something they planned is near, or that their words’ year ends."""

from datetime import datetime

from django.db import transaction

from commonground.briefings.promoting.models import LeaderWords, Promotion
from commonground.briefings.promoting.queries import DAYS_BEFORE, MONTH_BEFORE
from commonground.directory.models import Partnership, Person
from commonground.notices.actions import leave
from commonground.now import london_date


@transaction.atomic
def tell_leaders(at: datetime) -> None:
    """Tell whoever planned something within three days, and whose words end within a month; nobody twice."""
    today = london_date(at)
    near = Promotion.objects.kept().filter(due_on__lte=today + DAYS_BEFORE, told_at=None, done_on=None)
    for row in near.select_for_update(of=("self",), skip_locked=True).select_related("planned_by"):
        if row.due_on >= today:
            _tell(row, row.planned_by, "promotion_near", f"on {row.due_on}", at)
        row.told_at = at
        row.save(update_fields=["told_at"])
    ending = LeaderWords.objects.filter(right_until__lte=today + MONTH_BEFORE, told_at=None, ended_at=None)
    for words in ending.select_for_update(of=("self",), skip_locked=True).select_related("by"):
        _tell(words, words.by, "leader_words_ending", f"until {words.right_until}", at)
        words.told_at = at
        words.save(update_fields=["told_at"])


def _tell(row: Promotion | LeaderWords, whom: Person, kind: str, about: str, at: datetime) -> None:
    area = Partnership.objects.filter(agencies=row.agency_id).order_by("name").first()
    if area and whom.is_active:
        leave(
            partnership_id=area.pk, subject=row.pk, reference="", kind=kind, stage="", due=None,
            recipients=[(whom.pk, whom.email)], about=about, at=at,
        )  # fmt: skip
