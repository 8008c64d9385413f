"""Briefings: what is shared with whom, who read it, what they agreed to, and how it was talked over."""

import uuid
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from commonground.briefings.promoting import models as _promoting  # noqa: F401 - Django finds the app's tables here
from commonground.briefings.talking import models as _talking  # noqa: F401 - Django finds the app's tables here
from commonground.briefings.terms import Audience, Joining, To, WhyEnded, WhyLeft
from commonground.directory.models import choices
from commonground.directory.queries import Actor
from commonground.library.pages.models import PageEdition
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.terms import Role
from commonground.record.models import OnceRows, WrittenOnce

PERSON, AGENCY, TEAM = "directory.Person", "directory.Agency", "directory.Team"


def several(inner: "models.Field[Any, Any]") -> "ArrayField[Any, Any]":
    """Return a column of several values, which may be none."""
    return ArrayField(inner, default=list, blank=True)


class Briefings(models.QuerySet["Briefing"]):
    """Which briefings somebody keeps: as the area's officer, or as the safeguarding lead of an agency in it."""

    def visible_to(self, actor: Actor) -> Self:
        """Return those that somebody shared or may pass on in an agency of their own."""
        leads = actor.agencies_as(Role.SAFEGUARDING_LEAD)
        reached = Tally.objects.filter(agency__in=leads).values("briefing")
        return self.filter(
            Q(partnership__in=actor.offices) | Q(agency__in=leads) | Q(agency=None, pk__in=reached)
        )  # fmt: skip

    def running(self) -> Self:
        """Return those that still ask somebody."""
        return self.filter(ended_at=None)


class Briefing(models.Model):
    """One edition of a library page, shared with people to read.

    An officer shares it in the area; with an ``agency`` its own safeguarding lead did, for that agency alone. Lists
    that are empty choose nobody out. ``joining`` is which of those people: there now, later, or both. A required one is
    owed by ``until``. ``after`` is the briefing on the edition before, which this one took the place of. From
    ``starts`` on the worker makes its recipients, agency by agency: ``done`` of ``total`` so far; ``next_agency`` is
    where it goes on. ``brought_up_on`` and ``reminded_on`` are the days on which joiners and reminders were last seen
    to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+")
    agency = models.ForeignKey(AGENCY, models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey(PageEdition, models.PROTECT, related_name="+")
    after = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="+")
    to = models.CharField(max_length=12, choices=choices(To))
    joining = models.CharField(max_length=8, choices=choices(Joining))
    kinds = several(models.CharField(max_length=20))
    agencies = several(models.UUIDField())
    teams = several(models.UUIDField())
    roles = several(models.CharField(max_length=30))
    people = several(models.UUIDField())
    required = models.BooleanField()
    starts = models.DateField()
    until = models.DateField(null=True, blank=True)
    message = models.TextField(max_length=600, blank=True)
    message_from = models.CharField(max_length=120, blank=True)
    statement = models.CharField(max_length=300)
    asks_again = models.BooleanField(default=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    next_agency = models.UUIDField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    brought_up_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    why_ended = models.CharField(max_length=12, blank=True, choices=choices(WhyEnded))
    objects = Briefings.as_manager()
    privacy: ClassVar[Classes] = {
        **dict.fromkeys(
            ("id", "partnership", "agency", "edition", "after", "to", "joining", "kinds", "agencies", "teams", "roles",
             "required", "starts", "until", "statement", "asks_again", "total", "done", "next_agency"), NONE
        ),
        **dict.fromkeys(
            ("message", "at", "ready_at", "brought_up_on", "reminded_on", "ended_at", "why_ended"), INTERNAL
        ),
        **dict.fromkeys(("people", "message_from", "by", "ended_by"), PERSONAL),
    }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(required=False) | Q(until__isnull=False), name="briefing_owed_by_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts")), name="briefing_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, why_ended="") | Q(Q(ended_at__isnull=False), ~Q(why_ended="")),
                name="briefing_ends_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "-at"], name="briefing_of_area"),
            models.Index(fields=["id"], condition=Q(ended_at=None), name="briefing_running"),
        ]

    def __str__(self) -> str:
        """Return what is read."""
        return self.edition.title


class PassedOn(models.Model):
    """An agency's safeguarding lead passed an area's briefing on: in their own words, and to more teams of theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="passed_on")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")
    words = models.TextField(max_length=600, blank=True)
    teams = several(models.UUIDField())
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "agency": NONE,
        "words": INTERNAL,
        "teams": NONE,
        "by": PERSONAL,
        "at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("briefing", "agency", name="passed_on_once")]


class Recipients(models.QuerySet["Recipient"]):
    """Who is asked to read what."""

    def held_by(self, person: UUID) -> Self:
        """Return somebody's own rows."""
        return self.filter(person=person)

    def there(self) -> Self:
        """Return those who are still asked, or have read it and are still there."""
        return self.filter(left_at=None)


