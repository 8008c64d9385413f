"""The threshold chart of an area, in editions: each is written once, and the newest is the area's."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.directory.models import Partnership, Person
from commonground.library.pages import models as _pages  # noqa: F401 - Django finds the app's tables here
from commonground.library.shape import Chart, load
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.record.models import OnceRows, WrittenOnce


class ChartEdition(WrittenOnce):
    """One version of an area's threshold chart, or where it stands when that is elsewhere: then ``text`` is empty.

    ``source`` and ``published`` are those of the chart as published, once an officer says that this is it: then
    ``confirmed_by`` and ``confirmed_at`` are who said so and when. One that came with the product says neither.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="charts")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    address = models.URLField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    published = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    objects = OnceRows.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "number": NONE,
        "title": NONE,
        "text": NONE,
        "digest": NONE,
        "address": NONE,
        "source": NONE,
        "published": NONE,
        "at": INTERNAL,
        "confirmed_by": PERSONAL,
        "confirmed_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("partnership", "number", name="chart_number_once"),
            models.CheckConstraint(
                condition=~models.Q(text="") & models.Q(address="") | models.Q(~models.Q(address=""), text=""),
                name="chart_here_or_elsewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None, confirmed_at=None, published=None)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False, published__isnull=False),
                name="chart_confirmed_by_somebody_of_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(address="") | models.Q(confirmed_by__isnull=False),
                name="chart_elsewhere_is_said_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Return its title."""
        return self.title

    @property
    def here(self) -> bool:
        """Whether the chart is kept here; else it stands at ``address``."""
        return bool(self.text)

    @property
    def chart(self) -> Chart:
        """What the chart says; asked only of one that is here."""
        return load(self.text)
