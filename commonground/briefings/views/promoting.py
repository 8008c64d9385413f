"""The leaders' calendar; and what people copy, with the pages of own sites on which it stands."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.briefings.promoting import actions, calendar
from commonground.briefings.promoting.forms import DoneForm, MoveForm, PlaceForm, PlanForm
from commonground.briefings.promoting.kit import kits
from commonground.briefings.promoting.models import OwnPage, Promotion, planned_for, watched
from commonground.briefings.promoting.terms import Standing
from commonground.briefings.views.leading import warned_once
from commonground.directory.actions import RefusedError
from commonground.directory.asking import Done, Said, asked, sent
from commonground.directory.models import Agency, Partnership
from commonground.editions.forms import today
from commonground.library.frames.models import FramingSite
from commonground.library.pages.views import actor_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

MOST_LISTED = 200
"""So many rows stand in the table under the picture, and so many pages in a list; one agency alone can be chosen."""

YEARS = 20
"""So many years back and on a calendar can be looked at."""


@require_safe
@allow(Permission.PROMOTE)
def year(request: HttpRequest) -> HttpResponse:
    """Show the leaders' calendar of one's agencies, or of an officer's area, as a picture and as a table."""
    actor, on = actor_of(request), today()
    first = _month(request.GET.get("from"), on)
    months = calendar.months_from(first, on)
    agencies = list(watched(actor).order_by("name", "id"))
    chosen = _chosen(request, agencies)
    shown = [chosen] if chosen else agencies
    after = calendar.later(first, calendar.MONTHS)
    rows = Promotion.objects.visible_to(actor).kept().filter(agency__in=[one.pk for one in shown]).within(first, after)
    counts = calendar.counted(rows, on)
    listed = rows.select_related("agency")[:MOST_LISTED]
    context = {
        "months": months,
        "lines": [calendar.line(one, counts[one.pk], months) for one in shown],
        "rows": [(one, calendar.look(one, on)) for one in listed],
        "more": sum(one.total() for one in counts.values()) - MOST_LISTED,
        "looks": list(calendar.Look),
        "several": len(agencies) > 1,
        "chosen": chosen,
        "plans": Agency.objects.filter(pk__in=planned_for(actor)).order_by("name", "id"),
        "earlier": calendar.later(first, -calendar.STEP),
        "later": calendar.later(first, calendar.STEP),
    }
    return render(request, "briefings/promoting/year.html", context)


def _chosen(request: HttpRequest, agencies: Sequence[Agency]) -> Agency | None:
    """Return the one of some agencies to which an address narrows a page; None where it names none of them."""
    return next((one for one in agencies if str(one.pk) == request.GET.get("agency")), None)


def _month(said: str | None, on: date) -> date:
    """Return the month that was asked for, within some years, or the one from which a picture begins today."""
    usual = calendar.later(on, -calendar.BEFORE)
    try:
        month = date.fromisoformat(f"{said}-01")
    except ValueError:
        return usual
    return calendar.later(month, 0) if abs(month.year - on.year) <= YEARS else usual


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PROMOTE)
@once
def plan(request: HttpRequest, agency: UUID) -> HttpResponseBase:
    """Ask what an agency plans, and put it into its calendar."""
    own, form = _planned_for(request, agency), PlanForm(sent(request))

    def do(said: Said) -> Done:
        row = actions.plan(by=actor_of(request), at=now(), agency=own.pk, **said)
        return Done("It stands in your calendar.", reverse("briefings:promotion", args=[row.pk]))

    return warned_once(request, form, do, template="briefings/promoting/plan.html", around={"agency": own})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PROMOTE)
@once
def promotion(request: HttpRequest, promotion: UUID) -> HttpResponseBase:
    """Show something in the calendar, and ask by what one can see that it was done, or how to put that right."""
    row = _promotion(request, promotion)
    noted = {"done_on": row.done_on, "proof": row.proof, "link": row.link} if row.done_on else {}
    form = DoneForm(sent(request), initial=noted)

    def do(said: Said) -> Done:
        actions.note_done(
            by=actor_of(request), at=now(), promotion=row.pk, on=said["done_on"], proof=said["proof"], link=said["link"]
        )  # fmt: skip
        return Done("It is noted. Thank you.", reverse("briefings:promotion", args=[row.pk]))

    around = {"row": row, "plans": row.agency_id in planned_for(actor_of(request)), "today": today()}
    return warned_once(request, form, do, template="briefings/promoting/promotion.html", around=around)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PROMOTE)
