"""What is kept apart from differences: private drafts and calls, and the count of those settled by talking."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from commonground.directory.models import Agency, Partnership, Person, choices
from commonground.privacy import IDENTITY, INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.terms import CallCame, Kind

if TYPE_CHECKING:
    from commonground.directory.queries import Actor


class Drafts(models.QuerySet["Draft"]):
    """Drafts: the author's and nobody else's."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return this actor's own drafts."""
        return self.filter(author=actor.person)

    def shown_to(self, actor: "Actor") -> Self:
        """Return others' drafts about which this actor was asked for advice, while they work in that agency."""
        return self.filter(advice_from=actor.person, advice_agency__in=actor.agencies)


class Draft(models.Model):
    """A difference being written, sealed: seen by its author only. Sent once, then gone from here.

    One person whom the author asks for advice sees it too, until it is taken back; asking starts no clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    saved_at = models.DateTimeField()
    advice_from = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    advice_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    advice_at = models.DateTimeField(null=True)
    objects = Drafts.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "author": PERSONAL,
        "sealed": IDENTITY,
        "saved_at": INTERNAL,
        "advice_from": PERSONAL,
        "advice_agency": INTERNAL,
        "advice_at": INTERNAL,
    }

    @property
    def sealed_as(self) -> str:
        """What the sealed part is bound to: it opens as this draft only."""
        return f"draft {self.pk}"


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


class Calls(models.QuerySet["Call"]):
    """Calls: those of whoever rang, and nobody else's."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return the calls that this actor logged."""
        return self.filter(by=actor.person)


class Call(models.Model):
    """A call that somebody logged in one tap: whom, when, and what came of it. No words, nothing about a child.

    It is theirs alone. When they raise a difference with that agency it is told in its record, once (``told_in``).
    ``line`` says which number of the page it was, so that the page can say whom to ring next.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    line = models.UUIDField()
    whom = models.CharField(max_length=250)
    came = models.CharField(max_length=20, choices=choices(CallCame))
    at = models.DateTimeField()
    told_in = models.UUIDField(null=True)
    objects = Calls.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "by": PERSONAL,
        "partnership": NONE,
        "agency": INTERNAL,
        "line": NONE,
        "whom": PERSONAL,
        "came": INTERNAL,
        "at": INTERNAL,
        "told_in": NONE,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["by", "at"], name="call_of_person")]
