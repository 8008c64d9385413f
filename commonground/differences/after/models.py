"""What is kept of how it went: answers that nobody reads by person, thanks for one person, and what has changed."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Partnership, Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.after import Helped, Went
from commonground.procedures.terms import Side


class Feedback(BoundModel):
    """How one person found it, once for each end. They read it themselves; the office reads totals, and nobody more.

    ``note`` is for themselves only, for supervision or their own learning. There is no entry of it in the record.
    """

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField()
    """Of which end it is, where one was reopened and ended again."""
    heard = models.CharField(max_length=20, choices=choices(Went))
    child = models.CharField(max_length=20, choices=choices(Went))
    note = models.TextField(blank=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "by": PERSONAL,
        "at": INTERNAL,
        "ended_at": INTERNAL,
        "heard": PERSONAL,
        "child": PERSONAL,
        "note": PERSONAL,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("difference", "by", "ended_at", name="feedback_once_an_end"),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership"], name="feedback_of_area")]


class Thanks(BoundModel):
    """One person thanks another. The two of them read it."""

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {"by": PERSONAL, "to": PERSONAL, "at": INTERNAL, "words": PERSONAL}


class WhatChanged(BoundModel):
    """Whether it has helped, as one side said some weeks after the end; its words are in the record.

    ``learn`` is that the partnership should learn from it.
    """

    side = models.CharField(max_length=20, choices=choices(Side))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    helped = models.CharField(max_length=20, choices=choices(Helped))
    learn = models.BooleanField()
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "side": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "helped": INTERNAL,
        "learn": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["partnership"], name="what_changed_of_area"),
            models.Index(fields=["partnership", "-at"], condition=models.Q(learn=True), name="what_changed_to_learn"),
        ]


class WeeksAfter(models.Model):
    """After how many weeks an area has both sides asked what has changed; the latest row counts, and rows stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "weeks": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partnership", "-at"], name="weeks_after_latest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(weeks__gte=4, weeks__lte=6), name="weeks_after_four_to_six"),
        ]
