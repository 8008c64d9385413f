"""Editions of procedures from draft to archive, what officers confirmed of them, and bank holidays."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self, cast

from django.db import models

from commonground.directory.models import Partnership, Person, choices
from commonground.directory.queries import Actor
from commonground.now import LONDON
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.terms import Covers, Term
from commonground.questions import Blank


def end_of(on: date) -> datetime:
    """Return when a London day is over."""
    return datetime.combine(on + timedelta(days=1), time(), LONDON)


class Editions(models.QuerySet["Edition"]):
    """Which editions somebody sees, and which are followed."""

    def of(self, *partnerships: uuid.UUID) -> Self:
        """Return those that are for any of these partnerships."""
        through = Edition.partnerships.through.objects.filter(partnership__in=partnerships)
        return self.filter(pk__in=through.values("edition"))

    def about(self, covers: Covers) -> Self:
        """Return those that are for this."""
        return self.filter(covers=covers)

    def kept_by(self, actor: Actor) -> Self:
        """Return those of the partnerships whose officer somebody is, drafts too."""
        return self.of(*actor.offices)

    def visible_to(self, actor: Actor) -> Self:
        """Return what somebody may read: what was ever opened is open to all; the rest only to those who keep it."""
        return self.filter(models.Q(opened__isnull=False) | models.Q(pk__in=self.kept_by(actor).values("pk")))

    def followed(self, on: date | Blank, over: datetime | Blank | None = None) -> Self:
        """Return those that were open to practitioners when a London day was ``over``, the newest first."""
        over = over or end_of(cast("date", on))
        stands = models.Q(retired_at=None) | models.Q(retired_at__gte=over)
        return self.filter(stands, opened__lt=over, in_force__lte=on).order_by("-in_force", "-number")


class Edition(models.Model):
    """One version of a procedure for one or more partnerships from a date: its text is the rule.

    One that is not ``opened`` is a draft. ``version`` counts its saves. While it is ``proposed`` nobody changes it;
    another officer approves it: ``opened`` is when, ``in_force`` the day from which it is followed. From then on
    nothing of it changes but that it is retired.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60)
    covers = models.CharField(max_length=20, choices=choices(Covers), default=Covers.DIFFERENCES)
    """What it is for, as its text says: an area follows one of each at a time."""
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    partnerships = models.ManyToManyField(Partnership, related_name="editions")
    version = models.PositiveIntegerField(default=1)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    in_force = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    opened = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.CharField(max_length=300, blank=True)
    objects = Editions.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "key": NONE,
        "covers": NONE,
        "number": NONE,
        "text": NONE,
        "digest": NONE,
        "partnerships": NONE,
        "version": NONE,
        "based_on": NONE,
        "drafted_by": PERSONAL,
        "changed_by": PERSONAL,
        "changed_at": INTERNAL,
        "proposed_by": PERSONAL,
        "proposed_at": INTERNAL,
        "in_force": NONE,
        "approved_by": PERSONAL,
        "opened": NONE,
        "retired_by": PERSONAL,
        "retired_at": NONE,
        "retired_why": NONE,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("key", "number", name="edition_number_once"),
            models.CheckConstraint(
                condition=models.Q(proposed_by=None, proposed_at=None, opened=None)
                | models.Q(proposed_by__isnull=False, proposed_at__isnull=False, in_force__isnull=False),
                name="edition_proposed_by_somebody_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(opened=None, approved_by=None)
                | models.Q(
                    ~models.Q(approved_by=models.F("proposed_by")), opened__isnull=False, approved_by__isnull=False
                ),
                name="edition_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(retired_by=None, retired_at=None, retired_why="")
                | models.Q(~models.Q(retired_why=""), retired_by__isnull=False, retired_at__isnull=False),
                name="edition_retired_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Return the key with the number."""
        return f"{self.key}, edition {self.number}"

    def followed(self, on: date) -> bool:
        """Say of one edition what the query set says of many: whether it may be followed at the end of a day."""
        over = end_of(on)
        opened = self.opened is not None and self.opened < over and self.in_force is not None and self.in_force <= on
        return opened and (self.retired_at is None or self.retired_at >= over)

    @property
    def draft(self) -> bool:
        """Whether it can still be changed: neither opened, nor proposed, nor retired."""
        return self.opened is None and self.proposed_at is None and self.retired_at is None


class Confirmation(models.Model):
    """An officer confirmed one part of an edition as it stood, with the source and its date.

    ``part`` and ``says`` are those of ``procedures.confirming``: when the edition says something else, the part is
    not confirmed any more. ``dated`` is the day of the source, or on which it was read there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="confirmations")
    part = models.CharField(max_length=200)
    says = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    dated = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "edition": NONE,
        "part": NONE,
        "says": NONE,
        "source": NONE,
        "dated": NONE,
        "by": PERSONAL,
        "at": INTERNAL,
    }


class Done(Term):
    """What was done to an edition."""

    STARTED = "started", "Draft started"
    PROPOSED = "proposed", "Proposed"
    TAKEN_BACK = "taken_back", "Taken back"
    SENT_BACK = "sent_back", "Sent back"
    APPROVED = "approved", "Approved"
    RETIRED = "retired", "Retired"


class Milestone(models.Model):
    """One step in the life of an edition: who did what when, in which version, and why. Written once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="milestones")
    done = models.CharField(max_length=20, choices=choices(Done))
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    words = models.CharField(max_length=500, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "edition": NONE,
        "done": NONE,
        "by": PERSONAL,
        "at": INTERNAL,
        "version": NONE,
        "digest": NONE,
        "words": INTERNAL,
    }


