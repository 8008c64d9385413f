"""The procedure of an area as a page that anybody can read, today's and that of any day before."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commonground.directory.contacts.queries import contacts_of, hours_words
from commonground.directory.models import Partnership
from commonground.editions import presenting
from commonground.editions.forms import DayForm, today
from commonground.editions.models import Edition
from commonground.editions.queries import live_editions, procedure_of, with_procedure
from commonground.permissions import Permission, allow
from commonground.procedures.amending import amendments
from commonground.questions import Question

NOT_UNDERSTOOD = 422


class DayConverter:
    """A day in an address: 2026-03-03."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the day; raises ValueError for one that there is not, which is a 404."""
        day = date.fromisoformat(value)
        if day == date.max:  # the day after it cannot be told
            raise ValueError(value)
        return day

    def to_url(self, value: date) -> str:
        """Return the day as it stands in an address."""
        return value.isoformat()


@require_safe
@allow(Permission.OPEN)
def areas(request: HttpRequest) -> HttpResponse:
    """Show whose procedure can be read here."""
    found = _areas()
    there = with_procedure([area.pk for area in found], today())
    rows = [{"area": area, "slug": slugify(area.name), "open": area.pk in there} for area in found]
    return render(request, "editions/public/areas.html", {"rows": rows})


@require_safe
@allow(Permission.OPEN)
def now_(request: HttpRequest, area: str) -> HttpResponseBase:
    """Show what an area's procedure says today, whom one rings there, and what it said before."""
    found = area_named(area)
    form = DayForm(request.GET if "day_day" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("procedure:on_day", area, form.cleaned_data["day"])
    contacts = [{"row": one, "hours": hours_words(one)} for one in contacts_of([found.pk])]
    context = _page(found, today()) | {"contacts": contacts, "form": form}
    return render(request, "editions/public/now.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_safe
@allow(Permission.OPEN)
def on_day(request: HttpRequest, area: str, day: date) -> HttpResponse:
    """Show what an area's procedure said on a day."""
    return render(request, "editions/public/on_day.html", _page(area_named(area), day) | {"day": day, "today": today()})


def _page(area: Partnership, on: date) -> dict[str, Any]:
    archive = _archive(area)
    said = [_said(edition, archive) for edition in live_editions(area.pk, on)]
    return {"area": area, "slug": slugify(area.name), "archive": archive, "said": said}


def _said(edition: Edition, archive: list[Edition]) -> dict[str, Any]:
    """Return what one edition says, and what it changed of the one before."""
    procedure = procedure_of(edition)
    before = next((row for row in archive if row.pk == edition.based_on_id), None)
    return {
        "edition": edition,
        "procedure": procedure,
        "rungs": presenting.rungs(procedure),
        "sentences": presenting.sentences(procedure),
        "before": before,
        "changes": amendments(procedure_of(before), procedure) if before else (),
    }


def _archive(area: Partnership) -> list[Edition]:
    """Return what was ever opened in an area, the newest first."""
    return list(Edition.objects.of(area.pk).filter(opened__isnull=False).order_by("-in_force", "-number"))


@Question
def _areas() -> "QuerySet[Partnership]":
    return Partnership.objects.order_by("name")


def area_named(slug: str) -> Partnership:
    """Return the area that an address names; raises Http404."""
    for area in _areas():
        if slugify(area.name) == slug:
            return area
    raise Http404
