"""A professional difference: where it stands, its two sides' views, seats, clocks, agreement and children.

Every table but ``Settled`` is bound to a difference (a draft: to its author): forced row-level security
in the database and ``visible_to(actor)`` here. Both read ``Seat`` and nothing else.
"""

import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models.expressions import RawSQL
from django.urls import reverse

from commonground.directory.models import Agency, Partnership, Person, Post, Team, choices
from commonground.editions.models import Edition
from commonground.editions.queries import procedure_of
from commonground.privacy import IDENTITY, INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.rules import restore
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Answer, Capacity, End, Kind, Role, Side

if TYPE_CHECKING:
    from commonground.directory.queries import Actor

ALPHABET = "23456789CDFGHJKMNPQRTVWXY"
"""Letters of a reference: none that look alike, and no vowels, so no words."""

HELD = """(seat.person_id = %s AND seat.agency_id = ANY(%s) OR seat.post_id = ANY(%s))"""
"""A seat that is mine: in person while I work for that agency, or by a post that I hold today."""

SEATED = f"""= ANY(ARRAY(
    SELECT seat.difference_id FROM differences_seat seat WHERE seat.ended_at IS NULL AND {HELD}))"""  # noqa: S608 constants only; values are parameters
"""The differences in which I have a seat, as one array: lists walk an index and never all differences."""


def mint_reference() -> str:
    """Return a new random reference: nine characters, and one that checks them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(9))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the character that makes a mistyped letter show: a weighted sum modulo 25."""
    return ALPHABET[sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(body)) % 25]


def spoken(reference: str) -> str:
    """Return a reference as people read it: 7K3F-9QXM-2C."""
    return "-".join((reference[:4], reference[4:8], reference[8:]))


def mine(actor: "Actor") -> tuple[object, list[uuid.UUID], list[uuid.UUID]]:
    """Return the parameters of ``HELD`` for this actor."""
    person = actor.person.pk if actor.person else None
    return person, list(actor.agencies), list(actor.post_ids)


class Differences(models.QuerySet["Difference"]):
    """The one door to differences."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return the differences that this actor may see: by a seat, or as an officer who was told."""
        seen = models.Q(
            RawSQL(  # noqa: S611 constants only; values are parameters
                f'"differences_difference"."id" {SEATED}', mine(actor), output_field=models.BooleanField()
            )
        )
        if actor.offices:
            seen |= models.Q(partnership__in=actor.offices, officer_told=True)
        return self.filter(seen)


Row = TypeVar("Row", bound=models.Model)


class BoundRows(models.QuerySet[Row]):
    """Rows of a table bound to a difference."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return the rows of the differences that this actor may see."""
        table = self.model._meta.db_table  # noqa: SLF001 Django's documented name for it
        seen = models.Q(
            RawSQL(  # noqa: S611 constants only; values are parameters
                f'"{table}"."difference_id" {SEATED}', mine(actor), output_field=models.BooleanField()
            )
        )
        if actor.offices:
            told = Difference.objects.filter(officer_told=True, id=models.OuterRef("difference_id"))
            seen |= models.Q(models.Exists(told), partnership__in=actor.offices)
        return self.filter(seen)


