"""Reading one difference whole: everything its page shows, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from commonground.differences import queries
from commonground.differences.models import Clock, Difference, Proposal, Seat, Signature, View
from commonground.directory.models import Holding, Person
from commonground.directory.queries import Actor, away, current
from commonground.procedures.situation import Situation, Standing
from commonground.record.models import Entry, Look

NAMES = (
    "edition",
    "raising_agency",
    "raising_team",
    "responding_agency",
    "responding_team",
    "raised_by",
    "picked_up_by",
)
"""What a difference is read with, so that its sides and people can be named."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A difference as one actor meets it: where it stands, its seats, and by which of them they may act."""

    difference: Difference
    situation: Situation
    seats: tuple[Seat, ...]
    standings: tuple[Standing, ...]

    own: tuple[Seat, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that the actor sits on."""
        return tuple(dict.fromkeys(one.side.value for one in self.standings if one.side))

    @property
    def readable(self) -> Q:
        """The condition on entries that the actor may read: everybody's, and those of their own side and agency."""
        own = (Q(side_only=seat.side, facts__agency=str(seat.agency_id)) for seat in self.own if seat.side)
        return reduce(or_, own, Q(side_only=""))


@dataclass(frozen=True, slots=True)
class Written:
    """What both sides wrote and signed, and the clocks."""

    views: tuple[View, ...]
    clocks: tuple[Clock, ...]
    proposals: tuple[Proposal, ...]
    signatures: tuple[Signature, ...]


def difference(actor: Actor, reference: str) -> Difference:
    """Return the difference with this reference; raises Difference.DoesNotExist when it is not there or not theirs.

    The edition's text is read only by the first page in each process that needs it.
    """
    rows = Difference.objects.visible_to(actor).select_related(*NAMES).defer("edition__text")
    return rows.get(reference=reference)


def standpoint(actor: Actor, row: Difference) -> Standpoint:
    """Return how an actor meets a difference, in one query."""
    seats = Seat.objects.visible_to(actor).filter(difference=row)
    found = tuple(seats.select_related("person", "post", "agency").order_by("stage", "capacity", "since", "id"))
    own = tuple(seat for seat in found if queries.is_mine(seat, actor))
    return Standpoint(row, queries.stands(row, found), found, queries.standings(actor, row, found), own)


def written(actor: Actor, row: Difference) -> Written:
    """Return what both sides wrote and signed, and the clocks, in four queries."""
    return Written(
        views=tuple(View.objects.visible_to(actor).filter(difference=row).select_related("by").order_by("number")),
        clocks=tuple(Clock.objects.visible_to(actor).filter(difference=row).order_by("stage", "started_at", "key")),
        proposals=tuple(
            Proposal.objects.visible_to(actor).filter(difference=row).select_related("by").order_by("number")
        ),
        signatures=tuple(
            Signature.objects.visible_to(actor).filter(difference=row).select_related("by").order_by("at")
        ),
    )


def record(here: Standpoint, *, newest: int, after: int = 0) -> tuple[list[Entry], bool]:
    """Return the newest entries that an actor may read, newest first, and whether there are older ones.

    A side's own notes are left out for everyone else. ``after`` entries are passed over, for paging.
    """
    found = (
        Entry.objects.filter(here.readable, subject=here.difference.pk, text__isnull=False)
        .select_related("text")
        .order_by("-number")[after : after + newest + 1]
    )
    entries = list(found)
    return entries[:newest], len(entries) > newest


def lookers(row: Difference) -> int:
    """Return how many people have looked at a difference that the reader may see."""
    return Look.objects.filter(subject=row.pk).values("person_id").distinct().count()


def present(seats: Collection[Seat], on: date) -> Mapping[UUID, tuple[Person, ...]]:
    """Return who is there today for each post that has a seat: its holders, else its deputies. One query."""
    posts = {seat.post_id for seat in seats if seat.post_id}
    held = (
        Holding.objects.filter(
            current(on),
            ~Exists(away(on).filter(person=OuterRef("person"))),
            post__in=posts,
            person__is_active=True,
        )
        .select_related("person")
        .order_by("person__name", "person_id")
    )
    people: dict[UUID, dict[bool, list[Person]]] = defaultdict(lambda: {True: [], False: []})
    for one in held:
        people[one.post_id][one.deputy].append(one.person)
    return {post: tuple(found[False] or found[True]) for post, found in people.items()}
