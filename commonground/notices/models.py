"""The outbox: what people are to be told, one row a recipient, without personal data; and how they chose to be told."""

import uuid
from typing import ClassVar

from django.db import models

from commonground.directory.models import Person
from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes


class Outgoing(models.Model):
    """What is sent as one e-mail to one recipient: where it goes, and how far it has got.

    ``leased_until`` is when another sender may try: one is at it until then, or it was put off. ``bounced_at`` is when
    a mail server first said that it cannot be delivered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(null=True, blank=True)
    address = models.EmailField()
    message_id = models.CharField(max_length=120, unique=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


SENDING: Classes = {
    "id": NONE,
    "person_id": PERSONAL,
    "address": PERSONAL,
    "message_id": NONE,
    "leased_until": NONE,
    "tries": NONE,
    "sent_at": INTERNAL,
    "answer": INTERNAL,
    "bounced_at": INTERNAL,
}


class Summary(Outgoing):
    """One working day's e-mail for an address whose person chose it: the notices that it lists point here.

    Which they are is settled when it is made. So it says the same however often it is sent.
    """

    day = models.DateField()
    privacy: ClassVar[Classes] = {**SENDING, "day": NONE}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("address", "day", name="summary_once_a_day")]
        indexes: ClassVar = [models.Index(fields=["day"], condition=models.Q(sent_at=None), name="summary_waiting")]


class Notice(Outgoing):
    """One message to one recipient: a fixed template, a reference, a stage, a date and a link.

    ``once`` makes a notice unique however often it is left: kind, subject, recipient and what it is about. An
    ``urgent`` one waits for nothing. ``uid``, ``sequence`` and ``until`` are those of a meeting that it invites to,
    which is from ``due`` on. One that a ``summary`` lists is not sent by itself. ``bounce_seen`` is whether
    what follows from a bounce was done.
    """

    partnership_id = models.UUIDField()
    subject = models.UUIDField()
    reference = models.CharField(max_length=14)
    kind = models.CharField(max_length=40)
    urgent = models.BooleanField(default=False)
    stage = models.CharField(max_length=120, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    uid = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=200, unique=True)
    left_at = models.DateTimeField()
    bounce_seen = models.BooleanField(default=False)
    summary = models.ForeignKey(Summary, models.PROTECT, null=True, blank=True, related_name="notices")
    privacy: ClassVar[Classes] = {
        **SENDING,
        "partnership_id": NONE,
        "subject": NONE,
        "reference": NONE,
        "kind": INTERNAL,
        "urgent": INTERNAL,
        "stage": NONE,
        "due": INTERNAL,
        "uid": NONE,
        "sequence": INTERNAL,
        "until": INTERNAL,
        "once": INTERNAL,
        "left_at": INTERNAL,
        "bounce_seen": INTERNAL,
        "summary": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-urgent", "left_at"], condition=models.Q(sent_at=None), name="notice_waiting"),
            models.Index(fields=["person_id", "-left_at"], name="notice_of_person"),
            models.Index(
                fields=["subject"],
                condition=models.Q(bounced_at__isnull=False, bounce_seen=False),
                name="notice_bounced",
            ),
        ]


class HowTold(models.Model):
    """How somebody chose to be told of what is not urgent; who never chose is told at once, in working hours.

    ``daily`` is one summary each working day instead.
    """

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="+")
    daily = models.BooleanField()
    chosen_at = models.DateTimeField()
    privacy: ClassVar[Classes] = {"person": PERSONAL, "daily": PERSONAL, "chosen_at": INTERNAL}


class Heartbeat(models.Model):
    """When the job worker was last well, which the health page reads; and when it last did what it does once a week."""

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()
    privacy: ClassVar[Classes] = {"name": NONE, "at": NONE}
