"""The library of an area as anybody reads it: what there is, a page as it stands today, and as it stood on any day."""

import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Q
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
from commonground.library.glossary.terms import initials_in
from commonground.library.links.queries import checked_sources
from commonground.library.pages.addresses import address
from commonground.library.pages.drawing import Leads, parts
from commonground.library.pages.editors import libraries
from commonground.library.pages.models import PageEdition
from commonground.library.pages.queries import archive_of, came_of, compared, live_pages, of_kind, page_on, waiting
from commonground.library.pages.shape import CHART, CHILDS_DAY, PageKind, read
from commonground.permissions import Permission, allow

NOT_UNDERSTOOD = 422

LINK = re.compile(r"\(library:([a-z0-9-]+)\)")
"""A link to another page, as it stands in a text."""

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
    row, archive = page_on(found.pk, key, today()), archive_of(found.pk, key)
    around = {
        "area": found,
        "slug": area,
        "key": key,
        "archive": archive,
        "keeps": found.pk in libraries(actor_of(request)),
        "named": actor_of(request).person is not None,
        "address": address(found, key),
    }
    if row is None:
        waits = next(iter(came_of(found.pk, key=key)), None)
        if waits is None and not archive:
            raise Http404
        return render(request, "library/pages/not_here.html", around | {"waits": waits})
    context = around | drawn(row, found)
    context |= {"form": form, "due": row.review_by is not None and row.review_by <= today()}
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
    text, slug = row.page, slugify(area.name)
    parts = _parts(row.text, frozenset(_there(area, LINK.findall(row.text))), slug)
    return {
        "row": row, "page": text, "parts": parts, "sources": checked_sources(text), "initials": initials_in(text),
    }  # fmt: skip


def leading(area: Partnership, *, whole: bool = False) -> Leads:
    """Return what gives the address of another page of an area's library, or of what stands beside it, by its key.

    On paper it is the ``whole`` one, with the product's own address before it.
    """
    return _leads(frozenset(_there(area)), slugify(area.name), settings.BASE_URL if whole else "")


def _there(area: Partnership, keys: Collection[str] | None = None) -> list[str]:
    """Return which pages, all or those of these keys, are in an area's library, or wait for its editor."""
    rows = PageEdition.objects.of(area.pk).filter(Q(opened__isnull=False) | waiting())
    if keys is not None:
        rows = rows.filter(key__in=set(keys))
    return list(rows.values_list("key", flat=True).distinct())


@lru_cache(maxsize=256)
def _parts(text: str, there: frozenset[str], slug: str) -> list[dict[str, Any]]:
    """Return the parts of a page as they are drawn, where these pages are there to lead to."""
    return parts(read(text), _leads(there, slug))


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