class Difference(models.Model):
    """One professional difference and where it stands. The history of it is its record.

    ``situation`` is what the rules read and write; ``stage``, ``end``, ``turn`` and ``due_at`` say the same for
    lists, and the database holds stage and end equal. ``version`` counts moves, for those who act at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    reference = models.CharField(max_length=10, unique=True, default=mint_reference)
    kind = models.CharField(max_length=30, choices=choices(Kind))
    children_count = models.PositiveSmallIntegerField()
    raising_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    raising_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    responding_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    responding_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    needed_by = models.DateField()
    meanwhile = models.TextField()
    situation = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    stage = models.PositiveSmallIntegerField()
    turn = models.CharField(max_length=20, blank=True, choices=choices(Side))
    end = models.CharField(max_length=20, blank=True, choices=choices(End))
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    picked_up_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    officer_told = models.BooleanField(default=False)
    objects = Differences.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "edition": NONE,
        "reference": NONE,
        "kind": INTERNAL,
        "children_count": INTERNAL,
        "raising_agency": INTERNAL,
        "raising_team": INTERNAL,
        "responding_agency": INTERNAL,
        "responding_team": INTERNAL,
        "raised_by": PERSONAL,
        "raised_at": INTERNAL,
        "needed_by": INTERNAL,
        "meanwhile": SPECIAL,
        "situation": INTERNAL,
        "version": NONE,
        "stage": INTERNAL,
        "turn": INTERNAL,
        "end": INTERNAL,
        "ended_at": INTERNAL,
        "due_at": INTERNAL,
        "picked_up_by": PERSONAL,
        "officer_told": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(
                "partnership",
                models.F("due_at").asc(nulls_last=True),
                "id",
                condition=models.Q(officer_told=True, ended_at=None),
                name="difference_told_open",
            ),
            models.Index(
                "partnership",
                models.F("raised_at").desc(),
                "id",
                condition=models.Q(officer_told=True),
                name="difference_told_all",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    stage=models.functions.Cast(
                        models.fields.json.KeyTextTransform("stage", "situation"), models.IntegerField()
                    )
                ),
                name="difference_stage_as_situation",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    end=models.functions.Coalesce(
                        models.fields.json.KeyTextTransform("end", "situation"), models.Value("")
                    )
                ),
                name="difference_end_as_situation",
            ),
            models.CheckConstraint(
                condition=models.Q(end="", ended_at=None)
                | models.Q(models.Q(ended_at__isnull=False), ~models.Q(end="")),
                name="difference_ended_once",
            ),
            models.CheckConstraint(
                condition=models.Q(children_count__gte=1, children_count__lte=8),
                name="difference_one_to_eight_children",
            ),
        ]

    def __str__(self) -> str:
        """Return the reference as people read it."""
        return spoken(self.reference)

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("differences:page", args=[self.reference])

    @property
    def title(self) -> str:
        """What it is about: the kind and how many children; never who."""
        numbers = ("one", "two", "three", "four", "five", "six", "seven", "eight")
        number = numbers[self.children_count - 1]
        return f"{Kind(self.kind).label}: {number} {'child' if self.children_count == 1 else 'children'}"

    def stands(self) -> Situation:
        """Return where it stands, as the rules see it, under the edition that it began with."""
        return restore(procedure_of(self.edition), self.situation)

    def agency_of(self, side: Side) -> Agency:
        """Return the agency of a side."""
        return self.raising_agency if side is Side.RAISING else self.responding_agency

    def team_of(self, side: Side) -> Team | None:
        """Return the team of a side, if it is a team."""
        return self.raising_team if side is Side.RAISING else self.responding_team

    def name_of(self, side: Side) -> str:
        """Return how a side is named: the team and its agency, or the agency."""
        team, agency = self.team_of(side), self.agency_of(side)
        return f"{team}, {agency}" if team else str(agency)


class BoundModel(models.Model):
    """A row bound to one difference."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    difference = models.ForeignKey(Difference, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


BOUND: Classes = {"id": NONE, "partnership": NONE, "difference": NONE}


class Seats(BoundRows["Seat"]):
    """Seats, and whose they are."""

    def held_by(self, actor: "Actor") -> Self:
        """Return the seats that are this actor's own now."""
        person, agencies, posts = mine(actor)
        return self.filter(models.Q(person=person, agency__in=agencies) | models.Q(post__in=posts), ended_at=None)


