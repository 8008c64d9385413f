"""The library on paper, and the short addresses that stand on it: open to anyone, as the pages are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commonground.directory.models import Partnership
from commonground.editions.forms import today
from commonground.editions.public import area_named
from commonground.library.pages.addresses import found
from commonground.library.pages.models import PageEdition
from commonground.library.pages.queries import live_pages, page_on
from commonground.library.pages.views import grouped, leading
from commonground.library.paper import papers
from commonground.library.paper.sparing import sparing
from commonground.permissions import Permission, allow
from commonground.printing import pdf_response


@require_safe
@allow(Permission.OPEN)
def short(_request: HttpRequest, code: str) -> HttpResponseBase:
    """Lead from a short address to what stands there today: a page, or an area's library."""
    row = found(code)
    if row is None:
        raise Http404
    slug = slugify(row.partnership.name)
    return redirect("library:page", slug, row.key) if row.key else redirect("library:area", slug)


@require_safe
@allow(Permission.OPEN)
@sparing
def page_pdf(_request: HttpRequest, area: str, key: str) -> HttpResponse:
    """Give a page as it stands today, whole."""
    named, row = _live(area, key)
    return pdf_response(papers.whole_page(row, named, leading(named, row, whole=True)), f"{key}-{area}")


@require_safe
@allow(Permission.OPEN)
@sparing
def sheet_pdf(_request: HttpRequest, area: str, key: str) -> HttpResponse:
    """Give a page as it stands today on one sheet."""
    named, row = _live(area, key)
    return pdf_response(papers.one_sheet(row, named, leading(named, row, whole=True)), f"{key}-on-one-page-{area}")


@require_safe
@allow(Permission.OPEN)
@sparing
def shelf_pdf(_request: HttpRequest, area: str) -> HttpResponse:
    """Give all that stands in an area's library today on one sheet."""
    named = area_named(area)
    groups = [(words, rows) for _, words, rows in grouped(live_pages(named.pk, today()))]
    return pdf_response(papers.shelf(named, groups, today()), f"library-on-one-page-{area}")


@require_safe
@allow(Permission.OPEN)
@sparing
def poster_pdf(_request: HttpRequest, area: str) -> HttpResponse:
    """Give an area's poster."""
    return pdf_response(papers.poster(area_named(area), today()), f"poster-{area}")


def _live(area: str, key: str) -> tuple[Partnership, PageEdition]:
    """Return an area and a page that can be read there today; raises Http404."""
    named = area_named(area)
    row = page_on(named.pk, key, today())
    if row is None:
        raise Http404
    return named, row
