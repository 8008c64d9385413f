"""The outbox: what people are to be told, one row a recipient, without personal data."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes


class Notice(models.Model):
    """One message to one recipient: a fixed template, a reference, a stage, a date and a link.

    ``once`` makes a notice unique however often it is left: kind, subject, recipient and what it is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership_id = models.UUIDField()
    subject = models.UUIDField()
    reference = models.CharField(max_length=14)
    kind = models.CharField(max_length=40)
    stage = models.CharField(max_length=120, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    address = models.EmailField()
    once = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    left_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership_id": NONE,
        "subject": NONE,
        "reference": NONE,
        "kind": INTERNAL,
        "stage": NONE,
        "due": INTERNAL,
        "person_id": PERSONAL,
        "address": PERSONAL,
        "once": INTERNAL,
        "message_id": NONE,
        "left_at": INTERNAL,
        "leased_until": NONE,
        "tries": NONE,
        "sent_at": INTERNAL,
        "answer": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["left_at"], condition=models.Q(sent_at=None), name="notice_waiting"),
            models.Index(fields=["person_id", "-left_at"], name="notice_of_person"),
        ]


class Heartbeat(models.Model):
    """When the job worker was last well; the health page reads it."""

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {"name": NONE, "at": NONE}