class Holidays(models.QuerySet["Holiday"]):
    """Bank holidays: England's are everybody's, those added for an area are its own."""

    def for_area(self, partnership: "uuid.UUID | Blank") -> Self:
        """Return England's and those of an area, those that were taken off again too."""
        return self.filter(models.Q(partnership=None) | models.Q(partnership=partnership))

    def kept_by(self, actor: Actor) -> Self:
        """Return those that were added for the areas whose officer somebody is."""
        return self.filter(partnership__in=actor.offices)


class Holiday(models.Model):
    """A bank holiday: England's, or one that was added for one area. Beyond what is proclaimed, a date is "computed".

    ``known_at`` is when it was put on record, for one that came later than the product: clocks that were settled
    before it did not count it. One added by mistake is ``removed_at`` again before its day comes. Running clocks are
    brought up to either by a job: ``done`` of ``total`` differences have been looked at, of which the area's office
    may know of ``moved`` with ``clocks`` dates that moved; ``settled_at`` is when it was through.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField()
    name = models.CharField(max_length=120)
    proclaimed = models.BooleanField()
    source = models.CharField(max_length=300, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    clocks = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    objects = Holidays.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "day": NONE,
        "name": NONE,
        "proclaimed": NONE,
        "source": NONE,
        "known_at": NONE,
        "added_by": PERSONAL,
        "removed_at": NONE,
        "removed_by": PERSONAL,
        "total": INTERNAL,
        "done": INTERNAL,
        "moved": INTERNAL,
        "clocks": INTERNAL,
        "settled_at": NONE,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day"], condition=models.Q(partnership=None, removed_at=None), name="holiday_once_in_england"
            ),
            models.UniqueConstraint(
                fields=["partnership", "day"], condition=models.Q(removed_at=None), name="holiday_once_in_an_area"
            ),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    @property
    def changed_at(self) -> datetime | None:
        """When it was put on record, or taken off it again; None for one that came with the product."""
        return self.removed_at or self.known_at

    @property
    def settling(self) -> bool:
        """Whether running clocks are still being brought up to it."""
        return self.changed_at is not None and self.settled_at is None


class Compared(models.Model):
    """An officer compared the bank holidays of a year with the government's list, for one area, on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "year": NONE,
        "on": NONE,
        "by": PERSONAL,
        "at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partnership", "year"], name="compared_of_area")]
