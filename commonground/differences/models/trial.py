"""Trying a draft of the procedure on what has happened: which dates would have been others, and who would be asked."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from commonground.directory.models import Partnership, Person
from commonground.editions.models import Edition
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes

if TYPE_CHECKING:
    from commonground.directory.queries import Actor


class Trials(models.QuerySet["Trial"]):
    """Trials: their area's officers see them."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return those of the areas whose officer somebody is."""
        return self.filter(partnership__in=actor.offices)


class Trial(models.Model):
    """One text of a procedure, tried on what an area's officer may see of the differences raised since a day.

    ``done`` of ``total`` have been gone through, up to ``last``; ``found`` counts what would have been otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    text = models.TextField()
    since = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    last = models.UUIDField(null=True)
    found = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)
    objects = Trials.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "edition": NONE,
        "text": NONE,
        "since": INTERNAL,
        "by": PERSONAL,
        "asked_at": INTERNAL,
        "total": INTERNAL,
        "done": INTERNAL,
        "last": NONE,
        "found": INTERNAL,
        "finished_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["edition", "-asked_at"], name="trial_latest")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "edition", "partnership", condition=models.Q(finished_at=None), name="trial_one_at_a_time"
            )
        ]
