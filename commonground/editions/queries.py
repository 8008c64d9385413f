"""Reading editions: which is live, what it says, and the calendar its clocks count by."""

from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from commonground.directory.queries import Actor
from commonground.editions.models import Confirmation, Edition, Holiday
from commonground.procedures.confirming import unconfirmed
from commonground.procedures.definition import DefinitionError, Procedure, provisional_parts
from commonground.procedures.loading import load
from commonground.procedures.terms import Covers
from commonground.procedures.worktime import Calendar
from commonground.questions import Blank, Question, one_of

SATURDAY = 5
PARSED: dict[str, Procedure] = {}


def procedure_of(edition: Edition) -> Procedure:
    """Return what an edition says, parsed once per digest in each process."""
    if edition.digest not in PARSED:
        PARSED[edition.digest] = load(edition.text)
    return PARSED[edition.digest]


def procedure_by(digest: str) -> Procedure:
    """Return what the editions with this digest say; their text is read once in each process."""
    if digest not in PARSED:
        return procedure_of(Edition.objects.filter(digest=digest)[:1].get())
    return PARSED[digest]


def live_edition(partnership_id: UUID, on: date, covers: Covers = Covers.DIFFERENCES) -> Edition:
    """Return the edition open to practitioners in a partnership on a day; raises Edition.DoesNotExist.

    It is that of professional differences, unless another is asked for: one of conferences stands beside it.
    """
    return Edition.objects.of(partnership_id).about(covers).followed(on)[:1].get()


def live_editions(partnership_id: UUID, on: date) -> list[Edition]:
    """Return every edition open to practitioners in a partnership on a day: one of each kind that there is."""
    found: dict[str, Edition] = {}
    for row in Edition.objects.of(partnership_id).followed(on):
        found.setdefault(row.covers, row)
    return [found[covers] for covers in Covers if covers in found]


def with_procedure(partnerships: Collection[UUID], on: date) -> set[UUID]:
    """Return those of some partnerships whose own procedure is open to practitioners on a day, in one query."""
    followed = Edition.objects.about(Covers.DIFFERENCES).followed(on).order_by()
    through = Edition.partnerships.through.objects.filter(edition__in=followed)
    return set(through.filter(partnership__in=partnerships).values_list("partnership", flat=True))


@Question
def _proposals(person: Blank, offices: Blank) -> "QuerySet[Edition, Edition]":
    kept = Edition.partnerships.through.objects.filter(one_of("partnership", offices)).values("edition")
    waiting = Edition.objects.filter(pk__in=kept, proposed_at__isnull=False, opened=None, retired_at=None)
    return waiting.exclude(proposed_by=person).select_related("proposed_by").order_by("proposed_at")


def proposals(actor: Actor) -> list[Edition]:
    """Return what other officers proposed and somebody can approve or send back, in one query."""
    return _proposals(person=actor.person.pk if actor.person else None, offices=list(actor.offices))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: the procedure, or the problems that keep it from being one."""

    procedure: Procedure | None
    problems: tuple[str, ...]


def reading(text: str) -> Reading:
    """Read the text of a draft. It is not kept: a draft is read anew each time that it is looked at."""
    try:
        return Reading(load(text), ())
    except DefinitionError as error:
        return Reading(None, error.problems)


def confirmed_parts(edition: Edition) -> dict[str, Confirmation]:
    """Return the latest confirmation of each part of an edition, whether or not it still says the same."""
    found = edition.confirmations.select_related("by").order_by("at", "pk")
    return {one.part: one for one in found}


def left_without(edition: Edition, on: date) -> list[str]:
    """Return the names of the partnerships that follow only this edition on a day.

    Without one about conferences, differences about them go under the general one: nobody is left without.
    """
    if edition.covers != Covers.DIFFERENCES:
        return []
    areas = edition.partnerships.order_by("name")
    followed = Edition.partnerships.through.objects.filter(
        partnership__in=areas, edition__in=Edition.objects.about(Covers.DIFFERENCES).followed(on).order_by()
    ).values_list("partnership", "edition")
    by_area: dict[UUID, set[UUID]] = {}
    for area, one in followed:
        by_area.setdefault(area, set()).add(one)
    return [area.name for area in areas if by_area.get(area.pk) == {edition.pk}]


def lacks(edition: Edition) -> tuple[str, ...]:
    """Return what an edition lacks before it can be opened, in sentences: problems, figures, confirmations."""
    found = reading(edition.text)
    if found.procedure is None:
        return found.problems
    if unknown := provisional_parts(found.procedure):
        return unknown
    confirmed = {(key, one.says) for key, one in confirmed_parts(edition).items()}
    return tuple(f"{part.label}: nobody has confirmed it yet." for part in unconfirmed(found.procedure, confirmed))


def is_working_day(day: date) -> bool:
    """Say whether a London day is a working day: Monday to Friday and no bank holiday."""
    return day.weekday() < SATURDAY and not Holiday.objects.filter(day=day).exists()


@lru_cache(maxsize=8)
def _calendar(rows: tuple[tuple[date, str, bool], ...], hours: tuple[time, time]) -> Calendar:
    proclaimed = [day for day, _, known in rows if known]
    opens, closes = hours
    return Calendar(
        holidays={day: name for day, name, _ in rows},
        known_until=date(max(proclaimed).year, 12, 31) if proclaimed else date.min,
        opens=opens,
        closes=closes,
    )


@Question
def _holidays() -> "QuerySet[Holiday, tuple[date, str, bool]]":
    return Holiday.objects.order_by("day").values_list("day", "name", "proclaimed")


def calendar(procedure: Procedure) -> Calendar:
    """Return the calendar to reckon with now: every bank holiday on record and the edition's office hours.

    ``known_until`` is the end of the last proclaimed year; later dates say that they are computed.
    """
    return calendar_of(procedure.opens, procedure.closes)


def calendar_of(opens: time, closes: time) -> Calendar:
    """Return the same with other hours."""
    return _calendar(tuple(_holidays()), (opens, closes))


def calendars(procedure: Procedure) -> Callable[[datetime], Calendar]:
    """Return the calendar as it stood at any moment: without the bank holidays that were put on record later."""
    rows = list(Holiday.objects.order_by("day").values_list("day", "name", "proclaimed", "known_at"))
    later = sorted({known for *_, known in rows if known})
    hours = (procedure.opens, procedure.closes)

    def known_by(moment: datetime | None) -> Calendar:
        there = (row for row in rows if row[-1] is None or (moment and row[-1] <= moment))
        return _calendar(tuple((day, name, proclaimed) for day, name, proclaimed, _ in there), hours)

    made = [known_by(moment) for moment in (None, *later)]
    return lambda moment: made[bisect_right(later, moment)]
