"""Survey rounds and their answers, apart from who answered; self-assessment returns and what was said to them.

Who has answered (``Answered``) and what was answered (``Held``) are kept only while a round is open, the one behind a
mark and the other under a seal. What stays are counts of many, and words of nobody. How, and what remains: adr 26.
"""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models

from commonground.assurance.themes import Theme, as_kept
from commonground.directory.models import Agency, Partnership, Person
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.record.models import OnceRows, WrittenOnce


class Round(models.Model):
    """A round of the survey in a partnership between two days, both included, with the words that it asks.

    ``invited`` is counted when it is opened. ``answered`` is how many had answered up to last night, rounded down to
    six; once it is settled, how many with an account are in what is told, and ``by_link`` how many by a link.
    ``together`` is what was said in agencies that cannot be told alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    opens = models.DateField()
    closes = models.DateField()
    asked = models.JSONField()
    words = models.CharField(max_length=500, blank=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    invited = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    by_link = models.PositiveIntegerField(default=0)
    together = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "opens": NONE,
        "closes": NONE,
        "asked": NONE,
        "words": NONE,
        "opened_by": PERSONAL,
        "opened_at": INTERNAL,
        "invited": INTERNAL,
        "answered": INTERNAL,
        "by_link": INTERNAL,
        "together": INTERNAL,
        "settled_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(closes__gte=models.F("opens")), name="round_closes_after_opening")
        ]

    @property
    def themes(self) -> tuple[Theme, ...]:
        """What it asks."""
        return as_kept(self.asked)

    def open_on(self, day: date) -> bool:
        """Whether it is answered on a London day."""
        return self.opens <= day <= self.closes


class Group(models.Model):
    """The staff of one agency in a round: how many were asked, and, once it is settled, what at least six of them said.

    ``invited`` had an account when it was opened; ``without`` is how many have none and are asked by the link, None
    where nobody said. ``shown`` with an account and ``by_link`` are in the figures; nothing is kept of other agencies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="groups")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    token = models.CharField(max_length=40, unique=True)
    invited = models.PositiveIntegerField(default=0)
    without = models.PositiveIntegerField(null=True)
    shown = models.PositiveIntegerField(default=0)
    by_link = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "round": NONE,
        "agency": NONE,
        "token": INTERNAL,
        "invited": INTERNAL,
        "without": INTERNAL,
        "shown": INTERNAL,
        "by_link": INTERNAL,
        "figures": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("round", "agency", name="group_once_in_round")]


class Answered(models.Model):
    """Somebody of an agency has answered a round that is not settled: a mark that only a key elsewhere makes again."""

    mark = models.CharField(max_length=64, primary_key=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    by_link = models.BooleanField()
    privacy: ClassVar[Classes] = {"mark": NONE, "round": NONE, "agency": NONE, "by_link": INTERNAL}


class Held(models.Model):
    """What somebody answered and wrote, sealed and as long as any other, until the round is settled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    privacy: ClassVar[Classes] = {"id": NONE, "round": NONE, "sealed": INTERNAL}


class Remark(models.Model):
    """Words of somebody in a partnership, of no agency and beside no answer; kept when a round is settled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="remarks")
    words = models.CharField(max_length=500)
    privacy: ClassVar[Classes] = {"id": NONE, "round": NONE, "words": INTERNAL}


class Assessment(models.Model):
    """A self-assessment that an officer asks of every agency of a partnership, by standards, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    deadline = models.DateField()
    standards = models.JSONField()
    words = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "title": NONE,
        "deadline": NONE,
        "standards": NONE,
        "words": NONE,
        "asked_by": PERSONAL,
        "asked_at": INTERNAL,
    }

    def __str__(self) -> str:
        """Return what it is called."""
        return self.title

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The standards that it asks by."""
        return as_kept(self.standards)


class OwnReturn(models.Model):
    """What an agency has filled in so far, by the key of a standard; ``version`` counts its saves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "assessment": NONE,
        "agency": NONE,
        "answers": INTERNAL,
        "version": NONE,
        "saved_by": PERSONAL,
        "saved_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("assessment", "agency", name="return_once_in_agency")]


class Submitted(WrittenOnce):
    """A return as an agency submitted it: it stays; one that is asked about is submitted again beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="submitted")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    objects = OnceRows["Submitted"].as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "assessment": NONE,
        "agency": NONE,
        "number": NONE,
        "answers": INTERNAL,
        "submitted_by": PERSONAL,
        "submitted_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("assessment", "agency", "number", name="submitted_once")]


class Moderation(WrittenOnce):
    """What an officer said to a return: agreed or not yet, in words, with their own figure by the key of a standard."""

    submitted = models.OneToOneField(Submitted, models.PROTECT, primary_key=True, related_name="moderation")
    agreed = models.BooleanField()
    words = models.CharField(max_length=2000, blank=True)
    figures = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = OnceRows["Moderation"].as_manager()
    privacy: ClassVar[Classes] = {
        "submitted": NONE,
        "agreed": INTERNAL,
        "words": INTERNAL,
        "figures": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }
