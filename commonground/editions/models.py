"""Published editions of procedures, what officers confirmed of them, and bank holidays."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.directory.models import Partnership, Person
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes


class Edition(models.Model):
    """One version of a procedure for one or more partnerships from a date: its text is the rule.

    ``opened`` is when it was opened to practitioners; an edition that holds anything provisional has none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    partnerships = models.ManyToManyField(Partnership, related_name="editions")
    in_force = models.DateField()
    opened = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "key": NONE,
        "number": NONE,
        "text": NONE,
        "digest": NONE,
        "partnerships": NONE,
        "in_force": NONE,
        "opened": NONE,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("key", "number", name="edition_number_once")]


class Confirmation(models.Model):
    """An officer confirmed one part of an edition, with the source and the date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="confirmations")
    part = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "edition": NONE,
        "part": NONE,
        "source": NONE,
        "by": PERSONAL,
        "at": INTERNAL,
    }


class Holiday(models.Model):
    """A bank holiday in England. Beyond what is proclaimed, a date that leans on it says "computed"."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=120)
    proclaimed = models.BooleanField()
    privacy: ClassVar[Classes] = {"day": NONE, "name": NONE, "proclaimed": NONE}
