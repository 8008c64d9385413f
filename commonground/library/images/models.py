"""The images that an area's editors brought in for its pages."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.govuk.dates import in_words
from commonground.now import london_date
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes


class PageImage(models.Model):
    """An image as a page names it by its ``key``, drawn anew from what was sent: nothing else of that is kept.

    ``opened`` is when a page that names it was first published; from then on anybody may see it, and it stays for ever,
    as what that page says does. Before, its area's editors see it, and may delete it where no draft names it. ``alt``
    is what it shows, in words; empty where it only decorates. A page says that itself: this is what editors copy.

    One by which somebody can be known is ``hidden`` by an editor with a reason, and seen by editors alone from then on,
    with that reason. Once another has confirmed that, it is ``taken_out``: its content is gone, and each edition with
    it says so, with the reason as that other words it.
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
    hidden_by = models.ForeignKey("directory.Person", models.PROTECT, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_why = models.CharField(max_length=200, blank=True)
    taken_out_by = models.ForeignKey("directory.Person", models.PROTECT, null=True, blank=True, related_name="+")
    taken_out_at = models.DateTimeField(null=True, blank=True)
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
        "hidden_by": PERSONAL,
        "hidden_at": NONE,
        "hidden_why": SPECIAL,
        "taken_out_by": PERSONAL,
        "taken_out_at": NONE,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("partnership", "key", name="page_image_key_once"),
            models.CheckConstraint(
                condition=models.Q(hidden_by=None, hidden_at=None, hidden_why="")
                | models.Q(~models.Q(hidden_why=""), hidden_by__isnull=False, hidden_at__isnull=False),
                name="page_image_hidden_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_out_by=None, taken_out_at=None)
                | models.Q(
                    ~models.Q(taken_out_by=models.F("hidden_by")),
                    hidden_by__isnull=False,
                    taken_out_by__isnull=False,
                    taken_out_at__isnull=False,
                ),
                name="page_image_taken_out_by_another",
            ),
        ]

    def __str__(self) -> str:
        """Return its key."""
        return self.key

    @property
    def instead(self) -> str:
        """What is said in its place where it is not shown: since when, and why once two have agreed on the reason.

        Empty where it is shown.
        """
        if self.taken_out_at:
            return f"An image stood here. It was taken out on {in_words(london_date(self.taken_out_at))}: {self.why}"
        if self.hidden_at:
            day = in_words(london_date(self.hidden_at))
            return f"The image that stands here is hidden since {day}, until it is looked at again."
        return ""

    @property
    def hiding(self) -> str:
        """Which hiding this is: an image may be hidden and shown again more than once. Empty where it is shown."""
        return f"{self.hidden_at:%Y-%m-%dT%H:%M:%S.%f}" if self.hidden_at else ""

    @property
    def why(self) -> str:
        """Why it is hidden, as a sentence."""
        return self.hidden_why if self.hidden_why.endswith((".", "?", "!")) else f"{self.hidden_why}."
