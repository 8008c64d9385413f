"""What both sides have shared, and one's own draft. The caller has found the difference through ``visible_to``."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from commonground.differences.models import Difference
from commonground.differences.models.sight import Reader, SightedQuestion
from commonground.differences.reading import Standpoint
from commonground.differences.side_views.models import SideView, SideViewDraft
from commonground.directory.queries import Actor
from commonground.procedures.steps import of_a_side
from commonground.procedures.terms import Side
from commonground.questions import Blank, Question


@Question
def _shared(difference: Blank) -> QuerySet[SideView]:
    return SideView.objects.of(difference).select_related("by").order_by("number")


def shared(difference: UUID) -> tuple[SideView, ...]:
    """Return every view that either side has shared, in order, in one query."""
    return tuple(_shared(difference=difference))


def latest(views: Iterable[SideView], side: Side) -> SideView | None:
    """Return the newest view of a side; None before it has shared any."""
    own = [one for one in views if one.side == side]
    return own[-1] if own else None


@SightedQuestion
def _own_draft(actor: Reader, difference: Blank) -> QuerySet[SideViewDraft]:
    return SideViewDraft.objects.of(difference).visible_to(actor)


def own_draft(actor: Actor, row: Difference) -> SideViewDraft | None:
    """Return what this actor is writing about a difference and has not shared, in one query."""
    return next(iter(_own_draft(actor, difference=row.pk)), None)


def left_over(actor: Actor, here: Standpoint) -> bool:
    """Say whether this actor has a draft of what has ended, and cannot share it: one query, of who acts for a side."""
    asks = not here.situation.open and of_a_side(here.standings) is not None
    return asks and own_draft(actor, here.difference) is not None
