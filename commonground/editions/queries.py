"""Reading editions: which is live, what it says, and the calendar its clocks count by."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from commonground.directory.queries import Actor
from commonground.editions.models import Compared, Confirmation, Edition, Holiday, end_of
from commonground.procedures.changes import Change
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


@Question
def _live(partnership: Blank, on: Blank, over: Blank) -> "QuerySet[Edition, Edition]":
    through = Edition.partnerships.through.objects.filter(partnership=partnership)
    return Edition.objects.filter(pk__in=through.values("edition")).followed(on, over).defer("text")


def live_editions(partnership_id: UUID, on: date) -> list[Edition]:
    """Return every edition open to practitioners in a partnership on a day: one of each kind that there is."""
    found: dict[str, Edition] = {}
    for row in _live(partnership=partnership_id, on=on, over=end_of(on)):
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
    """Say whether a London day is a working day in England: Monday to Friday and no bank holiday."""
    off = Holiday.objects.filter(day=day, partnership=None, removed_at=None)
    return day.weekday() < SATURDAY and not off.exists()


class DayOff(NamedTuple):
    """A bank holiday as calendars are made of it; ``known`` is whether its year is proclaimed, or was compared."""

    day: date
    name: str
    known: bool
    area: UUID | None
    known_at: datetime | None
    removed_at: datetime | None
    settled_at: datetime | None

    @property
    def changed_at(self) -> datetime | None:
        """When it was put on record, or taken off it again, after the product was made."""
        return self.removed_at or self.known_at

    def counts(self, moment: datetime) -> bool:
        """Say whether it was on record at a moment."""
        came = self.known_at is None or self.known_at <= moment
        return came and (self.removed_at is None or self.removed_at > moment)


@lru_cache(maxsize=32)
def _calendar(rows: tuple[DayOff, ...], hours: tuple[time, time], moment: datetime | None = None) -> Calendar:
    """Return the calendar that these rows make, as it stands or as it stood at a moment."""
    opens, closes = hours
    there = [row for row in rows if (row.counts(moment) if moment else row.removed_at is None)]
    changes = [at for row in rows for at in (row.known_at, row.removed_at) if at and (moment is None or at <= moment)]
    under_way = [
        Change(row.changed_at, row.day, row.name, added=row.removed_at is None)
        for row in rows
        if row.changed_at and row.settled_at is None
    ]
    return Calendar(
        holidays={row.day: row.name for row in sorted(there, key=lambda row: (row.day, row.area is None))},
        known_until=known_until(rows),
        opens=opens,
        closes=closes,
        as_of=max(changes, default=None),
        changing=min(under_way, key=lambda change: change.at, default=None),
    )


def years_known(rows: Iterable[DayOff]) -> dict[int, bool]:
    """Return of each year whether England's bank holidays are proclaimed, or were compared with what is."""
    years: dict[int, bool] = {}
    for row in rows:
        if row.area is None and row.known_at is None:
            years[row.day.year] = years.get(row.day.year, True) and row.known
    return years


def known_until(rows: Iterable[DayOff]) -> date:
    """Return the end of the last year before the first whose bank holidays are neither proclaimed nor compared."""
    years = years_known(rows)
    unknown = [year for year, known in years.items() if not known]
    last = min(unknown) - 1 if unknown else max(years, default=date.min.year)
    return date(last, 12, 31)


@Question
def _days_off(partnership: Blank) -> "QuerySet[Any, Any]":
    compared = Compared.objects.filter(partnership=partnership, year=ExtractYear(OuterRef("day")))
    rows = Holiday.objects.for_area(partnership).annotate(known=Q(proclaimed=True) | Q(Exists(compared)))
    found: QuerySet[Any, Any] = rows.order_by("day", "pk").values_list(
        "day", "name", "known", "partnership", "known_at", "removed_at", "settled_at"
    )
    return found


def days_off(partnership: UUID | None) -> tuple[DayOff, ...]:
    """Return England's bank holidays and an area's own, those that were taken off again too."""
    return tuple(DayOff(*row) for row in _days_off(partnership=partnership))


def calendar(procedure: Procedure, partnership: UUID | None) -> Calendar:
    """Return the calendar to reckon with now in an area: every bank holiday on record and the edition's office hours.

    ``known_until`` is the end of the last year that is proclaimed, or that an officer of the area compared with what
    is; later dates say that they are computed.
    """
    return calendar_of(procedure.opens, procedure.closes, partnership)


def calendar_of(opens: time, closes: time, partnership: UUID | None = None) -> Calendar:
    """Return the same with other hours; without an area, England's."""
    return _calendar(days_off(partnership), (opens, closes))


def calendars(procedure: Procedure, partnership: UUID | None) -> Callable[[datetime], Calendar]:
    """Return the calendar as it stood at any moment: with the bank holidays that were on record then."""
    rows = days_off(partnership)
    changes = sorted({at for row in rows for at in (row.known_at, row.removed_at) if at})
    hours = (procedure.opens, procedure.closes)
    made = [_calendar(rows, hours, moment) for moment in (datetime.min.replace(tzinfo=UTC), *changes)]
    return lambda moment: made[bisect_right(changes, moment)]
