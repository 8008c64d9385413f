"""Reading one difference whole: everything its page shows, in a fixed number of queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from commonground.differences import queries
from commonground.differences.models import AgencyAction, Clock, Difference, Link, Proposal, Ring, Seat, Signature, View
from commonground.differences.models.sight import Reader, SightedQuestion, opened
from commonground.directory.models import Person
from commonground.directory.queries import Actor
from commonground.directory.queries import present as present_at
from commonground.procedures.seats import SPEAKING, takes_part, tells_what_happened
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import BESIDE, Act, Capacity, Event, Side
from commonground.procedures.worktime import moment_text
from commonground.questions import Blank, Question, one_of
from commonground.record.masking import stand_in
from commonground.record.models import Entry, EntryText, Mask

NAMES = (
    "edition",
    "partnership",
    "raising_agency",
    "raising_team",
    "responding_agency",
    "responding_team",
    "raised_by",
    "picked_up_by",
    "contacts_of",
)
"""What a difference is read with, so that its sides and people can be named."""
TOLD = frozenset({Capacity.TOLD, Capacity.CHAIRED})
"""Those who are told of a difference, and decide nothing."""
OF_A_SIDE = SPEAKING | {Capacity.CHECKING, Capacity.TOLD}
"""By which seats people belong to their agency's side: who speaks for it, looks at it for it, or is told for it."""


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
        """The sides that the actor speaks for; an agency that joined one is not that side, nor is who advises it."""
        own = (one for one in self.standings if one.capacity not in BESIDE)
        return tuple(dict.fromkeys(one.side.value for one in own if one.side))

    @property
    def only_told(self) -> bool:
        """Whether the actor is told of it and nothing else: they may add a note or a question, and decide nothing."""
        return bool(self.standings) and all(one.capacity in TOLD for one in self.standings)

    @property
    def may_note(self) -> tuple[Event, ...]:
        """What happened outside and the actor may note here, because a clock of this stage counts by it."""
        speaks = any(map(tells_what_happened, self.standings))
        return self.situation.procedure.notes_at(self.situation.stage) if speaks else ()

    @property
    def notes(self) -> list[str]:
        """Whose own notes the actor may read, besides everybody's entries: those of their own side and agency."""
        return queries.own_notes(self.difference, self.own)

    @property
    def advised(self) -> Side | None:
        """The side that the actor was asked to advise, when they are nothing else in it."""
        if any(one.capacity is not Capacity.ADVISER for one in self.standings):
            return None
        return next((one.side for one in self.standings), None)

    @property
    def own_side(self) -> Side | None:
        """The side whose unshown words the actor reads: theirs, or the one that they advise.

        Theirs it is while their agency is that side; whoever is told and is of neither side has none. The second lock
        asks the same of their seats.
        """
        own = (one for one in self.own if one.side and one.capacity in OF_A_SIDE)
        theirs = {one.side for one in own if self.difference.is_side(Side(one.side), one.agency_id)}
        return next((Side(one) for one in self.sides if one in theirs), self.advised)

    @property
    def stands_in(self) -> bool:
        """Whether the actor acts for a side from posts of other agencies alone, as its own line is empty."""
        own = [one for one in self.own if one.side and takes_part(one.standing)]
        return bool(own) and not any(self.difference.is_side(Side(one.side), one.agency_id) for one in own)


@dataclass(frozen=True, slots=True)
class Written:
    """What both sides wrote and signed, and the clocks."""

    views: tuple[View, ...]
    clocks: tuple[Clock, ...]
    proposals: tuple[Proposal, ...]
    signatures: tuple[Signature, ...]
    actions: tuple[AgencyAction, ...]


def difference(actor: Actor, reference: str) -> Difference:
    """Return the difference with this reference; raises Difference.DoesNotExist when it is not there or not theirs.

    The edition's text is read only by the first page in each process that needs it.
    """
    found = _difference(actor, reference=reference)
    if not found:
        raise Difference.DoesNotExist
    return found[0]


@SightedQuestion
def _difference(actor: Reader, reference: Blank) -> QuerySet[Difference]:
    rows = Difference.objects.visible_to(actor).filter(reference=reference).annotate(opened=opened())
    return rows.select_related(*NAMES).defer("edition__text")


@SightedQuestion
def _key(actor: Reader, key: Blank) -> QuerySet[Difference, UUID]:
    return Difference.objects.visible_to(actor).filter(pk=key).values_list("pk", flat=True)


def is_seen(actor: Actor, row: Difference) -> bool:
    """Say whether an actor sees a difference now, in one query."""
    return bool(_key(actor, key=row.pk))


