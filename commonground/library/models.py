"""The threshold chart of an area, in editions: each is answered once, and the last that was opened is the area's."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models

from commonground.directory.models import Partnership, Person
from commonground.directory.queries import Actor
from commonground.editions.models import end_of
from commonground.library.frames import models as _frames  # noqa: F401 - Django finds the app's tables here
from commonground.library.images import models as _images  # noqa: F401 - and here
from commonground.library.links import models as _links  # noqa: F401 - and here
from commonground.library.pages import models as _pages  # noqa: F401 - Django finds the app's tables here
from commonground.library.pages.editors import libraries
from commonground.library.shape import Chart, load
from commonground.library.useful import models as _useful  # noqa: F401 - as above
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes


class ChartEditions(models.QuerySet["ChartEdition"]):
    """Which editions of charts somebody reads, keeps, or read on a day."""

    def stands(self) -> Self:
        """Return the chart of each area as it stands now."""
        rows = self.filter(opened__isnull=False)
        return rows.order_by("partnership", "-opened", "-number").distinct("partnership")

    def stood(self, on: date) -> Self:
        """Return the chart of each area as it stood at the end of a London day."""
        return self.filter(opened__lt=end_of(on)).stands()

    def proposed(self) -> Self:
        """Return those that somebody proposed and nobody has answered yet."""
        return self.filter(opened=None, sent_back_at=None)

    def kept_by(self, actor: Actor) -> Self:
        """Return those of the areas whose library somebody keeps."""
        return self.filter(partnership__in=libraries(actor))


class ChartEdition(models.Model):
    """One version of an area's threshold chart, or where it stands when that is elsewhere: then ``text`` is empty.

    ``source`` and ``published`` are those of the chart as published, once an editor says that this is it: then
    ``confirmed_by`` and ``confirmed_at`` are who said so and when. Another approves it, and from ``opened`` on it is
    the area's chart; or it is sent back. One that came with the product is open at once. It is answered once, and
    nothing else of it changes.
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
    opened = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_back_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_back_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.CharField(max_length=300, blank=True)
    objects = ChartEditions.as_manager()
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
        "opened": NONE,
        "approved_by": PERSONAL,
        "sent_back_by": PERSONAL,
        "sent_back_at": INTERNAL,
        "sent_back": NONE,
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
            models.CheckConstraint(
                condition=models.Q(approved_by=None)
                | models.Q(~models.Q(approved_by=models.F("confirmed_by")), opened__isnull=False),
                name="chart_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_back_by=None, sent_back_at=None, sent_back="")
                | models.Q(sent_back_by__isnull=False, sent_back_at__isnull=False, opened=None),
                name="chart_sent_back_by_somebody_or_opened",
            ),
            models.UniqueConstraint(
                "partnership", condition=models.Q(opened=None, sent_back_at=None), name="chart_one_proposal"
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