@once
def move(request: HttpRequest, promotion: UUID) -> HttpResponse:
    """Ask to which day something planned is moved."""
    row = _promotion(request, promotion)
    form = MoveForm(sent(request))

    def do(said: Said) -> Done:
        actions.move(by=actor_of(request), at=now(), promotion=row.pk, on=said["on"])
        return Done("It is moved.", reverse("briefings:promotion", args=[row.pk]))

    return asked(request, form, do, template="briefings/promoting/move.html", around={"row": row})


@require_POST
@allow(Permission.PROMOTE)
@once
def call_off(request: HttpRequest, promotion: UUID) -> HttpResponseBase:
    """Take something planned out of the calendar."""
    row = _promotion(request, promotion)
    try:
        actions.call_off(by=actor_of(request), at=now(), promotion=row.pk)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("briefings:promotion", row.pk)
    messages.success(request, "It is called off.")
    return redirect("briefings:year")


@require_safe
@allow(Permission.OWN_ACCOUNT)
def to_copy(request: HttpRequest) -> HttpResponse:
    """Show the sentences, the poster and the panel of one's areas; and for leaders the pages on which they stand."""
    actor = actor_of(request)
    areas = Partnership.objects.filter(pk__in=actor.partnerships).order_by("name")
    sites = FramingSite.objects.filter(partnership__in=actor.partnerships, ended_at=None).order_by("origin")
    listed: dict[UUID, list[str]] = {}
    for one in sites:
        listed.setdefault(one.partnership_id, []).append(one.origin)
    own = planned_for(actor)
    promotes = Permission.PROMOTE in actor.permissions
    agencies = list(watched(actor).order_by("name", "id")) if promotes else []
    chosen = _chosen(request, agencies)
    pages = _pages([chosen] if chosen else agencies)
    context: dict[str, Any] = {
        "kits": [(kit, slugify(kit.area.name), listed.get(kit.area.pk, ())) for kit in kits(list(areas), today())],
        "promotes": promotes,
        "pages": [(one, one.agency_id in own) for one in pages[:MOST_LISTED]],
        "more": pages.count() - MOST_LISTED,
        "several": len(agencies) > 1,
        "chosen": chosen,
        "plans": Agency.objects.filter(pk__in=own).order_by("name", "id"),
        "looks": settings.CHECK_LINKS,
    }  # fmt: skip
    return render(request, "briefings/promoting/to_copy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PROMOTE)
@once
def place(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Ask at which address of an agency's own site something of ours stands."""
    own, form = _planned_for(request, agency), PlaceForm(sent(request))

    def do(said: Said) -> Done:
        actions.place(
            by=actor_of(request), at=now(), agency=own.pk, address=said["address"], what=Standing(said["what"])
        )
        return Done("It is on the list.", reverse("briefings:to_copy"))

    return asked(request, form, do, template="briefings/promoting/place.html", field="address", around={"agency": own})


@require_POST
@allow(Permission.PROMOTE)
@once
def take_place_off(request: HttpRequest, page: UUID) -> HttpResponseBase:
    """Take a page off the list."""
    try:
        actions.take_place_off(by=actor_of(request), at=now(), page=page)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is off the list.")
    return redirect("briefings:to_copy")


def _pages(agencies: Sequence[Agency]) -> "QuerySet[OwnPage]":
    """Return the listed pages of some agencies, agency by agency by name."""
    rows = OwnPage.objects.filter(agency__in=[one.pk for one in agencies], ended_at=None)
    return rows.select_related("agency").order_by("agency__name", "address", "id")


def _planned_for(request: HttpRequest, agency: UUID) -> Agency:
    """Return an agency for which whoever asks plans; raises Http404 for all others."""
    row = Agency.objects.filter(pk__in=planned_for(actor_of(request))).filter(pk=agency).first()
    if row is None:
        raise Http404
    return row


def _promotion(request: HttpRequest, key: UUID) -> Promotion:
    """Return something of a calendar that whoever asks sees; raises Http404 for all others."""
    rows: Any = Promotion.objects.visible_to(actor_of(request)).select_related("agency", "planned_by", "noted_by")
    row: Promotion | None = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row
