"""Panels that other sites show, and the page on which an area's officers list those sites.

A panel is the same for everybody: it reads no session and sets no cookie, and a browser shows it in a frame only where
the officers have listed the site. Everything else of the product stays out of every frame.
"""

import re
from uuid import UUID

from csp.constants import NONE
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.directory.asking import Done, Said, asked, sent
from commonground.directory.models import Partnership
from commonground.editions.forms import today
from commonground.editions.public import area_named
from commonground.library.frames.actions import list_site, take_site_off
from commonground.library.frames.forms import SiteForm
from commonground.library.frames.models import FramingSite
from commonground.library.pages.addresses import WHOLE, addresses, found, whole
from commonground.library.pages.drawing import Leads, drawn
from commonground.library.pages.models import ShortAddress
from commonground.library.pages.queries import live_pages, page_on, page_url
from commonground.library.pages.shape import REFERENCE, PageText
from commonground.library.pages.views import actor_of, leading
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

NOT_FOUND = 404
SHOWN = ("", "If you do one thing", "Questions to ask each other")
"""The parts of a page that a panel shows, where the page has them. The page itself has all."""


@require_safe
@allow(Permission.OPEN)
def panel(_request: HttpRequest, code: str) -> HttpResponse:
    """Show a page of a library in short, or for the library itself where to begin, for a frame in another site."""
    row = found(code)
    if row is None:
        raise Http404
    context, status = _shown(row)
    response = HttpResponse(render_to_string("library/frames/panel.html", context), status=status)
    rows = FramingSite.objects.filter(partnership=row.partnership_id, ended_at=None)
    sites = list(rows.order_by("origin").values_list("origin", flat=True))
    directives: dict[str, list[str]] = {"script-src": [NONE], "connect-src": [NONE], "form-action": [NONE]}
    if sites:
        directives["frame-ancestors"] = sites
        response.xframe_options_exempt = True  # that older header knows no list of sites
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response._csp_replace = directives  # type: ignore[attr-defined]  # noqa: SLF001 as django-csp's own decorator does
    return response


def _shown(row: ShortAddress) -> tuple[dict[str, object], int]:
    """Return what a panel draws, and its status."""
    area, slug = row.partnership, slugify(row.partnership.name)
    around: dict[str, object] = {"area": area, "slug": slug}
    if row.key == WHOLE:
        return around, 200
    edition = page_on(area.pk, row.key, today())
    if edition is None:
        return around | {"gone": True}, NOT_FOUND
    page = edition.page
    return around | {"page": page, "parts": _parts(page, leading(area, edition)), "url": page_url(area, row.key)}, 200


def _parts(page: PageText, leads: Leads) -> list[dict[str, str]]:
    """Return the parts that a panel shows, without the numbers of sources: those stand on the page."""
    return [
        {"heading": one.heading, "html": drawn(re.sub(rf" *{REFERENCE.pattern}", "", one.words), leads)}
        for one in page.sections
        if one.heading in SHOWN
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def sites(request: HttpRequest, area: str) -> HttpResponseBase:
    """Show which sites may show an area's panels, what to put into them, and list another."""
    own = _own(request, area)
    form = SiteForm(sent(request))

    def do(said: Said) -> Done:
        row = list_site(by=actor_of(request), at=now(), partnership=own.pk, **said)
        return Done(f"{row.origin} may now show panels of {own}.", reverse("library_keeping:sites", args=[area]))

    rows = FramingSite.objects.filter(partnership=own.pk).select_related("added_by", "ended_by").order_by("-added_at")
    short = addresses(own)
    shown = [("Where to begin", WHOLE), *((one.title, one.key) for one in live_pages(own.pk, today()))]
    around = {
        "area": own,
        "slug": area,
        "listed": [one for one in rows if one.ended_at is None],
        "taken_off": [one for one in rows if one.ended_at],
        "panels": [(title, panel_address(short[key])) for title, key in shown if key in short],
    }
    return asked(request, form, do, template="library/frames/sites.html", field="address", around=around)


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def take_off(request: HttpRequest, site: UUID) -> HttpResponseBase:
    """Take a site off the list."""
    try:
        row = take_site_off(by=actor_of(request), at=now(), site=site)
    except FramingSite.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, f"{row.origin} is off the list.")
    return redirect("library_keeping:sites", slugify(row.partnership.name))


def panel_address(short: str) -> str:
    """Return the whole address of the panel of what a short address leads to."""
    return whole("library_panel", short.rpartition("/")[2])


def _own(request: HttpRequest, slug: str) -> Partnership:
    """Return an area whose officer one is; raises Http404 for all others."""
    own = area_named(slug)
    if own.pk not in actor_of(request).offices:
        raise Http404
    return own
