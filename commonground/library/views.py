"""The pages of threshold charts: an area's, for everybody who signs in, and what its officers say of it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership
from commonground.directory.queries import Actor
from commonground.editions.public import area_named
from commonground.govuk.forms import GovukForm
from commonground.library import actions
from commonground.library.forms import ElsewhereForm, PublishedForm
from commonground.library.models import ChartEdition
from commonground.library.presenting import levels
from commonground.library.queries import chart_of, charts_of, kept_here
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

CONFLICT, NOT_UNDERSTOOD = 409, 422

Said = dict[str, Any]
"""What a form was told, once it is understood."""


@require_safe
@allow(Permission.OWN_ACCOUNT)
def areas(request: HttpRequest) -> HttpResponse:
    """Show whose chart can be read here, or found elsewhere: one's own areas first."""
    own = _actor(request).partnerships
    found = sorted(Partnership.objects.order_by("name"), key=lambda one: one.pk not in own)
    there = charts_of([one.pk for one in found])
    rows = [{"area": one, "slug": slugify(one.name), "chart": there.get(one.pk)} for one in found]
    return render(request, "library/areas.html", {"rows": rows})


@require_safe
@allow(Permission.OWN_ACCOUNT)
def area(request: HttpRequest, area: str) -> HttpResponse:
    """Show the chart of an area, with what of it is not confirmed; or where it stands."""
    found = area_named(area)
    row = chart_of(found.pk)
    context = {
        "area": found,
        "slug": area,
        "row": row,
        "chart": row.chart if row and row.here else None,
        "levels": levels(row.chart) if row and row.here else (),
        "keeps": found.pk in _actor(request).offices,
    }
    return render(request, "library/area.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def as_published(request: HttpRequest, area: str) -> HttpResponseBase:
    """Ask what stands in each box of the published chart, and keep it as published."""
    found = _own(request, area)
    row, newest = kept_here(found.pk), chart_of(found.pk)
    if row is None:
        raise Http404
    known = {"source": row.source, "published": row.published} if row.confirmed_by_id else {}
    form = PublishedForm(_sent(request), chart=row.chart, initial={**known, "seen": newest.number if newest else 0})

    def act(said: Said) -> ChartEdition:
        return actions.say_as_published(
            by=_actor(request), at=now(), partnership=found.pk, seen=said["seen"], boxes=form.boxes(),
            source=said["source"], published=said["published"],
        )  # fmt: skip

    asked = [
        {"level": level, "fields": [form[name] for name, (number, _) in form.places.items() if number == level.number]}
        for level in row.chart.levels
    ]
    done = "The chart is kept as published."
    return _form(request, found, form, act, template="library/as_published.html", done=done, levels=asked)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def elsewhere(request: HttpRequest, area: str) -> HttpResponseBase:
    """Ask where the area's own chart stands, so that people find it."""
    found = _own(request, area)
    newest = chart_of(found.pk)
    known = {"title": newest.title, "address": newest.address, "published": newest.published} if newest else {}
    seen = {"seen": newest.number if newest else 0}
    form = ElsewhereForm(_sent(request), initial=seen | (known if newest and not newest.here else {}))

    def act(said: Said) -> ChartEdition:
        return actions.say_elsewhere(by=_actor(request), at=now(), partnership=found.pk, **said)

    return _form(request, found, form, act, template="library/elsewhere.html", done="People are led to your chart.")


def _form(
    request: HttpRequest,
    found: Partnership,
    form: GovukForm,
    act: Callable[[Said], ChartEdition],
    *,
    template: str,
    done: str,
    **more: object,
) -> HttpResponseBase:
    """Do what a form asks, once it is understood; else ask, and keep what was written."""
    status, slug = 200, slugify(found.name)
    if request.method == "POST":
        status = NOT_UNDERSTOOD
        if form.is_valid():
            try:
                with transaction.atomic():
                    act(form.cleaned_data)
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
                status = CONFLICT
            else:
                messages.success(request, done)
                return redirect("charts:area", slug)
    return render(request, template, {"form": form, "area": found, "slug": slug, **more}, status=status)


def _sent(request: HttpRequest) -> Any:  # noqa: ANN401 - as Django types what was sent
    """Return what was sent; None while it is only asked."""
    return request.POST if request.method == "POST" else None


def _actor(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def _own(request: HttpRequest, slug: str) -> Partnership:
    """Return an area whose officer one is; raises Http404 for all others."""
    found = area_named(slug)
    if found.pk not in _actor(request).offices:
        raise Http404
    return found
