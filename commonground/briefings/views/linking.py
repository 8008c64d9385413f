"""The way in by a personal link: one person, seven days, one browser. It signs nobody in; it opens one briefing."""

import secrets
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonground.briefings.actions.linking import DAYS, bind, open_link
from commonground.briefings.models import PersonalLink
from commonground.briefings.queries import Reader, reader_of
from commonground.briefings.views import steps
from commonground.directory.guests import actions as guests
from commonground.now import now
from commonground.permissions import Permission, allow

GONE, NOT_FOUND = 410, 404
DEVICE: Final = "cg_link"
"""The cookie by which the browser that opened a link is known again."""

NOT_WHOLE = "This link is not whole. Copy all of it from the message, or ask whoever sent it."
BY_LINK: dict[str, Any] = {"by_link": True, "asks_key": False}


class NotHere(Exception):  # noqa: N818 - it is an answer, not an error
    """What is shown instead, where a link does not open."""

    def __init__(self, answer: HttpResponse) -> None:
        """Keep the answer."""
        super().__init__()
        self.answer = answer


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OPEN)
@never_cache
def opening(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask whether to open it here (GET, the first time); then show what is to be read, and keep that they agree."""
    try:
        link = _shown(request, token)
        if not link.device:
            if "open" not in request.POST:
                return render(request, "briefings/link.html", {"link": link, "edition": link.briefing.edition})
            return _bound(link, token)
        return steps.reading_page(request, *_reader(link, token), BY_LINK)
    except NotHere as instead:
        return instead.answer


@require_safe
@allow(Permission.OPEN)
@never_cache
def receipt(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the receipt of what was read."""
    try:
        return steps.receipt_page(request, *_opened(request, token), BY_LINK)
    except NotHere as instead:
        return instead.answer


@require_safe
@allow(Permission.OPEN)
@never_cache
def receipt_pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the receipt as a PDF."""
    try:
        return steps.receipt_paper(*_opened(request, token))
    except NotHere as instead:
        return instead.answer


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OPEN)
@never_cache
def questions(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask the questions about what was read."""
    try:
        return steps.questions_page(request, *_opened(request, token), BY_LINK)
    except NotHere as instead:
        return instead.answer


def _shown(request: HttpRequest, token: str) -> PersonalLink:
    """Return the link that is shown; raises NotHere where it does not open, or not in this browser."""
    key = guests.read_link(token, of="briefings")
    found = open_link(person=key, device=request.COOKIES.get(DEVICE, ""), at=now()) if key else None
    if found is None:
        raise NotHere(_refused(request, NOT_WHOLE, None, NOT_FOUND))
    if found.why_not:
        raise NotHere(_refused(request, found.why_not, found.link, GONE))
    return found.link


def _opened(request: HttpRequest, token: str) -> tuple[Reader, steps.Address]:
    """Return the reader of a link that was opened in this browser; raises NotHere for all others."""
    link = _shown(request, token)
    if not link.device:
        raise NotHere(redirect("briefings:link", token))
    return _reader(link, token)


def _reader(link: PersonalLink, token: str) -> tuple[Reader, steps.Address]:
    reader = reader_of(link.person, link.briefing_id)
    assert reader  # noqa: S101 - the link was made with its row
    names = {"read": "briefings:link"}
    return reader, lambda step: reverse(names.get(step, f"briefings:link_{step}"), args=[token])


def _bound(link: PersonalLink, token: str) -> HttpResponse:
    """Bind a link to this browser, which keeps a mark of its own for these pages alone."""
    device = secrets.token_urlsafe(32)
    bind(link, device, at=now())
    response = redirect("briefings:link", token)
    response.set_cookie(
        DEVICE, device, max_age=DAYS * 24 * 3600, path=reverse("briefings:link", args=[token]), httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _refused(request: HttpRequest, sentence: str, link: PersonalLink | None, status: int) -> HttpResponse:
    """Say why a link does not open, and whom to ask for another."""
    ask = ""
    if link:
        by = link.given_by
        ask = f"Ring {by.name} on {by.phone}" if by.phone else f"Write to {by.name}: {by.email}"
    return render(request, "briefings/link_refused.html", {"sentence": sentence, "ask": ask}, status=status)