class Seat(BoundModel):
    """The only source of sight: a person (while they work for that agency) or a post, in one difference.

    ``stage`` is the stage whose side the seat acts for. A seat ends; it is never deleted.
    """

    side = models.CharField(max_length=20, blank=True, choices=choices(Side))
    capacity = models.CharField(max_length=20, choices=choices(Capacity))
    role = models.CharField(max_length=30, choices=choices(Role))
    stage = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    objects = Seats.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "side": INTERNAL,
        "capacity": INTERNAL,
        "role": INTERNAL,
        "stage": INTERNAL,
        "agency": INTERNAL,
        "person": PERSONAL,
        "post": INTERNAL,
        "since": INTERNAL,
        "ended_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=models.Q(ended_at=None), name="seat_of_person"),
            models.Index(fields=["post"], condition=models.Q(ended_at=None), name="seat_of_post"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person=None, post__isnull=False) | models.Q(post=None, person__isnull=False),
                name="seat_is_a_person_or_a_post",
            ),
            models.UniqueConstraint(
                "difference",
                "capacity",
                "side",
                "stage",
                "person",
                "post",
                nulls_distinct=False,
                condition=models.Q(ended_at=None),
                name="seat_once",
            ),
        ]

    @property
    def standing(self) -> Standing:
        """Return the seat as the rules see it."""
        return Standing(
            side=Side(self.side) if self.side else None,
            capacity=Capacity(self.capacity),
            role=Role(self.role),
            stage=self.stage,
        )


class View(BoundModel):
    """What one side sees and wants, as it was written at one moment; a later one does not change it.

    The raising side writes a worry and what it asks; the responding side an answer and why.
    """

    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=choices(Side))
    stage = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    worry = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    ask = models.TextField(blank=True)
    answer = models.CharField(max_length=20, blank=True, choices=choices(Answer))
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "side": INTERNAL,
        "stage": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "worry": SPECIAL,
        "tried": SPECIAL,
        "ask": SPECIAL,
        "answer": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="view_number_once")]


class Clock(BoundModel):
    """A clock of a stage, as reckoned from the events: when it started, is due and ended, and the sum.

    ``next_at`` is when the sweep has something to say about it; None when there is nothing more to say.
    """

    key = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    stage = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    shortened = models.BooleanField(default=False)
    sum = models.JSONField()
    next_at = models.DateTimeField(null=True)
    told_before = models.BooleanField(default=False)
    told_ran_out = models.BooleanField(default=False)
    told_after = models.BooleanField(default=False)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "key": NONE,
        "label": NONE,
        "stage": INTERNAL,
        "started_at": INTERNAL,
        "due_at": INTERNAL,
        "ended_at": INTERNAL,
        "shortened": INTERNAL,
        "sum": INTERNAL,
        "next_at": INTERNAL,
        "told_before": INTERNAL,
        "told_ran_out": INTERNAL,
        "told_after": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(ended_at=None, next_at__isnull=False),
                name="clock_to_sweep",
            )
        ]
        constraints: ClassVar = [models.UniqueConstraint("difference", "stage", "key", name="clock_once_a_stage")]


class Proposal(BoundModel):
    """An agreement that one side proposed. One is live at a time; both sides sign the same text."""

    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=choices(Side))
    stage = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    declined_why = models.TextField(blank=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "side": INTERNAL,
        "stage": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "text": SPECIAL,
        "declined_why": SPECIAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="proposal_number_once")]


class Signature(BoundModel):
    """One side put its name to a proposal: once, by one person."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=20, choices=choices(Side))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "proposal": NONE,
        "side": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("proposal", "side", name="signature_once_a_side")]


class Child(BoundModel):
    """Which child, sealed with a key outside the database and bound to this difference.

    Inside: the other agency's reference, the own one, initials, year of birth or due date.
    """

    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {"number": NONE, "sealed": IDENTITY}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="child_number_once")]


class Drafts(models.QuerySet["Draft"]):
    """Drafts: the author's and nobody else's."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return this actor's own drafts."""
        return self.filter(author=actor.person)


class Draft(models.Model):
    """A difference being written, sealed: seen by its author only. Sent once, then gone from here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    objects = Drafts.as_manager()
    privacy: ClassVar[Classes] = {"id": NONE, "author": PERSONAL, "sealed": IDENTITY, "saved_at": INTERNAL}


class Settled(models.Model):
    """A difference settled by talking: counted, with no child, no names and no free words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=choices(Kind))
    own_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    other_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    saved_stage = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "kind": INTERNAL,
        "own_agency": INTERNAL,
        "other_agency": INTERNAL,
        "saved_stage": INTERNAL,
        "at": INTERNAL,
    }