@Question
def _seats(difference: Blank) -> QuerySet[Seat]:
    seats = Seat.objects.of(difference)
    return seats.select_related("person", "post", "agency").order_by("stage", "capacity", "since", "id")


def standpoint(actor: Actor, row: Difference, at: datetime | None = None) -> Standpoint:
    """Return how an actor meets a difference, in one query; once it has ended, perhaps one more for the calendar."""
    found = tuple(_seats(difference=row.pk))
    own = tuple(seat for seat in found if queries.is_mine(seat, actor))
    return Standpoint(row, queries.stands(row, found, at), found, queries.standings(actor, row, found), own)


@Question
def _views(difference: Blank) -> QuerySet[View]:
    return View.objects.of(difference).select_related("by").order_by("number")


@Question
def _clocks(difference: Blank) -> QuerySet[Clock]:
    return Clock.objects.of(difference).order_by("stage", "started_at", "key")


@Question
def _proposals(difference: Blank) -> QuerySet[Proposal]:
    return Proposal.objects.of(difference).select_related("by").order_by("number")


@Question
def _signatures(difference: Blank) -> QuerySet[Signature]:
    return Signature.objects.of(difference).select_related("by").order_by("at")


@Question
def _actions(difference: Blank) -> QuerySet[AgencyAction]:
    return AgencyAction.objects.of(difference).select_related("agency", "taken_on_by").order_by("id")


def ever_joined(here: Standpoint) -> bool:
    """Say whether an agency has joined, also if it has left since."""
    return any(seat.capacity == Capacity.JOINED for seat in here.seats)


def views(row: Difference) -> tuple[View, ...]:
    """Return what both sides wrote, in order, in one query."""
    return tuple(_views(difference=row.pk))


def written(here: Standpoint) -> Written:
    """Return what both sides wrote and signed, and the clocks: two queries, and up to three more once one proposed."""
    row, proposed = here.difference, bool(here.situation.agreements)
    return Written(
        views=views(row),
        clocks=tuple(_clocks(difference=row.pk)),
        proposals=tuple(_proposals(difference=row.pk)) if proposed else (),
        signatures=tuple(_signatures(difference=row.pk)) if proposed else (),
        actions=tuple(_actions(difference=row.pk)) if proposed and ever_joined(here) else (),
    )


@Question
def _own_views(subject: Blank) -> QuerySet[Entry]:
    kind = f"difference.{Act.OWN_VIEW.value}"
    return (
        Entry.objects.filter(subject=subject, kind=kind, text__isnull=False).select_related("text").order_by("-number")
    )


def own_views(here: Standpoint) -> tuple[Entry, ...]:
    """Return what agencies that joined have said, the newest first: one query, and none where none ever joined."""
    return tuple(_own_views(subject=here.difference.pk)) if ever_joined(here) else ()


def _entries(subject: Blank, notes: Blank) -> QuerySet[Entry]:
    """Return the entries that are everybody's, and some sides' own notes, the newest first."""
    whose = Concat("side_only", Value(" "), KeyTextTransform("agency", "facts"), output_field=TextField())
    there = Q(text__isnull=False) | Q(mask__isnull=False)
    found = Entry.objects.filter(there, Q(side_only="") | Q(one_of(whose, notes)), subject=subject)
    return found.select_related("text", "mask").order_by("-number")


@Question
def _raised(subject: Blank) -> QuerySet[Entry]:
    return Entry.objects.filter(subject=subject, number=1).select_related("text", "mask")


def raised(here: Standpoint) -> Entry | None:
    """Return the entry with which it was raised, where it is about a conference: one query, or none."""
    if here.situation.about is None:
        return None
    for entry in _raised(subject=here.difference.pk):
        if not hasattr(entry, "text"):
            entry.text = masked_text(entry)
        return entry
    return None


def asked(here: Standpoint) -> Entry | None:
    """Return what one side asks the other to agree to, as the record has it: the newest entry of that act."""
    ask = here.situation.asked
    return _asked(here, ask.act) if ask else None


def about_time(here: Standpoint) -> Entry | None:
    """Return the entry of what was asked about time and waits, or of the pause that lasts; one query, or none."""
    if here.situation.asked or not here.situation.paused:
        return asked(here)
    return _asked(here, Act.PAUSE)


def _asked(here: Standpoint, act: Act) -> Entry | None:
    found = Entry.objects.filter(subject=here.difference.pk, kind=f"difference.{act}", text__isnull=False)
    return found.select_related("text").order_by("-number").first()


