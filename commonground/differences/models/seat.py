"""Seats: the only source of sight."""

from datetime import date
from typing import ClassVar, Self

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.differences.models.sight import Reader, mine, not_barred
from commonground.directory.models import Agency, Person, Post, choices
from commonground.directory.queries import absent, away, holdings
from commonground.privacy import INTERNAL, PERSONAL, Classes
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity, Role, Side
from commonground.questions import given, one_of


class Todo(models.TextChoices):
    """What a difference asks of a seat as things stand, but for the time; see ``policies_waiting``."""

    ANSWER = "answer"
    LOOK = "look"
    DECIDE = "decide"
    CHANGED = "changed"
    OTHER = "other"
    """Nothing now: it is open, and somebody else's turn."""


class Seats(BoundRows["Seat"]):
    """Seats, and whose they are."""

    def held_by(self, actor: Reader) -> Self:
        """Return the seats that are this actor's own now."""
        person, agencies, posts = mine(actor)
        in_person = models.Q(one_of("agency", agencies), person=given(person))
        held = self.filter(in_person | models.Q(one_of("post", posts)), ended_at=None)
        return held.filter(not_barred("difference_id", actor))

    def taking_part(self) -> Self:
        """Return the seats by which somebody takes part: not those of a safeguarding lead's overview of the agency.

        But for what asks that lead to agree.
        """
        return self.filter(~models.Q(capacity=Capacity.LEAD) | models.Q(todo=Todo.DECIDE))

    def asked(self) -> Self:
        """Return the seats in what is open, or asks some weeks after the end what has changed."""
        return self.exclude(todo="")

    def attended(self, on: date) -> Self:
        """Return the seats at which somebody is there on a day.

        Whoever raised it counts while they work for that agency, also when they are away: their line can escalate. Not
        so while their agency is closed. Whoever takes no part is not there, whatever post they hold.
        """
        works = holdings(on).filter(person=models.OuterRef("person"), post__agency=models.OuterRef("agency"))
        here = works.filter(~absent(on))
        closed = models.Exists(away(on).filter(person=models.OuterRef("person"), closure__isnull=False))
        barred = Seat.objects.filter(
            ended_at=None, capacity=Capacity.BARRED, person=models.OuterRef("person"),
            difference=models.OuterRef(models.OuterRef("difference")),
        )  # fmt: skip
        holder = holdings(on).filter(~absent(on), post=models.OuterRef("post"), deputy=False)
        acts = models.Q(deputy=False) | ~models.Exists(holder)
        manned = holdings(on).filter(~absent(on), ~models.Exists(barred), acts, post=models.OuterRef("post"))
        raised = models.Q(models.Exists(works.filter(~closed)), capacity=Capacity.RAISER)
        return self.filter(raised | models.Q(models.Exists(here)) | models.Q(models.Exists(manned)))


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
    todo = models.CharField(max_length=10, blank=True, choices=Todo.choices)
    """The database keeps it, and what follows, for what is read on every page."""
    due_at = models.DateTimeField(null=True)
    """When the clock that runs in the difference ends."""
    moves = models.BooleanField(default=False)
    """Whether whoever holds it can move the difference on then."""
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
        "todo": INTERNAL,
        "due_at": INTERNAL,
        "moves": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            # All that `differences_seen` reads, so that it need not go to the table.
            models.Index(
                fields=["person"],
                include=["difference", "agency"],
                condition=models.Q(ended_at=None),
                name="seat_of_person",
            ),
            models.Index(
                fields=["post"], include=["difference"], condition=models.Q(ended_at=None), name="seat_of_post"
            ),
            models.Index(
                fields=["person"],
                include=["difference"],
                condition=models.Q(ended_at=None, capacity="barred"),
                name="seat_barred",
            ),
            *(
                models.Index(
                    fields=held, condition=models.Q(~models.Q(todo=""), ended_at=None), name=f"seat_asked_of_{held[0]}"
                )
                for held in (["person", "agency"], ["post"])
            ),
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
