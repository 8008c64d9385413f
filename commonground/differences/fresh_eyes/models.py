"""The table of who looks with fresh eyes. ``differences.models`` imports this."""

from typing import ClassVar, Self

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.differences.models.seat import Seat
from commonground.directory.models import Agency, Person, choices
from commonground.directory.queries import Actor
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.fresh_eyes import WAITS, WITH_SOMEBODY, Looks
from commonground.procedures.terms import Side

NAMED = ("asked", "looking")
STILL = ("sought", *NAMED)
DEALT_WITH = ("given", "cannot", "taken_back", "over")
"""``WITH_SOMEBODY``, ``WAITS`` and the rest, in an order, as migrations keep them."""


class Asks(BoundRows["FreshEyes"]):
    """Whom the sides asked to look, and for whom that waits."""

    def held_by(self, actor: Actor) -> Self:
        """Return those that wait for this actor: they are asked to look, or the office to find somebody."""
        me = models.Q(person=actor.person, now__in=WITH_SOMEBODY) if actor.person else models.Q(pk__in=())
        office = models.Q(partnership__in=actor.offices, now=Looks.SOUGHT)
        return self.filter(me | office)

    def sides_waiting(self) -> set[Side]:
        """Return the sides that have asked and wait for a word."""
        return {Side(one) for one in self.filter(now__in=WAITS).values_list("side", flat=True)}


class FreshEyes(BoundModel):
    """One side asked for fresh eyes: of whom, by the end of which day in London, and how far that has got.

    There is no ``person`` until the partnership’s office has found one, where it was asked to. Whoever looks reads it
    by ``seat``, which ends with their word. ``asked_in`` and ``said_in`` are the numbers of the entries of the record
    that hold what was asked and what was said. ``next_at`` is when the sweep has something to say about it.
    """

    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=20, choices=choices(Side))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_when = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    now = models.CharField(max_length=20, choices=choices(Looks))
    asked_in = models.PositiveIntegerField(default=0)
    said_in = models.PositiveIntegerField(default=0)
    over_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    objects = Asks.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "side": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "by_when": INTERNAL,
        "person": PERSONAL,
        "agency": INTERNAL,
        "seat": NONE,
        "now": INTERNAL,
        "asked_in": NONE,
        "said_in": NONE,
        "over_at": INTERNAL,
        "next_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="fresh_eyes_to_sweep"),
            models.Index(fields=["person"], condition=models.Q(now__in=NAMED), name="fresh_eyes_of_person"),
            models.Index(fields=["partnership"], condition=models.Q(now="sought"), name="fresh_eyes_to_find"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "number", name="fresh_eyes_number_once"),
            models.UniqueConstraint(
                fields=["difference", "side"],
                condition=models.Q(now__in=STILL),
                name="fresh_eyes_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(now__in=STILL, over_at=None)
                | models.Q(now__in=DEALT_WITH, over_at__isnull=False, next_at=None),
                name="fresh_eyes_over_once",
            ),
        ]
