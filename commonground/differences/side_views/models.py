"""What a side sees, as shared at one moment; and the private draft of it. ``differences.models`` imports this."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models

from commonground.differences.models.bound import BOUND, BoundModel, BoundRows
from commonground.differences.models.sight import Reader, mine
from commonground.directory.models import Person, choices
from commonground.privacy import INTERNAL, NONE, PERSONAL, SPECIAL, Classes
from commonground.procedures.side_views import Fact, Source
from commonground.procedures.terms import Side
from commonground.questions import given


class Words(BoundModel):
    """What a side sees: facts in rows, each with where it comes from, and answers by the key of their question."""

    side = models.CharField(max_length=20, choices=choices(Side))
    facts = models.JSONField()
    """Lists of three: what, the source if a draft says it yet, and who told it or which record it stands in."""
    answers = models.JSONField()

    class Meta:
        abstract = True

    def told(self) -> tuple[Fact, ...]:
        """Return the facts."""
        return tuple(Fact(what, Source(source) if source else None, where) for what, source, where in self.facts)


WORDS: Classes = BOUND | {"side": INTERNAL, "facts": SPECIAL, "answers": SPECIAL}


class SideView(Words):
    """What a side sees, shared with everybody who sees the difference. A later one does not change it.

    ``agency_id`` and ``agency_name`` tell which agency was the side that shared it. They are read with it from the
    record: see ``queries.shared``.
    """

    agency_id: UUID
    agency_name: str

    number = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = BoundRows.as_manager()
    privacy: ClassVar[Classes] = WORDS | {"number": NONE, "stage": INTERNAL, "by": PERSONAL, "at": INTERNAL}

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "number", name="side_view_number_once")]


class OwnDrafts(BoundRows["SideViewDraft"]):
    """Drafts: each is its author's, and nobody else's."""

    def visible_to(self, actor: Reader) -> Self:
        """Return this actor's own."""
        return self.filter(author=given(mine(actor)[0]))


class SideViewDraft(Words):
    """What somebody writes for their side and has not shared: seen by its author only, and gone once it is shared.

    ``version`` counts how often it was saved, for whoever writes in two windows. ``goes_on_from`` is the number of the
    side's newest shared view that they were shown, 0 for none: somebody else of the side may share one meanwhile.
    """

    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    goes_on_from = models.PositiveSmallIntegerField()
    saved_at = models.DateTimeField()
    objects = OwnDrafts.as_manager()
    privacy: ClassVar[Classes] = WORDS | {
        "author": PERSONAL,
        "version": NONE,
        "goes_on_from": NONE,
        "saved_at": INTERNAL,
    }

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("difference", "author", name="side_view_draft_once")]
