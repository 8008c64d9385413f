"""What came when an address that pages name was last asked for."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.privacy import NONE, Classes

LONGEST = 2000
"""Letters of an address: a longer one is not asked, as few sites take one."""


class LinkCheck(models.Model):
    """An address on the web that live pages name: when it was last asked for, what came, and since when it is dead.

    ``came`` is a sentence. ``dead_since`` is when it first did not answer, of all the times since it last did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=LONGEST, unique=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    came = models.CharField(max_length=200, blank=True)
    dead_since = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "address": NONE,
        "checked_at": NONE,
        "came": NONE,
        "dead_since": NONE,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(dead_since=None) | models.Q(dead_since__lte=models.F("checked_at")),
                name="link_dead_since_a_check",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["checked_at", "id"], name="link_checked_longest_ago")]

    def __str__(self) -> str:
        """Return the address."""
        return self.address
