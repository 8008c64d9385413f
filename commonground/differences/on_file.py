"""Which agencies say that they have a difference on their own file, since when, and whether something came after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from commonground.differences.entries import FILED
from commonground.differences.for_our_file import UNTOLD
from commonground.differences.models import Difference
from commonground.differences.reading import Standpoint
from commonground.differences.when import moment_words
from commonground.procedures.terms import Capacity, Side
from commonground.procedures.which_child import BESIDE
from commonground.questions import Blank, Question
from commonground.record.models import Entry


@dataclass(frozen=True, slots=True)
class OnFile:
    """One agency: when it put it on its own file last (nothing: not yet), and whether that is out of date."""

    name: str
    when: str
    newer: bool
    ours: bool


@Question
def _filed(subject: Blank) -> QuerySet[Entry]:
    return Entry.objects.filter(subject=subject, kind=FILED).order_by("number")


def filed(row: Difference) -> list[Entry]:
    """Return every time that an agency noted it, in order; of a difference that the reader may see."""
    return _filed(subject=row.pk)


def up_to(entries: Iterable[Entry]) -> dict[UUID, int]:
    """Return up to which entry of the record each agency has it on file."""
    return {UUID(one.facts["agency"]): one.facts["up_to"] for one in entries}


def newest(entries: Iterable[Entry]) -> Entry | None:
    """Return the first of these entries, the newest first, that says something about the difference."""
    return next((one for one in entries if one.kind not in UNTOLD), None)


def agencies(
    here: Standpoint, noted: Iterable[Entry], entries: Sequence[Entry], own: UUID | None, now: datetime
) -> tuple[OnFile, ...]:
    """Return each agency of a side, and each that joined; ``own`` is the reader's.

    ``entries`` are what the reader may see, newest first.

    Of another agency's file only what both sides see can be newer.
    """
    latest, shared = newest(entries), newest(one for one in entries if not one.side_only)
    last = {UUID(one.facts["agency"]): one for one in noted}
    here_now = [seat for seat in here.seats if not seat.ended_at]
    seats = [one for side in Side for one in here_now if one.side == side and one.capacity not in BESIDE]
    seats += [one for one in here_now if one.capacity == Capacity.JOINED]
    names = {seat.agency_id: str(seat.agency) for seat in seats}
    return tuple(
        OnFile(
            name=name,
            when=moment_words(found.at, now) if found else "",
            newer=_is_older(found, latest if agency == own else shared),
            ours=agency == own,
        )
        for agency, name in names.items()
        for found in [last.get(agency)]
    )


def _is_older(noted: Entry | None, newest_one: Entry | None) -> bool:
    return noted is not None and newest_one is not None and noted.facts["up_to"] < newest_one.number
