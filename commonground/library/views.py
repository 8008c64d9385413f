"""The threshold chart of an area as anybody reads it: today's, any day's, on paper, and in plain words."""

from datetime import date
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commonground.directory.models import Partnership
from commonground.editions.forms import DayForm, today
from commonground.editions.public import area_named
from commonground.library import presenting
from commonground.library.chart_files.writing import written
from commonground.library.forms import LookForm
from commonground.library.models import ChartEdition
from commonground.library.pages.editors import libraries
from commonground.library.pages.views import actor_of
from commonground.library.paper.charts import on_paper
from commonground.library.paper.sparing import sparing
from commonground.library.queries import archive_of, chart_of, chart_on, edition_before, proposal_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.printing import pdf_response, printed

NOT_UNDERSTOOD = 422
PAPER = Path(__file__).parent / "templates" / "library" / "chart" / "chart.typ"


@require_safe
@allow(Permission.OPEN)
def area(request: HttpRequest, area: str) -> HttpResponseBase:
    """Show the chart of an area, or what somebody looks for on it; or say where it stands."""
    found = area_named(area)
    day = DayForm(request.GET if "day_day" in request.GET else None)
    if day.is_bound and day.is_valid():
        return redirect("charts:on_day", area, day.cleaned_data["day"])
    row, keeps = chart_of(found.pk), found.pk in libraries(actor_of(request))
    context = _around(request, found, row) | {
        "day_form": day,
        "keeps": keeps,
        "proposal": proposal_of(found.pk) if keeps else None,
    }
    if row is None or not row.here:
        return render(request, "library/chart/elsewhere.html", context, status=NOT_UNDERSTOOD if day.errors else 200)
    form = LookForm(request.GET, chart=row.chart)
    context |= drawn(row, form.asked) | {"form": form, "pairs": presenting.side_by_side(row.chart)}
    wrong = form.errors or day.errors
    return render(request, "library/chart/area.html", context, status=NOT_UNDERSTOOD if wrong else 200)


@require_safe
@allow(Permission.OPEN)
@sparing
def pdf(request: HttpRequest, area: str) -> HttpResponse:
    """Give the chart of an area, or what somebody looks for on it, as pages of paper."""
    found = area_named(area)
    row = _here(found)
    form = LookForm(request.GET, chart=row.chart)
    content = on_paper(row, found, presenting.shown(row.chart, form.asked), form.asked.words, at=now())
    return pdf_response(printed(PAPER, content, at=now()), f"threshold-chart-{slugify(found.name)}")


@require_safe
@allow(Permission.OPEN)
def file(_request: HttpRequest, area: str) -> HttpResponse:
    """Give the chart of an area as a file for a spreadsheet, all of it."""
    return as_file(written(_here(area_named(area)).chart), area)


@require_safe
@allow(Permission.OPEN)
def in_plain_words(request: HttpRequest, area: str) -> HttpResponse:
    """Show a family what the levels mean, in plain words."""
    found = area_named(area)
    row = _here(found)
    if not row.chart.in_plain_words:
        raise Http404
    return render(request, "library/chart/in_plain_words.html", _around(request, found, row) | {"chart": row.chart})


@require_safe
@allow(Permission.OPEN)
def numbered(request: HttpRequest, area: str, number: int) -> HttpResponse:
    """Show one edition of a chart that stood, whatever stands now, and what it changed of the one before."""
    found = area_named(area)
    rows = ChartEdition.objects.filter(partnership=found, opened__isnull=False, number=number)
    row = rows.select_related("confirmed_by", "approved_by").first()
    if row is None:
        raise Http404
    return render(request, "library/chart/on_day.html", _earlier(request, found, row))


@require_safe
@allow(Permission.OPEN)
def on_day(request: HttpRequest, area: str, day: date) -> HttpResponse:
    """Show what the chart of an area said on a day, and what that edition changed of the one before."""
    found = area_named(area)
    context = _earlier(request, found, chart_on(found.pk, day)) | {"day": day, "today": today()}
    return render(request, "library/chart/on_day.html", context)


@require_safe
@allow(Permission.OPEN)
def moved(request: HttpRequest, area: str = "") -> HttpResponseBase:  # noqa: ARG001 - a view's own
    """Lead from where charts stood before to where they stand in the library."""
    return redirect("charts:area", area) if area else redirect("library:areas")


def _around(request: HttpRequest, found: Partnership, row: ChartEdition | None) -> dict[str, Any]:
    return {
        "area": found,
        "slug": slugify(found.name),
        "row": row,
        "archive": archive_of(found.pk),
        "named": actor_of(request).person is not None,
    }


def _earlier(request: HttpRequest, found: Partnership, row: ChartEdition | None) -> dict[str, Any]:
    context = _around(request, found, row)
    return context | drawn(row) | changed(row) if row else context


def changed(row: ChartEdition) -> dict[str, Any]:
    """Return what an edition changed of the one before, as a page says it; nothing unless both are kept here."""
    before = edition_before(row)
    if before is None or not before.here or not row.here:
        return {}
    return {"before": before, "compared": presenting.amended(before.chart, row.chart)}


def drawn(row: ChartEdition, asked: presenting.Asked = presenting.ALL) -> dict[str, Any]:
    """Return an edition as its pages draw it, or what of it is asked for; nothing for one that stands elsewhere."""
    if not row.here:
        return {}
    return {
        "chart": row.chart,
        "asked": asked,
        "shown": presenting.shown(row.chart, asked),
        "strengths": presenting.lists_strengths(row.chart),
        "in_plain_words": row.chart.in_plain_words,
    }


def as_file(text: str, area: str) -> HttpResponse:
    """Return a chart's file as it is fetched."""
    headers = {"Content-Disposition": f'attachment; filename="threshold-chart-{slugify(area)}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _here(found: Partnership) -> ChartEdition:
    """Return the chart of an area that is kept here; raises Http404 where there is none."""
    row = chart_of(found.pk)
    if row is None or not row.here:
        raise Http404
    return row