class Recipient(models.Model):
    """Somebody of an agency who is asked to read a briefing: a person in two agencies has two rows, and reads once.

    The moments say how far it has come: the pack was opened, the statement agreed to, all five questions right in the
    end, talked over. A leaver's row stays, with why and when: that is the receipt of what was asked. ``due`` is the day
    by which a required one is owed: whoever joins late has two weeks.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="recipients")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(TEAM, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    audience = models.CharField(max_length=13, choices=choices(Audience))
    added_on = models.DateField()
    due = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    understood_at = models.DateTimeField(null=True, blank=True)
    talked_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    why_left = models.CharField(max_length=10, blank=True, choices=choices(WhyLeft))
    objects = Recipients.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "person": PERSONAL,
        "agency": INTERNAL,
        "team": INTERNAL,
        "audience": INTERNAL,
        "added_on": INTERNAL,
        "due": INTERNAL,
        "opened_at": PERSONAL,
        "agreed_at": PERSONAL,
        "understood_at": PERSONAL,
        "talked_at": PERSONAL,
        "left_at": PERSONAL,
        "why_left": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("briefing", "agency", "person", name="recipient_once_in_agency"),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(opened_at__isnull=False, opened_at__lte=F("agreed_at")),
                name="recipient_opens_before_agreeing",
            ),
            models.CheckConstraint(
                condition=Q(understood_at=None) | Q(agreed_at__isnull=False), name="recipient_agrees_before_questions"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, why_left="") | Q(Q(left_at__isnull=False), ~Q(why_left="")),
                name="recipient_leaves_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "briefing"], name="recipient_of_person"),
            models.Index(
                fields=["person"], condition=Q(agreed_at=None, left_at=None), name="recipient_waits"
            ),
            models.Index(
                fields=["briefing", "due"], condition=Q(agreed_at=None, left_at=None, due__isnull=False),
                name="recipient_owes",
            ),
        ]  # fmt: skip


class Receipt(WrittenOnce):
    """What somebody agreed to: which edition, which statement, when. Names are kept as they were that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="receipts")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60, db_index=False)
    number = models.PositiveIntegerField()
    page = models.CharField(max_length=200)
    person_name = models.CharField(max_length=120)
    works_at = models.CharField(max_length=300)
    statement = models.CharField(max_length=300)
    at = models.DateTimeField()
    objects = OnceRows["Receipt"].as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "person": PERSONAL,
        "partnership": NONE,
        "key": NONE,
        "number": NONE,
        "page": NONE,
        "person_name": PERSONAL,
        "works_at": PERSONAL,
        "statement": NONE,
        "at": PERSONAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("briefing", "person", name="receipt_once")]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "key", "number", "at"], name="receipt_of_edition"),
        ]


class OwnAnswers(models.Model):
    """Which of the questions somebody got right so far. Nobody reads it but they themself; wrong ones are not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    got_right = several(models.CharField(max_length=40))
    privacy: ClassVar[Classes] = {"id": NONE, "briefing": NONE, "person": PERSONAL, "got_right": PERSONAL}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("briefing", "person", name="own_answers_once")]


class Tally(models.Model):
    """How far a briefing has come in one team, for one audience: so that a page over all agencies reads few rows.

    ``reached`` and the others count people who are there now; ``gone`` those who left before or after reading. People
    in no team stand together. Each change adds to it; once a day the worker counts anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="tallies")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")
    team = models.ForeignKey(TEAM, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=13, choices=choices(Audience))
    reached = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    agreed = models.PositiveIntegerField(default=0)
    understood = models.PositiveIntegerField(default=0)
    talked = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "agency": INTERNAL,
        "team": INTERNAL,
        "audience": INTERNAL,
        "reached": INTERNAL,
        "opened": INTERNAL,
        "agreed": INTERNAL,
        "understood": INTERNAL,
        "talked": INTERNAL,
        "gone": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["briefing", "agency", "team", "audience"], nulls_distinct=False, name="tally_once"
            ),
        ]


class PersonalLink(models.Model):
    """By which somebody without an account reads one briefing: a link by mail, seven days, one browser.

    The link is signed with a key outside the database and kept nowhere, as that of a pass is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="links")
    person = models.OneToOneField(PERSON, models.PROTECT, related_name="+")
    agency = models.ForeignKey(AGENCY, models.PROTECT, related_name="+")
    address = models.EmailField()
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    last_day = models.DateField()
    device = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "briefing": NONE,
        "person": PERSONAL,
        "agency": INTERNAL,
        "address": PERSONAL,
        "given_by": PERSONAL,
        "given_at": INTERNAL,
        "last_day": INTERNAL,
        "device": INTERNAL,
        "opened_at": INTERNAL,
        "ended_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["briefing", "given_at"], name="link_of_briefing")]
