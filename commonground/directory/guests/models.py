"""Passes: by which somebody without an account is let into one difference. ``directory.models`` imports this."""

import uuid
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import connection, models

from commonground.privacy import INTERNAL, NONE, PERSONAL, Classes
from commonground.procedures.terms import Side, Term

DAYS = 14
"""For how many days a pass lets its holder in, counted in calendar days from the day on which it is given."""


class WhyEnded(Term):
    """Why a pass lets nobody in before its last day."""

    TAKEN_BACK = "taken_back", "taken back"
    REPLACED = "replaced", "a newer pass was given"
    TRIES = "tries", "a wrong code was entered too often"
    LATE = "late", "the difference had ended when it was first opened"


class Passes(models.QuerySet["Pass"]):
    """Passes, by the doors to them; the database asks the same."""

    def held_by(self, *people: UUID) -> Self:
        """Return the passes of guests: each has one."""
        return self.filter(person__in=people)

    def of(self, subject: UUID) -> Self:
        """Return the passes of a difference, which the caller has found as one that they may see."""
        return self.filter(subject=subject)

    def shown_to(self, person: UUID) -> Self:
        """Return the pass whose link somebody shows; until the transaction ends the database shows it to them too."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('cg.pass', %s, true)", [str(person)])
        return self.filter(person=person)


class Pass(models.Model):
    """What lets one guest into one difference (``subject``): a link by mail, a code by telephone, one browser.

    The link and the code are not kept: the link is signed with a key outside the database, and of the code only a
    digest made with that key is here. ``side`` is the side for which they are let in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey("directory.Partnership", models.PROTECT, related_name="+")
    subject = models.UUIDField()
    person = models.OneToOneField("directory.Person", models.PROTECT, related_name="let_in_by")
    agency = models.ForeignKey("directory.Agency", models.PROTECT, related_name="+")
    address = models.EmailField()
    given_by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    side = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Side])
    given_at = models.DateTimeField()
    last_day = models.DateField()
    code = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    device = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=20, blank=True, choices=[(one.value, one.label) for one in WhyEnded])
    told_at = models.DateTimeField(null=True)
    """When whoever gave it was told that it closed by itself."""
    objects = Passes.as_manager()
    privacy: ClassVar[Classes] = {
        "id": NONE,
        "partnership": NONE,
        "subject": NONE,
        "person": PERSONAL,
        "agency": INTERNAL,
        "address": PERSONAL,
        "given_by": PERSONAL,
        "side": INTERNAL,
        "given_at": INTERNAL,
        "last_day": INTERNAL,
        "code": INTERNAL,
        "tries": INTERNAL,
        "device": INTERNAL,
        "opened_at": INTERNAL,
        "ended_at": INTERNAL,
        "why_ended": INTERNAL,
        "told_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "given_at"], name="pass_of_difference"),
            models.Index(fields=["id"], condition=models.Q(why_ended="tries", told_at=None), name="pass_to_tell"),
        ]

    def lets_in(self, on: date) -> bool:
        """Say whether it lets its holder in on a day: opened with its code, not ended, not over."""
        return self.opened_at is not None and self.ended_at is None and on <= self.last_day
