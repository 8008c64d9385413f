"""The way in for a guest: the link that came by mail, the code that was read out, and one browser."""

import secrets
from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences import actions
from commonground.differences.forms.passes import CodeForm
from commonground.differences.models import Difference
from commonground.differences.views.finding import actor_of
from commonground.directory import queries
from commonground.directory.guests import actions as guests
from commonground.directory.guests.models import DAYS, Pass, WhyEnded
from commonground.directory.middleware import mark_second_factor
from commonground.govuk.dates import in_words
from commonground.now import london_date, now
from commonground.permissions import Permission, allow

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
NOT_UNDERSTOOD, GONE, NOT_FOUND = 422, 410, 404
DEVICE: Final = "cg_pass"
"""The cookie by which the browser that opened a pass is known again."""

NOT_WHOLE = "This link is not whole. Copy all of it from the message, or ring whoever let you in."
OTHER_DEVICE = (
    "This pass was opened in another browser, and it opens in that one only. Use that browser, or ask for a new pass."
)
CLOSED = "This pass is closed, because a wrong code was entered too often. Ask for a new one."
OVER = "This pass was for {days} days and ended on {day}. Ask for a new one if you still need it."
WHY_NOT = {
    WhyEnded.TAKEN_BACK: "This pass was taken back, so it lets nobody in any more.",
    WhyEnded.REPLACED: "A newer pass was given to you. Use the link in the latest message.",
    WhyEnded.TRIES: CLOSED,
    WhyEnded.LATE: "This difference had ended when the pass was first opened, so there is nothing left to answer.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OPEN)
@never_cache
def open_pass(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code (GET), or let its guest in with it (POST). Whoever has only the link learns nothing."""
    at, key = now(), guests.read_link(token)
    shown = Pass.objects.shown_to(key).select_related("agency", "given_by", "person") if key else None
    one = shown and shown.select_for_update(of=("self",)).first()
    if not one:
        return refused(request, NOT_WHOLE, status=NOT_FOUND)
    device = request.COOKIES.get(DEVICE, "")
    if sentence := why_not(one, device):
        return refused(request, sentence, one)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return asked(request, one, form)
    if not guests.opens(one, form.cleaned_data["code"]):
        left = guests.wrong_code(one, at=at)
        if not left:
            return refused(request, CLOSED, one)
        times = "once more" if left == 1 else f"{left} more times"
        form.add_error("code", f"That is not the code. You can try {times}, then the pass closes")
        return asked(request, one, form)
    return let_in(request, one, device or secrets.token_urlsafe(32))


def let_in(request: HttpRequest, one: Pass, device: str) -> HttpResponse:
    """Sign a guest in with a pass whose code was right, bind it to this browser, and show them the difference."""
    at, first = now(), one.opened_at is None
    guests.bind(one, device, at=at)
    login(request, one.person, backend=BACKEND)
    mark_second_factor(request.session, one.person)
    request.actor = queries.begin(one.person, london_date(at))  # type: ignore[attr-defined]
    if first and actions.note_opened(by=actor_of(request), at=at, one=one) is None:
        request.session.flush()
        return refused(request, WHY_NOT[WhyEnded.LATE], one)
    response = redirect("guests:start")
    response.set_cookie(
        DEVICE, device, max_age=DAYS * 24 * 3600, path="/pass/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


@require_safe
@allow(Permission.TAKE_PART)
def start(request: HttpRequest) -> HttpResponse:
    """Lead a guest to the one difference that they were let in to, or say that the pass has ended."""
    actor = actor_of(request)
    found = Pass.objects.held_by(actor.person.pk).select_related("given_by").first() if actor.person else None
    if found is None:
        return redirect("web:home")
    row = Difference.objects.visible_to(actor).filter(pk=found.subject).first()
    if row is None:
        return refused(request, why_not(found, "", here=True), found)
    return redirect(row)


def why_not(one: Pass, device: str, *, here: bool = False) -> str:
    """Return why a pass lets nobody in now, or not in this browser; nothing when it does."""
    if one.ended_at:
        return WHY_NOT[WhyEnded(one.why_ended)]
    if one.last_day < london_date(now()):
        return OVER.format(days=DAYS, day=in_words(one.last_day))
    if one.device and not here and one.device != guests.device_digest(device):
        return OTHER_DEVICE
    return ""


def asked(request: HttpRequest, one: Pass, form: CodeForm) -> HttpResponse:
    """Ask for the code."""
    status = NOT_UNDERSTOOD if form.errors else 200
    context = {"form": form, "ring": whom_to_ring(one), "first": not one.device}
    return render(request, "differences/passes/open.html", context, status=status)


def refused(request: HttpRequest, sentence: str, one: Pass | None = None, *, status: int = GONE) -> HttpResponse:
    """Say why the pass does not open, and whom to ring."""
    context = {"sentence": sentence, "ring": whom_to_ring(one) if one else ""}
    return render(request, "differences/passes/refused.html", context, status=status)


def whom_to_ring(one: Pass) -> str:
    """Say how to reach whoever gave a pass: by telephone when there is a number, else in writing."""
    giver = one.given_by
    return f"Ring {giver.name} on {giver.phone}" if giver.phone else f"Write to {giver.name}: {giver.email}"
