"""The sites that may show an area's panels in a frame, each listed by an officer and kept when it is taken off."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes

PERSON = "directory.Person"


class FramingSite(models.Model):
    """A site that may show panels of an area's library, from when an officer lists it until one takes it off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+")
    origin = models.CharField(max_length=255)
    name = models.CharField(max_length=120)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "origin": NONE,
        "name": NONE,
        "added_by": PERSONAL,
        "added_at": INTERNAL,
        "ended_by": PERSONAL,
        "ended_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "partnership", "origin", condition=models.Q(ended_at=None), name="framing_site_listed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by=None, ended_at=None)
                | models.Q(ended_by__isnull=False, ended_at__isnull=False),
                name="framing_site_taken_off_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "-added_at"], name="framing_site_of_an_area")]

    def __str__(self) -> str:
        """Return whose it is and its origin."""
        return f"{self.name}, {self.origin}"
