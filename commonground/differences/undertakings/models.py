"""The table of what was undertaken. ``differences.models`` imports this."""

from typing import ClassVar, Self

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.differences.models.seat import Seat
from commonground.differences.models.sides import AgencyAction, Proposal
from commonground.differences.models.sight import Reader, mine
from commonground.directory.models import Agency, Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.terms import Capacity
from commonground.procedures.undertakings import OWNING, Now
from commonground.questions import given, one_of


class Undertakings(BoundRows["Undertaking"]):
    """Actions, and whose they are."""

    def held_by(self, actor: Reader) -> Self:
        """Return the actions that are this actor's own: in person, or of their agency where they act for it."""
        person, agencies, _ = mine(actor)
        held = Seat.objects.held_by(actor)
        acting = held.filter(capacity__in=OWNING - {Capacity.LEAD}).values("difference_id")
        own = models.Q(owner=given(person), difference__in=held.values("difference_id"))
        ours = models.Q(one_of("agency", agencies), owner=None, difference__in=acting)
        return self.filter(own | ours)


class Undertaking(BoundModel):
    """Something that an agency, or one person of it (``owner``), does by the end of a day in London.

    ``agreement`` and ``line`` are the line of an agreement that it follows up, by its number there, if it does.
    ``words`` is how one knows that it is done, or why it is not needed any more. ``taken_on`` is what an agency took on
    in an agreement, where this gives a day to it. ``next_at`` is when the sweep has something to say about it; None
    when it has nothing more to say.
    """

    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    done_when = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agreement = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    line = models.PositiveSmallIntegerField(null=True)
    taken_on = models.ForeignKey(AgencyAction, models.PROTECT, null=True, related_name="+")
    now = models.CharField(max_length=20, choices=choices(Now), default=Now.OPEN)
    words = models.TextField(blank=True)
    over_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    over_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    objects = Undertakings.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "number": NONE,
        "what": SPECIAL,
        "done_when": SPECIAL,
        "agency": INTERNAL,
        "owner": PERSONAL,
        "due": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "agreement": NONE,
        "line": NONE,
        "taken_on": NONE,
        "now": INTERNAL,
        "words": SPECIAL,
        "over_by": PERSONAL,
        "over_at": INTERNAL,
        "next_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="undertaking_to_sweep"),
            models.Index(fields=["owner", "due"], condition=models.Q(now="open"), name="undertaking_of_person"),
            models.Index(
                fields=["agency", "due"], condition=models.Q(now="open", owner=None), name="undertaking_of_agency"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "number", name="undertaking_number_once"),
            models.UniqueConstraint("taken_on", name="undertaking_once_an_action"),
            models.UniqueConstraint("agreement", "line", name="undertaking_once_a_line"),
            models.CheckConstraint(
                condition=models.Q(agreement=None, line=None) | models.Q(agreement__isnull=False, line__isnull=False),
                name="undertaking_of_whole_line",
            ),
            models.CheckConstraint(
                condition=models.Q(now="open", over_at=None) | models.Q(~models.Q(now="open"), over_at__isnull=False),
                name="undertaking_over_once",
            ),
        ]
