"""Editions of the pages of an area's library: each is its own draft, and stays as it is once it is published."""

import uuid
from datetime import date, datetime
from typing import ClassVar, Self, cast

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from commonground.directory.queries import Actor
from commonground.editions.models import end_of
from commonground.library.pages.editors import libraries
from commonground.library.pages.shape import PageKind, PageText, read
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.questions import Blank
from commonground.record.models import OnceRows, WrittenOnce

PERSON = "directory.Person"


class PageEditions(models.QuerySet["PageEdition"]):
    """Which editions somebody reads, keeps, or read on a day."""

    def of(self, partnership: uuid.UUID, key: str = "") -> Self:
        """Return those of an area, or of one page of it."""
        rows = self.filter(partnership=partnership)
        return rows.filter(key=key) if key else rows

    def kept_by(self, actor: Actor) -> Self:
        """Return those of the areas whose library somebody keeps, drafts too."""
        return self.filter(partnership__in=libraries(actor))

    def stood(self, on: date | Blank, over: datetime | Blank | None = None) -> Self:
        """Return what people could read when a London day was ``over``, of each page the newest."""
        over = over or end_of(cast("date", on))
        stands = models.Q(retired_at=None) | models.Q(retired_at__gte=over)
        rows = self.filter(stands, opened__lt=over, in_force__lte=on)
        return rows.order_by("partnership", "key", "-in_force", "-number").distinct("partnership", "key")


class PageEdition(models.Model):
    """One version of a page in an area's library.

    One that is not ``opened`` is a draft, and ``version`` counts its saves. While it is ``proposed`` nobody changes
    it; another editor approves it: ``opened`` is when, ``in_force`` the day from which it is read, ``review_by`` when
    somebody looks at it again. From then on nothing of it changes but that it is retired. ``shared`` is the text that
    came with the product and that this one is made of: where the two differ, the area wrote it. A row that nobody
    proposed came with the product. ``safety`` says that it concerns the safety of children; once an edition of a page
    did, all after it do.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="pages")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20, choices=[(one.value, one.label) for one in PageKind])
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    text = models.TextField()
    shared = models.TextField(blank=True)
    safety = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changes = models.CharField(max_length=300, blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    changed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    sent_back = models.CharField(max_length=300, blank=True)
    in_force = models.DateField(null=True, blank=True)
    review_by = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    opened = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_why = models.CharField(max_length=300, blank=True)
    objects = PageEditions.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "key": NONE,
        "kind": NONE,
        "title": NONE,
        "summary": NONE,
        "number": NONE,
        "text": NONE,
        "shared": NONE,
        "safety": NONE,
        "version": NONE,
        "changes": NONE,
        "based_on": NONE,
        "changed_by": PERSONAL,
        "changed_at": INTERNAL,
        "proposed_by": PERSONAL,
        "proposed_at": INTERNAL,
        "sent_back": NONE,
        "in_force": NONE,
        "review_by": NONE,
        "approved_by": PERSONAL,
        "opened": NONE,
        "retired_by": PERSONAL,
        "retired_at": NONE,
        "retired_why": NONE,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("partnership", "key", "number", name="page_number_once"),
            models.UniqueConstraint(
                "partnership", "key", condition=models.Q(opened=None, retired_at=None), name="page_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_by=None, proposed_at=None)
                | models.Q(proposed_by__isnull=False, proposed_at__isnull=False, in_force__isnull=False),
                name="page_proposed_by_somebody_from_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(opened=None, approved_by=None)
                | models.Q(opened__isnull=False, in_force__isnull=False, review_by__isnull=False),
                name="page_opened_from_a_day_to_be_read_again",
            ),
            models.CheckConstraint(
                condition=models.Q(opened=None)
                | models.Q(proposed_by=None)
                | models.Q(~models.Q(approved_by=models.F("proposed_by")), approved_by__isnull=False),
                name="page_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(retired_by=None, retired_at=None, retired_why="")
                | models.Q(~models.Q(retired_why=""), retired_by__isnull=False, retired_at__isnull=False),
                name="page_retired_by_somebody_for_a_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "key", "in_force"], name="page_on_a_day")]

    def __str__(self) -> str:
        """Return the title with the number."""
        return f"{self.title}, edition {self.number}"

    @property
    def page(self) -> PageText:
        """What the page says, also while a draft lacks something."""
        return read(self.text)

    @property
    def draft(self) -> bool:
        """Whether it can still be changed: neither published, nor proposed, nor retired."""
        return self.opened is None and self.proposed_at is None and self.retired_at is None

    @property
    def as_it_came(self) -> bool:
        """Whether it says what came with the product, word for word."""
        return self.text == self.shared


class ShortAddress(WrittenOnce):
    """A short address that leads to a page of an area's library, whatever it is called by then.

    One with no ``key`` leads to the library itself.
    """

    code = models.CharField(max_length=8, primary_key=True)
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60, blank=True, db_index=False)
    objects = OnceRows.as_manager()
    privacy: ClassVar[Classes] = {"code": NONE, "partnership": NONE, "key": NONE}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("partnership", "key", name="short_address_once")]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class PageWords(models.Model):
    """What search finds an edition by: its title and what else people call it, its summary, then all that it says.

    ``said`` is the page as plain words, of which search shows a line or two. Of one that waits for the area's editor
    only the heads are there, since nobody else may read the rest. ``partnership`` is the edition's own.
    """

    edition = models.OneToOneField(PageEdition, models.CASCADE, primary_key=True, related_name="found_by")
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+", db_index=False)
    head = SearchVectorField()
    body = SearchVectorField()
    said = models.TextField(blank=True)
    privacy: ClassVar[Classes] = {"edition": NONE, "partnership": NONE, "head": NONE, "body": NONE, "said": NONE}

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["head"], name="page_head_words"),
            GinIndex(fields=["body"], name="page_body_words"),
        ]

    def __str__(self) -> str:
        """Return the beginning of what it says."""
        return self.said[:80]
