"""Figures of a partnership: what was counted, which nobody reads, and what of it may be told.

No row holds a child, a person who took part, or a word of a difference. ``Counted`` and its rows are the worker's
alone; the web reads ``Told``, from which no small number can be worked out (``suppressing``).
"""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from commonground.directory.models import Agency, Partnership, Person, choices
from commonground.insight.evidence import models as _evidence  # noqa: F401 - as above
from commonground.insight.how_far import models as _how_far  # noqa: F401 - Django finds the app's tables here
from commonground.insight.periods import QUARTER, YEAR, Period
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.terms import AgencyKind, End, Kind, Role

if TYPE_CHECKING:
    from commonground.directory.queries import Actor

READERS = (
    Role.SCRUTINEER,
    Role.PARTNERSHIP_CHAIR,
    Role.SAFEGUARDING_PARTNER,
    Role.EXECUTIVE_LEAD,
    Role.SAFEGUARDING_LEAD,
)
"""Who reads what was released, besides the partnership's officers: its executive, and each agency's lead."""

ASKED = (Role.SAFEGUARDING_LEAD, Role.EXECUTIVE_LEAD, Role.SAFEGUARDING_PARTNER)
"""Who reads the questions that silence asks of their own agency."""


class Counted(models.Model):
    """What was counted of one quarter of a partnership, once: it is not counted again, whatever comes later.

    ``numbers`` are by subject, table and row, and of each how much each agency contributed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    starts = models.DateField()
    numbers = models.JSONField()
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "starts": INTERNAL,
        "numbers": INTERNAL,
        "at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("partnership", "starts", name="counted_once")]


class Releases(models.QuerySet["Release"]):
    """Releases: officers see those of their areas, others what was released."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return what this actor may read."""
        reads = {post.agency_id for post in actor.posts if post.role in READERS}
        areas = Partnership.objects.filter(agencies__in=reads)
        out = models.Q(released_at__isnull=False, partnership__in=areas.values("pk"))
        return self.filter(models.Q(partnership__in=actor.offices) | out)


class Release(models.Model):
    """The figures of one quarter or year: worked out once, then released as they are, with a number, and kept.

    ``done`` of ``total`` tables are worked out. ``counted_at`` is when the last of it was counted. ``whole_year`` says
    that the year to its end was counted, so that silence may be asked about. ``remark`` is what the office makes of
    them, for whoever reads them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    starts = models.DateField()
    months = models.PositiveSmallIntegerField(choices=[(QUARTER, "a quarter"), (YEAR, "a year")])
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    whole_year = models.BooleanField(default=False)
    number = models.PositiveIntegerField(null=True)
    remark = models.TextField(blank=True)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    objects = Releases.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "starts": INTERNAL,
        "months": INTERNAL,
        "asked_by": PERSONAL,
        "asked_at": INTERNAL,
        "done": INTERNAL,
        "total": INTERNAL,
        "finished_at": INTERNAL,
        "counted_at": INTERNAL,
        "whole_year": INTERNAL,
        "number": INTERNAL,
        "remark": INTERNAL,
        "released_by": PERSONAL,
        "released_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partnership", "-starts", "months"], name="release_latest")]
        constraints: ClassVar = [
            models.UniqueConstraint("partnership", "starts", "months", name="release_once_a_period"),
            models.UniqueConstraint("partnership", "number", name="release_number_once"),
            models.CheckConstraint(
                condition=models.Q(released_at=None, number=None, released_by=None)
                | models.Q(
                    released_at__isnull=False, number__isnull=False, released_by__isnull=False,
                    finished_at__isnull=False,
                ),
                name="release_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Return of when it is: "July to September 2026"."""
        return self.period.words

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("figures:release", args=[self.pk])

    @property
    def period(self) -> Period:
        """Of when it is."""
        return Period(self.starts, self.months)

    @property
    def last_day(self) -> date:
        """The last day that it is of."""
        return date.fromordinal(self.period.after.toordinal() - 1)


