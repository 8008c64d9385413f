"""The whole record, taken as a PDF: what its reader could read, until the worker has printed it, and then the file."""

from typing import ClassVar

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.directory.models import Person
from commonground.privacy import INTERNAL, PERSONAL, SPECIAL, Classes


class TakenRecord(BoundModel):
    """One person's paper: only they fetch it, while they see the difference, and it is gone after a day.

    ``content`` was read under both locks as that person reads it, so whoever prints it need not read anything.
    ``notes`` says whose own notes are in it: see ``queries.whose_notes``.
    """

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    notes = models.JSONField(default=list)
    content = models.JSONField(null=True)
    pdf = models.BinaryField(null=True)
    finished_at = models.DateTimeField(null=True)
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = BOUND | {
        "by": PERSONAL,
        "asked_at": INTERNAL,
        "notes": INTERNAL,
        "content": SPECIAL,
        "pdf": SPECIAL,
        "finished_at": INTERNAL,
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="taken_record_to_forget")]

    @property
    def wiped(self) -> bool:
        """Whether words that it may hold were hidden since: then nothing of it is left."""
        return self.content is None and self.pdf is None
