"""What readers say of an edition of a page: whether it was useful, and what was missing; never who."""

from typing import ClassVar

from django.db import models

from commonground.library.pages.models import PageEdition
from commonground.privacy import INTERNAL, NONE, Classes


class Useful(models.Model):
    """One answer. Its key is that of the form, so that one sent twice counts once; only the day of it is kept."""

    key = models.UUIDField(primary_key=True)
    edition = models.ForeignKey(PageEdition, models.PROTECT, related_name="answers")
    useful = models.BooleanField()
    missing = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    privacy: ClassVar[Classes] = {"key": NONE, "edition": NONE, "useful": NONE, "missing": INTERNAL, "day": NONE}

    def __str__(self) -> str:
        """Return what was said."""
        return self.missing or ("useful" if self.useful else "not useful")
