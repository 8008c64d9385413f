"""A group that is not in the directory, and whether somebody vouches for it: no child and no worry stands here."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from commonground.differences.models.apart import Draft
from commonground.directory.models import Agency, Partnership, Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.terms import AgencyKind, Role, Vouched
from commonground.questions import Blank, Question, one_of

if TYPE_CHECKING:
    from commonground.directory.queries import Actor


class Vouchings(models.QuerySet["Vouching"]):
    """Asks to vouch for a group: theirs who asked, and theirs who can vouch."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return what this actor asked, and what those of their office or agency are asked."""
        return self.filter(models.Q(asked_by=actor.person, asked_by__isnull=False) | for_voucher(actor))


def for_voucher(actor: "Actor") -> models.Q:
    """Return the condition that this actor can vouch: an officer of the partnership, or a lead of the agency."""
    return _by(list(actor.offices), list(actor.agencies_as(Role.SAFEGUARDING_LEAD)))


def _by(offices: object, leads: object) -> models.Q:
    return models.Q(one_of("partnership", offices)) | models.Q(one_of("own_agency", leads), office_only=False)


@Question
def _on_home(person: Blank, offices: Blank, leads: Blank) -> "models.QuerySet[Vouching]":
    mine = models.Q(asked_by__isnull=False, asked_by=person)
    waits = _by(offices, leads) & models.Q(came="") & ~mine
    answered = mine & models.Q(draft__isnull=False) & ~models.Q(came="")
    asks = Vouching.objects.filter(waits | answered).select_related("asked_by", "own_agency")
    return asks.order_by("asked_at", "id")


def on_home_of(actor: "Actor") -> "list[Vouching]":
    """Return what this actor is asked to answer, never their own asks; and what came of those. One query."""
    leads = list(actor.agencies_as(Role.SAFEGUARDING_LEAD))
    return _on_home(person=actor.person.pk if actor.person else None, offices=list(actor.offices), leads=leads)


class Vouching(models.Model):
    """Somebody asks that a group which is not listed be vouched for: to raise a difference with it, or from it.

    ``draft`` is the private draft that waits for it, until it is sent or thrown away. ``office_only`` keeps it from the
    safeguarding leads of the raiser's agency, when one of them is too close. Of a group that asks to be let in,
    (``lets_in``) ``person`` is who asks, ``does`` what they do there and ``knows_them`` who they say can vouch.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=choices(AgencyKind))
    area = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    lets_in = models.BooleanField(default=False)
    does = models.CharField(max_length=120, blank=True)
    knows_them = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    own_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    office_only = models.BooleanField(default=False)
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="+")
    came = models.CharField(max_length=20, choices=choices(Vouched), blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objects = Vouchings.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "name": INTERNAL,
        "kind": NONE,
        "area": INTERNAL,
        "person": PERSONAL,
        "phone": PERSONAL,
        "email": PERSONAL,
        "lets_in": INTERNAL,
        "does": PERSONAL,
        "knows_them": PERSONAL,
        "asked_by": PERSONAL,
        "asked_at": INTERNAL,
        "own_agency": INTERNAL,
        "office_only": INTERNAL,
        "draft": NONE,
        "came": INTERNAL,
        "agency": INTERNAL,
        "reason": PERSONAL,
        "decided_by": PERSONAL,
        "decided_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partnership", "asked_at"], condition=models.Q(came=""), name="vouching_waits"),
            models.Index(fields=["asked_by"], condition=models.Q(draft__isnull=False), name="vouching_of_draft"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft"], condition=models.Q(came=""), name="vouching_waits_once"),
            models.CheckConstraint(
                condition=models.Q(came="", decided_at=None, agency=None)
                | models.Q(
                    came__in=(Vouched.YES.value, Vouched.LISTED.value), decided_by__isnull=False, agency__isnull=False
                )
                | models.Q(
                    came__in=(Vouched.NO.value, Vouched.TAKEN_BACK.value), decided_at__isnull=False, agency=None
                ),
                name="vouching_came_to_something",
            ),
            models.CheckConstraint(
                condition=models.Q(came=Vouched.TAKEN_BACK.value)
                | models.Q(asked_by=None)
                | models.Q(decided_by=None)
                | ~models.Q(asked_by=models.F("decided_by")),
                name="vouching_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Return the group's name."""
        return self.name
