"""What was changed in an agency's people and posts, and files of people that were sent.

``directory.models`` imports this, so it names the tables there by their names.
"""

import uuid
from typing import ClassVar

from django.db import models

from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.record.models import OnceRows, WrittenOnce


class Change(WrittenOnce):
    """What was changed in an agency's people and posts, by whom: a sentence as it was read that day.

    ``by`` is None for whoever runs the product's commands. With ``confirms`` it is no change: somebody said that the
    whole list is still right.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    by = models.ForeignKey("directory.Person", models.PROTECT, null=True, blank=True, related_name="+")
    sentence = models.CharField(max_length=600)
    confirms = models.BooleanField(default=False)
    objects = OnceRows.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "agency": NONE,
        "at": INTERNAL,
        "by": PERSONAL,
        "sentence": PERSONAL,
        "confirms": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "-id"], name="change_latest"),
            models.Index(fields=["agency", "-at"], condition=models.Q(confirms=True), name="change_confirms"),
        ]


class Promise(models.Model):
    """That nobody is worse off for raising a difference in good faith: who gave it for an agency, and who backs it.

    ``by`` is None for whoever runs the product's commands.
    """

    agency = models.OneToOneField("directory.Agency", models.PROTECT, primary_key=True, related_name="promise")
    words = models.CharField(max_length=300)
    leader = models.CharField(max_length=120)
    backer = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    by = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {
        "agency": NONE,
        "words": NONE,
        "leader": PERSONAL,
        "backer": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
    }


class Closure(models.Model):
    """Days on which an agency is closed, the first and last included, and which post of another answers meanwhile.

    ``ended_at`` is when somebody said that it is not closed after all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="closures")
    name = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField()
    stand_in = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    by = models.ForeignKey("directory.Person", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "agency": NONE,
        "name": NONE,
        "starts": NONE,
        "ends": NONE,
        "stand_in": INTERNAL,
        "by": PERSONAL,
        "at": INTERNAL,
        "ended_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "ends"], condition=models.Q(ended_at=None), name="closure_of_agency")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="closure_ends_after_start")
        ]


class PeopleFile(models.Model):
    """A file of an agency's people: as it was read, and how far it has been taken in.

    ``rows`` are the rows that can be taken in and ``errors`` what is wrong with the others, as they were read;
    ``leavers`` whom to take off the books. What it says of people is emptied when it is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    rows = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    leavers = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "agency": NONE,
        "by": PERSONAL,
        "read_at": INTERNAL,
        "rows": PERSONAL,
        "errors": PERSONAL,
        "leavers": PERSONAL,
        "total": INTERNAL,
        "done": INTERNAL,
        "confirmed_at": INTERNAL,
        "finished_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "-read_at"], name="people_file_latest")]
