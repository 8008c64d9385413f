"""Agencies that joined: what each sees stands beside what both sides wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commonground.differences.models import Difference, Seat
from commonground.differences.when import short_moment
from commonground.procedures.terms import Capacity, Side
from commonground.record.models import Entry


@dataclass(frozen=True, slots=True)
class OwnView:
    """What an agency that joined sees, as it said last: whose it is, who said so and when."""

    agency: str
    who: str
    parts: tuple[tuple[str, str], ...]


def beside(row: Difference, side: Side | None) -> str:
    """Return where an agency that joined stands."""
    return f"joined {row.name_of(side)}" if side else "stands beside both sides"


def own_views(seats: Iterable[Seat], entries: Iterable[Entry], now: datetime) -> tuple[OwnView, ...]:
    """Return the latest view of each agency that joined, also of one that has left since. ``entries`` newest first."""
    names = {str(seat.agency_id): str(seat.agency) for seat in seats if seat.capacity == Capacity.JOINED}
    latest: dict[str, Entry] = {}
    for entry in entries:
        latest.setdefault(entry.facts["agency"], entry)
    return tuple(
        OwnView(
            agency=names[agency],
            who=f"{entry.text.sentence.partition(',')[0]}, {short_moment(entry.at, now)}",
            parts=tuple((label, entry.text.words[label]) for label in OWN_VIEW if label in entry.text.words),
        )
        for agency, entry in latest.items()
    )


OWN_VIEW = ("What we see", "What works", "What we want")
"""The parts of an agency's own view, in order."""
