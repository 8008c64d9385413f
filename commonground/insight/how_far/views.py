"""How far a briefing has come, who of one's own agency has not read it yet, a nudge, and who had read it on a day."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commonground.briefings.models import Briefing
from commonground.directory.actions import RefusedError
from commonground.directory.models import Agency
from commonground.directory.queries import Actor
from commonground.editions.forms import today
from commonground.insight.how_far import presenting, queries
from commonground.insight.how_far.forms import HadReadForm
from commonground.insight.how_far.nudging import is_owed, nudge, why_not
from commonground.library.pages.models import PageEdition
from commonground.library.pages.views import actor_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import Role
from commonground.record.submissions import once

A_PAGE = 50
NOT_UNDERSTOOD = 422


@require_safe
@allow(Permission.SHARE_BRIEFINGS)
def how_far(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Show how far one has come: in all agencies for the area's office, in the teams of their own agency for a lead."""
    actor, row = actor_of(request), _kept(request, briefing)
    office = row.partnership_id in actor.offices
    own = queries.own_agencies(actor, row)
    agency = None if office else _chosen(request, own)
    found = queries.how_far_in_agency(row, agency) if agency else queries.how_far_in_area(row)
    last = queries.last_nudge(row, agency.pk if agency else None)
    still = found.whole.reached - found.whole.counts["agreed"]
    context = {
        "briefing": row,
        "edition": row.edition,
        "agency": agency,
        "agencies": [one for one in own if one != agency] if agency else [],
        "found": found,
        "rows": presenting.rows_of(found, today()),
        "first": "Team" if agency else "Agency",
        "heads": presenting.HEADS,
        "steps": presenting.steps_of(found.whole),
        "used": presenting.use_of(found.used),
        "unknown": presenting.not_known(found, today()),
        "legend": presenting.LEGEND,
        "means": presenting.MEANS,
        "notes": presenting.HOW_KEPT,
        "owing": still,
        "owed": is_owed(row),
        "last": last,
        "why_not": why_not(row, last, still, now()),
        "today": today(),
    }
    return render(request, "insight/how_far/how_far.html", context)


@require_POST
@allow(Permission.SHARE_BRIEFINGS)
@once
def send_nudge(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Have those told who still owe it: all leads for the office, their own people for a lead."""
    actor, row = actor_of(request), _kept(request, briefing)
    office = row.partnership_id in actor.offices
    agency = None if office else _chosen(request, queries.own_agencies(actor, row))
    try:
        with transaction.atomic():
            nudge(by=actor, at=now(), briefing=row.pk, agency=agency.pk if agency else None)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        whom = "each agency’s safeguarding lead" if agency is None else "those who have not read it yet"
        messages.success(request, f"In working hours {whom} will be told, kindly.")
    more = f"?agency={agency.pk}" if agency else ""
    return redirect(reverse("how_far:briefing", args=[row.pk]) + more)


@require_safe
@allow(Permission.SHARE_BRIEFINGS)
def owing(request: HttpRequest, briefing: UUID, agency: UUID) -> HttpResponse:
    """Name who of one's own agency owes it; for their own safeguarding lead, and nobody else."""
    actor, row = actor_of(request), _kept(request, briefing)
    own = next((one for one in queries.own_agencies(actor, row) if one.pk == agency), None)
    if own is None or not is_owed(row):
        raise Http404
    page = Paginator(queries.who_owes(row, own, today()), A_PAGE).get_page(request.GET.get("page"))
    back = reverse("how_far:briefing", args=[row.pk]) + f"?agency={own.pk}"
    context = {"briefing": row, "edition": row.edition, "agency": own, "page": page, "back": back}
    return render(request, "insight/how_far/owing.html", context)


@require_safe
@allow(Permission.SHARE_BRIEFINGS)
def who_had_read(request: HttpRequest) -> HttpResponse:
    """Ask for an edition and a day, and say how many had read it then; by name in one's own agency."""
    actor = actor_of(request)
    editions = queries.editions_shared(actor)
    areas = {one.partnership_id for one in editions}
    offered = [
        (str(one.pk), f"{one.title}, edition {one.number}{f', {one.partnership}' if len(areas) > 1 else ''}")
        for one in editions
    ]
    form = HadReadForm(request.GET if "edition" in request.GET else None, editions=offered)
    context: dict[str, Any] = {"form": form, "editions": editions}
    if form.is_bound and form.is_valid():
        found = next(one for one in editions if str(one.pk) == form.cleaned_data["edition"])
        context |= _had_read(request, actor, found, form.cleaned_data["day"])
    status = NOT_UNDERSTOOD if form.is_bound and form.errors else 200
    return render(request, "insight/how_far/had_read.html", context, status=status)


def _had_read(request: HttpRequest, actor: Actor, edition: PageEdition, day: date) -> dict[str, Any]:
    """Return what is told of an edition on a day, to whoever asks."""
    office = edition.partnership_id in actor.offices
    leads = actor.agencies_as(Role.SAFEGUARDING_LEAD)
    lines = queries.had_read(edition.pk, day, None if office else leads)
    names = None
    own = list(Agency.objects.filter(pk__in=leads, partnerships=edition.partnership_id).order_by("name"))
    agency = _chosen(request, own) if own else None
    if agency:
        names = Paginator(queries.receipts_by(edition, day, agency.pk), A_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    return {
        "edition": edition,
        "day": day,
        "office": office,
        "lines": queries.small_together(lines) if office else lines,
        "people": sum(one.people for one in lines),
        "asked": queries.asked_of(lines),
        "until": queries.counted_until(Briefing.objects.visible_to(actor).filter(edition=edition), day),
        "agency": agency,
        "agencies": [one for one in own if one != agency],
        "names": names,
        "again": asked.urlencode(),
    }


def _kept(request: HttpRequest, briefing: UUID) -> Briefing:
    """Return a briefing that somebody shares or passes on; raises Http404 for all others."""
    row = queries.briefing_kept(actor_of(request), briefing)
    if row is None:
        raise Http404
    return row


def _chosen(request: HttpRequest, own: list[Agency]) -> Agency:
    """Return the agency that was asked for, or one's first where none was; raises Http404 for one not one's own."""
    asked = request.POST.get("agency") or request.GET.get("agency")
    found = next((one for one in own if asked in {None, "", str(one.pk)}), None)
    if found is None:
        raise Http404
    return found
