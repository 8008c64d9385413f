"""What is read of returns: which somebody may read, how each stands, and what has changed since the one before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from commonground.assurance.models import Assessment, OwnReturn, Submitted
from commonground.assurance.returns.rules import Now
from commonground.assurance.survey.queries import agencies_asked, led, watched
from commonground.directory.models import Agency
from commonground.directory.queries import Actor


@dataclass(frozen=True, slots=True)
class Stands:
    """The return of one agency: how it stands, what is filled in, and all that was submitted, the newest first."""

    agency: Agency
    now: Now
    own: OwnReturn | None
    submitted: tuple[Submitted, ...]

    @property
    def last(self) -> Submitted | None:
        """What was submitted last, if anything was."""
        return self.submitted[0] if self.submitted else None


def assessments_for(actor: Actor) -> QuerySet[Assessment]:
    """Return what somebody may read of: an officer and a scrutineer all of the area, a lead what asks their agency."""
    areas = Agency.partnerships.through.objects.filter(agency__in=led(actor)).values("partnership")
    rows = Assessment.objects.filter(Q(partnership__in=watched(actor)) | Q(partnership__in=areas))
    return rows.select_related("partnership", "asked_by").order_by("-asked_at", "pk")


def agencies_read(actor: Actor, partnership: UUID) -> QuerySet[Agency]:
    """Return the agencies of a partnership whose returns somebody may read, by name."""
    rows = Agency.objects.filter(pk__in=agencies_asked(partnership))
    return (rows if partnership in watched(actor) else rows.filter(pk__in=led(actor))).order_by("name", "pk")


def all_stand(assessment: Assessment, agencies: QuerySet[Agency]) -> list[Stands]:
    """Return how the returns of these agencies stand, in their order: three queries."""
    there = list(agencies)
    rows = Submitted.objects.filter(assessment=assessment, agency__in=there)
    found: dict[UUID, list[Submitted]] = defaultdict(list)
    for one in rows.select_related("moderation__by", "submitted_by").order_by("-number"):
        found[one.agency_id].append(one)
    drafts = OwnReturn.objects.filter(assessment=assessment, agency__in=there).select_related("saved_by")
    own = {one.agency_id: one for one in drafts}
    return [Stands(one, _now(found[one.pk], own.get(one.pk)), own.get(one.pk), tuple(found[one.pk])) for one in there]


def stands(assessment: Assessment, agency: Agency) -> Stands:
    """Return how the return of one agency stands."""
    return all_stand(assessment, Agency.objects.filter(pk=agency.pk))[0]


def moderated(submitted: Submitted | None) -> Any:  # noqa: ANN401 - a Moderation, or none
    """Return what an officer said to a return, if they have."""
    return getattr(submitted, "moderation", None) if submitted else None


def before(assessment: Assessment, agency: UUID) -> Submitted | None:
    """Return what an agency submitted last in an earlier return of the same partnership."""
    rows = Submitted.objects.filter(
        assessment__partnership=assessment.partnership_id, assessment__asked_at__lt=assessment.asked_at, agency=agency
    )
    return rows.select_related("assessment", "moderation").order_by("-assessment__asked_at", "-number").first()


def figure_of(submitted: Submitted | None, key: str) -> int | None:
    """Return the figure that stands for a standard: the officer's where they gave one, else the agency's."""
    if submitted is None or key not in submitted.answers:
        return None
    said = moderated(submitted)
    figures: Mapping[str, int] = said.figures if said else {}
    found: int = figures.get(key, submitted.answers[key]["figure"])
    return found


def _now(submitted: list[Submitted], own: OwnReturn | None) -> Now:
    """Return how a return stands by what was submitted, newest first, and what is filled in."""
    if not submitted:
        return Now.BEGUN if own else Now.NOT_BEGUN
    said = moderated(submitted[0])
    if said is None:
        return Now.SUBMITTED
    return Now.AGREED if said.agreed else Now.ASKED
