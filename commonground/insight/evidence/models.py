"""Evidence that was asked for: by whom, for what, of which time; and, for a week, its files. See ``insight.models``."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from commonground.directory.models import choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.terms import Role, Term
from commonground.record.models import OnceRows, WrittenOnce

if TYPE_CHECKING:
    from commonground.directory.queries import Actor


class Purpose(Term):
    """What evidence is for. Whoever asks says so, and each file says it."""

    SECTION_11 = "section_11", "Section 11 of the Children Act 2004"
    INSPECTION = "inspection", "An inspection"
    SCHOOL_AUDIT = "school_audit", "A school’s audit of safeguarding"
    OWN = "own", "To learn from, inside our agency or partnership"


class Evidences(models.QuerySet["Evidence"]):
    """Evidence: an office's own, and an agency's own for its safeguarding leads."""

    def visible_to(self, actor: "Actor") -> Self:
        """Return what somebody may read."""
        own = actor.agencies_as(Role.SAFEGUARDING_LEAD)
        return self.filter(Q(agency=None, partnership__in=actor.offices) | Q(agency__in=own))


class Evidence(models.Model):
    """What was asked for. The row stays: who had it made, when, and for what. The files are gone after a week.

    Without an agency it is of all agencies of the area, and names nobody; of one agency it names its own people, and
    holds its own words.
    ``done`` of ``total`` steps of the worker are done; ``content`` are the sheets so far, by name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=20, choices=choices(Purpose))
    since = models.DateField()
    until = models.DateField()
    asked_by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    content = models.JSONField(default=list)
    ods = models.BinaryField(null=True)
    csv = models.BinaryField(null=True)
    xlsx = models.BinaryField(null=True)
    pdf = models.BinaryField(null=True)
    finished_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    objects = Evidences.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "agency": INTERNAL,
        "purpose": INTERNAL,
        "since": INTERNAL,
        "until": INTERNAL,
        "asked_by": PERSONAL,
        "asked_at": INTERNAL,
        "done": INTERNAL,
        "total": INTERNAL,
        "content": SPECIAL,
        "ods": SPECIAL,
        "csv": SPECIAL,
        "xlsx": SPECIAL,
        "pdf": SPECIAL,
        "finished_at": INTERNAL,
        "forgotten_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="evidence_ends_after_start")
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "-asked_at"], name="evidence_latest"),
            models.Index(fields=["asked_at"], condition=Q(forgotten_at=None), name="evidence_to_forget"),
        ]

    def __str__(self) -> str:
        """Return what it is for, and of when."""
        return f"{Purpose(self.purpose).label}, {self.since:%-d %B %Y} to {self.until:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("evidence:one", args=[self.pk])


class Fetched(WrittenOnce):
    """Somebody fetched a file of evidence: who, which, when. It stays, as that it was made does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="fetched")
    kind = models.CharField(max_length=4)
    by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = OnceRows["Fetched"].as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "evidence": NONE,
        "kind": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["evidence", "-at"], name="fetched_latest")]
