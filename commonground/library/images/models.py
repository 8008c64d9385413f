"""The images that an area's editors brought in for its pages."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes


class PageImage(models.Model):
    """An image as a page names it by its ``key``, drawn anew from what was sent: nothing else of that is kept.

    ``opened`` is when a page that names it was first published; from then on anybody may see it, and it stays for ever,
    as what that page says does. Before, its area's editors see it, and may delete it where no draft names it. ``alt``
    is what it shows, in words; empty where it only decorates. A page says that itself: this is what editors copy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60, db_index=False)
    alt = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    opened = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "key": NONE,
        "alt": NONE,
        "kind": NONE,
        "width": NONE,
        "height": NONE,
        "content": NONE,
        "digest": NONE,
        "by": PERSONAL,
        "at": INTERNAL,
        "opened": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("partnership", "key", name="page_image_key_once")]

    def __str__(self) -> str:
        """Return its key."""
        return self.key
