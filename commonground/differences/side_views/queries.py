"""What both sides have shared, and one's own draft. The caller has found the difference through ``visible_to``."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from commonground.differences.models import Difference
from commonground.differences.models.sight import Reader, SightedQuestion
from commonground.differences.reading import Standpoint
from commonground.differences.side_views.models import SideView, SideViewDraft
from commonground.directory.models import Agency
from commonground.directory.queries import Actor
from commonground.procedures.steps import Step, of_a_side
from commonground.procedures.terms import Side
from commonground.questions import Blank, Question
from commonground.record.models import Entry


@Question
def _shared(difference: Blank) -> QuerySet[SideView]:
    number = Cast(KeyTextTransform("side_view", "facts"), IntegerField())
    told = Entry.objects.filter(subject=OuterRef("difference"), kind=f"step.{Step.SIDE_VIEW}").alias(told=number)
    agency = told.filter(told=OuterRef("number")).values(whose=Cast(KeyTextTransform("agency", "facts"), UUIDField()))
    name = Agency.objects.filter(pk=OuterRef("agency_id")).values("name")
    views = SideView.objects.of(difference).select_related("by").order_by("number")
    known = views.annotate(agency_id=Subquery(agency[:1]))  # type: ignore[no-redef]  # the model names it for readers
    return known.annotate(agency_name=Subquery(name))  # type: ignore[no-redef]  # as above


def shared(difference: UUID) -> tuple[SideView, ...]:
    """Return every view that either side has shared, in order, in one query; each with its agency, by the record."""
    return tuple(_shared(difference=difference))


def latest(row: Difference, views: Iterable[SideView], side: Side) -> SideView | None:
    """Return the newest view of a side; None before it has shared any.

    That is what the agency shared that is the side now; before it has shared any, what the one before it shared last.
    """
    theirs = [one for one in views if one.side == side]
    return own_latest(row, theirs, side) or (theirs[-1] if theirs else None)


def own_latest(row: Difference, views: Iterable[SideView], side: Side) -> SideView | None:
    """Return the newest view that the agency shared that is the side now: what it goes on from. None before that."""
    own = [one for one in views if one.side == side and row.is_side(side, one.agency_id)]
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