@Question
def _checked(subject: Blank) -> QuerySet[Entry]:
    kind = f"difference.{Act.CHECK.value}"
    return Entry.objects.filter(subject=subject, kind=kind, text__isnull=False).select_related("text").order_by("-at")


def checked(here: Standpoint) -> Entry | None:
    """Return what the raising side's own look came to last, where this stage has one: one query, or none."""
    stage = here.situation.procedure.stage(here.situation.stage)
    looked = any(one.event is Event.CHECKED and one.stage == stage.number for one in here.situation.events)
    return next(iter(_checked(subject=here.difference.pk)), None) if stage.check and looked else None


@lru_cache(maxsize=32)
def _entries_of_page(first: int, end: int) -> Question[Entry]:
    """Return the question for one page of a record."""

    def page(subject: Blank, notes: Blank) -> QuerySet[Entry]:
        return _entries(subject, notes)[first:end]

    return Question(page)


def record(here: Standpoint, *, newest: int, after: int = 0) -> tuple[list[Entry], bool]:
    """Return the newest entries that an actor may read, newest first, and whether there are older ones.

    A side's own notes are left out for everyone else. ``after`` entries are passed over, for paging.
    """
    entries = _entries_of_page(after, after + newest + 1)(subject=here.difference.pk, notes=here.notes)
    for entry in entries:
        if not hasattr(entry, "text"):
            entry.text = masked_text(entry)
    return entries[:newest], len(entries) > newest


def masked_text(entry: Entry) -> EntryText:
    """Return what is read in place of masked words: who hid them, when and why, and whether a second person agreed."""
    mask = entry.mask
    second = f"{mask.second_name}, confirmed it." if mask.confirmed else "A second person is still to decide."
    said = f"{mask.by_name}, hid these words on {moment_text(mask.at)}, because: {mask.why}\n\n{second}"
    return stand_in(mask, said)


@Question
def _rings(difference: Blank) -> QuerySet[Ring]:
    return Ring.objects.of(difference).filter(spoke_at=None).select_related("by").order_by("number")


def rings(row: Difference) -> list[Ring]:
    """Return who asks to be rung and has not been spoken with yet, in one query."""
    return _rings(difference=row.pk)


@Question
def _waiting(subject: Blank) -> QuerySet[Mask]:
    return Mask.objects.filter(subject=subject, confirmed=None).select_related("entry").order_by("due_at")


def masks_waiting(here: Standpoint) -> list[Mask]:
    """Return the masks on which a second person has yet to decide, of entries that the reader may read."""
    masks = _waiting(subject=here.difference.pk)
    return [one for one in masks if not one.side_only or f"{one.side_only} {one.entry.facts['agency']}" in here.notes]


UNHEARD = ["clock.unopened", "clock.undelivered"]
"""The entries that say that those who were asked have not heard."""


def unheard(here: Standpoint) -> Entry | None:
    """Return the newest entry of this stage that says so, until its side acts; who joined or advises is not it."""
    row = here.difference
    entries = Entry.objects.filter(subject=row.pk)
    since = entries.filter(number__gt=OuterRef("number"), side_only="", facts__by__side=OuterRef("facts__empty"))
    own = Q(facts__by__capacity__isnull=True) | ~Q(facts__by__capacity__in=BESIDE)
    found = entries.filter(~Exists(since.filter(own)), kind__in=UNHEARD, facts__stage=row.stage)
    return found.select_related("text").order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Linked:
    """Another difference that this one belongs with, which the reader sees too, and the number of the link here."""

    number: int
    other: Difference


@SightedQuestion
def _linked(actor: Reader, key: Blank) -> QuerySet[Any, Any]:
    here = Link.objects.of(key).filter(other=OuterRef("pk"), ended_at=None)
    number = Subquery(here.values("number")[:1])
    return Difference.objects.visible_to(actor).annotate(link=number).filter(link__isnull=False).order_by("link")


def links(actor: Actor, row: Difference) -> list[Linked]:
    """Return what a difference is linked with, of what this actor sees, in one query."""
    return [Linked(one.link, one) for one in _linked(actor, key=row.pk)]


def present(seats: Collection[Seat], on: date) -> Mapping[UUID, tuple[Person, ...]]:
    """Return who is there today for each post that has a seat: its holders, else its deputies, and takes part."""
    out = queries.barred(seats)
    found = present_at({seat.post_id for seat in seats if seat.post_id}, on)
    return {post: tuple(one for one in people if one.pk not in out) for post, people in found.items()}
