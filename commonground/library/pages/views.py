"""The library of an area as anybody reads it: what there is, a page as it stands today, and as it stood on any day."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from commonground.directory.models import Partnership
from commonground.directory.queries import NOBODY, Actor
from commonground.editions.forms import DayForm, today
from commonground.editions.public import area_named
from commonground.library.at_hand import tools_of
from commonground.library.images.queries import pictures
from commonground.library.links.queries import checked_sources
from commonground.library.pages.addresses import whole_address
from commonground.library.pages.drawing import Leads, parts
from commonground.library.pages.editors import libraries
from commonground.library.pages.models import PageEdition
from commonground.library.pages.published import reads
from commonground.library.pages.queries import (
    archive_of,
    archive_on,
    came_of,
    compared,
    live_pages,
    of_kind,
    page_on,
    waiting,
)
from commonground.library.pages.shape import CHART, CHILDS_DAY, PageKind
from commonground.permissions import Permission, allow
from commonground.questions import Blank, Question, one_of

NOT_UNDERSTOOD = 422

BESIDE = {CHILDS_DAY: "library:days"}
"""What stands beside the pages of an area, by the key that a page leads to it by."""

ORDER = (
    (PageKind.PACK, "Start here"),
    (PageKind.TOOLKIT, "Toolkits"),
    (PageKind.PROCEDURE, "Procedures"),
    (PageKind.GUIDANCE, "Guidance and more to read"),
)


@require_safe
@allow(Permission.OPEN)
def areas(request: HttpRequest) -> HttpResponseBase:
    """Show whose library can be read here; whoever works in one area is led to theirs."""
    own = actor_of(request).partnerships
    found = sorted(Partnership.objects.order_by("name"), key=lambda one: one.pk not in own)
    if len(own) == 1 or len(found) == 1:
        return redirect("library:area", slugify(found[0].name))
    return render(request, "library/pages/areas.html", {"rows": [(one, slugify(one.name)) for one in found]})


@require_safe
@allow(Permission.OPEN)
def area(request: HttpRequest, area: str) -> HttpResponse:
    """Show what stands in an area's library today."""
    found = area_named(area)
    rows = live_pages(found.pk, today())
    context = {
        "area": found,
        "slug": area,
        "groups": grouped(rows),
        "waiting": came_of(found.pk, known={row.key for row in rows}),
        "keeps": found.pk in libraries(actor_of(request)),
    }
    return render(request, "library/pages/area.html", context)


@require_safe
@allow(Permission.OPEN)
def page(request: HttpRequest, area: str, key: str) -> HttpResponseBase:
    """Show a page as it stands today; or that it waits for the area's editor, or was retired."""
    found = area_named(area)
    form = DayForm(request.GET if "day_day" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("library:on_day", area, key, form.cleaned_data["day"])
    archive = archive_on(found.pk, key, today())
    row = next((one for one in archive if one.stands), None)
    around = {
        "area": found,
        "slug": area,
        "key": key,
        "archive": archive,
        "keeps": found.pk in libraries(actor_of(request)),
    }
    if row is None:
        waits = next(iter(came_of(found.pk, key=key)), None)
        if waits is None and not archive:
            raise Http404
        return render(request, "library/pages/not_here.html", around | {"waits": waits})
    context = around | drawn(row, found) | {
        "form": form,
        "tools": tools_of(key),
        "due": row.review_by is not None and row.review_by <= today(),
        "named": actor_of(request).person is not None,
        "address": whole_address(found, key, row.short),
        "initials": reads(row).initials,
    }  # fmt: skip
    return render(request, "library/pages/page.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_safe
@allow(Permission.OPEN)
def numbered(request: HttpRequest, area: str, key: str, number: int) -> HttpResponse:
    """Show one edition of a page that was published, whatever stands now, and what it changed of the one before."""
    found = area_named(area)
    rows = PageEdition.objects.of(found.pk, key).filter(opened__isnull=False)
    row = rows.select_related("based_on").filter(number=number).first()
    if row is None:
        raise Http404
    before = row.based_on
    context = {
        "area": found, "slug": area, "key": key, "archive": archive_of(found.pk, key), "title": row.title,
        "before": before, "compared": compared(before.text, row.text) if before else (),
    }  # fmt: skip
    return render(request, "library/pages/on_day.html", context | drawn(row, found))


@require_safe
@allow(Permission.OPEN)
def on_day(request: HttpRequest, area: str, key: str, day: date) -> HttpResponse:
    """Show what a page said on a day, and what it changed of the edition before."""
    found = area_named(area)
    row, archive = page_on(found.pk, key, day), archive_of(found.pk, key)
    if not archive:
        raise Http404
    before = row.based_on if row and row.based_on_id else None
    context = {
        "area": found, "slug": area, "key": key, "archive": archive, "day": day, "today": today(),
        "title": archive[0].title, "before": before,
        "compared": compared(before.text, row.text) if row and before else (),
    }  # fmt: skip
    return render(request, "library/pages/on_day.html", context | (drawn(row, found) if row else {}))


def grouped(rows: list[PageEdition]) -> list[tuple[PageKind, str, list[PageEdition]]]:
    """Return the pages of a library under the headings that it has, in order; none that is empty."""
    return [(kind, words, some) for kind, words in ORDER if (some := of_kind(rows, kind))]


def drawn(row: PageEdition, area: Partnership) -> dict[str, Any]:
    """Return an edition as its pages draw it."""
    said, slug = reads(row), slugify(area.name)
    leads = _leads(_there(area, said.leads_to), slug)
    return {
        "row": row, "page": said.page, "parts": parts(said.page, leads, pictures(area.pk, slug, said.shows)),
        "sources": checked_sources(said.page),
    }  # fmt: skip


def leading(area: Partnership, row: PageEdition, *, whole: bool = False) -> Leads:
    """Return what gives the address of what an edition leads to, by its key: a page of its area, or what stands beside.

    On paper it is the ``whole`` one, with the product's own address before it.
    """
    before = settings.BASE_URL if whole else ""
    return _leads(_there(area, reads(row).leads_to), slugify(area.name), before)


@Question
def _those_there(area: Blank, keys: Blank) -> "QuerySet[PageEdition, str]":
    rows = PageEdition.objects.filter(Q(opened__isnull=False) | waiting(), one_of("key", keys), partnership=area)
    return rows.order_by("key").values_list("key", flat=True).distinct()


def _there(area: Partnership, keys: Collection[str]) -> frozenset[str]:
    """Return which of these pages are in an area's library, or wait for its editor; asked only where there are any."""
    return frozenset(_those_there(area=area.pk, keys=list(keys))) if keys else frozenset()


def _leads(there: frozenset[str], slug: str, before: str = "") -> Leads:
    def leads(key: str) -> str | None:
        if key == CHART:
            return before + reverse("charts:area", args=[slug])
        if key in BESIDE:
            return before + reverse(BESIDE[key])
        return before + reverse("library:page", args=[slug, key]) if key in there else None

    return leads


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; nobody is somebody who only reads."""
    return getattr(request, "actor", NOBODY)


def own_area(request: HttpRequest, slug: str) -> Partnership:
    """Return an area whose library whoever asks keeps; raises Http404 for all others."""
    found = area_named(slug)
    if found.pk not in libraries(actor_of(request)):
        raise Http404
    return found
