"""What somebody who has an account is asked to read: their list, the page, the receipt and the questions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonground.briefings.promoting.models import LeaderThanks
from commonground.briefings.promoting.queries import thanks_to, to_see_to
from commonground.briefings.queries import Reader, own_receipts, reader_of, waiting_for
from commonground.briefings.views import steps
from commonground.editions.forms import today
from commonground.library.pages.views import actor_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

BY_ACCOUNT: dict[str, Any] = {"by_link": False, "asks_key": True}


@require_safe
@allow(Permission.OWN_ACCOUNT)
def mine(request: HttpRequest) -> HttpResponse:
    """Show what waits to be read by whoever asks, and what they have read."""
    actor = actor_of(request)
    assert actor.person  # noqa: S101 the permission says so
    thanks = thanks_to(actor, now())
    context = {
        "waiting": waiting_for(actor, today()),
        "receipts": own_receipts(actor.person),
        "shares": Permission.SHARE_BRIEFINGS in actor.permissions,
        "thanks": thanks,
        "answered": set(LeaderThanks.objects.answered_by(actor, thanks).values_list("pk", flat=True)),
        "to_see_to": to_see_to(actor, today()) if Permission.PROMOTE in actor.permissions else None,
        "leads": Permission.LEAD_TEAM in actor.permissions,
    }
    return render(request, "briefings/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OWN_ACCOUNT)
@once
@never_cache
def read(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Show what is asked to be read, and keep that somebody agrees."""
    return steps.reading_page(request, *_found(request, briefing), BY_ACCOUNT)


@require_safe
@allow(Permission.OWN_ACCOUNT)
def receipt(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Show the receipt of what was read."""
    return steps.receipt_page(request, *_found(request, briefing), BY_ACCOUNT)


@require_safe
@allow(Permission.OWN_ACCOUNT)
def receipt_pdf(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Give the receipt as a PDF."""
    return steps.receipt_paper(*_found(request, briefing))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OWN_ACCOUNT)
@once
def questions(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Ask the questions about what was read; only whoever answers them sees what they chose."""
    return steps.questions_page(request, *_found(request, briefing), BY_ACCOUNT)


def _found(request: HttpRequest, briefing: UUID) -> tuple[Reader, steps.Address]:
    """Return whoever asks as a reader of this briefing; raises Http404 for one that never asked them."""
    person = actor_of(request).person
    reader = reader_of(person, briefing) if person else None
    if reader is None:
        raise Http404
    return reader, lambda step: reverse(f"briefings:{step}", args=[briefing])
