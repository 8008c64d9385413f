"""What the worker sees to again and again: briefings that begin, end, have a new edition, or remind; joiners daily."""

from collections.abc import Callable, Iterator
from datetime import datetime

import structlog
from django.db import transaction

from commonground.briefings.actions.reaching import reach
from commonground.briefings.actions.sharing import ask_again, begin_with, end
from commonground.briefings.models import Briefing
from commonground.briefings.promoting.sweeping import take_back_what_is_over, tell_leaders
from commonground.briefings.reminding import remind, take_back_reminders
from commonground.briefings.talking.sweeping import tell_to_look_again
from commonground.briefings.terms import WhyEnded
from commonground.library.pages.models import PageEdition
from commonground.notices import hours
from commonground.now import london_date

log = structlog.get_logger()


def see_to_briefings(at: datetime) -> None:
    """Bring every running briefing up to a moment. Safe to run twice, late and at the same time as itself."""
    today, within = london_date(at), hours.within(at, hours.calendar())
    failed = list(_besides(at, within=within))
    take_back_reminders(at)
    rows = list(Briefing.objects.running().filter(starts__lte=today).select_related("edition"))
    stands = {(one.partnership_id, one.key): one for one in (_standing(rows, at) if rows else ())}
    for row in rows:
        try:
            _see_to(row, stands.get((row.partnership_id, row.edition.key)), at, within=within)
        except Exception as error:
            log.exception("briefing.failed", of=str(row.pk))
            failed.append(error)
    if failed:
        message = "Some briefings could not be brought up."
        raise ExceptionGroup(message, failed)


def _besides(at: datetime, *, within: bool) -> Iterator[Exception]:
    """See to what stands beside briefings, and return what went wrong: it holds up none of them."""
    besides: list[Callable[[datetime], object]] = [take_back_what_is_over]
    if within:
        besides += [tell_to_look_again, tell_leaders]
    for see_to in besides:
        try:
            see_to(at)
        except Exception as error:
            log.exception("briefing.besides_failed")
            yield error


def _see_to(row: Briefing, newer: PageEdition | None, at: datetime, *, within: bool) -> None:
    """Bring one running briefing up to a moment."""
    today = london_date(at)
    if why := _over(row, at):
        _end(row, why, at)
        return
    if newer and newer.number > row.edition.number:
        if not row.ready_at:
            begin_with(briefing=row.pk, edition=newer)
        elif row.asks_again and ask_again(before=row.pk, edition=newer, at=at):
            return
    begun = row.ready_at or row.starts > london_date(row.at)  # else the job that was left with it begins it
    if begun and row.brought_up_on != today:
        reach(row.pk, at)
    if within and row.required and row.reminded_on and row.reminded_on < today:
        remind(row.pk, at)


def _standing(rows: list[Briefing], at: datetime) -> list[PageEdition]:
    """Return what is read today of the pages that were shared."""
    editions = PageEdition.objects.filter(key__in={row.edition.key for row in rows})
    return list(editions.stood(london_date(at)))


def _over(row: Briefing, at: datetime) -> WhyEnded | None:
    if row.edition.retired_at:
        return WhyEnded.WITHDRAWN
    if not row.required and row.until and row.until < london_date(at):
        return WhyEnded.OVER
    return None


@transaction.atomic
def _end(row: Briefing, why: WhyEnded, at: datetime) -> None:
    found = Briefing.objects.select_for_update(skip_locked=True).filter(pk=row.pk, ended_at=None).first()
    if found:
        end(found, why, at=at)
