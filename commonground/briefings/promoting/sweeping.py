"""Telling leaders, in working hours and once, that something they planned is near, or that their words’ year ends.

Only who still leads or plans there is told. Each is told in a transaction of its own: one that cannot be told holds up
no other, and is tried again.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from commonground.briefings.promoting.models import LeaderThanks, LeaderWords, Promotion
from commonground.briefings.promoting.terms import DAYS_BEFORE, MONTH_BEFORE, PLANNERS
from commonground.directory.models import Partnership, Person
from commonground.directory.queries import holdings
from commonground.notices.actions import leave, take_back
from commonground.now import london_date

log = structlog.get_logger()


def tell_leaders(at: datetime) -> None:
    """Tell who plans where something is planned within three days, and whose words end within a month; nobody twice."""
    today = london_date(at)
    near = Promotion.objects.kept().filter(
        due_on__range=(today, today + DAYS_BEFORE), told_at=None, done_on=None
    )  # fmt: skip
    ending = LeaderWords.objects.of_leaders(today).filter(right_until__lte=today + MONTH_BEFORE, told_at=None)
    days = near.order_by("due_on", "pk").values_list("pk", flat=True)
    words = ending.order_by("right_until", "pk").values_list("pk", flat=True)
    failed = [*_each(days, _tell_of_day, at), *_each(words, _tell_of_words, at)]
    if failed:
        message = "Some leaders could not be told."
        raise ExceptionGroup(message, failed)


def take_back_what_is_over(at: datetime) -> int:
    """Have no message sent that still waits and is needed no more: done, moved, called off, renewed or ended."""
    planned = Promotion.objects.kept().filter(pk=OuterRef("subject"), done_on=None, told_at__isnull=False)
    words = LeaderWords.objects.filter(pk=OuterRef("subject"), ended_at=None, told_at__isnull=False)
    thanks = LeaderThanks.objects.filter(pk=OuterRef("subject"), ended_at=None)
    return (
        take_back(Q(~Exists(planned)), kinds=("promotion_near",), at=at)
        + take_back(Q(~Exists(words)), kinds=("leader_words_ending",), at=at)
        + take_back(Q(~Exists(thanks)), kinds=("leader_thanks", "leader_thanks_team"), at=at)
    )


def _each(keys: Iterable[UUID], tell: Callable[[UUID, datetime], None], at: datetime) -> Iterator[Exception]:
    """Tell of each, and return what went wrong."""
    for key in list(keys):
        try:
            tell(key, at)
        except Exception as error:
            log.exception("leader.not_told", of=str(key))
            yield error


@transaction.atomic
def _tell_of_day(key: UUID, at: datetime) -> None:
    rows = Promotion.objects.kept().filter(pk=key, told_at=None, done_on=None)
    row = rows.select_for_update(skip_locked=True).first()
    if row is None:
        return
    people = _planners(row, london_date(at))
    if people:  # where nobody plans now, whoever comes next is told
        _tell(row, people, "promotion_near", f"on {row.due_on}", at)


@transaction.atomic
def _tell_of_words(key: UUID, at: datetime) -> None:
    rows = LeaderWords.objects.filter(pk=key, told_at=None, ended_at=None).select_related("by")
    row = rows.select_for_update(of=("self",), skip_locked=True).first()
    if row:
        _tell(row, [row.by], "leader_words_ending", f"until {row.right_until}", at)


def _planners(row: Promotion, on: date) -> list[Person]:
    """Return whoever planned something if they plan there still, else all who do now."""
    there = holdings(on).filter(post__agency=row.agency_id, post__role__in=PLANNERS)
    whoever = Person.objects.filter(pk__in=there.values("person")).filter(pk=row.planned_by_id)
    now = Person.objects.filter(pk__in=there.filter(deputy=False).values("person")).order_by("name", "id")
    return list(whoever) or list(now)


def _tell(row: Promotion | LeaderWords, whom: Iterable[Person], kind: str, about: str, at: datetime) -> None:
    area = Partnership.objects.filter(agencies=row.agency_id).order_by("name").first()
    if area:
        leave(
            partnership_id=area.pk, subject=row.pk, reference="", kind=kind, stage="", due=None,
            recipients=[(one.pk, one.email) for one in whom], about=about, at=at,
        )  # fmt: skip
    row.told_at = at
    row.save(update_fields=["told_at"])