class Tellings(models.QuerySet["Told"]):
    """What is told: with its release, and of one agency to its own leads."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return what this actor may read."""
        own = actor.agencies_as(Role.SAFEGUARDING_LEAD)
        released = models.Q(agency__in=own, release__released_at__isnull=False)
        releases = Release.objects.visible_to(actor).values("pk")
        return self.filter(models.Q(agency=None) | released, release__in=releases)


class Told(models.Model):
    """What may be told of a release: of the partnership as a whole, or of one agency, beside it, to its own leads.

    ``tables`` are by subject: its whole, and each table's rows; None is what is kept back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="told")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    tables = models.JSONField()
    objects = Tellings.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "release": NONE,
        "agency": NONE,
        "tables": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "agency"], nulls_distinct=False, name="told_once")
        ]

    def of(self, subject: str) -> dict[str, Any]:
        """Return what is told of one subject."""
        found: dict[str, Any] = self.tables[subject]
        return found


class Silences(models.QuerySet["Silence"]):
    """Where nothing was heard: of all agencies for the office and the area's scrutineer, of its own for an agency."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return what this actor may read."""
        scrutinised = Partnership.objects.filter(agencies__in=actor.agencies_as(Role.SCRUTINEER))
        everywhere = models.Q(release__partnership__in=actor.offices)
        everywhere |= models.Q(release__partnership__in=scrutinised.values("pk"), release__released_at__isnull=False)
        asked = {post.agency_id for post in actor.posts if post.role in ASKED}
        own = models.Q(agency__in=asked, release__released_at__isnull=False)
        return self.filter(everywhere | own, release__in=Release.objects.visible_to(actor).values("pk"))


class Silence(models.Model):
    """That a question of silence is asked of an agency, beside a release: ``asks`` is which. See ``silence``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asks = models.CharField(max_length=10)
    objects = Silences.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "release": NONE,
        "agency": NONE,
        "asks": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("release", "agency", "asks", name="silence_once")]


class Logs(models.QuerySet["OldLog"]):
    """Older logs: their area's officers see them."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return those of the areas whose officer somebody is."""
        return self.filter(partnership__in=actor.offices)


class OldLog(models.Model):
    """An older log that was taken in: how many rows were new, were there already, and came after their quarter's count.

    ``errors`` are what was wrong with others, by row. They hold a cell that was not understood, and no whole row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    new = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    errors = models.JSONField(default=list)
    objects = Logs.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "by": PERSONAL,
        "at": INTERNAL,
        "new": INTERNAL,
        "known": INTERNAL,
        "late": INTERNAL,
        "errors": SPECIAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partnership", "-at"], name="old_log_latest")]


class OldDifference(models.Model):
    """One difference of an older log, as far as it is counted: no child, no person, no words.

    ``key`` says the same row again, so that a log taken in twice changes nothing. ``about`` is the kind of difference.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    log = models.ForeignKey(OldLog, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    raised_on = models.DateField()
    by_agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    by_kind = models.CharField(max_length=20, choices=choices(AgencyKind))
    other_kind = models.CharField(max_length=20, choices=choices(AgencyKind))
    about = models.CharField(max_length=30, blank=True, choices=choices(Kind))
    stage = models.PositiveSmallIntegerField(null=True)
    ended_on = models.DateField(null=True)
    end = models.CharField(max_length=20, blank=True, choices=choices(End))
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "log": NONE,
        "key": INTERNAL,
        "raised_on": INTERNAL,
        "by_agency": INTERNAL,
        "by_kind": INTERNAL,
        "other_kind": INTERNAL,
        "about": INTERNAL,
        "stage": INTERNAL,
        "ended_on": INTERNAL,
        "end": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partnership", "raised_on"], name="old_difference_raised"),
            models.Index(fields=["partnership", "ended_on"], name="old_difference_ended"),
        ]
        constraints: ClassVar = [models.UniqueConstraint("partnership", "key", name="old_difference_once")]
